import type { BusinessDate } from '../domain/dates.ts';
import type { Edition } from '../regulation/edition.ts';
import { type Judgement, judgedAgain } from '../regulation/judgement.ts';
import { allowed, type RuleCode, type Verdict } from '../regulation/verdict.ts';
import { invalid } from './failures.ts';
import type { Row } from './ports.ts';
import type { Filter, Order, PageRequest, Reads } from './reads.ts';
import { type LossReplay, replayLosses } from './replay-losses.ts';

// An edition replayed over a past period: what was judged then is judged again on the same facts by other figures. It
// says what would have differed at each request taken by itself; what would have followed from it, it cannot know.

/** A verdict as it was, and as it would be; null where only one of the two exists. */
export interface VerdictChange {
  readonly code: string;
  readonly before: Verdict | null;
  readonly after: Verdict | null;
}

/** One request that would have ended otherwise. */
export interface ReplayedCase {
  readonly act: string;
  readonly businessDate: BusinessDate;
  readonly recordedAt: string;
  readonly tenantId: string;
  /** What the act made or changed; null for a refusal. */
  readonly subject: string | null;
  readonly changes: readonly VerdictChange[];
}

export interface ReplayedCases {
  readonly count: number;
  /** The first of them, at most `CASES_LISTED`. */
  readonly cases: readonly ReplayedCase[];
}

/** A limit of one rule that would have been another, and at how many requests. */
export interface LimitChange {
  readonly code: string;
  readonly article: number;
  readonly unit: Verdict['unit'];
  readonly before: string | null;
  readonly after: string | null;
  readonly count: number;
}

export interface Replay {
  readonly actsJudged: number;
  readonly refusalsJudged: number;
  /** Requests at which some rule could not be judged again: it measures what was not recorded then. */
  readonly incomparable: number;
  readonly wouldBeRefused: ReplayedCases;
  readonly wouldBeAllowed: ReplayedCases;
  readonly limits: readonly LimitChange[];
  readonly compensations: LossReplay;
  readonly recoveries: LossReplay;
}

/** Most acts and refusals of a period that are replayed at once; a longer period is to be asked for in parts. */
export const RECORDS_MAX = 20_000;
export const CASES_LISTED = 200;
const PAGE = 500;
/** The edition is taken to be in force throughout: its own last day is no limit that would differ. */
const VALIDITY: RuleCode = 'ART40_IN_FORCE';

/** What is judged again of one record. */
interface Kept {
  readonly judged?: readonly Judgement[];
  readonly verdicts: readonly Verdict[];
}

class Tally {
  judged = 0;
  incomparable = 0;
  readonly turned: ReplayedCase[] = [];
  turnedCount = 0;
  readonly limits: Map<string, LimitChange>;

  constructor(limits: Map<string, LimitChange>) {
    this.limits = limits;
  }

  /** Judges a record again; `wasAllowed` is how it ended. */
  take(row: Row<'audit'> | Row<'refusal'>, edition: Edition, wasAllowed: boolean): void {
    const { judged = [], verdicts } = JSON.parse(row.content) as Kept;
    const again = judged.map((kept) => judgedAgain(kept, edition)).filter((found) => found !== null);
    if (again.length === 0) return;
    this.judged += 1;
    const after = again.flat();
    const changes = changesOf(verdicts, after);
    for (const change of changes) this.noteLimit(change);
    if (changes.some((change) => change.before && !change.after)) this.incomparable += 1;
    if (allowed(after) === wasAllowed) return;
    this.turnedCount += 1;
    if (this.turned.length === CASES_LISTED) return;
    const { act, businessDate, recordedAt, tenantId } = row;
    const subject = 'subject' in row ? row.subject : null;
    const differing = changes.filter(({ before, after: now }) => before?.outcome !== now?.outcome);
    this.turned.push({ act, businessDate, recordedAt, tenantId, subject, changes: differing });
  }

  private noteLimit({ code, before, after }: VerdictChange): void {
    if (!before || !after || before.limit === after.limit || code === VALIDITY) return;
    const key = JSON.stringify([code, before.limit, after.limit]);
    const known = this.limits.get(key);
    const { article, unit } = after;
    const change = { code, article, unit, before: before.limit, after: after.limit };
    this.limits.set(key, { ...change, count: (known?.count ?? 0) + 1 });
  }

  get cases(): ReplayedCases {
    return { count: this.turnedCount, cases: this.turned };
  }
}

function changesOf(before: readonly Verdict[], after: readonly Verdict[]): VerdictChange[] {
  const codes = [...new Set([...before, ...after].map(({ code }) => code))];
  const of = (verdicts: readonly Verdict[], code: string) =>
    verdicts.find((verdict) => verdict.code === code) ?? null;
  return codes.map((code) => ({ code, before: of(before, code), after: of(after, code) }));
}

type Recorded = 'audit' | 'refusal';

function requestFor<N extends Recorded>(table: N, from: BusinessDate, to: BusinessDate): PageRequest<N> {
  const filters = [
    { kind: 'FROM', column: 'businessDate', value: from },
    { kind: 'TO', column: 'businessDate', value: to },
  ] as unknown as readonly Filter<N>[];
  const order = { column: 'sequence', direction: 'ASC', unique: 'sequence' } as unknown as Order<N>;
  return { table, filters, order, first: PAGE, after: null };
}

async function takeAll<N extends Recorded>(
  reads: Reads,
  request: PageRequest<N>,
  take: (row: Row<N>) => void,
): Promise<void> {
  let after = request.after;
  for (;;) {
    const { rows, hasNext } = await reads.page({ ...request, after });
    for (const row of rows) take(row);
    const last = rows.at(-1);
    if (!last || !hasNext) return;
    after = reads.place(request, last);
  }
}

/**
 * Replays an edition over a period, both days included: everything that was judged in it, and every compensation and
 * recovery. The edition is taken as if it had been in force all the time. Throws for a period with too many records.
 */
export async function replayEdition(
  reads: Reads,
  edition: Edition,
  from: BusinessDate,
  to: BusinessDate,
): Promise<Replay> {
  const acts = requestFor('audit', from, to);
  const refusals = requestFor('refusal', from, to);
  const records = (await reads.count(acts)) + (await reads.count(refusals));
  if (records > RECORDS_MAX)
    throw invalid(
      'to',
      `该期间共有 ${records} 条记录，超过一次回放的上限 ${RECORDS_MAX} 条；请缩短期间，分次回放。`,
      `The period has ${records} records, more than the ${RECORDS_MAX} that are replayed at once; ask for a shorter one.`,
    );
  const throughout = { ...edition, validFrom: from, validTo: to };
  const limits = new Map<string, LimitChange>();
  const done = new Tally(limits);
  const refused = new Tally(limits);
  await takeAll(reads, acts, (row) => done.take(row, throughout, true));
  await takeAll(reads, refusals, (row) => refused.take(row, throughout, false));
  const losses = await replayLosses(reads, edition, from, to);
  return {
    actsJudged: done.judged,
    refusalsJudged: refused.judged,
    incomparable: done.incomparable + refused.incomparable,
    wouldBeRefused: done.cases,
    wouldBeAllowed: refused.cases,
    limits: [...limits.values()]
      .sort((a, b) => a.article - b.article || b.count - a.count)
      .slice(0, CASES_LISTED),
    ...losses,
  };
}
