import { cancelLoan, disburse, signContracts } from '../../src/acts/contract.ts';
import { decideAsBank, decideAsGuarantor } from '../../src/acts/decision.ts';
import { askTopUp, decideTopUp, placeFirstDeposit, placeTopUp } from '../../src/acts/deposit.ts';
import { fileDueDiligence } from '../../src/acts/diligence.ts';
import { registerEnterprise } from '../../src/acts/enterprise.ts';
import { advanceClock } from '../../src/acts/governance.ts';
import { signAgreement } from '../../src/acts/partners.ts';
import { creditInterest, pledge, recordContribution } from '../../src/acts/pool.ts';
import { submitReferral } from '../../src/acts/referral.ts';
import { askReversal, decideReversal } from '../../src/acts/reversal.ts';
import { recommend, recordSiteVisit } from '../../src/acts/screening.ts';
import { recordRepayment } from '../../src/acts/servicing.ts';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import type { Id } from '../../src/domain/words.ts';
import { date, type Ledger, yuan } from './ledger-driver.ts';
import { shift } from './ledger-model.ts';

// The steps that a history is made of: each draws an act, asks the model how it must end, does it, and tells the model.

/** The edition of 2021 is in force, and its value dates are open, on every day of a history. */
const LAST_DAY = '2026-04-30';
export const MILLION = 100_000_000n;
const document = '凭证';

/** The numbers of one step; what they mean depends on what there is. */
export interface Draw {
  readonly a: number;
  readonly b: number;
  readonly days: number;
  readonly fen: bigint;
  /** 0: the amount drawn; 1, 2, 3: at a limit, one fen above it, one fen below it. */
  readonly edge: number;
}

type Step = (ledger: Ledger, draw: Draw) => Promise<void>;

function pick<T>(list: readonly T[], by: number): { at: number; one: T } | null {
  const at = list.length === 0 ? 0 : by % list.length;
  const one = list[at];
  return one === undefined ? null : { at, one };
}

/** Mostly one of those that the step is about, now and then any. */
function pickMostly<T>(list: readonly T[], fits: (one: T) => boolean, { a, b }: Draw) {
  const fitting = list.flatMap((one, at) => (fits(one) ? [{ at, one }] : []));
  return b % 5 === 0 || fitting.length === 0 ? pick(list, a) : (pick(fitting, a)?.one ?? null);
}

/** An amount of at least a fen: at a limit or beside it, or as drawn. */
function near(limit: bigint, { edge, fen }: Draw): bigint {
  const wanted = [fen, limit, limit + 1n, limit - 1n][edge] ?? fen;
  return wanted < 1n ? 1n : wanted > 5_000n * MILLION ? fen : wanted;
}

const signsAgreement: Step = async ({ does, office, banks, model }, { a }) => {
  const found = pick(banks, a);
  const bank = found && model.banks[found.at];
  if (!found || !bank) return;
  const signedOn = date(model.today);
  const input = { bankId: found.one.id, signedOn, endsOn: date('2029-12-31'), specialAccount: '1', document };
  await does(office, signAgreement, input, 'DONE');
  bank.signed = true;
};

const pledges: Step = async ({ does, office, regions, model, pledges: ids }, draw) => {
  const place = draw.a % 3 === 0 ? null : pick(regions, draw.a);
  const region = place?.at ?? null;
  const missing = region === null ? 0n : 8n * MILLION - (model.regions[region]?.pledged ?? 0n);
  const amount = near(draw.b % 4 === 0 ? missing - 4n * MILLION : missing, draw);
  const payInBy = draw.b % 5 === 0 ? shift(model.today, 700 + draw.days) : shift(model.today, draw.days);
  const input = {
    source: region === null ? ('CITY' as const) : ('REGION' as const),
    regionId: place?.one.id ?? null,
    amount: yuan(amount),
    payInBy: date(payInBy),
    document,
  };
  const expected = model.pledge(region, amount, payInBy);
  const id = await does(place?.one.actor ?? office, pledge, input, expected);
  if (id === null) return;
  ids.push(id as Id<'pledge'>);
  model.pledged(region, amount, payInBy);
};

const contributes: Step = async ({ does, manager, model, pledges: ids, entries }, draw) => {
  const found = pickMostly(model.pledges, ({ amount, paid }) => paid < amount, draw);
  if (!found) return;
  const fen = near(found.one.amount - found.one.paid, draw);
  const valueDate = shift(model.today, -draw.days);
  const input = { pledgeId: ids[found.at] ?? null, amount: yuan(fen), valueDate: date(valueDate), document };
  const id = await does(manager, recordContribution, input, model.contribute(found.one, fen, valueDate));
  if (id === null) return;
  entries.push(id as Id<'entry'>);
  model.contributed(found.at, fen, valueDate);
};

