import type { Edition, EditionValues } from '../../src/regulation/edition.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { day, yuan } from '../articles/facts.ts';

// Schemes of other cities as editions. What each source says, how sure we are of it (primary > high > medium-high > medium
// > low), and which figures it leaves open: those are taken here so that a loan can be followed to the fen, and claim
// nothing about the city. Figures that no line names are Baotou's.

/** What is followed of one loan: every amount below was worked out by hand. */
export interface Followed {
  readonly amount: string;
  /** Principal claimed, step by step, the parts of each step, and the pool's part by source. */
  readonly claims: readonly Step[];
  /** Net recoveries, step by step; the rest of the loss is recovered at the end and not written here. */
  readonly recoveries: readonly Step[];
}

export interface Step {
  readonly amount: string;
  readonly parts: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, string>>;
}

export interface Scheme {
  readonly name: string;
  readonly sure: 'high' | 'medium-high' | 'low-medium';
  readonly edition: Edition;
  readonly warnings: readonly string[];
  readonly followed: Followed;
}

function scheme(
  name: string,
  sure: Scheme['sure'],
  changes: Partial<EditionValues>,
  warnings: readonly string[],
  followed: Followed,
): Scheme {
  const edition: Edition = {
    number: name,
    titleZh: name,
    titleEn: name,
    validFrom: day('2021-01-01'),
    validTo: day('2030-12-31'),
    values: { ...BAOTOU_2021.values, ...changes },
  };
  return { name, sure, edition, warnings, followed };
}

/** Fuqing 2013 (medium-high): the firms' own fund first, then the government and the bank by halves; no guarantor. */
export const FUQING_2013 = scheme(
  '福清2013',
  'medium-high',
  {
    lossShares: [
      { party: 'POOL', weight: 50 },
      { party: 'BANK', weight: 50 },
    ],
    // Open: how much of a loan the firms' fund bears. The product it follows asks at least two percent of each firm.
    firstLoss: { party: 'FIRM_FUND', percentOfLoan: 2 },
    // One government pays.
    poolShares: [{ source: 'CITY', weight: 100 }],
    // Open in the source: the first deposit.
    firstDeposit: yuan('5000000'),
  },
  [],
  {
    amount: '3000000.01',
    claims: [
      {
        amount: '3000000.01',
        parts: { FIRM_FUND: '60000.00', POOL: '1470000.01', BANK: '1470000.00' },
        sources: { CITY: '1470000.01' },
      },
    ],
    recoveries: [
      {
        amount: '1000000.00',
        parts: { FIRM_FUND: '0.00', POOL: '500000.00', BANK: '500000.00' },
        sources: { CITY: '500000.00' },
      },
      // The two who shared are made good; the first fen beyond goes to the firms' fund.
      {
        amount: '1940000.02',
        parts: { FIRM_FUND: '0.01', POOL: '970000.01', BANK: '970000.00' },
        sources: { CITY: '970000.01' },
      },
    ],
  },
);

/** Anhui “4321” (high): guarantor 40, re-guarantor 30, bank 20, government 10; at most 20,000,000 for a firm. */
export const ANHUI_4321 = scheme(
  '安徽4321',
  'high',
  {
    lossShares: [
      { party: 'GUARANTOR', weight: 40 },
      { party: 'REGUARANTOR', weight: 30 },
      { party: 'BANK', weight: 20 },
      { party: 'POOL', weight: 10 },
    ],
    // Open: which government. The local one, alone.
    poolShares: [{ source: 'REGION', weight: 100 }],
    regionLeverageMultiple: 10,
    firmCap: yuan('20000000.03'),
    firstDeposit: yuan('5000000'),
  },
  [],
  {
    amount: '20000000.03',
    claims: [
      {
        amount: '20000000.03',
        parts: {
          GUARANTOR: '8000000.01',
          REGUARANTOR: '6000000.01',
          BANK: '4000000.01',
          POOL: '2000000.00',
        },
        sources: { REGION: '2000000.00' },
      },
    ],
    recoveries: [
      {
        amount: '1234.56',
        parts: { GUARANTOR: '493.82', REGUARANTOR: '370.37', BANK: '246.91', POOL: '123.46' },
        sources: { REGION: '123.46' },
      },
      {
        amount: '0.44',
        parts: { GUARANTOR: '0.18', REGUARANTOR: '0.13', BANK: '0.09', POOL: '0.04' },
        sources: { REGION: '0.04' },
      },
    ],
  },
);

