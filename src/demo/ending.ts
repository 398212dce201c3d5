import { decideAsBank } from '../acts/decision.ts';
import { askTopUp, decideTopUp, placeTopUp } from '../acts/deposit.ts';
import { listDishonest } from '../acts/enterprise.ts';
import { draftEdition } from '../acts/governance.ts';
import { signAgreement } from '../acts/partners.ts';
import { creditInterest } from '../acts/pool.ts';
import { dropProposal, endorseProposal, proposeReferral } from '../acts/referral.ts';
import { askReversal } from '../acts/reversal.ts';
import { declineReferral, returnReferral, withdrawReferral } from '../acts/screening.ts';
import { askSupplement } from '../acts/supplement.ts';
import { askWaiver } from '../acts/waiver.ts';
import { plusDays, plusMonths, plusYears } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import { writeEditionValues } from '../regulation/edition-json.ts';
import { BAOTOU_2021 } from '../regulation/editions/baotou-2021.ts';
import { KUNDULUN_AT, QINGSHAN_AT, tenantIdAt } from './cast.ts';
import { firmsOfTheCity } from './firms.ts';
import { isKeptForTheEnd, planFor } from './plans.ts';
import {
  approved,
  bank,
  cancelled,
  contracted,
  district,
  fundManager,
  type KnownFirm,
  type LoanPlan,
  office,
  type RunningLoan,
  refer,
  type Until,
} from './story.ts';
import type { Teller } from './teller.ts';
import { worstLoan } from './trouble.ts';

// The last day: what waits for somebody, so that every state can be seen, and every kind of tenant has something to do.

type NextFirm = (regionAt: number) => KnownFirm;

export async function endOfTheStory(
  teller: Teller,
  firms: readonly KnownFirm[],
  loans: readonly RunningLoan[],
): Promise<void> {
  const left = firms.filter(isKeptForTheEnd);
  const nextFirm: NextFirm = (regionAt) => {
    const [firm] = left.splice(
      left.findIndex((each) => each.regionAt === regionAt),
      1,
    );
    if (firm?.regionAt !== regionAt) throw new Error('the story has run out of firms');
    return firm;
  };
  await referrals(teller, nextFirm);
  await proposals(teller, firms, nextFirm);
  await topUps(teller);
  await waiting(teller, nextFirm, loans);
}

/** A referral in every state, and a loan that is only approved, only contracted, and cancelled. */
async function referrals(teller: Teller, nextFirm: NextFirm): Promise<void> {
  const next = (regionAt: number, bankAt: number, guarantorAt: number): LoanPlan =>
    planFor(nextFirm(regionAt), bankAt, { bankAt, guarantorAt, parts: 1 });
  for (const until of ['SUBMITTED', 'RECOMMENDED', 'ONE_REPORT', 'REPORTED'] satisfies Until[])
    await refer(teller, next(KUNDULUN_AT, 0, 0), until);
  await refer(teller, next(QINGSHAN_AT, 1, 1), 'REPORTED');
  const indebted = next(QINGSHAN_AT, 1, 0);
  await teller.does(bank(indebted.bankAt).decides, decideAsBank, {
    referralId: await refer(teller, indebted, 'REPORTED'),
    outcome: 'DECLINE',
    reason: '负债率偏高。',
    terms: null,
  });
  await teller.does(office.enters, returnReferral, {
    referralId: await refer(teller, next(KUNDULUN_AT, 0, 0), 'SUBMITTED'),
    reason: '请补充最近一期财务报表。',
  });
  await teller.does(office.enters, declineReferral, {
    referralId: await refer(teller, next(QINGSHAN_AT, 0, 0), 'SUBMITTED'),
    reason: '经营范围与贷款用途不符。',
  });
  const withdrawn = next(QINGSHAN_AT, 0, 0);
  await teller.does(district(withdrawn.firm.regionAt).enters, withdrawReferral, {
    referralId: await refer(teller, withdrawn, 'SUBMITTED'),
    reason: '企业另有融资安排。',
  });
  await approved(teller, next(KUNDULUN_AT, 0, 0));
  await contracted(teller, next(KUNDULUN_AT, 2, 0));
  await cancelled(teller, next(QINGSHAN_AT, 3, 1));
}

