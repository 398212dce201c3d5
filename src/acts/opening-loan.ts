import { type BusinessDate, later, plusDays, yearOf } from '../domain/dates.ts';
import type { CreditCode } from '../domain/enterprise.ts';
import { nextDueOf } from '../domain/loan.ts';
import { isBasisPoints, type LprQuote, loanRate, lprOn } from '../domain/lpr.ts';
import { Yuan } from '../domain/money.ts';
import { dueOn } from '../domain/obligation.ts';
import type { Id, Purpose, RepaymentMethod } from '../domain/words.ts';
import { art09PoolLeverage, art13RegionLeverage } from '../regulation/ch03-pool.art08-13.ts';
import { art22FirmCap } from '../regulation/ch05-business.art20-23.ts';
import { editionOn } from '../regulation/edition.ts';
import { judge, type Verdict } from '../regulation/verdict.ts';
import type { Desk } from './desk.ts';
import { settleLoanDuties } from './duties.ts';
import { type EnterpriseFigures, registerFirm } from './enterprise.ts';
import { conflict, invalid } from './failures.ts';
import { firmFacts, lockStandings, poolFacts, regionFacts, type Standings, waiversFor } from './gather.ts';
import { editionOfLoan } from './loss.ts';
import { act, changed } from './perform.ts';
import type { Row } from './ports.ts';
import { takeOverNow } from './take-over.ts';

/** A loan that ran before the pool was kept here, as it stood on the day it is taken over. */
export interface RecordOpeningLoan {
  readonly creditCode: CreditCode;
  readonly firmName: string;
  /** What it takes to register the firm; null where it is known. */
  readonly figures: EnterpriseFigures | null;
  readonly divisionCode: string;
  readonly bankName: string;
  readonly guarantorName: string;
  readonly contractNumber: string;
  readonly guaranteeContractNumber: string;
  readonly purpose: Purpose;
  readonly amount: Yuan;
  readonly outstanding: Yuan;
  readonly termMonths: number;
  readonly basisPoints: number;
  readonly signedOn: BusinessDate;
  readonly disbursedOn: BusinessDate;
  readonly maturesOn: BusinessDate;
  /** What is still to be paid, by day; empty for one payment at maturity. */
  readonly remaining: readonly { readonly dueOn: BusinessDate; readonly principal: Yuan }[];
}

/** What must hold of the figures themselves. */
function mustFit(input: RecordOpeningLoan, takenOverOn: BusinessDate): void {
  const { amount, outstanding, signedOn, disbursedOn, maturesOn, remaining, basisPoints } = input;
  if (!outstanding.isPositive() || outstanding.moreThan(amount))
    throw invalid(
      'outstanding',
      '余额应大于零且不超过贷款金额。',
      'What is outstanding is above zero and at most the amount.',
    );
  if (signedOn > disbursedOn)
    throw invalid('signedOn', '签订日期晚于放款日期。', 'Signed after it was paid out.');
  if (disbursedOn > takenOverOn)
    throw invalid(
      'disbursedOn',
      `放款日期晚于接管日 ${takenOverOn}；其后的贷款请在本系统办理。`,
      `Paid out after the day of the take-over, ${takenOverOn}; later loans are made here.`,
    );
  if (maturesOn <= disbursedOn)
    throw invalid('maturesOn', '到期日期应晚于放款日期。', 'Matures before it was paid out.');
  if (!isBasisPoints(basisPoints))
    throw invalid('basisPoints', '加点应在 -1000 至 1000 之间。', 'Basis points lie between -1000 and 1000.');
  if (remaining.length === 0) return;
  if (!Yuan.sum(remaining.map(({ principal }) => principal)).equals(outstanding))
    throw invalid(
      'remaining',
      '剩余还款计划合计与余额不符。',
      'The remaining plan does not add up to what is outstanding.',
    );
  const days = remaining.map((one) => one.dueOn);
  const inOrder = days.every((day, at) => day > (days[at - 1] ?? disbursedOn) && day <= maturesOn);
  if (!inOrder || remaining.some(({ principal }) => !principal.isPositive()))
    throw invalid(
      'remaining',
      '剩余还款计划应按日期先后排列，各期大于零，且在放款日期之后、不晚于到期日期。',
      'The remaining plan goes by date, each part above zero, after the day of payment and up to maturity.',
    );
}

