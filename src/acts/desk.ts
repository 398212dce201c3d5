import { type BusinessDate, earliestValueDate, type Instant } from '../domain/dates.ts';
import type { EventData, EventKind } from '../domain/events.ts';
import type { Posting } from '../domain/ledger.ts';
import type { Yuan } from '../domain/money.ts';
import { type DueDate, OBLIGATION_ARTICLES } from '../domain/obligation.ts';
import type { Id, Noun, ObligationKind } from '../domain/words.ts';
import { NOUNS } from '../domain/words.ts';
import type { Calendar } from '../domain/working-days.ts';
import { type Edition, editionOn } from '../regulation/edition.ts';
import { type Judgement, judgementOf } from '../regulation/judgement.ts';
import {
  allowed,
  type EditionFor,
  type FactsFor,
  judge,
  type Rule,
  type Verdict,
  type WaiverFact,
} from '../regulation/verdict.ts';
import type { Actor } from './actor.ts';
import { Failure, invalid } from './failures.ts';
import { met, reopened } from './lateness.ts';
import type { Key, Ports, Row, Store, TableName } from './ports.ts';
import { CALENDAR, calendarWith, datesOf, editionOf } from './setting.ts';

/** The tenants that a thing concerns: who reads an event about it. */
export interface Concerned {
  readonly regionId?: Id<'region'> | null;
  readonly bankId?: Id<'bank'> | null;
  readonly guarantorId?: Id<'guarantor'> | null;
  /** Everybody in the pool is to know. */
  readonly toAll?: boolean;
}

type EventDraft = Omit<Row<'event'>, 'sequence'>;

/** An entry to be appended when the act is recorded. */
export interface EntryDraft extends Omit<Row<'entry'>, 'sequence'> {
  readonly lines: Posting['lines'];
}

/** What an act wrote, for the audit record. */
interface Change {
  readonly table: TableName;
  readonly key: unknown;
  readonly before?: unknown;
  readonly after: unknown;
}

/**
 * The desk at which one act is done: its setting (who, when, under which edition), and the one place through which it
 * judges, writes, tells, obliges and posts. What is laid on it is recorded at the end, or not at all.
 */
export class Desk {
  readonly verdicts: Verdict[] = [];
  /** What was judged, on which facts: kept, so that it can be judged again under another edition. */
  readonly judged: Judgement[] = [];
  /** The firm in question has loans through another region than the one that keeps this record. */
  firmIsElsewhere = false;
  readonly events: EventDraft[] = [];
  readonly entries: EntryDraft[] = [];
  /** How many of them are in the ledger already, in an act that needs them there before its end. */
  readonly appended = { count: 0 };
  readonly changes: Change[] = [];

  private constructor(
    readonly actor: Actor,
    readonly store: Store,
    readonly pool: Row<'pool'>,
    readonly today: BusinessDate,
    readonly recordedAt: Instant,
    readonly editions: readonly Edition[],
    readonly calendar: Calendar,
    private readonly ids: () => string,
    /** The real moment, also in a sandbox: for what has nothing to do with its business. */
    readonly now: Instant,
  ) {}

  /** `day`: the day that is swept, which may lie before the business date. */
  static async open(
    ports: Ports,
    actor: Actor,
    store: Store,
    now: Instant,
    day: BusinessDate | null = null,
  ): Promise<Desk> {
    const [pool, rows, notices] = await Promise.all([
      store.find('pool', {}),
      store.list('edition', { state: 'ENACTED' }),
      store.list('holidayNotice', {}),
    ]);
    if (!pool) throw new Error(`pool ${actor.poolId} has no row`);
    const { today, recordedAt } = datesOf(pool, now);
    return new Desk(
      actor,
      store,
      pool,
      day ?? today,
      recordedAt,
      rows.map(editionOf),
      calendarWith(notices),
      ports.newId,
      now,
    );
  }

