import {
  type BreakerFigures,
  type BreakerStanding,
  type Lending,
  measured,
  type Turning,
  turnsOf,
} from '../domain/breaker.ts';
import type { EventKind } from '../domain/events.ts';
import { type PoolFigures, poolFigures } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import type { BreakerMeasure, Id } from '../domain/words.ts';
import type { Breaker } from '../regulation/edition.ts';
import type { Facts } from '../regulation/facts.ts';
import type { Desk, EntryDraft } from './desk.ts';
import type { UnderLock } from './gather.ts';
import type { Row } from './ports.ts';

type Measured = Pick<Breaker, 'measure' | 'scope'>;
type Funds = () => Promise<PoolFigures>;

/** The pool's figures as they will stand with what lies on the desk; what is appended already is in the balances. */
const fundsWith = (desk: Desk): Funds => {
  return async () => {
    const pending = desk.entries.slice(desk.appended.count).flatMap(({ lines }) => lines);
    const moved = pending.map(({ account: { kind }, amount }) => ({ kind, balance: amount }));
    return poolFigures([...(await desk.store.balances()), ...moved]);
  };
};

/** The pool's figures, read once where the locks are held already, and behind them where they are only on their way. */
const fundsOf = (desk: Desk, underLock: UnderLock): Funds =>
  'figures' in underLock ? underLock.figures : async () => poolFigures(await desk.store.balances());

/** The lending of the pool, or of each bank, by the id of the scope. */
async function lendingIn(desk: Desk, { measure, scope }: Measured): Promise<Map<string, Lending>> {
  const [rows, overdue] = await Promise.all([
    desk.store.list('exposure', { scope }),
    measure === 'OVERDUE_TO_OUTSTANDING' ? desk.store.overduePrincipal(desk.today) : new Map<string, Yuan>(),
  ]);
  const pastDue = (bankId: string) => overdue.get(bankId) ?? Yuan.ZERO;
  const all = Yuan.sum(overdue.values());
  return new Map(
    rows.map((row) => [row.scopeId, { ...row, overdue: scope === 'POOL' ? all : pastDue(row.scopeId) }]),
  );
}

const NO_FUNDS = { fundsTotal: Yuan.ZERO, netCompensation: Yuan.ZERO };

/** What a breaker compares now, in every place that has one: the pool, or each bank. */
async function figuresIn(desk: Desk, breaker: Measured, funds: Funds): Promise<Map<string, BreakerFigures>> {
  const asksFunds = breaker.measure === 'NET_COMPENSATION_TO_FUNDS';
  const [lending, money] = await Promise.all([
    lendingIn(desk, breaker),
    asksFunds ? funds() : Promise.resolve(NO_FUNDS),
  ]);
  return new Map([...lending].map(([scopeId, sums]) => [scopeId, measured(breaker, money, sums)]));
}

/**
 * What the rules of Art. 37 ask for new business with a bank, once there is one: the pool's figures, or the bank's,
 * after the edition in force. Null where there is nothing to judge yet.
 */
export async function breakerFacts(
  desk: Desk,
  underLock: UnderLock,
  bankId: Id<'bank'> | null,
): Promise<Facts['breaker']> {
  if (!desk.edition) return null;
  const { measure, scope } = desk.edition.values.breaker;
  const scopeId = scope === 'POOL' ? desk.actor.poolId : bankId;
  if (!scopeId) return null;
  const figures = (await figuresIn(desk, { measure, scope }, fundsOf(desk, underLock))).get(scopeId);
  if (!figures) throw new Error('the pool and every bank have an exposure row');
  return { measure, scope, ...figures };
}

/** Accounts that move what a breaker compares; other lines only move money about. */
const MOVES_LOSSES: readonly string[] = ['FUND', 'INTEREST', 'COMPENSATION'];

/** The entry that moved the figures last: the proof of a turn. */
function causeAmong(entries: readonly EntryDraft[], measure: BreakerMeasure): Id<'entry'> | null {
  const moving = entries.filter(
    ({ lines }) =>
      measure !== 'NET_COMPENSATION_TO_FUNDS' ||
      lines.some(({ account }) => MOVES_LOSSES.includes(account.kind)),
  );
  return moving.at(-1)?.id ?? null;
}

