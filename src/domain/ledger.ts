import { Yuan } from './money.ts';
import type { AccountKind, EntryKind, Id, Source } from './words.ts';

/** The name of an account: `custody`, `deposit:<bank>`, `fund:CITY`, `fund:REGION:<region>`, `interest`, `compensation:…`. */
export type AccountCode = string & { readonly __brand: 'AccountCode' };

/** An account with what it is about, from which its readers follow. */
export interface Account {
  readonly code: AccountCode;
  readonly kind: AccountKind;
  readonly source: Source | null;
  readonly bankId: Id<'bank'> | null;
  readonly regionId: Id<'region'> | null;
}

/** A source of money: a region is named, the autonomous region and the city are not. */
export type FundSource =
  | { readonly source: 'AUTONOMOUS_REGION' | 'CITY'; readonly regionId: null }
  | { readonly source: 'REGION'; readonly regionId: Id<'region'> };

const plain = { source: null, bankId: null, regionId: null } as const;

export const custody: Account = { ...plain, code: 'custody' as AccountCode, kind: 'CUSTODY' };
export const interest: Account = { ...plain, code: 'interest' as AccountCode, kind: 'INTEREST' };

export function deposit(bankId: Id<'bank'>): Account {
  return { ...plain, code: `deposit:${bankId}` as AccountCode, kind: 'DEPOSIT', bankId };
}

export function fund(from: FundSource): Account {
  const code = from.regionId ? `fund:REGION:${from.regionId}` : `fund:${from.source}`;
  return { ...plain, code: code as AccountCode, kind: 'FUND', source: from.source, regionId: from.regionId };
}

export function compensation(by: FundSource): Account {
  const code = by.regionId ? `compensation:REGION:${by.regionId}` : `compensation:${by.source}`;
  return {
    ...plain,
    code: code as AccountCode,
    kind: 'COMPENSATION',
    source: by.source,
    regionId: by.regionId,
  };
}

/** One line: a debit above zero, a credit below. */
export interface Line {
  readonly account: Account;
  readonly amount: Yuan;
}

/** The lines of one entry, and what kind of entry they make. */
export interface Posting {
  readonly kind: EntryKind;
  readonly lines: readonly Line[];
}

function transfer(kind: EntryKind, debit: Account, credit: Account, amount: Yuan): Posting {
  if (!amount.isPositive()) throw new RangeError('an entry moves an amount above zero');
  return {
    kind,
    lines: [
      { account: debit, amount },
      { account: credit, amount: amount.negated() },
    ],
  };
}

// One template per event. Nothing else moves money (Art. 11): there is none for a withdrawal.

/** 第八条 A source pays into the pool’s own account. */
export function contributionReceived(from: FundSource, amount: Yuan): Posting {
  return transfer('CONTRIBUTION', custody, fund(from), amount);
}

/** 第十二条 Interest stays where it was earned: on the pool’s own account, or on a risk deposit. */
export function interestCredited(on: Id<'bank'> | null, amount: Yuan): Posting {
  return transfer('INTEREST', on ? deposit(on) : custody, interest, amount);
}

/** 第十六条 A risk deposit is placed in, or topped up at, a bank. */
export function depositPlaced(bankId: Id<'bank'>, amount: Yuan): Posting {
  return transfer('DEPOSIT_PLACED', deposit(bankId), custody, amount);
}

/** 红字冲销 The same lines with the opposite sign. */
export function reversalOf(lines: readonly Line[]): Posting {
  return {
    kind: 'REVERSAL',
    lines: lines.map(({ account, amount }) => ({ account, amount: amount.negated() })),
  };
}

/** The figures that rules and dashboards ask of the ledger, from the balances of its accounts. */
export interface PoolFigures {
  /** Custody plus all deposits: the base of leverage (Art. 9). */
  readonly fundsAvailable: Yuan;
  /** Contributions, supplements, replenishments and interest, gross of losses: the base of the breaker (Art. 37). */
  readonly fundsTotal: Yuan;
  /** Compensation paid less recoveries returned (Art. 37). */
  readonly netCompensation: Yuan;
  readonly custody: Yuan;
  readonly deposits: Yuan;
  readonly interest: Yuan;
}

export function poolFigures(
  balances: Iterable<{ readonly kind: AccountKind; readonly balance: Yuan }>,
): PoolFigures {
  const sums: Record<AccountKind, Yuan> = {
    CUSTODY: Yuan.ZERO,
    DEPOSIT: Yuan.ZERO,
    FUND: Yuan.ZERO,
    INTEREST: Yuan.ZERO,
    COMPENSATION: Yuan.ZERO,
  };
  for (const { kind, balance } of balances) sums[kind] = sums[kind].plus(balance);
  return {
    fundsAvailable: sums.CUSTODY.plus(sums.DEPOSIT),
    fundsTotal: sums.FUND.plus(sums.INTEREST).negated(),
    netCompensation: sums.COMPENSATION,
    custody: sums.CUSTODY,
    deposits: sums.DEPOSIT,
    interest: sums.INTEREST.negated(),
  };
}