const creditsInterest: Step = async ({ does, manager, model, banks, entries }, draw) => {
  const found = draw.a % 2 === 0 ? null : pick(banks, draw.b);
  const bank = found?.at ?? null;
  const fen = (draw.fen % 10_000_00n) + 1n;
  const valueDate = shift(model.today, -draw.days);
  const input = {
    bankId: found?.one.id ?? null,
    onDeposit: found !== null,
    amount: yuan(fen),
    valueDate: date(valueDate),
    document,
  };
  const id = await does(manager, creditInterest, input, model.interest(bank, valueDate));
  if (id === null) return;
  entries.push(id as Id<'entry'>);
  model.credited(bank, fen, valueDate);
};

const placesFirst: Step = async ({ does, manager, model, banks, entries }, draw) => {
  const found = pick(banks, draw.a);
  if (!found) return;
  const fen = draw.edge === 0 ? MILLION : near(MILLION, draw);
  const valueDate = shift(model.today, -draw.days);
  const input = { bankId: found.one.id, amount: yuan(fen), valueDate: date(valueDate), document };
  const expected = model.firstDeposit(found.at, fen, valueDate);
  const id = await does(manager, placeFirstDeposit, input, expected);
  if (id === null) return;
  entries.push(id as Id<'entry'>);
  model.placed(found.at, fen, valueDate, null);
};

const asksTopUp: Step = async ({ does, office, model, banks, topUps }, draw) => {
  const found = pick(banks, draw.a);
  if (!found) return;
  const asked = { amount: yuan(draw.fen), reason: '业务' };
  const id = await does(found.one.actor, askTopUp, asked, model.askTopUp(found.at));
  if (id === null) return;
  topUps.push(id as Id<'topUp'>);
  // What is approved may be just what lies in custody, or a fen more.
  const approved = draw.b % 4 === 0 ? null : near(model.balance('custody'), draw);
  const decision = {
    topUpId: id as Id<'topUp'>,
    approved: approved === null ? null : yuan(approved),
    note: '审定',
  };
  await does(office, decideTopUp, decision, 'DONE');
  model.topUps.push({ bank: found.at, state: approved ? 'APPROVED' : 'DECLINED', approved: approved ?? 0n });
  await does(office, decideTopUp, decision, 'CONFLICT');
};

const placesTopUp: Step = async ({ does, manager, model, topUps, entries }, draw) => {
  const found = pickMostly(model.topUps, ({ state }) => state === 'APPROVED', draw);
  if (!found) return;
  const fen = near(found.one.approved, { ...draw, edge: draw.edge === 0 ? 1 : draw.edge });
  const valueDate = shift(model.today, -draw.days);
  const input = {
    topUpId: topUps[found.at] ?? null,
    amount: yuan(fen),
    valueDate: date(valueDate),
    document,
  };
  const id = await does(manager, placeTopUp, input, model.placeTopUp(found.one, fen, valueDate));
  if (id === null) return;
  entries.push(id as Id<'entry'>);
  model.placed(found.one.bank, fen, valueDate, found.at);
};

const reverses: Step = async (ledger, draw) => {
  const { does, manager, office2, model, entries, city } = ledger;
  const found = pickMostly(model.entries, ({ kind, reversed }) => kind !== 'REVERSAL' && !reversed, draw);
  if (!found) return;
  const { at, one } = found;
  const standing = one.kind !== 'REVERSAL' && !one.reversed;
  const wish = { entryId: entries[at] ?? null, reason: '有误' };
  const id = await does(manager, askReversal, wish, standing ? 'DONE' : 'CONFLICT');
  if (id === null) return;
  const valueDate = draw.edge === 1 ? one.date : shift(model.today, -draw.days);
  const decision = { reversalId: id as Id<'reversal'>, approve: true, valueDate: date(valueDate), document };
  await does(manager, decideReversal, decision, 'CONFLICT');
  const done = await does(office2, decideReversal, decision, model.reverse(one, valueDate));
  if (done === null) {
    await does(office2, decideReversal, { ...decision, approve: false }, 'DONE');
    return;
  }
  const [posted] = await ledger.running.owner(
    'select id from entry where pool_id = $1 and reverses_id = $2',
    [city.pool.poolId, entries[at]],
  );
  entries.push(String(posted?.id) as Id<'entry'>);
  model.reversed(one, valueDate);
};

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
    figuresYear: 2024,
  };
  const id = await does(place.actor, registerEnterprise, input, 'DONE');
  const [row] = await ledger.running.owner('select firm_key from enterprise where pool_id = $1 and id = $2', [
    city.pool.poolId,
    id,
  ]);
  return firms.push({ id: id as Id<'enterprise'>, key: String(row?.firm_key), region }) - 1;
}