const poolAndBank = (pool: number) => [
  { party: 'POOL', weight: pool },
  { party: 'BANK', weight: 100 - pool },
];

/** Guangzhou 2025 (medium-high): 40 / 30 / 20 percent up to 5, 15, 30 million; stops a bank at three percent lost. */
export const GUANGZHOU_2025 = scheme(
  '广州2025',
  'medium-high',
  {
    lossTiers: [
      { upTo: yuan('5000000'), shares: poolAndBank(40) },
      { upTo: yuan('15000000'), shares: poolAndBank(30) },
    ],
    lossShares: poolAndBank(20),
    firmCap: yuan('30000000'),
    poolShares: [{ source: 'CITY', weight: 100 }],
    // The source counts a bank's losses year by year; here they are counted since the beginning (a reading).
    breaker: {
      measure: 'COMPENSATED_TO_DISBURSED',
      thresholdPercent: 3,
      scope: 'BANK',
      warningPercents: [50, 75, 90],
    },
    firstDeposit: yuan('5000000'),
  },
  [],
  {
    // One fen above the first tier.
    amount: '5000000.01',
    claims: [
      {
        amount: '5000000.01',
        parts: { POOL: '1500000.00', BANK: '3500000.01' },
        sources: { CITY: '1500000.00' },
      },
    ],
    recoveries: [
      { amount: '100.01', parts: { POOL: '30.00', BANK: '70.01' }, sources: { CITY: '30.00' } },
      { amount: '0.02', parts: { POOL: '0.01', BANK: '0.01' }, sources: { CITY: '0.01' } },
    ],
  },
);

/** Baiyin 2023 (medium-high): the government's money and the firms' fund in a fixed order; a bank stops at five percent overdue. */
export const BAIYIN_2023 = scheme(
  '白银2023',
  'medium-high',
  {
    // Open: which of the two is first, how far, and how the rest is shared.
    firstLoss: { party: 'POOL', percentOfLoan: 20 },
    lossShares: [
      { party: 'FIRM_FUND', weight: 50 },
      { party: 'BANK', weight: 50 },
    ],
    poolShares: [
      { source: 'CITY', weight: 50 },
      { source: 'REGION', weight: 50 },
    ],
    regionLeverageMultiple: 20,
    breaker: {
      measure: 'OVERDUE_TO_OUTSTANDING',
      thresholdPercent: 5,
      scope: 'BANK',
      warningPercents: [50, 75, 90],
    },
    firstDeposit: yuan('1000000'),
  },
  [],
  {
    amount: '1000000.00',
    claims: [
      {
        amount: '150000.00',
        parts: { POOL: '150000.00', FIRM_FUND: '0.00', BANK: '0.00' },
        sources: { CITY: '75000.00', REGION: '75000.00' },
      },
      {
        amount: '850000.00',
        parts: { POOL: '50000.00', FIRM_FUND: '400000.00', BANK: '400000.00' },
        sources: { CITY: '25000.00', REGION: '25000.00' },
      },
    ],
    recoveries: [
      {
        amount: '800000.00',
        parts: { POOL: '0.00', FIRM_FUND: '400000.00', BANK: '400000.00' },
        sources: { CITY: '0.00', REGION: '0.00' },
      },
      {
        amount: '0.03',
        parts: { POOL: '0.03', FIRM_FUND: '0.00', BANK: '0.00' },
        sources: { CITY: '0.02', REGION: '0.01' },
      },
    ],
  },
);

