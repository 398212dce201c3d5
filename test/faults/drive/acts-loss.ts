import { type Deed, type Draw, fundManager, mark, type Weighted } from './acts.ts';
import { LOAN, learned } from './acts-loans.ts';
import type { Person } from './client.ts';
import type { Random } from './random.ts';
import { daysAfter, daysBetween, fenOf, type Loan, lately, take, type World, yuan } from './world.ts';

// What happens to a loan that is not paid back, and what is looked after meanwhile.

function anyLoan(world: World, random: Random, fits: (loan: Loan) => boolean): Loan | null {
  return lately(world.loans.filter(fits), random.below, 60);
}

const partners = (world: World, loan: Loan): Person[] =>
  [world.banks[loan.bank], world.guarantors[loan.guarantor]].flatMap((place) => (place ? [place.a] : []));

const isRunning = ({ state }: Loan) => state === 'ACTIVE';
const isLost = ({ state }: Loan) => state === 'COMPENSATED';
const isPastDue = (world: World) => (loan: Loan) =>
  loan.state === 'ACTIVE' &&
  (loan.isAccelerated || (loan.maturesOn !== null && loan.maturesOn < world.today));

const visits: Draw = (world, random) => {
  const loan = anyLoan(world, random, isRunning);
  if (!loan) return null;
  return {
    by: random.pick(partners(world, loan)),
    act: 'recordVisit',
    loan,
    input: { loanId: loan.id, visitedOn: world.today, findings: '生产正常', document: mark(random) },
    field: 'aftercare',
  };
};

const warns: Draw = (world, random) => {
  const loan = anyLoan(world, random, isRunning);
  if (!loan) return null;
  return {
    by: random.pick(partners(world, loan)),
    act: 'warnOfRisk',
    loan,
    input: {
      loanId: loan.id,
      warnedOn: world.today,
      findings: '订单减少',
      measures: '加强跟踪',
      document: mark(random),
    },
    field: 'aftercare',
  };
};

const plans: Draw = (world, random) => {
  const loan = anyLoan(world, random, isPastDue(world));
  if (!loan) return null;
  return {
    by: world.banks[loan.bank]?.a ?? fundManager(world),
    act: 'planOverdueMeasures',
    loan,
    input: {
      loanId: loan.id,
      plannedOn: world.today,
      findings: '未按期还款',
      measures: '协商还款',
      document: mark(random),
    },
    field: 'aftercare',
  };
};

const accelerates: Draw = (world, random) => {
  const loan = anyLoan(world, random, (one) => isRunning(one) && !one.isAccelerated);
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  return {
    by: bank.a,
    act: 'accelerate',
    loan,
    input: { loanId: loan.id, acceleratedOn: world.today, reason: '违约', document: mark(random) },
    field: 'loan',
    select: LOAN,
    learn: (thing) => {
      learned(loan, thing);
      loan.isAccelerated = true;
    },
  };
};

const collects: Draw = (world, random) => {
  const loan = anyLoan(world, random, isPastDue(world));
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  return {
    by: bank.a,
    act: 'recordCollectionAttempt',
    loan,
    input: {
      loanId: loan.id,
      attemptedOn: world.today,
      channel: 'TELEPHONE',
      findings: '未接听',
      document: mark(random),
    },
    field: 'aftercare',
    learn: () => {
      loan.attempts += 1;
    },
  };
};

/** What is learned of a loan from a deduction from its deposit. */
function compensatedBy(world: World, loan: Loan): NonNullable<Deed['learn']> {
  return ({ id, principal, entry }) => {
    if (entry && loan.compensated % 3n === 0n) world.entries.push((entry as { id: string }).id);
    loan.state = 'COMPENSATED';
    loan.compensated += fenOf(principal);
    loan.outstanding -= fenOf(principal);
    world.notices.push({ id: String(id), bank: loan.bank });
  };
}

const GRACE_DAYS = 25;

const deducts: Draw = (world, random) => {
  const isReady = (loan: Loan) =>
    isPastDue(world)(loan) && loan.attempts >= 2 && (loan.isAccelerated || random.onceIn(2));
  const loan = anyLoan(world, random, isReady);
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  const isReport = random.onceIn(4);
  const share = (loan.outstanding * 4n) / 10n;
  const amount = isReport ? share + BigInt(random.below(3) * 100) : 0n;
  if (isReport && amount <= 0n) return null;
  const common = { loanId: loan.id, deductedOn: world.today, document: mark(random) };
  return {
    by: bank.a,
    act: isReport ? 'reportDeduction' : 'deduct',
    loan,
    input: isReport ? { ...common, amount: yuan(amount) } : common,
    field: 'compensation',
    select: 'id principal entry { id }',
    learn: compensatedBy(world, loan),
  };
};

