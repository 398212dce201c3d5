import type { Model } from './linearizable.ts';

// A pool as one after another would see it: its caps, its balances and its breaker, written from the regulation for this
// test and for nothing else. Amounts are fen.

export interface LoanState {
  readonly region: string;
  readonly bank: string;
  readonly amount: bigint;
  readonly state: 'APPROVED' | 'CONTRACTED' | 'ACTIVE' | 'COMPENSATED' | 'REPAID' | 'CANCELLED';
  readonly outstanding: bigint;
}

export interface PoolState {
  readonly custody: bigint;
  readonly deposits: Readonly<Record<string, bigint>>;
  readonly fundsTotal: bigint;
  readonly netCompensation: bigint;
  readonly paidIn: Readonly<Record<string, bigint>>;
  readonly loans: Readonly<Record<string, LoanState>>;
}

export type PoolInput =
  | { readonly act: 'CONTRIBUTE'; readonly region: string; readonly amount: bigint }
  | { readonly act: 'INTEREST'; readonly bank: string; readonly amount: bigint }
  | { readonly act: 'SIGN' | 'CANCEL' | 'DEDUCT'; readonly loan: string }
  | { readonly act: 'REPAY'; readonly loan: string; readonly amount: bigint }
  | { readonly act: 'READ' };

/** What a reader sees at one moment. */
export interface Seen {
  readonly custody: bigint;
  readonly deposits: bigint;
  readonly fundsTotal: bigint;
  readonly committed: bigint;
  readonly outstanding: bigint;
  readonly tripped: boolean;
}

/** Done; or refused, with the codes of the limits that stood against it; or too late, since the loan stands elsewhere. */
export type PoolOutput =
  | { readonly end: 'DONE' }
  | { readonly end: 'REFUSED'; readonly codes: readonly string[] }
  | { readonly end: 'LATE' }
  | { readonly end: 'SEEN'; readonly seen: Seen };

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((all, one) => all + one, 0n);

const committedOf = (loan: LoanState): bigint => (loan.state === 'CONTRACTED' ? loan.amount : 0n);

function depositsOf({ deposits }: PoolState): bigint {
  return sum(Object.values(deposits));
}

export function isTripped({ netCompensation, fundsTotal }: PoolState): boolean {
  return netCompensation > 0n && netCompensation * 5n >= fundsTotal;
}

function seenOf(state: PoolState): Seen {
  const loans = Object.values(state.loans);
  return {
    custody: state.custody,
    deposits: depositsOf(state),
    fundsTotal: state.fundsTotal,
    committed: sum(loans.map(committedOf)),
    outstanding: sum(loans.map(({ outstanding }) => outstanding)),
    tripped: isTripped(state),
  };
}

/** The limits that stand against signing a loan. */
export function limitsAgainst(state: PoolState, { region, amount }: LoanState): string[] {
  const lent = (fits: (loan: LoanState) => boolean) =>
    sum(
      Object.values(state.loans)
        .filter(fits)
        .map((loan) => committedOf(loan) + loan.outstanding),
    );
  const codes: string[] = [];
  if (lent(() => true) + amount > 10n * (state.custody + depositsOf(state)))
    codes.push('ART09_POOL_LEVERAGE');
  if (lent((loan) => loan.region === region) + amount > 25n * (state.paidIn[region] ?? 0n))
    codes.push('ART13_REGION_LEVERAGE');
  if (isTripped(state)) codes.push('ART37_BREAKER');
  return codes;
}

/** What an operation does and answers, done alone. */
export function doneAlone(state: PoolState, input: PoolInput): readonly [PoolState, PoolOutput] {
  const put = (id: string, loan: LoanState, change: Partial<LoanState>, more: Partial<PoolState> = {}) =>
    [
      { ...state, ...more, loans: { ...state.loans, [id]: { ...loan, ...change } } },
      { end: 'DONE' },
    ] as const;
  switch (input.act) {
    case 'READ':
      return [state, { end: 'SEEN', seen: seenOf(state) }];
    case 'CONTRIBUTE': {
      const { region, amount } = input;
      const paidIn = { ...state.paidIn, [region]: (state.paidIn[region] ?? 0n) + amount };
      const more = { custody: state.custody + amount, fundsTotal: state.fundsTotal + amount, paidIn };
      return [{ ...state, ...more }, { end: 'DONE' }];
    }
    case 'INTEREST': {
      const { bank, amount } = input;
      const deposits = { ...state.deposits, [bank]: (state.deposits[bank] ?? 0n) + amount };
      return [{ ...state, deposits, fundsTotal: state.fundsTotal + amount }, { end: 'DONE' }];
    }
    default: {
      const loan = state.loans[input.loan];
      if (!loan) throw new Error(`no loan ${input.loan}`);
      if (input.act === 'SIGN') {
        if (loan.state !== 'APPROVED') return [state, { end: 'LATE' }];
        const codes = limitsAgainst(state, loan);
        return codes.length > 0
          ? [state, { end: 'REFUSED', codes }]
          : put(input.loan, loan, { state: 'CONTRACTED' });
      }
      if (input.act === 'CANCEL') {
        const may = loan.state === 'APPROVED' || loan.state === 'CONTRACTED';
        return may ? put(input.loan, loan, { state: 'CANCELLED' }) : [state, { end: 'LATE' }];
      }
      if (input.act === 'REPAY') {
        if (loan.state !== 'ACTIVE' || input.amount > loan.outstanding) return [state, { end: 'LATE' }];
        const outstanding = loan.outstanding - input.amount;
        return put(input.loan, loan, { outstanding, state: outstanding === 0n ? 'REPAID' : 'ACTIVE' });
      }
      if (loan.state !== 'ACTIVE' || loan.outstanding === 0n) return [state, { end: 'LATE' }];
      const deposit = state.deposits[loan.bank] ?? 0n;
      const share = poolShare(loan.outstanding);
      const taken = share < deposit ? share : deposit;
      return put(
        input.loan,
        loan,
        { state: 'COMPENSATED', outstanding: 0n },
        {
          deposits: { ...state.deposits, [loan.bank]: deposit - taken },
          netCompensation: state.netCompensation + taken,
        },
      );
    }
  }
}

/** Forty of a hundred, to the fen: the pool is named first and gets what is left over among equals. */
function poolShare(principal: bigint): bigint {
  const left = (principal * 40n) % 100n;
  const down = (principal * 40n) / 100n;
  // Of 40 / 20 / 40 the remainders of pool and guarantor are equal; the fen left over go to the largest first.
  const bankLeft = (principal * 20n) % 100n;
  const short = principal - down * 2n - (principal * 20n) / 100n;
  if (short === 0n) return down;
  return left >= bankLeft || short > 1n ? down + 1n : down;
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));

/** Which limits stood against it matters for contracts; of other acts only whether they were done. */
function sameOutput(input: PoolInput, a: PoolOutput, b: PoolOutput): boolean {
  const bare = (output: PoolOutput): unknown => {
    if (output.end !== 'REFUSED') return output;
    return input.act === 'SIGN' ? { ...output, codes: [...output.codes].sort() } : { end: 'LATE' };
  };
  return textOf(bare(a)) === textOf(bare(b));
}

export function poolModel(initial: PoolState): Model<PoolState, PoolInput, PoolOutput> {
  return {
    initial,
    step(state, input, output) {
      const [next, answer] = doneAlone(state, input);
      return output === null || sameOutput(input, answer, output) ? next : null;
    },
    nameOf: textOf,
  };
}
