import type { Actor } from '../acts/actor.ts';
import { recordVisit } from '../acts/aftercare.ts';
import { cancelLoan, disburse, giveDisbursementNotice, signContracts } from '../acts/contract.ts';
import { decideAsBank, decideAsGuarantor } from '../acts/decision.ts';
import { fileDueDiligence } from '../acts/diligence.ts';
import { submitReferral } from '../acts/referral.ts';
import { recommend, recordSiteVisit } from '../acts/screening.ts';
import { recordRepayment, sendMaturityReminder } from '../acts/servicing.ts';
import { type BusinessDate, plusDays, plusMonths } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import { type Id, PURPOSES, wordsOf } from '../domain/words.ts';
import { actorOf, OFFICE_ID, tenantIdAt } from './cast.ts';
import type { Teller } from './teller.ts';

// The passages that come back through the story: a firm on its way to a loan, and a loan on its way to its end.

export const office = {
  enters: actorOf(OFFICE_ID, 'OFFICE', 'enters'),
  decides: actorOf(OFFICE_ID, 'OFFICE', 'decides'),
};
const both = (make: (who: 'enters' | 'decides') => Actor) => ({
  enters: make('enters'),
  decides: make('decides'),
});
export const district = (at: number) => both((who) => actorOf(tenantIdAt.region(at), 'DISTRICT', who));
export const bank = (at: number) => both((who) => actorOf(tenantIdAt.bank(at), 'BANK', who));
export const guarantor = (at: number) =>
  both((who) => actorOf(tenantIdAt.guarantor(at), 'GUARANTOR', who, at === 0 ? 'FUND_MANAGER' : 'GUARANTOR'));
export const fundManager = guarantor(0);

/** A firm on record, the place of its region among the regions, and its revenue of a year. */
export interface KnownFirm {
  readonly id: Id<'enterprise'>;
  readonly regionAt: number;
  readonly revenue: Yuan;
}

export interface LoanPlan {
  readonly firm: KnownFirm;
  readonly bankAt: number;
  readonly guarantorAt: number;
  readonly amount: string;
  readonly termMonths: number;
  readonly basisPoints: number;
  /** In how many equal parts the principal is repaid; 1 is a bullet loan. */
  readonly parts: number;
}

const PURPOSES_ALLOWED = wordsOf(PURPOSES).slice(0, 4);

/** How far a referral goes before the story leaves it. */
export type Until = 'SUBMITTED' | 'RECOMMENDED' | 'ONE_REPORT' | 'REPORTED' | 'BANK_APPROVED' | 'APPROVED';

async function submit(teller: Teller, { firm, amount, termMonths }: LoanPlan): Promise<Id<'referral'>> {
  const { id } = await teller.does(district(firm.regionAt).enters, submitReferral, {
    enterpriseId: firm.id,
    amount: Yuan.parse(amount),
    termMonths,
    purpose: PURPOSES_ALLOWED[teller.acts % PURPOSES_ALLOWED.length] ?? 'PRODUCTION_TURNOVER',
    note: '企业生产经营正常，申请流动资金贷款。',
  });
  return id as Id<'referral'>;
}

function reportOn(teller: Teller, referralId: Id<'referral'>) {
  const summary = '财务状况良好，还款来源可靠。';
  return { referralId, opinion: 'SUPPORT', summary, document: `尽调-${teller.acts}` } as const;
}

/** An act on the way of a referral to a loan. Those that draw a running number are done in order. */
interface Passage {
  readonly reaches: Until | null;
  readonly drawsNumber: boolean;
  does(teller: Teller, plan: LoanPlan, referralId: Id<'referral'>): Promise<unknown>;
}

