import type { KeyObject } from 'node:crypto';
import type { Row } from '../../schema/tables/all.ts';
import type { Actor } from '../acts/actor.ts';
import { datesOf } from '../acts/setting.ts';
import { CHAIN_START } from '../domain/audit.ts';
import {
  accountName,
  balancesText,
  type Checkpoint,
  checkpointHash,
  headText,
  keyIdText,
  leafData,
  openNote,
  originOf,
  publicBytes,
  readCheckpoint,
  signedNote,
  writeCheckpoint,
} from '../domain/checkpoint.ts';
import { type Instant, millisecondsBetween } from '../domain/dates.ts';
import { leafHash, rootOf, type Span, spanHash, tilesFor } from '../domain/merkle.ts';
import { Yuan } from '../domain/money.ts';
import { writerOn } from './by-actor.ts';
import type { Database, Tx } from './connection.ts';
import { addLeaves, grow, journalReach, lockTree, newLeaf, type TreeState, tilesAt } from './log-tree.ts';
import { insertOf, shapeOf } from './rows.ts';

/** Who signs a deployment's checkpoints. */
export interface Signer {
  /** The first part of every pool's origin, such as "zhubao.example.gov.cn". */
  readonly name: string;
  readonly key: KeyObject;
  /** The 32 bytes of every public key by which the past may have been signed, today's among them. */
  readonly known: readonly Buffer[];
}

/** What is asked for: a checkpoint when one is due, or one now. */
export interface Wish {
  readonly now: Instant;
  /** After so long another one is due on the same day, where something has come since. */
  readonly everyHours: number;
  readonly isAskedFor: boolean;
}

/** A checkpoint was made; none is due; or another process is just at it. */
export type Made =
  | { readonly kind: 'MADE'; readonly checkpoint: Row<'checkpoint'> }
  | { readonly kind: 'NOT_DUE' | 'BUSY' };

/** What is in the database is not what the last checkpoint was signed over: nothing may be signed that comes after it. */
export class CheckpointRefused extends Error {}

/** Makes the pool's tree grow, a portion a transaction, and signs a checkpoint of it where one is due. */
export async function makeCheckpoint(
  database: Database,
  actor: Actor,
  signer: Signer,
  wish: Wish,
  stopping: () => boolean = () => false,
): Promise<Made> {
  const write = writerOn(database);
  for (;;) {
    const made = await write(actor, (tx) => new Making(tx, actor, signer, wish).run());
    if (made !== null) return made;
    if (stopping()) return { kind: 'BUSY' };
  }
}

class Making {
  constructor(
    private readonly tx: Tx,
    private readonly actor: Actor,
    private readonly signer: Signer,
    private readonly wish: Wish,
  ) {}

  /** Null where more has to be taken in first. */
  async run(): Promise<Made | null> {
    const { tx, actor } = this;
    const { poolId } = actor;
    const before = await lockTree(tx, poolId);
    if (!before) return { kind: 'BUSY' };
    const [last, pool] = [await this.last(), await this.pool()];
    const { today } = datesOf(pool, this.wish.now);
    if (!(await this.isDue(last, before, today))) return { kind: 'NOT_DUE' };
    const { state, isUpToDate } = await grow(tx, poolId, before);
    if (!isUpToDate) return null;
    const number = (last?.number ?? 0) + 1;
    const lastText = last && (await this.mustStand(last));
    const head = newLeaf('HEAD', String(number), '0', ...twice(await this.headText(number, state)));
    const balances = newLeaf(
      'BALANCES',
      String(number),
      '0',
      ...twice(await this.balancesText(number, state)),
    );
    const { size } = await addLeaves(tx, poolId, state, [head, balances]);
    const text = writeCheckpoint({
      origin: this.origin,
      size,
      root: await this.root(size),
      number,
      day: today,
      madeAt: this.wish.now,
      clock: pool.sandboxDate ? 'sandbox' : 'real',
      previous: lastText && checkpointHash(lastText),
      head: head.hash.toString('base64'),
      balances: balances.hash.toString('base64'),
    });
    return { kind: 'MADE', checkpoint: await this.sign(text) };
  }

  private get origin(): string {
    return originOf(this.signer.name, this.actor.poolId);
  }

  private async last(): Promise<Row<'checkpoint'> | null> {
    const shape = shapeOf('checkpoint');
    const [row] = await this.tx.query(
      `select ${shape.list('t')} from checkpoint t where t.pool_id = $1 order by t.number desc limit 1`,
      [this.actor.poolId],
    );
    return row ? shape.decode(row) : null;
  }

  private async pool(): Promise<Row<'pool'>> {
    const shape = shapeOf('pool');
    const [row] = await this.tx.query(`select ${shape.list('t')} from pool t where t.pool_id = $1`, [
      this.actor.poolId,
    ]);
    if (!row) throw new Error(`pool ${this.actor.poolId} has no row`);
    return shape.decode(row);
  }

