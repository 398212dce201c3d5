import { randomBytes } from 'node:crypto';
import { BLIND_BYTES, type LeafKind, leafData, type Reach } from '../domain/checkpoint.ts';
import { appended, edgeOf, leafHash, type TilePlace, type Tiles } from '../domain/merkle.ts';
import type { Tx } from './connection.ts';
import { LOGGED, type LoggedRows } from './log-rows.ts';

// How a pool's tree grows: the records that have come since are read once, hashed and put behind the others. Nothing that
// is in the tree is read again; of the hashes only the tiles that are not full yet are.

/** How many records of a kind are taken in at a time: what the memory and the length of a transaction depend on. */
const AT_ONCE = 1_000;

export interface TreeState extends Reach {
  readonly size: number;
}

/** A leaf that is to be added: whose it is, and what it says. */
interface NewLeaf {
  readonly kind: LeafKind;
  readonly sequence: string;
  readonly part: string;
  /** Kept with the leaf, where no record says it. */
  readonly kept: string | null;
  readonly blind: Buffer;
  readonly hash: Buffer;
}

export function newLeaf(
  kind: LeafKind,
  sequence: string,
  part: string,
  text: string,
  kept: string | null = null,
): NewLeaf {
  const blind = randomBytes(BLIND_BYTES);
  return { kind, sequence, part, kept, blind, hash: leafHash(leafData(blind, text)) };
}

/** Locks the pool's tree; null while another process makes it grow. */
export async function lockTree(tx: Tx, poolId: string): Promise<TreeState | null> {
  await tx.query(
    `insert into log_tree (pool_id, size, audit_sequence, event_sequence, entry_sequence) values ($1, 0, 0, 0, 0)
      on conflict do nothing`,
    [poolId],
  );
  const [row] = await tx.query(
    `select size, audit_sequence, event_sequence, entry_sequence from log_tree where pool_id = $1 for update skip locked`,
    [poolId],
  );
  return row ? stateOf(row) : null;
}

function stateOf([size, auditSequence, eventSequence, entrySequence]: readonly unknown[]): TreeState {
  return {
    size: Number(size),
    auditSequence: Number(auditSequence),
    eventSequence: Number(eventSequence),
    entrySequence: Number(entrySequence),
  };
}

/** How far the records have come: what the journal counts is committed, every record of it. */
export async function journalReach(tx: Tx, poolId: string): Promise<Reach> {
  const [row] = await tx.query(
    'select 0, audit_sequence, event_sequence, entry_sequence from journal where pool_id = $1',
    [poolId],
  );
  if (!row) throw new Error(`pool ${poolId} has no journal`);
  return stateOf(row);
}

function rowsAfter(tx: Tx, poolId: string, logged: LoggedRows, from: number, to: number) {
  const { sequence, part, columns, from: tables } = logged;
  const pool = tables.startsWith('entry e') ? 'e.pool_id' : 't.pool_id';
  return tx.query(
    `select ${sequence}, ${part}, ${columns} from ${tables}
      where ${pool} = $1 and ${sequence} > $2::bigint and ${sequence} <= $3::bigint order by 1, 2`,
    [poolId, String(from), String(to)],
  );
}

export interface Growth {
  readonly state: TreeState;
  /** False where more has come than is taken in at a time. */
  readonly isUpToDate: boolean;
}