/** Jiaozuo (low-medium): city 60 and county 40 pay in; pool 30–50, bank 20–30, guarantor 20–50; at most 5,000,000 for a firm. */
export const JIAOZUO = scheme(
  '焦作',
  'low-medium',
  {
    // Open within the ranges.
    lossShares: [
      { party: 'POOL', weight: 50 },
      { party: 'BANK', weight: 30 },
      { party: 'GUARANTOR', weight: 20 },
    ],
    poolShares: [
      { source: 'CITY', weight: 60 },
      { source: 'REGION', weight: 40 },
    ],
    firmCap: yuan('5000000'),
    firstDeposit: yuan('5000000'),
  },
  [],
  {
    amount: '5000000.00',
    claims: [
      {
        amount: '5000000.00',
        parts: { POOL: '2500000.00', BANK: '1500000.00', GUARANTOR: '1000000.00' },
        sources: { CITY: '1500000.00', REGION: '1000000.00' },
      },
    ],
    recoveries: [
      {
        amount: '0.05',
        parts: { POOL: '0.03', BANK: '0.01', GUARANTOR: '0.01' },
        sources: { CITY: '0.02', REGION: '0.01' },
      },
      {
        amount: '0.02',
        parts: { POOL: '0.01', BANK: '0.01', GUARANTOR: '0.00' },
        sources: { CITY: '0.00', REGION: '0.01' },
      },
    ],
  },
);

/** Shenzhen 2018 (high): the pool bears at most half, less for larger loans, up to 30,000,000. */
export const SHENZHEN_2018 = scheme(
  '深圳2018',
  'high',
  {
    // Open: where the tiers lie, and the shares below one half.
    lossTiers: [
      { upTo: yuan('10000000'), shares: poolAndBank(50) },
      { upTo: yuan('20000000'), shares: poolAndBank(40) },
    ],
    lossShares: poolAndBank(30),
    firmCap: yuan('30000000'),
    poolShares: [{ source: 'CITY', weight: 100 }],
    firstDeposit: yuan('10000000'),
  },
  [],
  {
    amount: '20000000.00',
    claims: [
      {
        amount: '20000000.00',
        parts: { POOL: '8000000.00', BANK: '12000000.00' },
        sources: { CITY: '8000000.00' },
      },
    ],
    recoveries: [
      { amount: '333.33', parts: { POOL: '133.33', BANK: '200.00' }, sources: { CITY: '133.33' } },
      { amount: '0.01', parts: { POOL: '0.01', BANK: '0.00' }, sources: { CITY: '0.01' } },
    ],
  },
);

/**
 * The national guarantee fund 2026 (medium-high): the fund bears 30 percent of a loan of up to three years, the bank at
 * least 20; compensation is capped at four percent. Shares by term of loan, 35 and 40 percent for longer ones, are no
 * shape that an edition has: under Art. 22 no loan runs longer than three years.
 */
export const NATIONAL_2026 = scheme(
  '国家融资担保基金2026',
  'medium-high',
  {
    lossShares: [
      { party: 'POOL', weight: 30 },
      { party: 'BANK', weight: 20 },
      { party: 'GUARANTOR', weight: 50 },
    ],
    firmCap: yuan('20000000'),
    poolShares: [{ source: 'AUTONOMOUS_REGION', weight: 100 }],
    breaker: {
      measure: 'COMPENSATED_TO_DISBURSED',
      thresholdPercent: 4,
      scope: 'POOL',
      warningPercents: [],
    },
    firstDeposit: yuan('10000000'),
  },
  [],
  {
    amount: '20000000.00',
    claims: [
      {
        amount: '20000000.00',
        parts: { POOL: '6000000.00', BANK: '4000000.00', GUARANTOR: '10000000.00' },
        sources: { AUTONOMOUS_REGION: '6000000.00' },
      },
    ],
    recoveries: [
      {
        amount: '0.01',
        parts: { POOL: '0.00', BANK: '0.00', GUARANTOR: '0.01' },
        sources: { AUTONOMOUS_REGION: '0.00' },
      },
      {
        amount: '0.02',
        parts: { POOL: '0.01', BANK: '0.01', GUARANTOR: '0.00' },
        sources: { AUTONOMOUS_REGION: '0.01' },
      },
    ],
  },
);

export const SCHEMES: readonly Scheme[] = [
  FUQING_2013,
  ANHUI_4321,
  GUANGZHOU_2025,
  BAIYIN_2023,
  JIAOZUO,
  SHENZHEN_2018,
  NATIONAL_2026,
];