/** Takes a firm from referral to an approved loan, in an amount at or beside one of the caps, or any. */
const approves: Step = async (ledger, draw) => {
  const {
    does,
    office,
    manager,
    model,
    regions,
    firms,
    banks,
    guarantorId,
    loans,
    running: product,
  } = ledger;
  const bank = pick(banks, draw.days);
  if (!bank || !model.banks[bank.at]?.signed) return;
  const firm = await firmFor(ledger, draw);
  const found = firms[firm];
  const region = found && regions[found.region];
  if (!found || !region) throw new Error('a firm has a region');
  const { pool, regions: rooms } = model.room();
  const limits = [pool, rooms[found.region] ?? 0n, 10n * MILLION];
  const wanted = near(limits[draw.b % 3] ?? 0n, draw);
  const firmRoom = model.firmRoom(firm);
  // Mostly what the firm may have: what is more ends with the referral.
  const amount = wanted > firmRoom && firmRoom > 0n && draw.a % 4 > 0 ? firmRoom : wanted;
  const asked = {
    amount: yuan(amount),
    termMonths: 12,
    purpose: 'PRODUCTION_TURNOVER',
    note: '周转',
  } as const;
  const request = { enterpriseId: found.id, ...asked };
  const id = await does(region.actor, submitReferral, request, model.refer(firm, amount));
  if (id === null) return;
  const referralId = id as Id<'referral'>;
  const visit = { referralId, visitedOn: date(model.today), note: '正常' };
  await does(office, recordSiteVisit, visit, 'DONE');
  await does(office, recommend, { referralId, bankId: bank.one.id, guarantorId }, 'DONE');
  const report = { referralId, opinion: 'SUPPORT', summary: '良好', document } as const;
  await does(bank.one.actor, fileDueDiligence, report, 'DONE');
  await does(manager, fileDueDiligence, report, 'DONE');
  const terms = {
    ...asked,
    basisPoints: 0,
    method: 'BULLET',
    instalments: [],
    fees: [],
    securities: [],
  } as const;
  const approval = { referralId, outcome: 'APPROVE', reason: '同意' } as const;
  await does(bank.one.actor, decideAsBank, { ...approval, terms }, 'DONE');
  const counterGuarantees = [{ kind: 'SURETY', description: '保证', value: null }] as const;
  await does(manager, decideAsGuarantor, { ...approval, counterGuarantees }, 'DONE');
  const [row] = await product.owner('select loan_id from referral where id = $1', [referralId]);
  loans.push(String(row?.loan_id) as Id<'loan'>);
  model.loans.push({
    firm,
    region: found.region,
    bank: bank.at,
    amount,
    state: 'APPROVED',
    outstanding: 0n,
    signedOn: '',
    lastDrawdownOn: '',
    disbursedOn: '',
  });
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
  const found = pickMostly(ledger.model.loans, ({ state }) => state === 'APPROVED', draw);
  if (found) await signsNumber(ledger, found.at, Math.abs(draw.days));
};

const lends: Step = async (ledger, draw) => {
  const before = ledger.loans.length;
  await approves(ledger, draw);
  if (ledger.loans.length > before) await signsNumber(ledger, before, Math.abs(draw.days));
};

const paysOut: Step = async ({ does, model, banks, loans }, draw) => {
  const found = pickMostly(model.loans, ({ state }) => state === 'CONTRACTED', draw);
  const bank = found && banks[found.one.bank];
  if (!found || !bank) return;
  const disbursedOn = shift(model.today, draw.b % 4 === 0 ? -draw.days : 0);
  const input = { loanId: loans[found.at] ?? null, disbursedOn: date(disbursedOn), document };
  if ((await does(bank.actor, disburse, input, model.disburse(found.one, disbursedOn))) === null) return;
  Object.assign(found.one, { state: 'ACTIVE', outstanding: found.one.amount, disbursedOn });
};

const repays: Step = async ({ does, model, banks, loans }, draw) => {
  const found = pickMostly(model.loans, ({ state }) => state === 'ACTIVE', draw);
  const bank = found && banks[found.one.bank];
  if (!found || !bank) return;
  const fen = near(found.one.outstanding, draw);
  const paidOn = shift(model.today, draw.b % 4 === 0 ? -draw.days : 0);
  const input = {
    loanId: loans[found.at] ?? null,
    paidOn: date(paidOn),
    principal: yuan(fen),
    interest: yuan(BigInt(draw.b)),
    document,
  };
  if ((await does(bank.actor, recordRepayment, input, model.repay(found.one, fen, paidOn))) === null) return;
  model.repaid(found.one, fen);
};

const cancels: Step = async ({ does, model, banks, loans }, draw) => {
  const found = pick(model.loans, draw.a);
  const bank = found && banks[found.one.bank];
  if (!found || !bank) return;
  const open = found.one.state === 'APPROVED' || found.one.state === 'CONTRACTED';
  const input = { loanId: loans[found.at] ?? null, reason: '撤销' };
  if ((await does(bank.actor, cancelLoan, input, open ? 'DONE' : 'CONFLICT')) !== null)
    found.one.state = 'CANCELLED';
};

const advances: Step = async ({ does, office, model }, { days }) => {
  const to = shift(model.today, days);
  if (to > LAST_DAY) return;
  const done = await does(office, advanceClock, { to: date(to) }, to > model.today ? 'DONE' : 'INVALID');
  if (done !== null) model.today = to;
};

export const STEPS = {
  signsAgreement,
  pledges,
  contributes,
  creditsInterest,
  placesFirst,
  asksTopUp,
  placesTopUp,
  reverses,
  approves,
  signs,
  lends,
  paysOut,
  repays,
  cancels,
  advances,
} as const satisfies Record<string, Step>;
export type StepName = keyof typeof STEPS;
