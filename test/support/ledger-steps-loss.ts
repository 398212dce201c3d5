import {
  accelerate,
  planOverdueMeasures,
  recordCollectionAttempt,
  recordVisit,
  warnOfRisk,
} from '../../src/acts/aftercare.ts';
import { payGuarantorShare, returnExcess } from '../../src/acts/claims.ts';
import { deduct, giveDeductionNotice, reportDeduction } from '../../src/acts/compensation.ts';
import { advanceClock } from '../../src/acts/governance.ts';
import { concludeRecovery, recordRecovery } from '../../src/acts/recovery.ts';
import { recordReplenishment } from '../../src/acts/replenishment.ts';
import type { Id } from '../../src/domain/words.ts';
import {
  dayOf,
  document,
  type Found,
  LAST_DAY,
  pick,
  pickLoan,
  pickMostly,
  type Step,
  whoOf,
  within,
} from './ledger-draw.ts';
import { date, type Ledger, yuan } from './ledger-driver.ts';
import { PARTIES, shareOut, shift } from './ledger-laws.ts';

// Steps after the loan: looking after it, compensation, recovery.

const isOut = ({ state }: { state: string }) => state === 'ACTIVE' || state === 'COMPENSATED';
const isLost = ({ state }: { state: string }) => state === 'COMPENSATED';

/** Who acts for the fund manager about a loan: nobody, where another guaranteed it. */
function pursuers({ bank, guarantor, loan }: Found) {
  return loan.guarantor === 0 ? [bank, guarantor] : [bank];
}

const visits: Step = async (ledger, draw) => {
  const found = pickLoan(ledger, isOut, draw);
  if (!found) return;
  const { actor, isStranger } = whoOf(ledger, found, [found.bank, found.guarantor, found.district], draw);
  const day = date(dayOf(ledger, draw));
  const expected = isStranger ? 'NOT_FOUND' : ledger.model.lookAfter(found.loan, day);
  const said = { loanId: found.id, findings: '经营正常', measures: '继续关注', document };
  if (draw.edge > 0) await ledger.does(actor, recordVisit, { ...said, visitedOn: day }, expected);
  else await ledger.does(actor, warnOfRisk, { ...said, warnedOn: day }, expected);
};

const plansMeasures: Step = async (ledger, draw) => {
  const found = pickLoan(ledger, isOut, draw);
  if (!found) return;
  const day = date(dayOf(ledger, draw));
  const input = { loanId: found.id, plannedOn: day, findings: '逾期', measures: '协商', document };
  // The fund manager looks after what it guaranteed.
  const isForeign = found.loan.guarantor !== 0;
  const expected = ledger.model.lookAfter(found.loan, day);
  await ledger.does(ledger.manager, planOverdueMeasures, input, isForeign ? 'NOT_FOUND' : expected);
  await ledger.does(found.bank, planOverdueMeasures, input, expected);
};

/** Mostly two attempts at once, as a deduction needs. */
const collects: Step = async (ledger, draw) => {
  const { model } = ledger;
  const isPastDue = (loan: Found['loan']) => isOut(loan) && model.claim(loan, model.today).isPastDue;
  const found = pickLoan(ledger, isPastDue, draw);
  if (!found) return;
  const { actor, isStranger } = whoOf(ledger, found, pursuers(found), draw);
  const day = dayOf(ledger, draw);
  for (const channel of (['TELEPHONE', 'ON_SITE'] as const).slice(draw.edge === 1 ? 1 : 0)) {
    const input = { loanId: found.id, attemptedOn: date(day), channel, findings: '催收', document };
    const expected = isStranger ? 'NOT_FOUND' : model.lookAfter(found.loan, day);
    if ((await ledger.does(actor, recordCollectionAttempt, input, expected)) !== null)
      found.loan.attempts.push(day);
  }
};

const accelerates: Step = async (ledger, draw) => {
  const { model, does } = ledger;
  const found = pickLoan(ledger, (loan) => loan.outstanding > 0n && loan.acceleratedOn === '', draw);
  if (!found) return;
  const { actor, isStranger } = whoOf(ledger, found, [found.bank], draw);
  const day = shift(model.today, -Math.abs(draw.days));
  const input = { loanId: found.id, acceleratedOn: date(day), reason: '违约', document };
  const done = await does(
    actor,
    accelerate,
    input,
    isStranger ? 'NOT_FOUND' : model.accelerate(found.loan, day),
  );
  if (done !== null) model.accelerated(found.loan, day);
};

