import { expect, it } from 'vitest';
import { parseDate } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Outcome } from '../../src/domain/words.ts';
import type { Edition } from '../../src/regulation/edition.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import type { Facts } from '../../src/regulation/facts.ts';
import { judge, type Rule, type Verdict, type WaiverFact } from '../../src/regulation/verdict.ts';

export const yuan = (text: string) => Yuan.parse(text);
export const day = parseDate;

/** Facts under which every rule passes or triggers; a case changes only what it is about. */
export const ORDINARY: Facts = {
  today: day('2024-06-03'),
  firm: {
    registeredInCity: true,
    size: 'SMALL',
    creditCodeIsEnterprise: true,
    listedOn: null,
    exposure: yuan('0'),
    support: [],
    ofActingRegion: true,
  },
  asked: { amount: yuan('3000000'), termMonths: 12, purpose: 'PRODUCTION_TURNOVER' },
  pool: {
    fundsTotal: yuan('100000000'),
    fundsAvailable: yuan('100000000'),
    netCompensation: yuan('0'),
    exposure: yuan('0'),
    custody: yuan('50000000'),
  },
  breaker: {
    measure: 'NET_COMPENSATION_TO_FUNDS',
    scope: 'POOL',
    part: yuan('0'),
    whole: yuan('100000000'),
  },
  region: { hardship: false, pledged: yuan('0'), paidIn: yuan('8000000'), exposure: yuan('0') },
  pledge: {
    amount: yuan('8000000'),
    pledgedOn: day('2024-06-03'),
    payInBy: day('2025-06-03'),
    unpaid: yuan('8000000'),
  },
  contribution: { amount: yuan('8000000'), paidOn: day('2024-07-01') },
  bank: {
    state: 'COOPERATING',
    deposit: yuan('1000000'),
    exposure: yuan('10000000.01'),
    hasSpecialAccount: true,
  },
  departure: {
    runningLoans: 0,
    endedOn: day('2024-05-31'),
    valueDate: day('2024-06-03'),
    balance: yuan('1000012.34'),
    lowest: yuan('1000012.34'),
    suspense: yuan('0'),
  },
  evaluation: { lastDay: day('2023-12-31'), banksMissing: [] },
  supplement: {
    ground: 'EVALUATION',
    evaluated: true,
    tripped: false,
    amount: yuan('3000000'),
    toCome: yuan('3000000'),
  },
  guarantor: { active: true },
  placement: { amount: yuan('1000000'), first: true, approvedTopUp: null },
  interest: { amount: yuan('12.34'), onPoolAccount: true },
  screening: { siteVisitedOn: day('2024-06-01') },
  diligence: { filedByBank: true, filedByGuarantor: true, recommendedToActor: true },
  terms: {
    amount: yuan('3000000'),
    termMonths: 12,
    lprKnown: true,
    rateIsPositive: true,
    method: 'BULLET',
    instalments: [{ dueOn: day('2025-06-03'), principal: yuan('3000000') }],
    start: day('2024-06-03'),
    maturity: day('2025-06-03'),
    fees: [],
    securities: [],
  },
  counterGuarantees: { count: 1 },
  approvals: { bank: true, guarantor: true },
  contract: { signedOn: day('2024-06-03'), lastDrawdownOn: day('2024-09-03'), drawdownOn: day('2024-06-10') },
  running: { disbursed: true, ended: false },
  deduction: {
    pastDue: true,
    pastGrace: true,
    daysPastDue: 26,
    restOnly: false,
    attempts: 2,
    claimable: yuan('4000000'),
    deposit: yuan('5000000'),
    taken: yuan('4000000'),
  },
  claim: { amount: yuan('100'), open: yuan('100') },
  excess: { amount: yuan('100'), owed: yuan('100') },
  guarantorShare: { amount: yuan('1000000'), paid: yuan('3000000'), share: yuan('4000000') },
  replenishment: { amount: yuan('1600000'), owed: yuan('1600000') },
  pursuit: {
    compensatedPrincipal: yuan('10000000'),
    concluded: false,
    outstanding: yuan('0'),
    claimable: yuan('0'),
  },
  recovery: { gross: yuan('1200'), costs: yuan('200'), net: yuan('1000'), unrecovered: yuan('10000000') },
  repayment: { principal: yuan('1000000'), outstanding: yuan('3000000') },
};

/** What a case changes: whole facts, or single fields of a group. */
export type Change = {
  readonly [Group in keyof Facts]?: Facts[Group] extends string ? Facts[Group] : Partial<Facts[Group]>;
};

export function factsWith(change: Change): Facts {
  const groups = Object.keys(ORDINARY) as (keyof Facts)[];
  return Object.fromEntries(
    groups.map((group) => {
      const usual = ORDINARY[group];
      const other = change[group];
      if (other === null) return [group, null];
      return [group, typeof usual === 'object' ? { ...usual, ...(other as object) } : (other ?? usual)];
    }),
  ) as unknown as Facts;
}

/** The verdict of one rule, or null when it has nothing to say. */
export function verdictOf(
  rule: Rule,
  change: Change,
  edition: Edition | null = BAOTOU_2021,
  waivers: readonly WaiverFact[] = [],
): Verdict | null {
  return judge([rule], factsWith(change), edition, waivers)[0] ?? null;
}

/** One line of an article's table: what is the case, what differs from the ordinary, and what the rule says. */
export type Case = readonly [title: string, change: Change, outcome: Outcome | null];

/** Runs a table of cases against a rule. */
export function table(rule: Rule, cases: readonly Case[], edition: Edition = BAOTOU_2021): void {
  it.each(cases)(`${rule.code}: %s`, (_title, change, outcome) => {
    expect(verdictOf(rule, change, edition)?.outcome ?? null).toBe(outcome);
  });
}