/** True for an act whose entries or loans may have moved what the breaker compares. */
export function movesBreaker(desk: Desk): boolean {
  if (desk.entries.length > 0) return true;
  if (!desk.changes.some(({ table }) => table === 'loan')) return false;
  const [edition] = desk.editions;
  return edition !== undefined && desk.editionInForceOrLast.values.breaker.measure !== NET;
}

const NET: BreakerMeasure = 'NET_COMPENSATION_TO_FUNDS';

/**
 * 第三十七条 Judges every breaker again after what an act has posted, or on a new day: new business stops in the same
 * transaction in which the line is reached, and is possible again in the one that falls below it. The pool's exposure row,
 * which every act locks that moves what is compared, is locked first. Where no edition is in force, the last one still
 * measures.
 */
export async function judgeBreaker(desk: Desk, entries: readonly EntryDraft[] = []): Promise<void> {
  if (desk.editions.length === 0) return;
  const { breaker } = desk.editionInForceOrLast.values;
  const [, figures, rows] = await Promise.all([
    desk.store.lockExposure([{ scope: 'POOL', scopeId: desk.actor.poolId }]),
    figuresIn(desk, breaker, fundsWith(desk)),
    desk.store.list('breaker', {}),
  ]);
  const cause = causeAmong(entries, breaker.measure);
  for (const [scopeId, found] of figures) {
    const row = rows.find((one) => one.scope === breaker.scope && one.scopeId === scopeId) ?? null;
    await turn(desk, breaker, scopeId, row, found, cause);
  }
  // An edition that measures elsewhere has come into force: what another one stopped is not stopped any more.
  for (const row of rows.filter(({ scope }) => scope !== breaker.scope))
    await turn(desk, { ...breaker, scope: row.scope }, row.scopeId, row, NOTHING, null);
}

const NOTHING: BreakerFigures = { part: Yuan.ZERO, whole: Yuan.ZERO };
const OPEN: BreakerStanding = { tripped: false, warnedPercent: 0 };

/** Moves one breaker to where its figures put it, and tells what there is to tell. */
async function turn(
  desk: Desk,
  breaker: Breaker,
  scopeId: string,
  row: Row<'breaker'> | null,
  figures: BreakerFigures,
  entryId: Id<'entry'> | null,
): Promise<void> {
  const before = row ?? OPEN;
  const { after, turns } = turnsOf(before, figures, breaker);
  if (after.tripped === before.tripped && after.warnedPercent === before.warnedPercent) return;
  const { poolId } = desk.actor;
  const { scope } = breaker;
  const bankId = scope === 'BANK' ? (scopeId as Id<'bank'>) : null;
  if (row) await desk.update('breaker', { scope, scopeId }, row, { ...after, since: desk.today });
  else await desk.insert('breaker', { poolId, scope, scopeId, bankId, ...after, since: desk.today });
  const { measure, thresholdPercent } = breaker;
  const ratioPercent = figures.part.percentOf(figures.whole);
  for (const { kind, warningPercent } of turns) {
    await desk.insert('breakerTurn', {
      poolId,
      id: desk.newId('breakerTurn'),
      scope,
      scopeId,
      bankId,
      kind,
      measure,
      thresholdPercent,
      warningPercent,
      ratioPercent,
      entryId,
      occurredOn: desk.today,
      recordedAt: desk.recordedAt,
    });
    const subject = bankId
      ? ({ noun: 'bank', id: bankId } as const)
      : ({ noun: 'pool', id: poolId } as const);
    desk.tell(EVENTS[kind], subject, bankId ? { bankId } : { toAll: true }, {
      measure,
      thresholdPercent,
      ratioPercent,
      warningPercent,
    });
  }
}

const EVENTS: Readonly<Record<Turning['kind'], EventKind>> = {
  WARNED: 'breaker.warning',
  TRIPPED: 'breaker.tripped',
  REOPENED: 'breaker.reopened',
};