/** A loan is called or an instalment falls due, nothing is paid, attempts fail: by the last day of grace, the day after, or a little later. */
const goesWrong: Step = async (ledger, draw) => {
  const { model, does, office } = ledger;
  const found = pickLoan(ledger, ({ outstanding }) => outstanding > 0n, { ...draw, b: draw.b * 5 + 1 });
  if (!found) return;
  const { id: loanId, loan, bank } = found;
  const day = model.today;
  if (model.nextDueOn(loan) >= day && (loan.plan.length === 1 || draw.a % 3 === 0)) {
    const call = { loanId, acceleratedOn: date(day), reason: '违约', document };
    if ((await does(bank, accelerate, call, model.accelerate(loan, day))) !== null)
      model.accelerated(loan, day);
  }
  const to = shift(model.nextDueOn(loan), [25, 26, 27, 30][draw.edge] ?? 26);
  if (to > model.today && to <= LAST_DAY) {
    await does(office, advanceClock, { to: date(to) }, 'DONE');
    model.today = to;
  }
  for (const channel of ['TELEPHONE', 'ON_SITE'] as const) {
    const attempt = { loanId, attemptedOn: date(model.today), channel, findings: '催收', document };
    await does(bank, recordCollectionAttempt, attempt, 'DONE');
    loan.attempts.push(model.today);
  }
};

/** A loan for which something may be claimed, mostly, and a day: today, or about the last day of grace. */
function claimBy(ledger: Ledger, draw: Parameters<Step>[1]) {
  const { model } = ledger;
  const isRipe = (loan: Found['loan']) => isOut(loan) && model.claim(loan, model.today).claimable > 0n;
  const found = pickLoan(ledger, isRipe, draw);
  if (!found) return null;
  const next = model.nextDueOn(found.loan);
  const graceEnds = next && shift(next, [26, 25, 26, 27][draw.edge] ?? 26);
  const day =
    draw.a % 3 === 0 && graceEnds !== '' && graceEnds <= model.today ? graceEnds : dayOf(ledger, draw);
  return { found, day, ...whoOf(ledger, found, [found.bank], draw) };
}

async function booked(ledger: Ledger, { at }: Found, day: string, taken: bigint | null, id: string) {
  ledger.compensations.push(id as Id<'compensation'>);
  ledger.model.deducted(at, day, taken);
}

const deducts: Step = async (ledger, draw) => {
  const drawn = claimBy(ledger, draw);
  if (!drawn) return;
  const { found, day, actor, isStranger } = drawn;
  const input = { loanId: found.id, deductedOn: date(day), document };
  const expected = isStranger ? 'NOT_FOUND' : ledger.model.deduct(found.loan, day);
  const id = await ledger.does(actor, deduct, input, expected);
  if (id !== null) await booked(ledger, found, day, null, id);
};

const reportsDeduction: Step = async (ledger, draw) => {
  const drawn = claimBy(ledger, draw);
  if (!drawn) return;
  const { found, day, actor, isStranger } = drawn;
  const { model } = ledger;
  const { claimable, deposit } = model.claim(found.loan, day);
  const fen = within(draw.a % 4 === 0 ? deposit : claimable, draw);
  const input = { loanId: found.id, deductedOn: date(day), amount: yuan(fen), document };
  const expected = isStranger ? 'NOT_FOUND' : model.reportDeduction(found.loan, day, fen);
  const id = await ledger.does(actor, reportDeduction, input, expected);
  if (id !== null) await booked(ledger, found, day, fen, id);
};

const givesNotice: Step = async ({ does, model, banks, compensations }, draw) => {
  const found = pickMostly(model.compensations, ({ noticed }) => !noticed, draw);
  const bank = found && banks[model.loans[found.one.loan]?.bank ?? -1];
  if (!found || !bank) return;
  const input = { compensationId: compensations[found.at] ?? null, document };
  const done = await does(
    bank.actor,
    giveDeductionNotice,
    input,
    found.one.noticed || found.one.reversed ? 'CONFLICT' : 'DONE',
  );
  if (done !== null) found.one.noticed = true;
};