/** A proposal in every state: endorsed, dropped, and undecided. */
async function proposals(teller: Teller, firms: readonly KnownFirm[], nextFirm: NextFirm): Promise<void> {
  const known = firmsOfTheCity(2023);
  for (const [at, fate] of (['ENDORSED', 'DROPPED', 'PROPOSED'] as const).entries()) {
    const record = nextFirm(KUNDULUN_AT);
    const firm = known[firms.indexOf(record)];
    if (!firm) throw new Error('the story has no such firm');
    const { id } = await teller.does(bank(at).enters, proposeReferral, {
      creditCode: firm.creditCode,
      enterpriseName: firm.name,
      divisionCode: firm.divisionCode,
      amount: Yuan.parse(planFor(record, at).amount),
      termMonths: 12,
      purpose: 'RAW_MATERIALS',
      note: '本行结算客户，流水稳定。',
    });
    const proposalId = id as Id<'proposal'>;
    const { enters } = district(record.regionAt);
    if (fate === 'ENDORSED')
      await teller.does(enters, endorseProposal, {
        proposalId,
        enterpriseId: record.id,
        note: '情况属实，予以推荐。',
      });
    if (fate === 'DROPPED')
      await teller.does(enters, dropProposal, { proposalId, reason: '企业正在办理迁址。' });
  }
}

/** Three banks whose loans exceed ten times their deposit: placed, approved and still due, and only asked for. */
async function topUps(teller: Teller): Promise<void> {
  for (const [at, fate] of (['PLACED', 'APPROVED', 'ASKED'] as const).entries()) {
    const amount = Yuan.parse('2000000.00');
    const { id } = await teller.does(bank(at).enters, askTopUp, {
      amount,
      reason: '贷款余额已超过风险补偿金的十倍。',
    });
    const topUpId = id as Id<'topUp'>;
    if (fate === 'ASKED') continue;
    await teller.does(office.decides, decideTopUp, { topUpId, approved: amount, note: '同意补充。' });
    if (fate === 'PLACED')
      await teller.does(fundManager.enters, placeTopUp, {
        topUpId,
        amount,
        valueDate: teller.date,
        document: `补存${teller.acts}`,
      });
  }
}

async function evaluationOf(teller: Teller, year: number): Promise<Id<'evaluation'>> {
  return teller.ports.transaction(office.enters, async (store) => {
    const evaluation = await store.see('evaluation', { year });
    if (!evaluation) throw new Error(`the story has evaluated ${year}`);
    return evaluation.id;
  });
}

/** What a second person has still to decide, a bank that has just signed, and a firm on the dishonest list. */
async function waiting(teller: Teller, nextFirm: NextFirm, loans: readonly RunningLoan[]): Promise<void> {
  await teller.does(office.enters, signAgreement, {
    bankId: tenantIdAt.bank(7) as Id<'bank'>,
    signedOn: teller.date,
    endsOn: plusMonths(teller.date, 36),
    specialAccount: '0603000000000008',
    document: '合作协议2026-8',
  });
  const credited = {
    onDeposit: false,
    bankId: null,
    amount: Yuan.parse('90.00'),
    valueDate: teller.date,
    document: '结息待核',
  };
  const { id } = await teller.does(fundManager.enters, creditInterest, credited);
  await teller.does(fundManager.enters, askReversal, {
    entryId: id as Id<'entry'>,
    reason: '与银行对账单不符。',
  });
  await teller.does(office.decides, listDishonest, {
    enterpriseId: worstLoan(loans).plan.firm.id,
    reason: '未按期还款，造成风险补偿资金损失且失去联系。',
    document: '失信认定2026-1',
  });
  await teller.does(office.enters, askSupplement, {
    ground: 'EVALUATION',
    evaluationId: await evaluationOf(teller, 2024),
    amount: Yuan.parse('3000000.00'),
    decisionDocument: '包财金〔2026〕8号（拟）',
    reason: '根据年度绩效评价结果，拟由市财政补充资金池。',
  });
  const growing = nextFirm(KUNDULUN_AT);
  await teller.does(district(growing.regionAt).enters, askWaiver, {
    ruleCode: 'ART22_FIRM_CAP',
    subjectKind: 'ENTERPRISE',
    subjectId: growing.id,
    reason: '新增产线达产，流动资金需求增加。',
    newLimit: '11000000.00',
    validFrom: teller.date,
    validTo: plusMonths(teller.date, 6),
    bankId: null,
    guarantorId: null,
  });
  const validFrom = plusDays(BAOTOU_2021.validTo, 1);
  await teller.does(office.enters, draftEdition, {
    number: '2026',
    titleZh: '包头市中小微企业助保金贷款管理办法（2026 年修订草案）（演示）',
    titleEn: 'Measures for guaranteed loans, draft revision of 2026 (demo)',
    document: '征求意见稿',
    validFrom,
    validTo: plusDays(plusYears(validFrom, 5), -1),
    parameters: writeEditionValues({ ...BAOTOU_2021.values, firmCap: Yuan.parse('12000000.00') }),
  });
}
