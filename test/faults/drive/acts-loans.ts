import { type Draw, mark, type Weighted } from './acts.ts';
import { daysAfter, fenOf, type Loan, lately, yuan } from './world.ts';

// A loan, from its contracts to the last repayment.

/** What an answer says of a loan. */
export const LOAN = 'id state outstanding maturesOn';

export function learned(
  loan: Loan,
  { state, outstanding, maturesOn }: Readonly<Record<string, unknown>>,
): void {
  if (typeof outstanding === 'string') loan.outstanding = fenOf(outstanding);
  if (typeof maturesOn === 'string') loan.maturesOn = maturesOn;
  if (state === 'APPROVED' || state === 'CONTRACTED' || state === 'COMPENSATED') loan.state = state;
  else loan.state = state === 'ACTIVE' || state === 'OVERDUE' ? 'ACTIVE' : 'ENDED';
}

const signs: Draw = (world, random) => {
  const loan = lately(
    world.loans.filter(({ state }) => state === 'APPROVED'),
    random.below,
  );
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  return {
    by: bank.a,
    act: 'signContracts',
    loan,
    input: {
      loanId: loan.id,
      contractNumber: mark(random),
      guaranteeContractNumber: '保-1',
      lastDrawdownOn: daysAfter(world.today, 30),
    },
    field: 'loan',
    select: LOAN,
    learn: (thing) => learned(loan, thing),
  };
};

const disburses: Draw = (world, random) => {
  const loan = lately(
    world.loans.filter(({ state }) => state === 'CONTRACTED'),
    random.below,
  );
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  return {
    by: bank.a,
    act: 'disburse',
    loan,
    input: { loanId: loan.id, disbursedOn: world.today, document: mark(random) },
    field: 'loan',
    select: LOAN,
    learn: (thing) => learned(loan, thing),
  };
};

const cancels: Draw = (world, random) => {
  const loan = lately(
    world.loans.filter(({ state }) => state === 'APPROVED' || state === 'CONTRACTED'),
    random.below,
  );
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  return {
    by: bank.a,
    act: 'cancelLoan',
    loan,
    input: { loanId: loan.id, reason: mark(random) },
    field: 'loan',
    select: LOAN,
    learn: (thing) => learned(loan, thing),
  };
};

const repays: Draw = (world, random) => {
  const loan = lately(
    world.loans.filter(({ state, outstanding }) => state === 'ACTIVE' && outstanding > 0n),
    random.below,
    100,
  );
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  const all = loan.outstanding;
  const principal = random.onceIn(2) ? all : random.onceIn(15) ? all + 1n : random.fen(1n, all);
  return {
    by: bank.a,
    act: 'recordRepayment',
    loan,
    input: {
      loanId: loan.id,
      paidOn: world.today,
      principal: yuan(principal),
      interest: yuan(random.fen(1n, 10_000_00n)),
      document: mark(random),
    },
    field: 'loan',
    select: LOAN,
    learn: (thing) => learned(loan, thing),
  };
};

const notices: Draw = (world, random) => {
  const loan = lately(
    world.loans.filter(({ state }) => state === 'ACTIVE'),
    random.below,
  );
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  return {
    by: bank.a,
    act: 'giveDisbursementNotice',
    loan,
    input: { loanId: loan.id, document: mark(random) },
    field: 'loan',
  };
};

/** Acts about loans that go well. */
export const LOANS: Weighted = [
  [14, signs],
  [12, disburses],
  [1, cancels],
  [8, repays],
  [3, notices],
];
