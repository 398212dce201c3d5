import { plusMonths, yearOf } from '../domain/dates.ts';
import { maturityOf } from '../domain/loan.ts';
import { type LprQuote, loanRate, lprOn, type Percent } from '../domain/lpr.ts';
import { Yuan } from '../domain/money.ts';
import type { CounterGuaranteeKind, DecisionOutcome, FeeKind, Id, RepaymentMethod } from '../domain/words.ts';
import type { Facts } from '../regulation/facts.ts';
import { BANK_DECIDES, DECIDE_AGAINST, GUARANTOR_DECIDES } from '../regulation/occasions.ts';
import { breakerFacts } from './breaker.ts';
import type { Desk } from './desk.ts';
import { diligenceFacts, partyOf } from './diligence.ts';
import { conflict, invalid } from './failures.ts';
import { bankFacts, firmFacts, lockStandings, type Standings, waiversFor } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';
import { lockReferral, mustBeTerm } from './referral.ts';

export interface BankTerms {
  readonly amount: Yuan;
  readonly termMonths: number;
  /** Above or below the LPR of the day, in basis points. */
  readonly basisPoints: number;
  readonly method: RepaymentMethod;
  /** For a loan in instalments: the month after disbursement in which each falls due, and its principal. */
  readonly instalments: readonly { readonly month: number; readonly principal: Yuan }[];
  readonly fees: readonly { readonly kind: FeeKind; readonly amount: Yuan; readonly description: string }[];
  /** What the bank asks the firm to put up for the bank’s own share, in words; Art. 21 allows none. */
  readonly securities: readonly string[];
}

export interface BankDecides {
  readonly referralId: Id<'referral'> | null;
  readonly outcome: DecisionOutcome;
  readonly reason: string;
  /** Needed to approve. */
  readonly terms: BankTerms | null;
}

/** 第二十六、二十二条 The bank approves, fixing the terms, or declines; both reports must be on record. */
export const decideAsBank = act({
  name: 'decideAsBank',
  by: { personas: ['BANK'], role: 'APPROVER' },
  about: (input: BankDecides) => ({ referral: sought('referral', input.referralId, 'referralId') }),
  async run(desk, { outcome, reason, terms }, { referral }) {
    if (outcome === 'DECLINE') {
      const row = await lockReferral(desk, referral.id, ['RECOMMENDED']);
      desk.judge(DECIDE_AGAINST, { diligence: diligenceFacts(desk, row) }, desk.edition);
      return decide(desk, row, { outcome, reason, terms: null });
    }
    if (!terms)
      throw invalid('terms', '同意办理时应确定贷款条件。', 'To approve, fix the terms of the loan.');
    mustBeTerm(terms.termMonths, 'terms.termMonths');
    if (!terms.amount.isPositive())
      throw invalid('terms.amount', '金额应大于零。', 'An amount above zero is needed.');
    // Whatever the method: the plan is kept, and dated when the money is paid out.
    for (const { month } of terms.instalments) mustBeTerm(month, 'terms.instalments');
    const standings = await lockParties(desk, referral);
    const row = await lockReferral(desk, referral.id, ['RECOMMENDED']);
    const [firm, bank, breaker, quotes] = await Promise.all([
      desk.store.find('enterprise', { id: row.enterpriseId }),
      row.bankId && bankFacts(desk, row.bankId, standings),
      breakerFacts(desk, standings, row.bankId),
      desk.store.list('lprQuote', {}),
    ]);
    if (!firm || !bank) throw new Error('a referral names its firm and its bank');
    const quote = lprOn(quotes as unknown as LprQuote[], desk.today);
    const rate = quote && rateOf(quote, terms);
    const waivers = await waiversFor(desk, caseOf(row));
    desk.judge(
      BANK_DECIDES,
      {
        firm: await firmFacts(desk, firm, standings),
        bank,
        breaker,
        asked: { amount: terms.amount, termMonths: terms.termMonths, purpose: row.purpose },
        diligence: diligenceFacts(desk, row),
        terms: termsFacts(desk, terms, rate),
      },
      desk.edition,
      waivers,
    );
    if (!quote || !rate) throw new Error('Art. 22 refuses a loan without an LPR of the day');
    return decide(desk, row, { outcome, reason, terms: { ...terms, quote, rate } });
  },
});