  /** A day has its checkpoint whether anything came or not: that nothing came is worth a signature. */
  private async isDue(last: Row<'checkpoint'> | null, tree: TreeState, today: string): Promise<boolean> {
    if (!last || last.day < today) return true;
    const reach = await journalReach(this.tx, this.actor.poolId);
    const isNew = (['auditSequence', 'eventSequence', 'entrySequence'] as const).some(
      (name) => reach[name] > tree[name],
    );
    if (!isNew) return false;
    const { now, everyHours, isAskedFor } = this.wish;
    return isAskedFor || millisecondsBetween(last.madeAt, now) >= everyHours * 3_600_000;
  }

  /**
   * The text of the last checkpoint, once it is certain that one of our keys has signed it and that the tree still begins
   * as it says: what somebody has rewritten is not signed over.
   */
  private async mustStand({ number, note }: Row<'checkpoint'>): Promise<string> {
    const text = openNote(note, this.origin, this.signer.known);
    const said = text === null ? null : readCheckpoint(text);
    if (text === null || !said || said.number !== number)
      throw new CheckpointRefused(`checkpoint ${number} is not signed by a key that is known here`);
    if (!(await this.root(said.size)).equals(said.root))
      throw new CheckpointRefused(`the tree is no longer the one of checkpoint ${number}`);
    return text;
  }

  private async root(size: number): Promise<Buffer> {
    const span: Span = { from: 0, to: size };
    return rootOf(await tilesAt(this.tx, this.actor.poolId, tilesFor([span])), size);
  }

  private async headText(number: number, { size: _, ...reach }: TreeState): Promise<string> {
    const [row] = await this.tx.query('select hash from audit where pool_id = $1 and sequence = $2::bigint', [
      this.actor.poolId,
      String(reach.auditSequence),
    ]);
    return headText(number, reach, row ? String(row[0]) : CHAIN_START);
  }

  /** The balances of the checkpoint before, and what the entries since have moved: the ledger is not summed anew. */
  private async balancesText(number: number, { entrySequence }: TreeState): Promise<string> {
    const before = await this.balancesOf(number - 1);
    const moved = await this.tx.query(
      `select l.code, sum(l.amount) from entry e join line l on l.pool_id = e.pool_id and l.entry_id = e.id
        where e.pool_id = $1 and e.sequence > $2::bigint and e.sequence <= $3::bigint group by l.code`,
      [this.actor.poolId, String(before.entrySequence), String(entrySequence)],
    );
    const balances: Record<string, Yuan> = { ...before.balances };
    for (const [code, fen] of moved) {
      const account = accountName(String(code));
      balances[account] = (balances[account] ?? Yuan.ZERO).plus(Yuan.fromFen(BigInt(String(fen))));
    }
    return balancesText(number, entrySequence, balances);
  }

  private async balancesOf(
    number: number,
  ): Promise<{ entrySequence: number; balances: Record<string, Yuan> }> {
    if (number === 0) return { entrySequence: 0, balances: {} };
    const [row] = await this.tx.query(
      `select position, encode(blind, 'hex'), text from log_leaf where pool_id = $1 and kind = 'BALANCES' and sequence = $2::bigint and part = 0`,
      [this.actor.poolId, String(number)],
    );
    const [position, blind, text] = (row ?? []).map(String);
    const leaf = leafHash(leafData(Buffer.from(blind ?? '', 'hex'), text ?? ''));
    const at = Number(position);
    const span: Span = { from: at, to: at + 1 };
    const kept = row && spanHash(await tilesAt(this.tx, this.actor.poolId, tilesFor([span])), span);
    if (!kept?.equals(leaf))
      throw new CheckpointRefused(`the balances of checkpoint ${number} are not those that were signed`);
    const said = JSON.parse(text ?? '') as { entrySequence: number; balances: Record<string, string> };
    return {
      entrySequence: said.entrySequence,
      balances: Object.fromEntries(
        Object.entries(said.balances).map(([account, amount]) => [account, Yuan.parse(amount)]),
      ),
    };
  }

  private async sign(text: string): Promise<Row<'checkpoint'>> {
    const said = readCheckpoint(text);
    if (!said) throw new Error('a checkpoint of ours that does not read as one');
    const { number, day, madeAt, size, root }: Checkpoint = said;
    const { key } = this.signer;
    const row: Row<'checkpoint'> = {
      poolId: this.actor.poolId,
      number,
      day,
      madeAt,
      size,
      root: root.toString('base64'),
      keyId: keyIdText(this.origin, publicBytes(key)),
      note: signedNote(text, this.origin, key),
    };
    const { text: sql, params } = insertOf('checkpoint', row);
    await this.tx.query(sql, params);
    return row;
  }
}

/** A text that is both hashed and kept. */
const twice = (text: string): [string, string] => [text, text];
