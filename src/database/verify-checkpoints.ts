import type { Row } from '../../schema/tables/all.ts';
import { type Difference, inYuan } from '../acts/verify.ts';
import {
  accountName,
  type Checkpoint,
  checkpointHash,
  keyIdText,
  leafData,
  noteText,
  openNote,
  originOf,
  readCheckpoint,
} from '../domain/checkpoint.ts';
import { HASH_BYTES, leafHash, rootOf, TILE_WIDTH, tilePlace, tileRoot, tilesFor } from '../domain/merkle.ts';
import { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import type { Tx } from './connection.ts';
import { LOGGED, type LoggedRows } from './log-rows.ts';
import { tilesAt } from './log-tree.ts';
import { shapeOf } from './rows.ts';

// Holds the records against the tree, the tree against itself, and the checkpoints against both and against the keys. What
// somebody with every right in the database has changed without the key cannot be made to fit all of them.

const PAGE = 2_000;
const LISTED_MAX = 1_000;

/** Whose signatures are believed; null where this installation knows no key. */
export interface Believed {
  readonly name: string;
  readonly known: readonly Buffer[];
}

const differs = (
  code: Difference['code'],
  row: string,
  kept: string | null = null,
  computed: string | null = null,
): Difference => ({ code, row, kept, computed });

/** A record as people find it: "EVENT#12", "LINE#7.2". */
const nameOf = (kind: unknown, sequence: unknown, part: unknown) =>
  `${kind}#${sequence}${kind === 'LINE' ? `.${part}` : ''}`;

/** Every difference between records, tree and checkpoints, a portion at a time. */
export async function* checkpointDifferences(
  tx: Tx,
  poolId: Id<'pool'>,
  believed: Believed | null,
): AsyncGenerator<Difference[]> {
  const [tree] = await tx.query(
    'select size, audit_sequence, event_sequence, entry_sequence from log_tree where pool_id = $1',
    [poolId],
  );
  const [size = 0, audit = 0, event = 0, entry = 0] = (tree ?? []).map(Number);
  yield* leafDifferences(tx, poolId, size);
  yield* tileDifferences(tx, poolId);
  const reach = { auditSequence: audit, eventSequence: event, entrySequence: entry };
  for (const logged of LOGGED) yield await extraRows(tx, poolId, logged, reach[logged.reach]);
  yield await headDifferences(tx, poolId);
  yield await balanceDifferences(tx, poolId);
  yield* noteDifferences(tx, poolId, size, believed);
}

/** Leaves in their order: none is missing, each has its record, and that one says what was hashed. */
async function* leafDifferences(tx: Tx, poolId: string, size: number): AsyncGenerator<Difference[]> {
  for (let next = 0; next < size; ) {
    const to = Math.min(next + PAGE, size);
    const leaves = await tx.query(
      `select position, kind, sequence, part, encode(blind, 'hex'), text from log_leaf
        where pool_id = $1 and position >= $2::bigint and position < $3::bigint order by position`,
      [poolId, String(next), String(to)],
    );
    const [texts, tiles] = await Promise.all([
      textsOf(tx, poolId, leaves),
      tilesAt(
        tx,
        poolId,
        tilesFor([...Array(to - next)].map((_, at) => ({ from: next + at, to: next + at + 1 }))),
      ),
    ]);
    const at = new Map(leaves.map((leaf) => [Number(leaf[0]), leaf]));
    const found: Difference[] = [];
    for (let position = next; position < to; position += 1) {
      const [, kind, sequence, part, blind, own] = at.get(position) ?? [];
      if (kind === undefined) {
        found.push(differs('CHECKPOINT_MISSING', `place ${position}`));
        continue;
      }
      const name = nameOf(kind, sequence, part);
      const text = own === null ? texts.get(name) : String(own);
      const first = (position % TILE_WIDTH) * HASH_BYTES;
      const kept = tiles
        .get(tilePlace(0, Math.floor(position / TILE_WIDTH)))
        ?.subarray(first, first + HASH_BYTES);
      if (text === undefined) found.push(differs('CHECKPOINT_MISSING', name));
      else if (!kept?.equals(leafHash(leafData(Buffer.from(String(blind), 'hex'), text))))
        found.push(differs('CHECKPOINT_RECORD', name));
    }
    yield found;
    next = to;
  }
}

/** What the records behind some leaves say today. */
async function textsOf(tx: Tx, poolId: string, leaves: readonly unknown[][]): Promise<Map<string, string>> {
  const pages = await Promise.all(
    LOGGED.map(async ({ kind, from, sequence, part, columns, textOf }) => {
      const wanted = leaves.filter(([, of]) => of === kind);
      if (wanted.length === 0) return [];
      const rows = await tx.query(
        `select ${sequence}, ${part}, ${columns} from ${from}
          where t.pool_id = $1 and (${sequence}, ${part}) in (select * from unnest($2::bigint[], $3::text[]::int[]))`,
        [poolId, wanted.map(([, , at]) => String(at)), wanted.map(([, , , at]) => String(at))],
      );
      return rows.map(([at, number, ...values]) => [nameOf(kind, at, number), textOf(values)] as const);
    }),
  );
  return new Map(pages.flat());
}

/** Each hash above the lowest tier is the one of the full tile below it. */
async function* tileDifferences(tx: Tx, poolId: string): AsyncGenerator<Difference[]> {
  const above = await tx.query(
    `select tier, index, encode(hashes, 'hex') from log_tile where pool_id = $1 and tier > 0 order by tier, index`,
    [poolId],
  );
  for (const [tier, index, hex] of above) {
    const hashes = Buffer.from(String(hex), 'hex');
    const places = [...Array(hashes.length / HASH_BYTES)].map((_, at) =>
      tilePlace(Number(tier) - 1, Number(index) * TILE_WIDTH + at),
    );
    const below = await tilesAt(tx, poolId, places);
    const isSo = places.every((place, at) => {
      const tile = below.get(place);
      const full = tile?.length === TILE_WIDTH * HASH_BYTES;
      return full && tileRoot(tile).equals(hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
    });
    if (!isSo) yield [differs('CHECKPOINT_TREE', `tile ${tier}/${index}`)];
  }
}

/** Records that the tree has come past without taking them in: put in afterwards, and dated back. */
async function extraRows(tx: Tx, poolId: string, logged: LoggedRows, to: number): Promise<Difference[]> {
  const { kind, from, sequence, part } = logged;
  const rows = await tx.query(
    `select ${sequence}, ${part} from ${from} where t.pool_id = $1 and ${sequence} <= $2::bigint and not exists (
        select 1 from log_leaf l where l.pool_id = $1 and l.kind = $3 and l.sequence = ${sequence} and l.part = ${part})
      order by 1, 2 limit ${LISTED_MAX + 1}`,
    [poolId, String(to), kind],
  );
  return rows.map(([at, number]) => differs('CHECKPOINT_EXTRA', nameOf(kind, at, number)));
}

async function headDifferences(tx: Tx, poolId: string): Promise<Difference[]> {
  const rows = await tx.query(
    `select l.sequence, l.text::jsonb ->> 'auditHash', a.hash from log_leaf l
      left join audit a on a.pool_id = l.pool_id and a.sequence = (l.text::jsonb ->> 'auditSequence')::bigint
      where l.pool_id = $1 and l.kind = 'HEAD' and (l.text::jsonb ->> 'auditSequence')::bigint > 0
        and a.hash is distinct from l.text::jsonb ->> 'auditHash' order by 1 limit ${LISTED_MAX + 1}`,
    [poolId],
  );
  const text = (value: unknown) => (value === null ? null : String(value));
  return rows.map(([number, signed, kept]) =>
    differs('CHECKPOINT_HEAD', `checkpoint ${number}`, text(kept), text(signed)),
  );
}

/** The last balances that were signed, against the lines up to there. */
async function balanceDifferences(tx: Tx, poolId: string): Promise<Difference[]> {
  const [last] = await tx.query(
    `select sequence, text from log_leaf where pool_id = $1 and kind = 'BALANCES' order by sequence desc limit 1`,
    [poolId],
  );
  if (!last) return [];
  const said = JSON.parse(String(last[1])) as { entrySequence: number; balances: Record<string, string> };
  const rows = await tx.query(
    `select t.code, sum(t.amount) from entry e join line t on t.pool_id = e.pool_id and t.entry_id = e.id
      where e.pool_id = $1 and e.sequence <= $2::bigint group by t.code`,
    [poolId, String(said.entrySequence)],
  );
  const summed = new Map(rows.map(([code, fen]) => [accountName(String(code)), inYuan(String(fen)) ?? '']));
  const accounts = [...new Set([...summed.keys(), ...Object.keys(said.balances)])];
  const zero = Yuan.ZERO.toString();
  return accounts.flatMap((account) => {
    const [kept, signed] = [summed.get(account) ?? zero, said.balances[account] ?? zero];
    return kept === signed ? [] : [differs('CHECKPOINT_BALANCES', account, kept, signed)];
  });
}

/** The notes: signed, one behind the other, and each of the tree as it is. */
async function* noteDifferences(
  tx: Tx,
  poolId: Id<'pool'>,
  size: number,
  believed: Believed | null,
): AsyncGenerator<Difference[]> {
  const shape = shapeOf('checkpoint');
  const rows = await tx.query(
    `select ${shape.list('t')} from checkpoint t where t.pool_id = $1 order by t.number`,
    [poolId],
  );
  let previous: string | null = null;
  for (const [at, row] of rows.map((values) => shape.decode(values)).entries()) {
    const name = `checkpoint ${at + 1}`;
    const text = noteText(row.note);
    const said = readCheckpoint(text);
    const found: Difference[] = [];
    if (believed && openNote(row.note, originOf(believed.name, poolId), believed.known) === null)
      found.push(differs('CHECKPOINT_SIGNATURE', name, row.keyId, keysOf(believed, poolId)));
    if (!said || row.number !== at + 1 || said.previous !== previous || !isOf(row, said))
      found.push(differs('CHECKPOINT_SEQUENCE', name));
    const root = said && said.size <= size ? await rootAt(tx, poolId, said.size) : null;
    if (!root || !said?.root.equals(root))
      found.push(differs('CHECKPOINT_ROOT', name, root?.toString('base64') ?? null, row.root));
    yield found;
    previous = checkpointHash(text);
  }
}

const keysOf = ({ name, known }: Believed, poolId: Id<'pool'>) =>
  known.map((key) => keyIdText(originOf(name, poolId), key)).join(' ');

const isOf = (row: Row<'checkpoint'>, { number, day, madeAt, size, root }: Checkpoint) =>
  row.number === number &&
  row.day === day &&
  row.madeAt === madeAt &&
  row.size === size &&
  row.root === root.toString('base64');

/** Null where the tiles do not reach that far. */
async function rootAt(tx: Tx, poolId: string, size: number): Promise<Buffer | null> {
  const tiles = await tilesAt(tx, poolId, tilesFor([{ from: 0, to: size }]));
  try {
    return rootOf(tiles, size);
  } catch {
    return null;
  }
}
