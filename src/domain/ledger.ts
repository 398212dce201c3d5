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

/** What a bank has deducted early or in excess, and owes back. */
export function suspense(bankId: Id<'bank'>): Account {
  return { ...plain, code: `suspense:${bankId}` as AccountCode, kind: 'SUSPENSE', bankId };
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

/** 第十八条 A departed bank returns its whole deposit. */
export function depositReturned(bankId: Id<'bank'>, balance: Yuan): Posting {
  return transfer('DEPOSIT_RETURNED', custody, deposit(bankId), balance);
}

/** 第十三条 A region makes up for its share of a compensation. */
export function replenishmentReceived(regionId: Id<'region'>, amount: Yuan): Posting {
  return transfer('REPLENISHMENT', custody, fund({ source: 'REGION', regionId }), amount);
}

/** 第三十八条 The city adds to the pool. */
export function supplementReceived(amount: Yuan): Posting {
  return transfer('SUPPLEMENT', custody, fund({ source: 'CITY', regionId: null }), amount);
}

/** One source's part of the pool's money. */
export interface SourcePart {
  readonly from: FundSource;
  readonly amount: Yuan;
}

/** Lines of an amount by source against one account; a source without a part has no line. */
function bySource(kind: EntryKind, against: Account, parts: readonly SourcePart[], sign: 1 | -1): Posting {
  const total = Yuan.sum(parts.map(({ amount }) => amount));
  if (!total.isPositive()) throw new RangeError('an entry moves an amount above zero');
  const lines = parts
    .filter(({ amount }) => !amount.isZero())
    .map(({ from, amount }) => ({ account: compensation(from), amount: amount.times(sign) }));
  return { kind, lines: [...lines, { account: against, amount: total.times(-sign) }] };
}

/** 第三十二条 The pool's share of a defaulted principal leaves the risk deposit, borne by the sources. */
export function deducted(bankId: Id<'bank'>, parts: readonly SourcePart[]): Posting {
  return bySource('DEDUCTION', deposit(bankId), parts, 1);
}

/** 第三十四条 The pool's part of a recovery comes back, to the risk deposit or to custody, and lowers what the sources bear. */
export function recoveryReturned(to: Id<'bank'> | null, parts: readonly SourcePart[]): Posting {
  return bySource('RECOVERY', to ? deposit(to) : custody, parts, -1);
}

/** 第三十二条 What a bank took early or too much is owed back by it. */
export function excessDeducted(bankId: Id<'bank'>, amount: Yuan): Posting {
  return transfer('EXCESS_DEDUCTED', suspense(bankId), deposit(bankId), amount);
}

/** 第三十二条 The bank puts back what it took in excess. */
export function excessReturned(bankId: Id<'bank'>, amount: Yuan): Posting {
  return transfer('EXCESS_RETURNED', deposit(bankId), suspense(bankId), amount);
}

/** 期初余额 What a source had paid in, in all, before the pool was kept here. */
export function openingContribution(from: FundSource, amount: Yuan): Posting {
  return transfer('OPENING', custody, fund(from), amount);
}

/** 期初余额 Interest that had been rolled into the pool. */
export function openingInterest(amount: Yuan): Posting {
  return transfer('OPENING', custody, interest, amount);
}

/** 期初余额 What of the pool’s money stood in a bank’s special account. */
export function openingDeposit(bankId: Id<'bank'>, amount: Yuan): Posting {
  return transfer('OPENING', deposit(bankId), custody, amount);
}

/** 期初余额 What compensations had cost a source, less what came back. */
export function openingCompensation(by: FundSource, amount: Yuan): Posting {
  return transfer('OPENING', compensation(by), custody, amount);
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
  /** Owed back by banks: neither available nor lost (Art. 32). */
  readonly suspense: Yuan;
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
    SUSPENSE: Yuan.ZERO,
  };
  for (const { kind, balance } of balances) sums[kind] = sums[kind].plus(balance);
  return {
    fundsAvailable: sums.CUSTODY.plus(sums.DEPOSIT),
    fundsTotal: sums.FUND.plus(sums.INTEREST).negated(),
    netCompensation: sums.COMPENSATION,
    custody: sums.CUSTODY,
    deposits: sums.DEPOSIT,
    interest: sums.INTEREST.negated(),
    suspense: sums.SUSPENSE,
  };
}