/** Takes in what has come since, up to so many records of a kind. The tree is locked by this transaction. */
export async function grow(tx: Tx, poolId: string, before: TreeState): Promise<Growth> {
  const reach = await journalReach(tx, poolId);
  const next = (name: keyof Reach) => Math.min(reach[name], before[name] + AT_ONCE);
  const found = await Promise.all(
    LOGGED.map((logged) => rowsAfter(tx, poolId, logged, before[logged.reach], next(logged.reach))),
  );
  const leaves = LOGGED.flatMap((logged, at) =>
    (found[at] ?? []).map(([sequence, part, ...values]) =>
      newLeaf(logged.kind, String(sequence), String(part), logged.textOf(values)),
    ),
  );
  const state = await addLeaves(
    tx,
    poolId,
    {
      ...before,
      auditSequence: next('auditSequence'),
      eventSequence: next('eventSequence'),
      entrySequence: next('entrySequence'),
    },
    // In the order of their hashes, which are random: where a record stands among those that came with it tells whoever
    // sees some of them nothing of the others.
    leaves.sort((a, b) => a.hash.compare(b.hash)),
  );
  const isUpToDate = (['auditSequence', 'eventSequence', 'entrySequence'] as const).every(
    (name) => state[name] === reach[name],
  );
  return { state, isUpToDate };
}

/** Puts leaves behind the others and notes how far the tree has come. */
export async function addLeaves(
  tx: Tx,
  poolId: string,
  state: TreeState,
  leaves: readonly NewLeaf[],
): Promise<TreeState> {
  if (leaves.length === 0) return state;
  const edge = await tilesAt(tx, poolId, edgeOf(state.size));
  const hashes = leaves.map(({ hash }) => hash);
  const tiles = appended(edge, state.size, hashes);
  const grown = { ...state, size: state.size + leaves.length };
  void tx.query(
    `insert into log_leaf (pool_id, kind, sequence, part, position, blind, text)
      select $1, l.kind, l.sequence, l.part, $2::bigint + l.at - 1, decode(l.blind, 'hex'), nullif(l.text, '')
        from unnest($3::text[], $4::bigint[], $5::text[]::int[], $6::text[], $7::text[]) with ordinality
          as l(kind, sequence, part, blind, text, at)`,
    [
      poolId,
      String(state.size),
      leaves.map(({ kind }) => kind),
      leaves.map(({ sequence }) => sequence),
      leaves.map(({ part }) => part),
      leaves.map(({ blind }) => blind.toString('hex')),
      leaves.map(({ kept }) => kept ?? ''),
    ],
  );
  const places = [...tiles.keys()].map((place) => place.split('/'));
  void tx.query(
    `insert into log_tile (pool_id, tier, index, hashes)
      select $1, t.tier, t.index, decode(t.hashes, 'hex') from unnest($2::text[]::int[], $3::bigint[], $4::text[]) as t(tier, index, hashes)
      on conflict (pool_id, tier, index) do update set hashes = excluded.hashes`,
    [
      poolId,
      places.map(([tier = '']) => tier),
      places.map(([, index = '']) => index),
      [...tiles.values()].map((hashes) => hashes.toString('hex')),
    ],
  );
  await tx.query(
    `update log_tree set size = $2::bigint, audit_sequence = $3::bigint, event_sequence = $4::bigint, entry_sequence = $5::bigint
      where pool_id = $1`,
    [poolId, grown.size, grown.auditSequence, grown.eventSequence, grown.entrySequence].map(String),
  );
  return grown;
}

/** The tiles at some places, as they are now. */
export async function tilesAt(
  tx: Pick<Tx, 'query'>,
  poolId: string,
  places: Iterable<TilePlace>,
): Promise<Tiles> {
  const wanted = [...places].map((place) => place.split('/'));
  if (wanted.length === 0) return new Map();
  const rows = await tx.query(
    `select t.tier, t.index, encode(t.hashes, 'hex') from unnest($2::text[]::int[], $3::bigint[]) as w(tier, index)
      join log_tile t on t.pool_id = $1 and t.tier = w.tier and t.index = w.index`,
    [poolId, wanted.map(([tier = '']) => tier), wanted.map(([, index = '']) => index)],
  );
  return new Map(
    rows.map(([tier, index, hashes]) => [
      `${Number(tier)}/${Number(index)}` as TilePlace,
      Buffer.from(String(hashes), 'hex'),
    ]),
  );
}
