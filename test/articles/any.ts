import fc from 'fast-check';
import { plusDays } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import {
  BANK_STATES,
  BREAKER_MEASURES,
  BREAKER_SCOPES,
  FEE_KINDS,
  PURPOSES,
  SIZES,
  SUPPLEMENT_GROUNDS,
  TENANT_KINDS,
  type TenantKind,
  wordsOf,
} from '../../src/domain/words.ts';
import { type EditionValues, WAIVABLE_RULES, type WaivableRule } from '../../src/regulation/edition.ts';
import type { Facts } from '../../src/regulation/facts.ts';
import { day } from './facts.ts';

const FEN_MAX = 10n ** 13n;
export const anyYuan = fc.bigInt({ min: 0n, max: FEN_MAX }).map(Yuan.fromFen);
const anyDay = fc.integer({ min: 0, max: 2000 }).map((days) => plusDays(day('2021-04-01'), days));
const anyDayOrNone = fc.option(anyDay);
const anyMonths = fc.integer({ min: 1, max: 40 });
const anyText = fc.string({ maxLength: 12 });

/** Facts of any kind, likely and unlikely. */
export const anyFacts: fc.Arbitrary<Facts> = fc.record({
  today: anyDay,
  firm: fc.record({
    registeredInCity: fc.boolean(),
    size: fc.option(fc.constantFrom(...wordsOf(SIZES))),
    creditCodeIsEnterprise: fc.boolean(),
    listedOn: anyDayOrNone,
    exposure: anyYuan,
    support: fc.array(
      fc.tuple(anyDay, anyMonths).map(([from, months]) => ({ from, to: plusDays(from, months * 30) })),
      { maxLength: 4 },
    ),
    ofActingRegion: fc.boolean(),
  }),
  asked: fc.record({
    amount: anyYuan,
    termMonths: anyMonths,
    purpose: fc.constantFrom(...wordsOf(PURPOSES)),
  }),
  pool: fc.record({
    fundsTotal: anyYuan,
    fundsAvailable: anyYuan,
    netCompensation: anyYuan,
    exposure: anyYuan,
    custody: anyYuan,
  }),
  breaker: fc.option(
    fc.record({
      measure: fc.constantFrom(...wordsOf(BREAKER_MEASURES)),
      scope: fc.constantFrom(...wordsOf(BREAKER_SCOPES)),
      part: anyYuan,
      whole: anyYuan,
    }),
  ),
  region: fc.record({ hardship: fc.boolean(), pledged: anyYuan, paidIn: anyYuan, exposure: anyYuan }),
  pledge: fc.record({ amount: anyYuan, pledgedOn: anyDay, payInBy: anyDay, unpaid: anyYuan }),
  contribution: fc.record({ amount: anyYuan, paidOn: anyDay }),
  bank: fc.record({
    state: fc.constantFrom(...wordsOf(BANK_STATES)),
    deposit: anyYuan,
    exposure: anyYuan,
    hasSpecialAccount: fc.boolean(),
  }),
  departure: fc.record({
    runningLoans: fc.nat({ max: 9 }),
    endedOn: anyDayOrNone,
    valueDate: anyDay,
    balance: anyYuan,
    lowest: anyYuan,
    suspense: anyYuan,
  }),
  evaluation: fc.record({ lastDay: anyDay, banksMissing: fc.subarray(['甲银行', '丙银行', '丁银行']) }),
  supplement: fc.record({
    ground: fc.constantFrom(...wordsOf(SUPPLEMENT_GROUNDS)),
    evaluated: fc.boolean(),
    tripped: fc.boolean(),
    amount: anyYuan,
    toCome: anyYuan,
  }),
  guarantor: fc.record({ active: fc.boolean() }),
  placement: fc.record({ amount: anyYuan, first: fc.boolean(), approvedTopUp: fc.option(anyYuan) }),
  interest: fc.record({ amount: anyYuan, onPoolAccount: fc.boolean() }),
  screening: fc.record({ siteVisitedOn: anyDayOrNone }),
  diligence: fc.record({
    filedByBank: fc.boolean(),
    filedByGuarantor: fc.boolean(),
    recommendedToActor: fc.boolean(),
  }),
  terms: fc.record({
    amount: anyYuan,
    termMonths: anyMonths,
    lprKnown: fc.boolean(),
    rateIsPositive: fc.boolean(),
    method: fc.constantFrom('BULLET', 'INSTALMENTS'),
    instalments: fc.array(fc.record({ dueOn: anyDay, principal: anyYuan }), { maxLength: 3 }),
    start: anyDay,
    maturity: anyDay,
    fees: fc.subarray(wordsOf(FEE_KINDS)),
    securities: fc.array(anyText, { maxLength: 2 }),
  }),
  counterGuarantees: fc.record({ count: fc.nat({ max: 3 }) }),
  approvals: fc.record({ bank: fc.boolean(), guarantor: fc.boolean() }),
  contract: fc.record({ signedOn: anyDayOrNone, lastDrawdownOn: anyDayOrNone, drawdownOn: anyDayOrNone }),
  running: fc.record({ disbursed: fc.boolean(), ended: fc.boolean() }),
  deduction: fc.record({
    pastDue: fc.boolean(),
    pastGrace: fc.boolean(),
    daysPastDue: fc.nat({ max: 400 }),
    restOnly: fc.boolean(),
    attempts: fc.nat({ max: 5 }),
    claimable: anyYuan,
    deposit: anyYuan,
    taken: anyYuan,
  }),
  claim: fc.record({ amount: anyYuan, open: anyYuan }),
  excess: fc.record({ amount: anyYuan, owed: anyYuan }),
  guarantorShare: fc.record({ amount: anyYuan, paid: anyYuan, share: anyYuan }),
  replenishment: fc.record({ amount: anyYuan, owed: anyYuan }),
  pursuit: fc.record({
    compensatedPrincipal: anyYuan,
    concluded: fc.boolean(),
    outstanding: anyYuan,
    claimable: anyYuan,
  }),
  recovery: fc.record({ gross: anyYuan, costs: anyYuan, net: anyYuan, unrecovered: anyYuan }),
  repayment: fc.record({ principal: anyYuan, outstanding: anyYuan }),
});

