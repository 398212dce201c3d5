import { cancelLoan, disburse, signContracts } from '../../src/acts/contract.ts';
import { decideAsBank, decideAsGuarantor } from '../../src/acts/decision.ts';
import { fileDueDiligence } from '../../src/acts/diligence.ts';
import { registerEnterprise } from '../../src/acts/enterprise.ts';
import { advanceClock } from '../../src/acts/governance.ts';
import { submitReferral } from '../../src/acts/referral.ts';
import { recommend, recordSiteVisit } from '../../src/acts/screening.ts';
import { recordRepayment } from '../../src/acts/servicing.ts';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import type { Id } from '../../src/domain/words.ts';
import {
  type Draw,
  dayOf,
  document,
  LAST_DAY,
  MILLION,
  near,
  pick,
  pickLoan,
  type Step,
  whoOf,
  within,
} from './ledger-draw.ts';
import { date, type Ledger, yuan } from './ledger-driver.ts';
import { shareOut, shift } from './ledger-laws.ts';

// Steps with loans until they go wrong: from the referral to the last repayment; and the clock.

async function firmFor(ledger: Ledger, draw: Draw): Promise<number> {
  const { does, regions, firms, city } = ledger;
  if (firms.length > 0 && draw.a % 2 === 0) return draw.b % firms.length;
  const region = draw.b % regions.length;
  const place = regions[region];
  if (!place) throw new Error('a ledger has regions');
  const input = {
    creditCode: makeCreditCode(place.divisionCode, `MA0M${String(firms.length).padStart(4, '0')}`),
    name: '企业',
    divisionCode: place.divisionCode,
    industryCode: 'C33',
    employees: 60,
    revenue: yuan(30n * MILLION),
    assets: yuan(20n * MILLION),
    figuresYear: 2023,
  };
  const id = await does(place.actor, registerEnterprise, input, 'DONE');
  const [row] = await ledger.running.owner('select firm_key from enterprise where pool_id = $1 and id = $2', [
    city.pool.poolId,
    id,
  ]);
  return firms.push({ id: id as Id<'enterprise'>, key: String(row?.firm_key), region }) - 1;
}

/** How much: at or beside one of the caps, or any; mostly what the firm may have, since what is more ends with the referral. */
function amountFor({ model, firms }: Ledger, firm: number, draw: Draw): bigint {
  const { pool, regions } = model.room();
  const limits = [pool, regions[firms[firm]?.region ?? 0] ?? 0n, 10n * MILLION];
  const wanted = near(limits[draw.b % 3] ?? 0n, draw);
  const firmRoom = model.firmRoom(firm);
  return wanted > firmRoom && firmRoom > 0n && draw.a % 4 > 0 ? firmRoom : wanted;
}

/** Months and amounts of a loan: in one sum, or in parts, the last of them at its end. */
function planFor(amount: bigint, termMonths: number, parts: number): (readonly [number, bigint])[] {
  const count = amount < BigInt(parts) ? 1 : parts;
  const shares = shareOut(
    amount,
    Array.from({ length: count }, () => 1n),
  );
  return shares.map((fen, at) => [termMonths - count + 1 + at, fen]);
}

/** Takes a firm from referral to an approved loan. */
const approves: Step = async (ledger, draw) => {
  const { does, office, model, regions, firms, banks, guarantors, loans } = ledger;
  const bank = pick(banks, Math.abs(draw.days) + draw.edge);
  const guarantor = pick(guarantors, draw.b % 3);
  if (!bank || !guarantor || model.banks[bank.at]?.state === 'REGISTERED') return;
  const firm = await firmFor(ledger, draw);
  const found = firms[firm];
  const region = found && regions[found.region];
  if (!found || !region) throw new Error('a firm has a region');
  const amount = amountFor(ledger, firm, draw);
  const termMonths = [3, 6, 12][draw.a % 3] ?? 12;
  const asked = { amount: yuan(amount), termMonths, purpose: 'PRODUCTION_TURNOVER', note: '周转' } as const;
  const request = { enterpriseId: found.id, ...asked };
  const id = await does(region.actor, submitReferral, request, model.refer(firm, amount));
  if (id === null) return;
  const referralId = id as Id<'referral'>;
  const visit = { referralId, visitedOn: date(model.today), note: '正常' };
  await does(office, recordSiteVisit, visit, 'DONE');
  const partners = { referralId, bankId: bank.one.id, guarantorId: guarantor.one.id };
  if ((await does(office, recommend, partners, model.recommend(bank.at))) === null) return;
  const report = { referralId, opinion: 'SUPPORT', summary: '良好', document } as const;
  await does(bank.one.actor, fileDueDiligence, report, 'DONE');
  await does(guarantor.one.actor, fileDueDiligence, report, 'DONE');
  const plan = planFor(amount, termMonths, draw.b % 2 === 0 ? 1 : 3);
  const terms = {
    ...asked,
    basisPoints: 0,
    method: plan.length > 1 ? ('INSTALMENTS' as const) : ('BULLET' as const),
    instalments: plan.length > 1 ? plan.map(([month, fen]) => ({ month, principal: yuan(fen) })) : [],
    fees: [],
    securities: [],
  };
  const approval = { referralId, outcome: 'APPROVE', reason: '同意' } as const;
  await does(bank.one.actor, decideAsBank, { ...approval, terms }, 'DONE');
  const counterGuarantees = [{ kind: 'SURETY', description: '保证', value: null }] as const;
  await does(guarantor.one.actor, decideAsGuarantor, { ...approval, counterGuarantees }, 'DONE');
  const [row] = await ledger.running.owner('select loan_id from referral where id = $1', [referralId]);
  loans.push(String(row?.loan_id) as Id<'loan'>);
  model.approved({ firm, region: found.region, bank: bank.at, guarantor: guarantor.at, amount, plan });
};