const returnsExcess: Step = async (ledger, draw) => {
  const { does, manager, model, banks } = ledger;
  const owed = (at: number) => model.balance(`suspense:${at}`);
  const owing = [...banks.keys()].filter((at) => owed(at) > 0n);
  const at = pick(draw.b % 5 > 0 ? owing : [...banks.keys()], draw.a)?.one;
  const bank = at === undefined ? undefined : banks[at];
  if (!bank || at === undefined) return;
  const fen = within(owed(at), draw);
  const day = dayOf(ledger, draw);
  const input = { bankId: bank.id, amount: yuan(fen), valueDate: date(day), document };
  const actor = draw.a % 2 === 0 ? manager : bank.actor;
  const done = await does(actor, returnExcess, input, model.returnExcess(at, fen, day));
  if (done !== null) model.excessReturned(at, fen, day);
};

const paysShare: Step = async (ledger, draw) => {
  const { does, model } = ledger;
  const found = pickLoan(ledger, isLost, draw);
  if (!found) return;
  const { loan, guarantor } = found;
  const share = shareOut(loan.compensated, PARTIES)[2] ?? 0n;
  const fen = within(share - loan.guarantorPaid, draw);
  const day = dayOf(ledger, draw);
  const other = ledger.guarantors[1 - loan.guarantor]?.actor ?? guarantor;
  const input = { loanId: found.id, paidOn: date(day), amount: yuan(fen), document };
  const actor = draw.b % 9 === 0 ? other : guarantor;
  const expected = actor === other ? 'NOT_FOUND' : model.payShare(loan, fen, day);
  if ((await does(actor, payGuarantorShare, input, expected)) !== null) loan.guarantorPaid += fen;
};

const recovers: Step = async (ledger, draw) => {
  const { does, model } = ledger;
  const found = pickLoan(ledger, isLost, draw);
  if (!found) return;
  const { loan, at } = found;
  const { actor, isStranger } = whoOf(ledger, found, pursuers(found), draw);
  const net = within(loan.compensated - loan.recovered, draw);
  // Mostly some costs on top of the net; now and then more than was got.
  const costs = draw.b % 3 === 0 ? [] : [draw.fen % 5_000_00n, BigInt(draw.a)].filter((fen) => fen > 0n);
  const spent = costs.reduce((sum, fen) => sum + fen, 0n);
  const gross = draw.b % 13 === 0 ? spent + 1n - BigInt(draw.edge) : net + spent;
  if (gross < 1n) return;
  const day = dayOf(ledger, draw);
  const toDeposit = draw.fen % 3n > 0n;
  // What comes into custody is the fund manager's to record.
  const mayNot = !toDeposit && actor.persona === 'BANK';
  const input = {
    loanId: found.id,
    receivedOn: date(day),
    gross: yuan(gross),
    costs: costs.map((fen) => ({ kind: 'LITIGATION' as const, amount: yuan(fen), note: '诉讼费' })),
    destination: toDeposit ? ('DEPOSIT' as const) : ('CUSTODY' as const),
    document,
  };
  const expected = mayNot ? 'INVALID' : model.recover(loan, gross, spent, day);
  const id = await does(actor, recordRecovery, input, isStranger ? 'NOT_FOUND' : expected);
  if (id === null) return;
  ledger.recoveries.push(id as Id<'recovery'>);
  model.recovered(at, gross, spent, day, toDeposit);
};

const replenishes: Step = async (ledger, draw) => {
  const { does, manager, model, regions } = ledger;
  const found = pickMostly(
    regions,
    ({ id }) => model.owed(regions.findIndex((one) => one.id === id)) > 0n,
    draw,
  );
  if (!found) return;
  const fen = within(model.owed(found.at), draw);
  const day = dayOf(ledger, draw);
  const input = { regionId: found.one.id, amount: yuan(fen), valueDate: date(day), document };
  const done = await does(manager, recordReplenishment, input, model.replenish(found.at, day));
  if (done !== null) model.replenished(found.at, fen, day);
};

const concludes: Step = async (ledger, draw) => {
  const { does, office, model } = ledger;
  const found = pickLoan(ledger, isLost, draw);
  if (!found) return;
  const input = { loanId: found.id, reason: '无可供执行财产', document };
  const done = await does(office, concludeRecovery, input, model.conclude(found.loan));
  if (done !== null) model.concluded(found.loan);
};

export const LOSS_STEPS = {
  visits,
  plansMeasures,
  collects,
  accelerates,
  goesWrong,
  deducts,
  reportsDeduction,
  givesNotice,
  returnsExcess,
  paysShare,
  recovers,
  replenishes,
  concludes,
} as const satisfies Record<string, Step>;