const PASSAGES: readonly Passage[] = [
  {
    reaches: null,
    drawsNumber: false,
    does: (teller, _plan, referralId) =>
      teller.does(office.enters, recordSiteVisit, {
        referralId,
        visitedOn: teller.date,
        note: '实地走访，生产经营正常，订单充足。',
      }),
  },
  {
    reaches: 'RECOMMENDED',
    drawsNumber: true,
    does: (teller, { bankAt, guarantorAt }, referralId) =>
      teller.does(office.decides, recommend, {
        referralId,
        bankId: tenantIdAt.bank(bankAt) as Id<'bank'>,
        guarantorId: tenantIdAt.guarantor(guarantorAt) as Id<'guarantor'>,
      }),
  },
  {
    reaches: 'ONE_REPORT',
    drawsNumber: false,
    does: (teller, { bankAt }, referralId) =>
      teller.does(bank(bankAt).enters, fileDueDiligence, reportOn(teller, referralId)),
  },
  {
    reaches: 'REPORTED',
    drawsNumber: false,
    does: (teller, { guarantorAt }, referralId) =>
      teller.does(guarantor(guarantorAt).enters, fileDueDiligence, reportOn(teller, referralId)),
  },
  {
    reaches: 'BANK_APPROVED',
    drawsNumber: false,
    does: (teller, plan, referralId) =>
      teller.does(bank(plan.bankAt).decides, decideAsBank, {
        referralId,
        outcome: 'APPROVE',
        reason: '同意办理。',
        terms: termsOf(plan),
      }),
  },
  {
    reaches: 'APPROVED',
    drawsNumber: true,
    does: (teller, { guarantorAt, amount }, referralId) =>
      teller.does(guarantor(guarantorAt).decides, decideAsGuarantor, {
        referralId,
        outcome: 'APPROVE',
        reason: '同意担保。',
        counterGuarantees: [
          { kind: 'RECEIVABLES', description: '应收账款质押及法定代表人保证。', value: Yuan.parse(amount) },
        ],
      }),
  },
];

export async function refer(
  teller: Teller,
  plan: LoanPlan,
  until: Until = 'APPROVED',
): Promise<Id<'referral'>> {
  const referralId = await submit(teller, plan);
  let reached: Until | null = 'SUBMITTED';
  for (const passage of PASSAGES) {
    if (reached === until) break;
    await passage.does(teller, plan, referralId);
    reached = passage.reaches;
  }
  return referralId;
}

function termsOf({ amount, termMonths, basisPoints, parts }: LoanPlan) {
  const each = Yuan.split(
    Yuan.parse(amount),
    Array.from({ length: parts }, () => 1),
  );
  return {
    amount: Yuan.parse(amount),
    termMonths,
    basisPoints,
    method: parts === 1 ? ('BULLET' as const) : ('INSTALMENTS' as const),
    instalments:
      parts === 1 ? [] : each.map((principal, at) => ({ month: ((at + 1) * termMonths) / parts, principal })),
    fees: [],
    securities: [],
  };
}

/** A payment of principal that a running loan still owes, and the day it is due. */
interface Due {
  readonly on: BusinessDate;
  readonly principal: Yuan;
}

export interface RunningLoan {
  readonly id: Id<'loan'>;
  readonly plan: LoanPlan;
  readonly lentOn: BusinessDate;
  readonly dues: Due[];
  noticeOpen: boolean;
}

/** Finds the loan that an approved referral has become. */
async function loanOf(teller: Teller, referralId: Id<'referral'>): Promise<Id<'loan'>> {
  return teller.ports.transaction(office.enters, async (store) => {
    const referral = await store.see('referral', { id: referralId });
    if (!referral?.loanId) throw new Error('the story expected a loan');
    return referral.loanId;
  });
}

export async function approved(teller: Teller, plan: LoanPlan): Promise<Id<'loan'>> {
  return loanOf(teller, await refer(teller, plan));
}

function sign(teller: Teller, plan: LoanPlan, loanId: Id<'loan'>): Promise<unknown> {
  return teller.does(bank(plan.bankAt).enters, signContracts, {
    loanId,
    contractNumber: `借字${teller.acts}号`,
    guaranteeContractNumber: `保字${teller.acts}号`,
    lastDrawdownOn: plusDays(teller.date, 60),
  });
}