async function signsNumber({ does, model, banks, loans }: Ledger, at: number, days: number): Promise<void> {
  const loan = model.loans[at];
  const bank = loan && banks[loan.bank];
  if (!loan || !bank) return;
  const lastDrawdownOn = shift(model.today, days);
  const input = {
    loanId: loans[at] ?? null,
    contractNumber: '1',
    guaranteeContractNumber: '1',
    lastDrawdownOn: date(lastDrawdownOn),
  };
  if ((await does(bank.actor, signContracts, input, model.sign(loan))) === null) return;
  Object.assign(loan, { state: 'CONTRACTED', signedOn: model.today, lastDrawdownOn });
}

const signs: Step = async (ledger, draw) => {
  const found = pickLoan(ledger, ({ state }) => state === 'APPROVED', draw);
  if (found) await signsNumber(ledger, found.at, Math.abs(draw.days));
};

const paysOut: Step = async (ledger, draw) => {
  const { model, does } = ledger;
  const found = pickLoan(ledger, ({ state }) => state === 'CONTRACTED', draw);
  if (!found) return;
  const day = dayOf(ledger, draw);
  const { actor, isStranger } = whoOf(ledger, found, [found.bank], draw);
  const input = { loanId: found.id, disbursedOn: date(day), document };
  const expected = isStranger ? 'NOT_FOUND' : model.disburse(found.loan, day);
  if ((await does(actor, disburse, input, expected)) !== null) model.disbursed(found.loan, day);
};

/** From the referral to the money, as far as the rules let it. */
const lends: Step = async (ledger, draw) => {
  const before = ledger.loans.length;
  await approves(ledger, draw);
  if (ledger.loans.length === before) return;
  await signsNumber(ledger, before, Math.abs(draw.days));
  if (ledger.model.loans[before]?.state === 'CONTRACTED' && draw.a % 4 > 0)
    await paysOut(ledger, { ...draw, a: before, b: draw.b * 5 });
};

const repays: Step = async (ledger, draw) => {
  const { does, model } = ledger;
  const found = pickLoan(ledger, ({ outstanding }) => outstanding > 0n, draw);
  if (!found) return;
  const fen = within(found.loan.outstanding, draw);
  const day = dayOf(ledger, draw);
  const { actor, isStranger } = whoOf(ledger, found, [found.bank], draw);
  const input = {
    loanId: found.id,
    paidOn: date(day),
    principal: yuan(fen),
    interest: yuan(BigInt(draw.b)),
    document,
  };
  const expected = isStranger ? 'NOT_FOUND' : model.repay(found.loan, fen, day);
  if ((await does(actor, recordRepayment, input, expected)) !== null) model.repaid(found.loan, fen, day);
};

const cancels: Step = async (ledger, draw) => {
  const found = pickLoan(ledger, ({ state }) => state === 'APPROVED', draw);
  if (!found) return;
  const isOpen = found.loan.state === 'APPROVED' || found.loan.state === 'CONTRACTED';
  const input = { loanId: found.id, reason: '撤销' };
  const done = await ledger.does(found.bank, cancelLoan, input, isOpen ? 'DONE' : 'CONFLICT');
  if (done !== null) ledger.model.cancelled(found.loan);
};

const advances: Step = async ({ does, office, model }, { a, days }) => {
  const to = shift(model.today, a % 9 === 0 ? days : Math.abs(days) + 1);
  if (to > LAST_DAY) return;
  const done = await does(office, advanceClock, { to: date(to) }, to > model.today ? 'DONE' : 'INVALID');
  if (done !== null) model.today = to;
};

export const LENDING_STEPS = {
  approves,
  signs,
  lends,
  paysOut,
  repays,
  cancels,
  advances,
} as const satisfies Record<string, Step>;