const noticesDeduction: Draw = (world, random) => {
  const notice = lately(world.notices, random.below);
  const bank = notice && world.banks[notice.bank];
  if (!notice || !bank) return null;
  return {
    by: bank.a,
    act: 'giveDeductionNotice',
    input: { compensationId: notice.id, document: mark(random) },
    field: 'compensation',
    learn: () => take(world.notices, notice),
    refused: () => take(world.notices, notice),
  };
};

const paysShare: Draw = (world, random) => {
  const loan = anyLoan(world, random, isLost);
  const guarantor = loan && world.guarantors[loan.guarantor];
  if (!loan || !guarantor) return null;
  const open = (loan.compensated * 4n) / 10n - loan.paidByGuarantor;
  const amount = open > 1n && random.onceIn(2) ? random.fen(1n, open) : open + BigInt(random.below(3)) - 1n;
  if (amount < 1n) return null;
  return {
    by: guarantor.a,
    act: 'payGuarantorShare',
    loan,
    input: { loanId: loan.id, paidOn: world.today, amount: yuan(amount), document: mark(random) },
    field: 'guarantorPayment',
    learn: () => {
      loan.paidByGuarantor += amount;
    },
  };
};

const recovers: Draw = (world, random) => {
  const loan = anyLoan(world, random, isLost);
  if (!loan) return null;
  const open = loan.compensated - loan.recovered;
  if (open < 1n) return null;
  const net = random.onceIn(3) ? open : random.onceIn(10) ? open + 1n : random.fen(1n, open);
  const costs = random.onceIn(2) ? random.fen(1n, 5_000_00n) : 0n;
  const bank = world.banks[loan.bank]?.a;
  const isBanks = bank !== undefined && random.onceIn(2);
  return {
    by: isBanks ? bank : fundManager(world),
    act: 'recordRecovery',
    loan,
    input: {
      loanId: loan.id,
      receivedOn: world.today,
      gross: yuan(net + costs),
      costs: costs > 0n ? [{ kind: 'LITIGATION', amount: yuan(costs), note: '诉讼费' }] : [],
      destination: isBanks ? 'DEPOSIT' : 'CUSTODY',
      document: mark(random),
    },
    field: 'recovery',
    learn: () => {
      loan.recovered += net;
    },
  };
};

const sues: Draw = (world, random) => {
  const loan = anyLoan(world, random, isLost);
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) return null;
  return {
    by: bank.a,
    act: 'openLegalAction',
    loan,
    input: {
      loanId: loan.id,
      court: '昆都仑区人民法院',
      filedOn: world.today,
      note: '起诉',
      document: mark(random),
    },
    field: 'legalAction',
  };
};

const reports: Draw = (world, random) => {
  const loan = anyLoan(world, random, isLost);
  if (!loan) return null;
  return {
    by: random.pick(partners(world, loan)),
    act: 'reportRecovery',
    loan,
    input: { loanId: loan.id, reportedOn: world.today, summary: '执行中', document: mark(random) },
    field: 'recoveryReport',
  };
};

const concludes: Draw = (world, random) => {
  const loan = anyLoan(
    world,
    random,
    (one) => isLost(one) && (one.recovered === one.compensated || random.onceIn(4)),
  );
  if (!loan) return null;
  return {
    by: world.office.a,
    act: 'concludeRecovery',
    loan,
    input: { loanId: loan.id, reason: '无可供执行财产', document: mark(random) },
    field: 'loan',
    select: LOAN,
    learn: (thing) => learned(loan, thing),
  };
};

const replenishes: Draw = (world, random) => {
  const region = random.pick(world.regions);
  return {
    by: fundManager(world),
    act: 'recordReplenishment',
    input: {
      regionId: region.id,
      amount: yuan(random.fen(1n, 200_000_00n)),
      valueDate: world.today,
      document: mark(random),
    },
    field: 'entry',
    learn: ({ id }) => world.entries.push(String(id)),
  };
};

/** A loan that is past its grace, so that a deduction is lawful: the office lets the days pass. */
export function daysToGrace(world: World): number | null {
  const waiting = world.loans.filter(isPastDue(world)).map(({ maturesOn }) => maturesOn ?? world.today);
  const [first] = waiting.sort();
  if (first === undefined) return null;
  const days = daysBetween(world.today, daysAfter(first, GRACE_DAYS + 1));
  return days > 0 ? days : null;
}

export const LOSS: Weighted = [
  [3, visits],
  [2, warns],
  [4, plans],
  [1, accelerates],
  [14, collects],
  [16, deducts],
  [5, noticesDeduction],
  [8, paysShare],
  [10, recovers],
  [2, sues],
  [3, reports],
  [2, concludes],
  [4, replenishes],
];