  /** Another desk of the same setting, for another transaction: the sweep does many small things in one. */
  static like(desk: Desk, store: Store): Desk {
    const { actor, pool, today, recordedAt, editions, calendar, ids, now } = desk;
    return new Desk(actor, store, pool, today, recordedAt, editions, calendar, ids, now);
  }

  /** A desk for founding a pool, before it has a row. */
  static founding(ports: Ports, actor: Actor, store: Store, pool: Row<'pool'>, now: Instant): Desk {
    const { today, recordedAt } = datesOf(pool, now);
    return new Desk(actor, store, pool, today, recordedAt, [], CALENDAR, ports.newId, now);
  }

  /** The edition in force on the business date; null when none is (Art. 40). */
  get edition(): Edition | null {
    return editionOn(this.editions, this.today);
  }

  /** The edition that a duty of old business is measured by when none is in force: the last one. */
  get editionInForceOrLast(): Edition {
    const last = [...this.editions].sort((a, b) => (a.validTo < b.validTo ? 1 : -1))[0];
    const edition = this.edition ?? last;
    if (!edition)
      throw invalid('edition', '资金池尚未发布政策版本。', 'The pool has no enacted policy edition yet.');
    return edition;
  }

  newId<N extends Noun>(_noun: N): Id<N> {
    return this.ids() as Id<N>;
  }

  /** Judges all rules at once; a refusal ends the act and reports every verdict. */
  judge<const R extends readonly Rule[]>(
    rules: R,
    facts: Omit<FactsFor<R>, 'today'>,
    edition: EditionFor<R>,
    waivers: readonly WaiverFact[] = [],
  ): void {
    const withDate = { ...facts, today: this.today } as unknown as FactsFor<R>;
    this.judged.push(judgementOf(rules, withDate, edition, waivers));
    this.verdicts.push(...judge(rules, withDate, edition, waivers));
    if (!allowed(this.verdicts))
      throw new Failure({ kind: 'REFUSED', verdicts: this.verdicts, firmIsElsewhere: this.firmIsElsewhere });
  }

  async insert<N extends TableName>(table: N, row: Partial<Row<N>>): Promise<void> {
    this.changes.push({ table, key: null, after: row });
    await this.store.insert(table, row);
  }

  /** Changes a row that the act has read: the values before and after go into the audit record. */
  async update<N extends TableName>(
    table: N,
    key: Key<N>,
    before: Row<N>,
    patch: Partial<Row<N>>,
  ): Promise<void> {
    const old = Object.fromEntries(
      Object.keys(patch).map((name) => [name, (before as Record<string, unknown>)[name]]),
    );
    this.changes.push({ table, key, before: old, after: patch });
    await this.store.update(table, key, patch);
  }

  /** Lays an event about a thing on the desk; those it concerns will read it. */
  tell(
    kind: EventKind,
    subject: { noun: Noun; id: string },
    concerned: Concerned,
    data: EventData = {},
    /** The day it happened, where that is not the business date: the sweep makes up for days it missed. */
    occurredOn: BusinessDate = this.today,
  ): void {
    this.events.push({
      poolId: this.actor.poolId,
      id: this.newId('event'),
      kind,
      subject: `${NOUNS[subject.noun]}_${subject.id.replaceAll('-', '')}`,
      occurredOn,
      recordedAt: this.recordedAt,
      regionId: concerned.regionId ?? null,
      bankId: concerned.bankId ?? null,
      guarantorId: concerned.guarantorId ?? null,
      toAll: concerned.toAll ?? false,
      data,
    });
  }