function rateOf(quote: LprQuote, terms: BankTerms): Percent | null {
  try {
    return loanRate(quote, terms.termMonths, terms.basisPoints);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The plan as it would stand if the money were paid out today. */
function termsFacts(desk: Desk, terms: BankTerms, rate: Percent | null): Facts['terms'] {
  const maturity = maturityOf(desk.today, terms.termMonths);
  const instalments =
    terms.method === 'BULLET'
      ? [{ dueOn: maturity, principal: terms.amount }]
      : terms.instalments.map(({ month, principal }) => ({
          dueOn: plusMonths(desk.today, month),
          principal,
        }));
  return {
    amount: terms.amount,
    termMonths: terms.termMonths,
    lprKnown: rate !== null,
    rateIsPositive: rate !== null && !/^0(\.0+)?$/.test(rate),
    method: terms.method,
    instalments,
    start: desk.today,
    maturity,
    fees: terms.fees.map((fee) => fee.kind),
    securities: terms.securities,
  };
}

function caseOf(row: Row<'referral'>) {
  const { regionId, enterpriseId, bankId, guarantorId, id } = row;
  return { regionId, enterpriseId, bankId, guarantorId, referralId: id };
}

interface Decided {
  readonly outcome: DecisionOutcome;
  readonly reason: string;
  readonly terms: (BankTerms & { readonly quote: LprQuote; readonly rate: Percent }) | null;
}

/** Records a decision. A second approval makes the loan; one refusal ends the referral. */
async function decide(desk: Desk, row: Row<'referral'>, decided: Decided) {
  const { poolId, tenantId } = desk.actor;
  const party = partyOf(desk);
  const [mine, theirs] =
    party === 'BANK' ? [row.bankDecision, row.guarantorDecision] : [row.guarantorDecision, row.bankDecision];
  if (mine) throw conflict('STATE', '已作出审批决定。', 'The decision has been made already.');
  await desk.insert('decision', {
    poolId,
    id: desk.newId('decision'),
    referralId: row.id,
    party,
    tenantId,
    outcome: decided.outcome,
    reason: decided.reason,
    decidedOn: desk.today,
    terms: decided.terms && written(decided.terms),
  });
  const declined = decided.outcome === 'DECLINE';
  const agreed = !declined && theirs === 'APPROVE';
  const loanId = agreed ? await createLoan(desk, row, decided.terms) : null;
  await desk.update('referral', { id: row.id }, row, {
    ...(party === 'BANK' ? { bankDecision: decided.outcome } : { guarantorDecision: decided.outcome }),
    ...(declined ? { state: 'REJECTED' as const, reason: decided.reason } : {}),
    ...(agreed ? { state: 'APPROVED' as const, loanId } : {}),
    version: row.version + 1,
  });
  desk.tell('referral.decided', { noun: 'referral', id: row.id }, row, { party, outcome: decided.outcome });
  return changed('referral', row.id);
}

function written(terms: NonNullable<Decided['terms']>): NonNullable<Row<'decision'>['terms']> {
  const { amount, termMonths, basisPoints, method, quote, rate, securities } = terms;
  return {
    amount: amount.toString(),
    termMonths,
    lprDate: quote.date,
    lpr: quote.oneYear,
    basisPoints,
    rate,
    method,
    instalments: terms.instalments.map(({ month, principal }) => ({
      month,
      principal: principal.toString(),
    })),
    fees: terms.fees.map((fee) => ({ ...fee, amount: fee.amount.toString() })),
    securities,
  };
}

/** Locks all that the loan would count in, in the order of the house, before the referral. */
function lockParties(
  desk: Desk,
  { regionId, bankId, guarantorId, firmKey }: Row<'referral'>,
): Promise<Standings> {
  return lockStandings(desk, { regionId, bankId, guarantorId, firmKey });
}

async function createLoan(
  desk: Desk,
  row: Row<'referral'>,
  bankTerms: Decided['terms'],
): Promise<Id<'loan'>> {
  const stored = await desk.store.find('decision', { referralId: row.id, party: 'BANK' });
  const terms = bankTerms ? written(bankTerms) : stored?.terms;
  const { bankId, guarantorId, regionId, enterpriseId, firmKey } = row;
  if (!terms || !bankId || !guarantorId)
    throw new Error('an approved referral has terms, a bank and a guarantor');
  const standings = await lockParties(desk, row);
  const id = desk.newId('loan');
  const year = yearOf(desk.today);
  const running = await desk.store.nextNumber('loan', year);
  await desk.insert('loan', {
    poolId: desk.actor.poolId,
    id,
    number: `L${year}-${String(running).padStart(5, '0')}`,
    state: 'APPROVED',
    referralId: row.id,
    enterpriseId,
    firmKey,
    regionId,
    bankId,
    guarantorId,
    editionNumber: desk.editionInForceOrLast.number,
    amount: Yuan.parse(terms.amount),
    outstanding: Yuan.ZERO,
    termMonths: terms.termMonths,
    lprDate: terms.lprDate as LprQuote['date'],
    lpr: terms.lpr,
    basisPoints: terms.basisPoints,
    rate: terms.rate,
    method: terms.method,
    approvedOn: desk.today,
    version: 1,
  });
  await desk.store.moveExposure(standings.keys, {
    committed: Yuan.ZERO,
    outstanding: Yuan.ZERO,
    disbursed: Yuan.ZERO,
    from: null,
    to: 'APPROVED',
  });
  desk.tell('loan.approved', { noun: 'loan', id }, row, { amount: terms.amount });
  return id;
}

export interface GuarantorDecides {
  readonly referralId: Id<'referral'> | null;
  readonly outcome: DecisionOutcome;
  readonly reason: string;
  readonly counterGuarantees: readonly {
    readonly kind: CounterGuaranteeKind;
    readonly description: string;
    readonly value: Yuan | null;
  }[];
}

/** 第二十六、二十八条 The guarantor approves, recording what the firm pledges to it, or declines. */
export const decideAsGuarantor = act({
  name: 'decideAsGuarantor',
  by: { personas: ['GUARANTOR', 'FUND_MANAGER'], role: 'APPROVER' },
  about: (input: GuarantorDecides) => ({ referral: sought('referral', input.referralId, 'referralId') }),
  async run(desk, { outcome, reason, counterGuarantees }, { referral }) {
    const standings = await lockParties(desk, referral);
    const row = await lockReferral(desk, referral.id, ['RECOMMENDED']);
    if (outcome === 'DECLINE') {
      desk.judge(DECIDE_AGAINST, { diligence: diligenceFacts(desk, row) }, desk.edition);
      return decide(desk, row, { outcome, reason, terms: null });
    }
    const firm = await desk.store.find('enterprise', { id: row.enterpriseId });
    if (!firm) throw new Error('a referral names its firm');
    desk.judge(
      GUARANTOR_DECIDES,
      {
        firm: await firmFacts(desk, firm, standings),
        breaker: await breakerFacts(desk, standings, row.bankId),
        diligence: diligenceFacts(desk, row),
        counterGuarantees: { count: counterGuarantees.length },
      },
      desk.edition,
    );
    const { poolId, tenantId } = desk.actor;
    for (const given of counterGuarantees)
      await desk.insert('counterGuarantee', {
        poolId,
        id: desk.newId('counterGuarantee'),
        referralId: row.id,
        guarantorId: tenantId as string as Id<'guarantor'>,
        ...given,
      });
    return decide(desk, row, { outcome, reason, terms: null });
  },
});
