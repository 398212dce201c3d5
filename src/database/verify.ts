import type { Row, TableName } from '../../schema/tables/all.ts';
import { calendarWith, datesOf, editionOf } from '../acts/setting.ts';
import { type CheckCode, type Difference, inOrder, inYuan, type Verification } from '../acts/verify.ts';
import { breakerDifferences, dueDifferences } from '../acts/verify-figures.ts';
import { RecordWalk, readRecord, type Standing, type Unclaimed, wantedBy } from '../acts/verify-records.ts';
import type { Instant } from '../domain/dates.ts';
import type { Context, Database, Param, Tx } from './connection.ts';
import { sweepRole, wholePoolRole } from './personas.ts';
import { type Shape, shapeOf } from './rows.ts';
import { type Believed, checkpointDifferences } from './verify-checkpoints.ts';
import { ROW_CHECKS } from './verify-checks.ts';

/** How many audit records are held against the tables at a time: what the memory depends on. */
const RECORDS_PER_PAGE = 400;

/** How many differences of one check are listed. */
const LISTED_MAX = 1000;

/** For one long look at everything: what a request may take would not do. */
export const PATIENT = {
  acquireTimeoutMs: 10_000,
  queryTimeoutMs: 3_600_000,
  statementTimeoutMs: 3_600_000,
  lockTimeoutMs: 10_000,
  idleInTransactionTimeoutMs: 600_000,
} as const;

const nobody = { tenantId: '', userId: 'verify' } as const;

/** The pools of a deployment, by their ids. */
export async function poolsIn(database: Database): Promise<string[]> {
  const context: Context = { persona: sweepRole, poolId: '', ...nobody };
  const rows = await database.read(context, (tx) =>
    tx.query('select pool_id from pool order by pool_id', []),
  );
  return rows.map(([id]) => String(id));
}

/**
 * Recomputes one pool from its records, in one consistent view, as the acting role that reads the whole pool and, in a
 * transaction that only reads, writes nothing. Null when there is no such pool.
 */
export function verifyPool(
  database: Database,
  poolId: string,
  now: Instant,
  believed: Believed | null = null,
): Promise<Verification | null> {
  return database.read({ persona: wholePoolRole, poolId, ...nobody }, async (tx) => {
    const pool = new PoolLook(tx, poolId);
    const [row] = await pool.rows('pool', '');
    return row ? pool.verify(row, now, believed) : null;
  });
}

class PoolLook {
  private readonly found: Difference[] = [];
  private readonly listed = new Map<CheckCode, number>();
  private more = false;

  constructor(
    private readonly tx: Tx,
    private readonly poolId: string,
  ) {}

  async verify(pool: Row<'pool'>, now: Instant, believed: Believed | null): Promise<Verification> {
    await this.tx.query("select set_config('work_mem', '64MB', true)", []);
    for (const { code, text, money } of ROW_CHECKS) await this.check(code, text, money ?? false);
    await this.walkRecords();
    for await (const found of checkpointDifferences(this.tx, pool.poolId, believed)) this.report(found);
    await this.dueDates();
    await this.breakers(pool, now);
    return {
      poolId: this.poolId,
      nameZh: pool.nameZh,
      nameEn: pool.nameEn,
      counted: await this.counts(),
      differences: inOrder(this.found),
      more: this.more,
    };
  }

  rows<N extends TableName>(table: N, tail: string, params: readonly Param[] = []): Promise<Row<N>[]> {
    const shape = shapeOf(table);
    return this.shaped(
      shape,
      `select ${shape.list('t')} from ${shape.table} t where t.pool_id = $1 ${tail}`,
      params,
    );
  }

  private async shaped<N extends TableName>(
    shape: Shape<N>,
    text: string,
    params: readonly Param[],
  ): Promise<Row<N>[]> {
    const found = await this.tx.query(text, [this.poolId, ...params]);
    return found.map((values) => shape.decode(values));
  }

  private report(differences: readonly Difference[]): void {
    for (const one of differences) {
      // Two checks may come upon the same thing: a gap in the numbers is a missing event.
      if (this.found.some(({ code, row, kept }) => code === one.code && row === one.row && kept === one.kept))
        continue;
      const before = this.listed.get(one.code) ?? 0;
      this.listed.set(one.code, before + 1);
      if (before < LISTED_MAX) this.found.push(one);
      else this.more = true;
    }
  }

  private async check(code: CheckCode, text: string, money: boolean): Promise<void> {
    const rows = await this.tx.query(`select * from (${text}) differences limit ${LISTED_MAX + 1}`, [
      this.poolId,
    ]);
    const textOf = (value: unknown) => (value === null ? null : String(value));
    const figure = (value: unknown) => (money ? inYuan(textOf(value)) : textOf(value));
    this.report(
      rows.map(([row, kept, computed]) => ({
        code,
        row: String(row),
        kept: figure(kept),
        computed: figure(computed),
      })),
    );
  }

