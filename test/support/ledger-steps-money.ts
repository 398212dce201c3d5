import { askTopUp, decideTopUp, placeFirstDeposit, placeTopUp } from '../../src/acts/deposit.ts';
import { leaveBank, returnDeposit } from '../../src/acts/leaving.ts';
import { recogniseHardship, signAgreement } from '../../src/acts/partners.ts';
import { creditInterest, pledge, recordContribution } from '../../src/acts/pool.ts';
import { askReversal, decideReversal } from '../../src/acts/reversal.ts';
import { askSupplement, decideSupplement, recordSupplement } from '../../src/acts/supplement.ts';
import type { Id } from '../../src/domain/words.ts';
import { dayOf, document, MILLION, near, pick, pickMostly, type Step, within } from './ledger-draw.ts';
import { date, type Ledger, yuan } from './ledger-driver.ts';
import { shift } from './ledger-laws.ts';

// Steps with the pool's money: each draws an act, asks the model how it must end, does it, and tells the model.

const signsAgreement: Step = async ({ does, office, banks, model }, { a }) => {
  const found = pick(banks, a);
  const bank = found && model.banks[found.at];
  if (!found || !bank) return;
  const signedOn = date(model.today);
  const input = { bankId: found.one.id, signedOn, endsOn: date('2029-12-31'), specialAccount: '1', document };
  const mayNot = bank.state === 'LEAVING' || bank.state === 'LEFT';
  const done = await does(office, signAgreement, input, mayNot ? 'CONFLICT' : 'DONE');
  if (done !== null) bank.state = 'COOPERATING';
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

const contributes: Step = async (ledger, draw) => {
  const { does, manager, model, pledges: ids } = ledger;
  const found = pickMostly(model.pledges, ({ amount, paid }) => paid < amount, draw);
  if (!found) return;
  const fen = near(found.one.amount - found.one.paid, draw);
  const day = shift(model.today, -draw.days);
  const input = { pledgeId: ids[found.at] ?? null, amount: yuan(fen), valueDate: date(day), document };
  const id = await does(manager, recordContribution, input, model.contribute(found.one, fen, day));
  if (id !== null) model.contributed(found.at, fen, day);
};

const creditsInterest: Step = async (ledger, draw) => {
  const { does, manager, model, banks } = ledger;
  const found = draw.a % 2 === 0 ? null : pick(banks, draw.b);
  const bank = found?.at ?? null;
  const fen = (draw.fen % 10_000_00n) + 1n;
  const day = shift(model.today, -draw.days);
  const input = {
    bankId: found?.one.id ?? null,
    onDeposit: found !== null,
    amount: yuan(fen),
    valueDate: date(day),
    document,
  };
  const id = await does(manager, creditInterest, input, model.interest(bank, day));
  if (id !== null) model.credited(bank, fen, day);
};

const placesFirst: Step = async ({ does, manager, model, banks }, draw) => {
  const found = pick(banks, draw.a);
  if (!found) return;
  const fen = draw.edge === 0 ? MILLION : near(MILLION, draw);
  const day = shift(model.today, -draw.days);
  const input = { bankId: found.one.id, amount: yuan(fen), valueDate: date(day), document };
  const id = await does(manager, placeFirstDeposit, input, model.firstDeposit(found.at, fen, day));
  if (id !== null) model.placed(found.at, fen, day, null);
};

const asksTopUp: Step = async ({ does, office, model, banks, topUps }, draw) => {
  const mayAsk = [...banks.entries()].filter(([at]) => model.askTopUp(at) === 'DONE');
  const [at, one] = pick(draw.b % 5 === 0 ? [...banks.entries()] : mayAsk, draw.a)?.one ?? [];
  if (at === undefined || !one) return;
  const found = { at, one };
  const asked = { amount: yuan(draw.fen), reason: '业务' };
  const id = await does(found.one.actor, askTopUp, asked, model.askTopUp(found.at, draw.fen));
  if (id === null) return;
  topUps.push(id as Id<'topUp'>);
  // What is approved may be just what lies in custody, or a fen more.
  const approved = draw.b % 4 === 0 ? null : within(model.balance('custody'), draw);
  const decision = {
    topUpId: id as Id<'topUp'>,
    approved: approved === null ? null : yuan(approved),
    note: '审定',
  };
  await does(office, decideTopUp, decision, 'DONE');
  model.topUps.push({ bank: found.at, state: approved ? 'APPROVED' : 'DECLINED', approved: approved ?? 0n });
  await does(office, decideTopUp, decision, 'CONFLICT');
};

const placesTopUp: Step = async (ledger, draw) => {
  const { does, manager, model, topUps } = ledger;
  const found = pickMostly(model.topUps, ({ state }) => state === 'APPROVED', draw);
  if (!found) return;
  const fen = near(found.one.approved, { ...draw, edge: draw.edge === 0 ? 1 : draw.edge });
  const day = dayOf(ledger, draw);
  const input = { topUpId: topUps[found.at] ?? null, amount: yuan(fen), valueDate: date(day), document };
  const id = await does(manager, placeTopUp, input, model.placeTopUp(found.one, fen, day));
  if (id !== null) model.placed(found.one.bank, fen, day, found.at);
};

/** Of the entries that can be reversed mostly one of the last, on which less is built. */
function entryToReverse({ model }: Ledger, a: number, b: number) {
  const standing = [...model.entries.keys()].filter((at) => {
    const one = model.entries[at];
    return one && one.kind !== 'REVERSAL' && one.reversedBy === null;
  });
  const among = b % 7 === 0 ? [...model.entries.keys()] : b % 2 === 0 ? standing.slice(-6) : standing;
  const at = pick(among, a)?.one;
  const one = at === undefined ? undefined : model.entries[at];
  return one && at !== undefined ? { at, one } : null;
}

const reverses: Step = async (ledger, draw) => {
  const { does, manager, manager2, office, office2, model, entries } = ledger;
  const found = entryToReverse(ledger, draw.a, draw.b);
  if (!found) return;
  const { at, one } = found;
  const stands = one.kind !== 'REVERSAL' && one.reversedBy === null;
  const asker = draw.a % 2 === 0 ? office : manager;
  const wish = { entryId: entries[at] ?? null, reason: '有误' };
  const id = await does(asker, askReversal, wish, stands ? 'DONE' : 'CONFLICT');
  if (id === null) return;
  const valueDate = draw.edge === 1 ? one.date : dayOf(ledger, draw);
  const decision = { reversalId: id as Id<'reversal'>, approve: true, valueDate: date(valueDate), document };
  await does(asker, decideReversal, decision, 'CONFLICT');
  // What was booked about a loan is reversed by the office alone.
  const isOffices = one.about.loan !== undefined;
  if (isOffices) await does(manager2, decideReversal, decision, 'CONFLICT');
  const decider = isOffices || draw.b % 2 === 0 ? office2 : manager2;
  const done = await does(decider, decideReversal, decision, model.reverse(one, valueDate));
  if (done === null) await does(decider, decideReversal, { ...decision, approve: false }, 'DONE');
  else model.reversed(one, valueDate);
};

const supplements: Step = async ({ does, office, office2, model, supplements: ids }, draw) => {
  if (draw.b % 5 > 0 && model.askSupplement() !== 'DONE') return;
  const input = {
    ground: 'BREAKER' as const,
    evaluationId: null,
    amount: yuan(draw.fen),
    decisionDocument: '批复',
    reason: '补充',
  };
  const id = await does(office, askSupplement, input, model.askSupplement());
  if (id === null) return;
  const askedBy = model.acts;
  ids.push(id as Id<'supplement'>);
  const decision = { supplementId: id as Id<'supplement'>, approve: draw.b % 4 > 0, version: 1 };
  await does(office, decideSupplement, decision, 'CONFLICT');
  await does(office2, decideSupplement, decision, 'DONE');
  const state = decision.approve ? 'GRANTED' : 'DECLINED';
  model.supplements.push({ amount: draw.fen, askedBy, received: 0n, state });
};

const receivesSupplement: Step = async (ledger, draw) => {
  const { does, manager, model, supplements: ids } = ledger;
  const found = pickMostly(model.supplements, ({ state }) => state === 'GRANTED', draw);
  if (!found) return;
  const fen = within(found.one.amount - found.one.received, draw);
  const day = dayOf(ledger, draw);
  const input = { supplementId: ids[found.at] ?? null, amount: yuan(fen), valueDate: date(day), document };
  const id = await does(manager, recordSupplement, input, model.supplement(found.one, fen, day));
  if (id !== null) model.supplemented(found.at, fen, day);
};

const leaves: Step = async (ledger, draw) => {
  const { does, office, model, banks } = ledger;
  const found = pick(banks, draw.a);
  if (!found) return;
  const day = dayOf(ledger, draw);
  const input = { bankId: found.one.id, leavingOn: date(day), reason: '退出', document };
  const done = await does(office, leaveBank, input, model.leave(found.at, day));
  if (done !== null) model.leaves(found.at, day);
};

const returnsDeposit: Step = async (ledger, draw) => {
  const { does, manager, model, banks } = ledger;
  const found = pickMostly(model.banks, ({ state }) => state === 'LEAVING', draw);
  if (!found) return;
  const day = dayOf(ledger, draw);
  const input = { bankId: banks[found.at]?.id ?? null, valueDate: date(day), document };
  const done = await does(manager, returnDeposit, input, model.returnDeposit(found.at, day));
  if (done !== null) model.depositReturned(found.at, day);
};

const inHardship: Step = async ({ does, office, model, regions }, { a }) => {
  const found = pick(regions, a);
  const region = found && model.regions[found.at];
  if (!found || !region) return;
  const input = { regionId: found.one.id, hardship: !region.hardship, document };
  await does(office, recogniseHardship, { ...input, hardship: region.hardship }, 'CONFLICT');
  if ((await does(office, recogniseHardship, input, 'DONE')) !== null) model.recognised(found.at);
};

export const MONEY_STEPS = {
  signsAgreement,
  pledges,
  contributes,
  creditsInterest,
  placesFirst,
  asksTopUp,
  placesTopUp,
  reverses,
  supplements,
  receivesSupplement,
  leaves,
  returnsDeposit,
  inHardship,
} as const satisfies Record<string, Step>;