  /** Creates a duty in the transaction of what causes it; answers its row. */
  async oblige(
    kind: ObligationKind,
    debtorId: string,
    subjectId: string,
    due: DueDate,
    concerned: Concerned & {
      loanId?: Id<'loan'>;
      pledgeId?: Id<'pledge'>;
      topUpId?: Id<'topUp'>;
      /** Which of the recurring duties of this subject. */
      period?: string;
      amount?: Yuan;
      /** The day it arose, where that is not the business date: the sweep makes up for days it missed. */
      aroseOn?: BusinessDate;
    } = {},
  ): Promise<Row<'obligation'>> {
    const duty: Row<'obligation'> = {
      poolId: this.actor.poolId,
      id: this.newId('obligation'),
      kind,
      article: OBLIGATION_ARTICLES[kind],
      debtorId: debtorId as Id<'tenant'>,
      subjectId,
      loanId: concerned.loanId ?? null,
      regionId: concerned.regionId ?? null,
      bankId: concerned.bankId ?? null,
      pledgeId: concerned.pledgeId ?? null,
      topUpId: concerned.topUpId ?? null,
      period: concerned.period ?? '',
      amount: concerned.amount ?? null,
      aroseOn: concerned.aroseOn ?? this.today,
      dueOn: due.date,
      dueConfirmed: due.confirmed,
      dueFrom: due.from,
      dueCount: due.count,
      dueUnit: due.unit,
      metOn: null,
      metBy: null,
      late: null,
      settledOn: null,
      lateSince: null,
    };
    await this.insert('obligation', duty);
    return duty;
  }

  /** Meets an open duty by the act itself, on the day it was done. Null when there is none. */
  async meet(
    kind: ObligationKind,
    subjectId: string,
    metOn: BusinessDate,
    metBy: string,
    debtorId?: string,
  ): Promise<void> {
    const key: Key<'obligation'> = { kind, subjectId, metOn: null };
    if (debtorId) key.debtorId = debtorId as Id<'tenant'>;
    const duty = await this.store.lock('obligation', key);
    if (!duty) return;
    await met(this, duty, metOn, metBy);
  }

  /** Opens a duty again whose meeting has been reversed. */
  async reopen(kind: ObligationKind, subjectId: string): Promise<void> {
    const duty = await this.store.lock('obligation', { kind, subjectId });
    if (duty?.metOn) await reopened(this, duty);
  }

  /** Lays a posting on the desk; it is appended, in order, when the act is recorded. */
  post(
    posting: Posting,
    about: { valueDate: BusinessDate; document: string } & Partial<
      Pick<
        Row<'entry'>,
        'loanId' | 'pledgeId' | 'topUpId' | 'compensationId' | 'recoveryId' | 'supplementId' | 'reversesId'
      >
    >,
  ): Id<'entry'> {
    const id = this.newId('entry');
    const accounts = posting.lines.map((line) => line.account);
    this.entries.push({
      poolId: this.actor.poolId,
      id,
      kind: posting.kind,
      valueDate: about.valueDate,
      recordedAt: this.recordedAt,
      tenantId: this.actor.tenantId,
      userId: this.actor.userId,
      document: about.document,
      bankId: accounts.find((account) => account.bankId)?.bankId ?? null,
      regionId: accounts.find((account) => account.regionId)?.regionId ?? null,
      loanId: about.loanId ?? null,
      pledgeId: about.pledgeId ?? null,
      topUpId: about.topUpId ?? null,
      compensationId: about.compensationId ?? null,
      recoveryId: about.recoveryId ?? null,
      supplementId: about.supplementId ?? null,
      reversesId: about.reversesId ?? null,
      lines: posting.lines,
    });
    return id;
  }

  /**
   * The day on which something happened may be today or earlier, but not before the last closed month (section 4). It is
   * a value date where money moved; the message says only “day”, since a visit or a notice has no value date.
   */
  checkValueDate(valueDate: BusinessDate, field: string): void {
    if (valueDate > this.today)
      throw invalid(
        field,
        `所填日期 ${valueDate} 晚于业务日期 ${this.today}；请填写 ${this.today} 或之前的日期。`,
        `The day given, ${valueDate}, lies after the business date; give ${this.today} or an earlier day.`,
      );
    const earliest = earliestValueDate(this.today);
    if (valueDate < earliest)
      throw invalid(
        field,
        `所填日期 ${valueDate} 早于最近已结账月份；请填写 ${earliest} 或之后的日期。`,
        `The day given, ${valueDate}, lies before the last closed month; give ${earliest} or later.`,
      );
  }
}