  /** Along the audit chain; the next page is on its way while this one is held against the tables. */
  private async walkRecords(): Promise<void> {
    const walk = new RecordWalk();
    const pageAfter = (sequence: number) =>
      this.rows('audit', `and t.sequence > $2::bigint order by t.sequence limit ${RECORDS_PER_PAGE}`, [
        String(sequence),
      ]);
    let coming = pageAfter(0);
    for (;;) {
      const page = (await coming).map(readRecord);
      const last = page.at(-1);
      if (!last) break;
      const standing = this.standingOf(page);
      coming = pageAfter(last.record.sequence);
      this.report(walk.take(page, await standing));
    }
    const [journal] = await this.rows('journal', '');
    if (!journal) throw new Error(`pool ${this.poolId} has no journal`);
    this.report(walk.end(journal));
    for (const range of walk.unclaimed) this.report(await this.unrecorded(range));
    for (const of of ['entry', 'event'] as const)
      this.report(
        await this.unrecorded({ of, from: journal[`${of}Sequence`] + 1, to: Number.MAX_SAFE_INTEGER }),
      );
  }

  private async standingOf(page: Parameters<typeof wantedBy>[0]): Promise<Standing> {
    const wanted = wantedBy(page);
    const tables = [...wanted.rows];
    const [entries, lines, events, ...rows] = await Promise.all([
      wanted.entryIds.length > 0 ? this.rows('entry', 'and t.id = any($2::uuid[])', [wanted.entryIds]) : [],
      wanted.entryIds.length > 0
        ? this.rows('line', 'and t.entry_id = any($2::uuid[]) order by t.entry_id, t.number', [
            wanted.entryIds,
          ])
        : [],
      this.rows('event', 'and t.sequence between $2::bigint and $3::bigint', [
        String(wanted.events.from),
        String(wanted.events.to),
      ]),
      ...tables.map(([table, ids]) => this.rows(table, 'and t.id = any($2::uuid[])', [ids])),
    ]);
    const linesOf = new Map<string, Row<'line'>[]>();
    for (const line of lines) linesOf.set(line.entryId, [...(linesOf.get(line.entryId) ?? []), line]);
    return {
      entries: new Map(entries.map((entry) => [entry.id, entry])),
      lines: linesOf,
      events: new Map(events.map((event) => [event.sequence, event])),
      rows: new Map(
        tables.map(([table], at) => [
          table,
          new Map((rows[at] ?? []).map((row) => [String((row as { id?: unknown }).id), row])),
        ]),
      ),
    };
  }

  private async unrecorded({ of, from, to }: Unclaimed): Promise<Difference[]> {
    const rows = await this.tx.query(
      `select t.sequence from ${of} t where t.pool_id = $1 and t.sequence between $2::bigint and $3::bigint order by 1 limit ${LISTED_MAX + 1}`,
      [this.poolId, String(from), String(to)],
    );
    const code: CheckCode = of === 'entry' ? 'ENTRY_UNRECORDED' : 'EVENT_UNRECORDED';
    return rows.map(([sequence]) => ({ code, row: `${of}#${sequence}`, kept: null, computed: null }));
  }

  /** Reckons every basis once, however many duties rest on it. */
  private async dueDates(): Promise<void> {
    const calendar = calendarWith(await this.rows('holidayNotice', ''));
    const bases = await this.tx.query(
      `select distinct due_from, due_count, due_unit, due_on from obligation
        where pool_id = $1 and due_confirmed and due_from is not null and due_count is not null and due_unit is not null`,
      [this.poolId],
    );
    for (const { basis, computed } of dueDifferences(calendar, bases)) {
      const duties = await this.rows(
        'obligation',
        `and t.due_confirmed and t.due_from = $2 and t.due_count = $3 and t.due_unit = $4 and t.due_on = $5 order by t.id limit ${LISTED_MAX + 1}`,
        basis.map(String),
      );
      this.report(
        duties.map(({ id, kind, dueOn }) => ({
          code: 'OBLIGATION_DUE',
          row: `${kind} ${id}`,
          kept: dueOn,
          computed,
        })),
      );
    }
  }

  private async breakers(pool: Row<'pool'>, now: Instant): Promise<void> {
    const [editions, accounts, breakers] = await Promise.all([
      this.rows('edition', `and t.state = 'ENACTED'`),
      this.rows('account', ''),
      this.rows('breaker', ''),
    ]);
    this.report(breakerDifferences(editions.map(editionOf), datesOf(pool, now).today, accounts, breakers));
  }

  private async counts(): Promise<Verification['counted']> {
    const [row] = await this.tx.query(
      `select (select count(*) from loan where pool_id = $1), (select count(*) from entry where pool_id = $1),
        (select count(*) from event where pool_id = $1), (select count(*) from audit where pool_id = $1)`,
      [this.poolId],
    );
    const [loans = 0, entries = 0, events = 0, records = 0] = (row ?? []).map(Number);
    return { loans, entries, events, records };
  }
}