async function partiesOf(desk: Desk, { divisionCode, bankName, guarantorName }: RecordOpeningLoan) {
  const [region, bank, guarantor] = await Promise.all([
    desk.store.find('region', { divisionCode }),
    desk.store.find('bank', { nameZh: bankName }),
    desk.store.find('guarantor', { nameZh: guarantorName }),
  ]);
  if (!region)
    throw invalid(
      'divisionCode',
      '该区划代码不属于本资金池的任何地区。',
      'No region of this pool has this division code.',
    );
  if (!bank) throw invalid('bankName', '没有登记此名称的银行。', 'No bank of this name is registered.');
  if (!guarantor)
    throw invalid('guarantorName', '没有登记此名称的担保机构。', 'No guarantor of this name is registered.');
  return { regionId: region.id, bankId: bank.id, guarantorId: guarantor.id };
}

type Parties = Awaited<ReturnType<typeof partiesOf>>;

async function firmOf(
  desk: Desk,
  input: RecordOpeningLoan,
  regionId: Id<'region'>,
): Promise<Row<'enterprise'>> {
  const { creditCode, firmName, figures } = input;
  const known = await desk.store.find('enterprise', { regionId, creditCode });
  if (known && firmName !== '' && firmName !== known.name)
    throw invalid(
      'name',
      `该统一社会信用代码登记的企业名称为“${known.name}”，与所填不一致。`,
      `The firm with this credit code is registered as "${known.name}".`,
    );
  if (known) return known;
  if (!figures)
    throw invalid(
      'creditCode',
      '该企业尚未登记；请填写企业各项信息。',
      'This firm is not registered; fill in its figures.',
    );
  await registerFirm(desk, regionId, { creditCode, ...figures });
  const made = await desk.store.find('enterprise', { regionId, creditCode });
  if (!made) throw new Error('the firm was registered a moment ago');
  return made;
}

/** History is a fact: a cap that it exceeds is told and refuses nothing. */
async function weigh(desk: Desk, firm: Row<'enterprise'>, input: RecordOpeningLoan, standings: Standings) {
  const { regionId } = firm;
  const [pool, region, facts, waivers] = await Promise.all([
    poolFacts(standings),
    regionFacts(desk, regionId, standings),
    firmFacts(desk, firm, standings),
    waiversFor(desk, { regionId, enterpriseId: firm.id }),
  ]);
  const { outstanding: amount, termMonths, purpose } = input;
  const rules = [art09PoolLeverage, art13RegionLeverage, art22FirmCap] as const;
  const known = { today: desk.today, pool, region, firm: facts, asked: { amount, termMonths, purpose } };
  const told = judge(rules, known, desk.editionInForceOrLast, waivers);
  desk.verdicts.push(...told.map(asFact));
}

function asFact(verdict: Verdict): Verdict {
  const broken = verdict.outcome === 'REFUSED' || verdict.outcome === 'WAIVER_NEEDED';
  return broken ? { ...verdict, outcome: 'TRIGGERS' } : verdict;
}

/** The referral that a loan hangs on: what came before it is not known here, and is not made up. */
async function insertReferral(
  desk: Desk,
  firm: Row<'enterprise'>,
  parties: Parties,
  input: RecordOpeningLoan,
  loanId: Id<'loan'>,
): Promise<Id<'referral'>> {
  const { poolId } = desk.actor;
  const id = desk.newId('referral');
  const year = yearOf(desk.today);
  const running = await desk.store.nextNumber('referral', year);
  const { amount, termMonths, purpose, signedOn } = input;
  await desk.insert('referral', {
    poolId,
    id,
    number: `R${year}-${String(running).padStart(5, '0')}`,
    state: 'APPROVED',
    enterpriseId: firm.id,
    firmKey: firm.firmKey,
    ...parties,
    amount,
    termMonths,
    purpose,
    note: '期初接管',
    submittedOn: signedOn,
    loanId,
    version: 1,
  });
  for (const tenantId of [parties.bankId, parties.guarantorId])
    for (const objectId of [firm.id, parties.regionId] as readonly string[])
      await desk.store.ensure('access', { poolId, tenantId: tenantId as string as Id<'tenant'>, objectId });
  return id;
}

/** The plan: what was paid before as one part, and after it what is still to come. */
async function writePlan(desk: Desk, loan: Row<'loan'>, input: RecordOpeningLoan, day: BusinessDate) {
  const { poolId, id: loanId, regionId, bankId, guarantorId } = loan;
  const { amount, outstanding, maturesOn } = input;
  const remaining =
    input.remaining.length > 0 ? input.remaining : [{ dueOn: maturesOn, principal: outstanding }];
  const paid = amount.minus(outstanding);
  const first = remaining[0]?.dueOn ?? maturesOn;
  const before = { dueOn: first < day ? first : day, principal: paid, unpaid: Yuan.ZERO };
  const plan = [
    ...(paid.isPositive() ? [before] : []),
    ...remaining.map((part) => ({ ...part, unpaid: part.principal })),
  ];
  const parties = { poolId, loanId, regionId, bankId, guarantorId };
  for (const [at, part] of plan.entries())
    await desk.store.insert('instalment', { ...parties, number: at + 1, ...part });
  if (paid.isPositive())
    await desk.insert('repayment', {
      ...parties,
      id: desk.newId('repayment'),
      paidOn: day,
      principal: paid,
      interest: Yuan.ZERO,
      document: '期初接管：此前已还本金',
      recordedAt: desk.recordedAt,
    });
  return nextDueOf(plan);
}