export async function contracted(teller: Teller, plan: LoanPlan): Promise<Id<'loan'>> {
  const loanId = await approved(teller, plan);
  await sign(teller, plan, loanId);
  return loanId;
}

export async function cancelled(teller: Teller, plan: LoanPlan): Promise<void> {
  const loanId = await contracted(teller, plan);
  await teller.does(bank(plan.bankAt).enters, cancelLoan, { loanId, reason: '企业暂不用款。' });
}

/** The loans of a day, paid out: what draws a running number goes in order, the rest side by side. */
export async function lent(teller: Teller, plans: readonly LoanPlan[]): Promise<RunningLoan[]> {
  const ways: { plan: LoanPlan; referralId: Id<'referral'> }[] = [];
  for (const plan of plans) ways.push({ plan, referralId: await submit(teller, plan) });
  for (const { does, drawsNumber } of PASSAGES) {
    if (drawsNumber) for (const { plan, referralId } of ways) await does(teller, plan, referralId);
    else await Promise.all(ways.map(({ plan, referralId }) => does(teller, plan, referralId)));
  }
  const loans = await Promise.all(
    ways.map(async ({ plan, referralId }) => ({ plan, id: await loanOf(teller, referralId) })),
  );
  await Promise.all(loans.map(({ plan, id }) => sign(teller, plan, id)));
  return Promise.all(loans.map(({ plan, id }) => payOut(teller, plan, id)));
}

async function payOut(teller: Teller, plan: LoanPlan, id: Id<'loan'>): Promise<RunningLoan> {
  await teller.does(bank(plan.bankAt).enters, disburse, {
    loanId: id,
    disbursedOn: teller.date,
    document: `放款${teller.acts}`,
  });
  const each = Yuan.split(
    Yuan.parse(plan.amount),
    Array.from({ length: plan.parts }, () => 1),
  );
  const dues = each.map((principal, at) => ({
    on: plusMonths(teller.date, ((at + 1) * plan.termMonths) / plan.parts),
    principal,
  }));
  return { id, plan, lentOn: teller.date, dues, noticeOpen: true };
}

export async function notice(teller: Teller, loan: RunningLoan): Promise<void> {
  await teller.does(bank(loan.plan.bankAt).enters, giveDisbursementNotice, {
    loanId: loan.id,
    document: `通知${teller.acts}`,
  });
  loan.noticeOpen = false;
}

/** Reports what has been paid since the last time the story looked, on the days on which it fell due. */
export async function collect(teller: Teller, loan: RunningLoan): Promise<void> {
  for (let due = loan.dues[0]; due && due.on <= teller.date; due = loan.dues[0]) {
    loan.dues.shift();
    await teller.does(bank(loan.plan.bankAt).enters, recordRepayment, {
      loanId: loan.id,
      paidOn: due.on,
      principal: due.principal,
      interest: Yuan.parse('18500.00'),
      document: `还款${teller.acts}`,
    });
  }
}

/** Reminds the firm of a loan that matures in about two months: the bank always, the guarantor most times. */
export async function remind(teller: Teller, loan: RunningLoan, guarantorToo: boolean): Promise<void> {
  const { bankAt, guarantorAt } = loan.plan;
  const sent = { loanId: loan.id, sentOn: teller.date, document: `提醒${teller.acts}` };
  await teller.does(bank(bankAt).enters, sendMaturityReminder, sent);
  if (guarantorToo) await teller.does(guarantor(guarantorAt).enters, sendMaturityReminder, sent);
}

/** Bank and guarantor visit the firm together, and each records it. */
export async function visit(teller: Teller, { id, plan }: RunningLoan): Promise<void> {
  const visited = {
    loanId: id,
    visitedOn: teller.date,
    findings: '生产经营正常，贷款按约定用途使用。',
    measures: null,
    document: `走访${teller.acts}`,
  };
  await teller.does(bank(plan.bankAt).enters, recordVisit, visited);
  await teller.does(guarantor(plan.guarantorAt).enters, recordVisit, visited);
}
