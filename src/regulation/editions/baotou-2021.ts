import { parseDate } from '../../domain/dates.ts';
import { Yuan } from '../../domain/money.ts';
import type { Edition } from '../edition.ts';

/**
 * The figures of the 2021 measures of Baotou: a template. What binds a pool is its own row in the database. Valid for
 * five years from the day of issue, both days included (Art. 40).
 */
export const BAOTOU_2021: Edition = {
  number: '包府办发〔2021〕49号',
  titleZh: '包头市中小微企业助保金贷款管理办法（修订）',
  titleEn: 'Measures of Baotou for guaranteed loans to micro, small and medium-sized enterprises (revised)',
  validFrom: parseDate('2021-04-30'),
  validTo: parseDate('2026-04-30'),
  values: {
    allowedPurposes: ['PRODUCTION_TURNOVER', 'RAW_MATERIALS', 'WAGES_AND_RUNNING_COSTS', 'ORDER_PERFORMANCE'],
    contributionMinimum: Yuan.parse('8000000'),
    contributionMinimumHardship: Yuan.parse('4000000'),
    contributionPayInYears: 2,
    poolLeverageMultiple: 10,
    regionLeverageMultiple: 25,
    replenishmentDays: 90,
    firstDeposit: Yuan.parse('1000000'),
    firstDepositDays: 30,
    depositLeverageMultiple: 10,
    topUpDays: 30,
    prohibitedFees: ['MARGIN', 'COMMITMENT', 'CONSULTING', 'ADVISORY', 'REGISTRATION', 'DOCUMENTATION'],
    depositReturnWorkingDays: 10,
    evaluationDueMonths: 3,
    lossShares: [
      { party: 'POOL', weight: 40 },
      { party: 'BANK', weight: 20 },
      { party: 'GUARANTOR', weight: 40 },
    ],
    lossTiers: [],
    firstLoss: null,
    poolShares: [
      { source: 'AUTONOMOUS_REGION', weight: 30 },
      { source: 'CITY', weight: 30 },
      { source: 'REGION', weight: 40 },
    ],
    firmCap: Yuan.parse('10000000'),
    termMonthsUsual: 12,
    termMonthsMax: 24,
    continuousSupportYears: 3,
    continuityGapDaysMax: 90,
    waiverConsents: {
      ART08_MINIMUM_CONTRIBUTION: ['OFFICE'],
      ART13_REGION_LEVERAGE: ['OFFICE'],
      ART22_FIRM_CAP: ['OFFICE'],
      ART22_TERM_USUAL: ['OFFICE'],
      ART23_CONTINUITY: ['OFFICE', 'BANK', 'GUARANTOR'],
    },
    disbursementNoticeWorkingDays: 3,
    rollDueDates: true,
    visitIntervalDays: 90,
    maturityReminderDays: 60,
    overdueMeasuresDays: 10,
    collectionAttemptsMin: 2,
    graceDaysMax: 25,
    deductionNoticeWorkingDays: 3,
    excessReturnWorkingDays: 3,
    pursuitDays: 90,
    recoveryReportMonths: 3,
    breaker: {
      measure: 'NET_COMPENSATION_TO_FUNDS',
      thresholdPercent: 20,
      scope: 'POOL',
      warningPercents: [50, 75, 90],
    },
  },
};