/** Brings in one loan as it stood; it counts in exposure and caps, and has duties, from here on. */
export const recordOpeningLoan = act({
  name: 'recordOpeningLoan',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (_: RecordOpeningLoan) => ({}),
  async run(desk, input) {
    const { poolId } = desk.actor;
    const parties = await partiesOf(desk, input);
    const { bankId, guarantorId, regionId } = parties;
    const { contractNumber, amount, outstanding, termMonths, signedOn, disbursedOn, maturesOn } = input;
    const firm = await firmOf(desk, input, regionId);
    const { firmKey } = firm;
    const standings = await lockStandings(desk, { regionId, bankId, guarantorId, firmKey });
    // Asked under the bank's lock: rows of other firms are judged beside this one, and two may name one contract.
    if (await desk.store.find('loan', { bankId, contractNumber }))
      throw conflict(
        'DUPLICATE',
        '该银行的此合同号已登记。',
        'A loan of this bank has this contract number already.',
      );
    // Asked under the lock that closing a take-over needs as well.
    const { takenOverOn } = await takeOverNow(desk);
    mustFit(input, takenOverOn);
    await weigh(desk, firm, input, standings);
    const quotes = (await desk.store.list('lprQuote', {})) as unknown as LprQuote[];
    const quote = lprOn(quotes, signedOn);
    if (!quote) throw invalid('signedOn', '该日尚无 LPR。', 'No LPR is on record for that day.');
    const id = desk.newId('loan');
    const referralId = await insertReferral(desk, firm, parties, input, id);
    const year = yearOf(desk.today);
    const running = await desk.store.nextNumber('loan', year);
    const method: RepaymentMethod =
      input.remaining.length > 1 || outstanding.lessThan(amount) ? 'INSTALMENTS' : 'BULLET';
    await desk.insert('loan', {
      poolId,
      id,
      number: `L${year}-${String(running).padStart(5, '0')}`,
      state: 'ACTIVE',
      referralId,
      enterpriseId: firm.id,
      firmKey,
      ...parties,
      editionNumber: (editionOn(desk.editions, signedOn) ?? desk.editionInForceOrLast).number,
      amount,
      outstanding,
      termMonths,
      lprDate: quote.date,
      lpr: quote.oneYear,
      basisPoints: input.basisPoints,
      rate: loanRate(quote, termMonths, input.basisPoints),
      method,
      approvedOn: signedOn,
      contractNumber,
      guaranteeContractNumber: input.guaranteeContractNumber,
      signedOn,
      disbursedOn,
      maturesOn,
      takenOverOn,
      version: 1,
    });
    const loan = await desk.store.find('loan', { id });
    if (!loan) throw new Error('the loan was made a moment ago');
    const nextDueOn = await writePlan(desk, loan, input, takenOverOn);
    await desk.update('loan', { id }, loan, { nextDueOn });
    const moved = { committed: Yuan.ZERO, outstanding, disbursed: amount, from: null, to: 'ACTIVE' } as const;
    await desk.store.moveExposure(standings.keys, moved);
    await obligeReminders(desk, loan, takenOverOn);
    await settleLoanDuties(desk, id);
    desk.tell('loan.taken_over', { noun: 'loan', id }, loan, {
      outstanding: outstanding.toString(),
      takenOverOn,
    });
    return changed('loan', id);
  },
});

/** 第三十一条 The reminder before maturity, where it is still to come. */
async function obligeReminders(desk: Desk, loan: Row<'loan'>, takenOverOn: BusinessDate): Promise<void> {
  const { id: loanId, regionId, bankId, guarantorId, maturesOn } = loan;
  if (!maturesOn || maturesOn <= takenOverOn) return;
  const { maturityReminderDays } = editionOfLoan(desk, loan).values;
  const due = dueOn(desk.calendar, later(takenOverOn, plusDays(maturesOn, -maturityReminderDays)), false);
  for (const debtor of [bankId, guarantorId])
    await desk.oblige('MATURITY_REMINDER', debtor, loanId, due, { loanId, regionId, bankId });
}
