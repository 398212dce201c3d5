import type { Row } from '../../schema/tables/all.ts';
import type { Actor } from '../acts/actor.ts';
import type { LeafKind } from '../domain/checkpoint.ts';
import {
  consistencySpans,
  inclusionSpans,
  type Nodes,
  type Span,
  spanHash,
  type TilePlace,
  tilesFor,
} from '../domain/merkle.ts';
import { contextOf } from './by-actor.ts';
import type { Database, Tx } from './connection.ts';
import { LOGGED, type LoggedRows } from './log-rows.ts';
import { tilesAt } from './log-tree.ts';
import { shapeOf } from './rows.ts';
import { scopeOf } from './scopes.ts';

// What a tenant downloads: the checkpoints, and its own records with what proves that they are in them. Read under its own
// walls, a page at a time; a tree only grows, so that the pages fit together though each is a view of its own.

const PAGE = 500;
/** Tiles that are kept from one page to the next: 8 KB each. */
const TILES_KEPT = 500;

/** A record of the reader's; where there is no place, no checkpoint covers it yet. */
export interface LoggedRecord {
  readonly text: string;
  readonly place: {
    readonly index: number;
    readonly blind: string;
    readonly proof: readonly string[];
  } | null;
}

/** Reckons proofs for one download; what it has read of the tree it keeps for a while. */
class Proofs {
  private readonly tiles = new Map<TilePlace, Buffer>();
  private readonly nodes: Nodes = new Map();

  constructor(private readonly poolId: string) {}

  /** The hashes of some lists of spans, in base64; the tiles that are missing come in one statement. */
  async of(tx: Tx, lists: readonly (readonly Span[])[]): Promise<string[][]> {
    if (this.tiles.size > TILES_KEPT) {
      this.tiles.clear();
      this.nodes.clear();
    }
    const missing = [...tilesFor(lists.flat())].filter((place) => !this.tiles.has(place));
    for (const [place, tile] of await tilesAt(tx, this.poolId, missing)) this.tiles.set(place, tile);
    return lists.map((spans) =>
      spans.map((span) => spanHash(this.tiles, span, this.nodes).toString('base64')),
    );
  }
}

/** A download in progress, of one reader, up to one checkpoint. */
export class LogReading {
  private readonly proofs: Proofs;

  constructor(
    private readonly database: Database,
    private readonly actor: Actor,
  ) {
    this.proofs = new Proofs(actor.poolId);
  }

  /** The checkpoints from a number on, in order, so many at most. */
  checkpoints(from: number, most: number): Promise<Row<'checkpoint'>[]> {
    const shape = shapeOf('checkpoint');
    return this.read(async (tx) => {
      const rows = await tx.query(
        `select ${shape.list('t')} from checkpoint t
          where ${scopeOf('checkpoint', this.actor.persona)} and t.number >= $3::bigint order by t.number limit $4::bigint`,
        [this.actor.poolId, this.actor.tenantId, String(from), String(most)],
      );
      return rows.map((row) => shape.decode(row));
    });
  }

  /** What shows, for each pair of sizes, that the first tree is the beginning of the second. */
  consistency(pairs: readonly (readonly [earlier: number, later: number])[]): Promise<string[][]> {
    return this.read((tx) =>
      this.proofs.of(
        tx,
        pairs.map(([earlier, later]) => consistencySpans(earlier, later)),
      ),
    );
  }

  /** The reader's records that came into the tree at `since` or later, or are not in it, page by page. */
  async *records(since: number, size: number): AsyncGenerator<LoggedRecord[]> {
    for (const logged of LOGGED)
      for (let after: readonly [string, string] | null = ['0', '-1']; after; ) {
        const page = await this.page(logged, after, since, size);
        yield page.records;
        after = page.after;
      }
    for (let after: number | null = since - 1; after !== null; ) {
      const page = await this.ownTexts(after, size);
      yield page.records;
      after = page.after;
    }
  }

  private page(logged: LoggedRows, after: readonly [string, string], since: number, size: number) {
    const { kind, from, sequence, part, columns, scope, textOf } = logged;
    return this.read(async (tx) => {
      const rows = await tx.query(
        `select ${sequence}, ${part}, l.position, encode(l.blind, 'hex'), ${columns} from ${from}
          left join log_leaf l on l.pool_id = $1::uuid and l.kind = $3 and l.sequence = ${sequence} and l.part = ${part}
          where ${scope(this.actor.persona)} and (${sequence}, ${part}) > ($4::bigint, $5::int)
            and (l.position is null or l.position >= $6::bigint)
          order by 1, 2 limit ${PAGE}`,
        [this.actor.poolId, this.actor.tenantId, kind satisfies LeafKind, ...after, String(since)],
      );
      const found = rows.map(([, , position, blind, ...values]) => ({
        text: textOf(values),
        index: position === null || Number(position) >= size ? null : Number(position),
        blind: String(blind),
      }));
      const last = rows.length === PAGE ? rows.at(-1) : null;
      return {
        records: await this.proven(tx, found, size),
        after: last ? ([String(last[0]), String(last[1])] as const) : null,
      };
    });
  }

  /** Leaves that are no record's, and say themselves what they say. */
  private ownTexts(after: number, size: number) {
    return this.read(async (tx) => {
      const rows = await tx.query(
        `select t.position, encode(t.blind, 'hex'), t.text from log_leaf t
          where ${scopeOf('logLeaf', this.actor.persona)} and t.text is not null and t.position > $3::bigint and t.position < $4::bigint
          order by t.position limit ${PAGE}`,
        [this.actor.poolId, this.actor.tenantId, String(after), String(size)],
      );
      const found = rows.map(([position, blind, text]) => ({
        text: String(text),
        index: Number(position),
        blind: String(blind),
      }));
      const last = rows.length === PAGE ? found.at(-1) : null;
      return { records: await this.proven(tx, found, size), after: last?.index ?? null };
    });
  }

  private async proven(
    tx: Tx,
    found: readonly { readonly text: string; readonly index: number | null; readonly blind: string }[],
    size: number,
  ): Promise<LoggedRecord[]> {
    const proofs = await this.proofs.of(
      tx,
      found.map(({ index }) => (index === null ? [] : inclusionSpans(index, size))),
    );
    return found.map(({ text, index, blind }, at) => ({
      text,
      place: index === null ? null : { index, blind, proof: proofs[at] ?? [] },
    }));
  }

  private read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.read(contextOf(this.actor), work);
  }
}