const anyWeight = fc.nat({ max: 100 });
const anyDays = fc.nat({ max: 366 });
const anyMultiple = fc.integer({ min: 1, max: 1000 });
const anyYears = fc.integer({ min: 1, max: 50 });

const anyShares = fc
  .subarray(['POOL', 'BANK', 'GUARANTOR', 'REGUARANTOR'], { minLength: 1 })
  .chain((parties) =>
    fc.tuple(...parties.map((party) => fc.record({ party: fc.constant(party), weight: anyWeight }))),
  );

/** Figures of an edition, each within its bounds, agreeing with one another or not. */
export const anyEditionValues: fc.Arbitrary<EditionValues> = fc.record({
  allowedPurposes: fc.subarray(wordsOf(PURPOSES), { minLength: 1 }),
  contributionMinimum: anyYuan,
  contributionMinimumHardship: anyYuan,
  contributionPayInYears: anyYears,
  poolLeverageMultiple: anyMultiple,
  regionLeverageMultiple: anyMultiple,
  replenishmentDays: anyDays,
  firstDeposit: anyYuan,
  firstDepositDays: anyDays,
  depositLeverageMultiple: anyMultiple,
  topUpDays: anyDays,
  prohibitedFees: fc.subarray(wordsOf(FEE_KINDS)),
  depositReturnWorkingDays: anyDays,
  evaluationDueMonths: anyMonths,
  lossShares: anyShares,
  lossTiers: fc.uniqueArray(fc.record({ upTo: anyYuan, shares: anyShares }), {
    maxLength: 3,
    selector: ({ upTo }) => upTo.toString(),
  }),
  firstLoss: fc.option(
    fc.record({
      party: fc.constantFrom('POOL', 'FIRM_FUND'),
      percentOfLoan: fc.integer({ min: 1, max: 100 }),
    }),
  ),
  poolShares: fc
    .subarray(['AUTONOMOUS_REGION', 'CITY', 'REGION'] as const, { minLength: 1 })
    .chain((sources) =>
      fc.tuple(...sources.map((source) => fc.record({ source: fc.constant(source), weight: anyWeight }))),
    ),
  firmCap: anyYuan,
  termMonthsUsual: anyMonths,
  termMonthsMax: anyMonths,
  continuousSupportYears: anyYears,
  continuityGapDaysMax: anyDays,
  waiverConsents: fc.record(
    Object.fromEntries(
      WAIVABLE_RULES.map((code) => [code, fc.subarray(wordsOf(TENANT_KINDS), { minLength: 1 })]),
    ) as Record<WaivableRule, fc.Arbitrary<TenantKind[]>>,
  ),
  disbursementNoticeWorkingDays: anyDays,
  rollDueDates: fc.boolean(),
  visitIntervalDays: anyDays,
  maturityReminderDays: anyDays,
  overdueMeasuresDays: anyDays,
  collectionAttemptsMin: fc.nat({ max: 20 }),
  graceDaysMax: anyDays,
  deductionNoticeWorkingDays: anyDays,
  excessReturnWorkingDays: anyDays,
  pursuitDays: anyDays,
  recoveryReportMonths: anyMonths,
  breaker: fc.record({
    measure: fc.constantFrom(...wordsOf(BREAKER_MEASURES)),
    thresholdPercent: fc.integer({ min: 1, max: 100 }),
    scope: fc.constantFrom(...wordsOf(BREAKER_SCOPES)),
    warningPercents: fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 3 }),
  }),
});
