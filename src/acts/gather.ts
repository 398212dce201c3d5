import { later } from '../domain/dates.ts';
import { type CreditCode, creditCodeKind } from '../domain/enterprise.ts';
import { type PoolFigures, poolFigures } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import type { ExposureScope, Id } from '../domain/words.ts';
import type { Facts } from '../regulation/facts.ts';
import type { WaiverFact } from '../regulation/verdict.ts';
import type { Desk } from './desk.ts';
import type { ExposureKey, ExposureMove, Row } from './ports.ts';

/** The scopes that an act counts in, each by its id. */
export interface Counted {
  readonly regionId?: string | null;
  readonly bankId?: string | null;
  readonly guarantorId?: string | null;
  readonly firmKey?: string | null;
}

/** The exposure rows an act has locked, and how much stands in each: committed plus outstanding principal. */
export interface Standings {
  readonly keys: readonly ExposureKey[];
  readonly of: (scope: ExposureScope) => Yuan;
  /** The pool's figures from its ledger, read once, under the locks. */
  readonly figures: () => Promise<PoolFigures>;
}

function exposureKeys(desk: Desk, counted: Counted): ExposureKey[] {
  const keys: ExposureKey[] = [{ scope: 'POOL', scopeId: desk.actor.poolId }];
  if (counted.regionId) keys.push({ scope: 'REGION', scopeId: counted.regionId });
  if (counted.bankId) keys.push({ scope: 'BANK', scopeId: counted.bankId });
  if (counted.guarantorId) keys.push({ scope: 'GUARANTOR', scopeId: counted.guarantorId });
  if (counted.firmKey) keys.push({ scope: 'FIRM', scopeId: counted.firmKey });
  return keys;
}

/**
 * Moves the sums that a loan counts in, for an act that judges none of them: they are locked here, in the order of the
 * house, and as late as that. To be called after the last thing that is waited for.
 */
export async function moveStandings(desk: Desk, counted: Counted, by: ExposureMove): Promise<void> {
  const keys = exposureKeys(desk, counted);
  // Nobody waits for it: what befalls it befalls the transaction, which remembers it.
  desk.store.lockExposure(keys).catch(() => undefined);
  await desk.store.moveExposure(keys, by);
}

/** Locks the pool's exposure, then those of the named scopes, for an act that a cap or the deposit depends on. */
export async function lockStandings(desk: Desk, counted: Counted): Promise<Standings> {
  const keys = exposureKeys(desk, counted);
  const rows = await desk.store.lockExposure(keys);
  if (rows.length !== keys.length) throw new Error('a scope has no exposure row');
  const amounts = new Map(rows.map((row) => [row.scope, row.committed.plus(row.outstanding)]));
  let figures: Promise<PoolFigures> | null = null;
  return {
    keys,
    of: (scope) => amounts.get(scope) ?? Yuan.ZERO,
    figures: () => {
      figures ??= desk.store.balances().then(poolFigures);
      return figures;
    },
  };
}

/** What is read behind the locks may be asked for together with them: PostgreSQL answers in the order it was asked. */
export type UnderLock = Standings | Promise<Standings>;

/** The pool's figures from its ledger, and the exposure that stands against them. */
export async function poolFacts(standings: Standings): Promise<Facts['pool']> {
  const { fundsTotal, fundsAvailable, netCompensation, custody } = await standings.figures();
  return { fundsTotal, fundsAvailable, netCompensation, custody, exposure: standings.of('POOL') };
}

export async function regionFacts(
  desk: Desk,
  regionId: Id<'region'>,
  standings: Standings,
): Promise<Facts['region']> {
  const standing = await desk.store.find('regionStanding', { regionId });
  if (!standing) throw new Error('a region has no standing');
  const { hardship, pledged, paidIn } = standing;
  return { hardship, pledged, paidIn, exposure: standings.of('REGION') };
}

export async function bankFacts(
  desk: Desk,
  bankId: Id<'bank'>,
  standings: Standings,
): Promise<Facts['bank']> {
  const [standing, deposit, agreements] = await Promise.all([
    desk.store.find('bankStanding', { bankId }),
    desk.store.find('account', { bankId, kind: 'DEPOSIT' }),
    desk.store.list('agreement', { bankId }),
  ]);
  if (!standing || !deposit) throw new Error('a bank has no standing or no deposit account');
  const isInForce = agreements.some(({ endsOn }) => desk.today <= endsOn);
  return {
    // A cooperation whose agreement has run out takes no new business, whatever its record says (Art. 18).
    state: standing.state === 'COOPERATING' && !isInForce ? 'LEAVING' : standing.state,
    deposit: deposit.balance,
    exposure: standings.of('BANK'),
    hasSpecialAccount: standing.specialAccount !== null,
  };
}

/** What the rules ask about a firm: its size, its region, its record, and its loans in every bank of the pool. */
export async function firmFacts(
  desk: Desk,
  firm: Row<'enterprise'>,
  underLock: UnderLock,
): Promise<Facts['firm']> {
  const [standings, region, listing, loans] = await Promise.all([
    underLock,
    desk.store.find('region', { id: firm.regionId }),
    desk.store.find('listing', { firmKey: firm.firmKey, removedOn: null }),
    desk.store.list('loan', { firmKey: firm.firmKey }),
  ]);
  desk.firmIsElsewhere = loans.some(({ regionId }) => regionId !== firm.regionId);
  const support = loans.flatMap(({ disbursedOn, maturesOn, endedOn }) =>
    disbursedOn && maturesOn ? [{ from: disbursedOn, to: endedOn ?? later(maturesOn, desk.today) }] : [],
  );
  return {
    registeredInCity: firm.divisionCode.slice(0, 4) === desk.pool.cityCode.slice(0, 4),
    size: firm.size,
    creditCodeIsEnterprise: creditCodeKind(firm.creditCode as CreditCode) === 'ENTERPRISE',
    listedOn: listing?.listedOn ?? null,
    exposure: standings.of('FIRM'),
    support,
    ofActingRegion: firm.divisionCode === region?.divisionCode,
  };
}

/** What a waiver may be for in the case at hand, and with whom. */
export interface Case {
  readonly regionId: string;
  readonly enterpriseId?: string;
  readonly referralId?: string;
  readonly loanId?: string;
  readonly bankId?: string | null;
  readonly guarantorId?: string | null;
}

/**
 * The waivers in force for a case. One that a bank or guarantor consented to counts only with that bank or guarantor,
 * once they are known.
 */
export async function waiversFor(desk: Desk, about: Case): Promise<WaiverFact[]> {
  const subjects = [about.regionId, about.enterpriseId, about.referralId, about.loanId].filter(
    (id) => id !== undefined,
  );
  const found = await Promise.all(
    subjects.map((subjectId) => desk.store.list('waiver', { subjectId, state: 'IN_FORCE' })),
  );
  const sameOrUnknown = (named: string | null, known: string | null | undefined) =>
    !named || !known || named === known;
  return found
    .flat()
    .filter(
      (waiver) =>
        sameOrUnknown(waiver.bankId, about.bankId) && sameOrUnknown(waiver.guarantorId, about.guarantorId),
    )
    .map(({ ruleCode, subjectKind, subjectId, newLimit, validFrom, validTo }) => ({
      ruleCode,
      subject: subjectKind,
      subjectId,
      newLimit,
      validFrom,
      validTo,
    }));
}

/** The tenant that holds the pool's money today (Art. 10); null before one is appointed. */
export async function fundManagerId(desk: Desk): Promise<Id<'guarantor'> | null> {
  return (await desk.store.find('appointment', { endedOn: null }))?.guarantorId ?? null;
}
