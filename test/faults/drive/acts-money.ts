import { type Draw, fundManager, mark, other, type Weighted } from './acts.ts';
import { daysToGrace } from './acts-loss.ts';
import { daysAfter, lately, take, yuan } from './world.ts';

// The pool's money, and its clock.

const pledges: Draw = (world, random) => {
  const isCity = random.onceIn(3);
  const region = random.pick(world.regions);
  const amount = random.fen(50_000_00n, 400_000_00n);
  return {
    by: isCity ? world.office.a : region.a,
    act: 'pledge',
    input: {
      source: isCity ? 'CITY' : 'REGION',
      ...(isCity ? {} : { regionId: region.id }),
      amount: yuan(amount),
      payInBy: daysAfter(world.today, 300),
      document: mark(random),
    },
    field: 'pledge',
    learn: ({ id }) => world.pledges.push({ id: String(id), open: amount }),
  };
};

const contributes: Draw = (world, random) => {
  const pledge = lately(world.pledges, random.below);
  if (!pledge) return null;
  const amount = random.onceIn(2) ? pledge.open : random.fen(1n, pledge.open);
  return {
    by: fundManager(world),
    act: 'recordContribution',
    input: { pledgeId: pledge.id, amount: yuan(amount), valueDate: world.today, document: mark(random) },
    field: 'entry',
    learn: ({ id }) => {
      world.entries.push(String(id));
      take(world.pledges, pledge);
      if (pledge.open > amount) world.pledges.push({ id: pledge.id, open: pledge.open - amount });
    },
    refused: () => take(world.pledges, pledge),
  };
};

const creditsInterest: Draw = (world, random) => {
  const bank = random.pick(world.banks);
  const onDeposit = random.onceIn(2);
  return {
    by: fundManager(world),
    act: 'creditInterest',
    input: {
      ...(onDeposit ? { bankId: bank.id } : {}),
      onDeposit,
      amount: yuan(random.fen(1n, 2_000_00n)),
      valueDate: world.today,
      document: mark(random),
    },
    field: 'entry',
    learn: ({ id }) => world.entries.push(String(id)),
  };
};

const asksTopUp: Draw = (world, random) => {
  const at = random.below(world.banks.length);
  const bank = world.banks[at];
  if (!bank) return null;
  return {
    by: bank.a,
    act: 'askTopUp',
    input: { amount: yuan(random.fen(50_000_00n, 500_000_00n)), reason: mark(random) },
    field: 'topUp',
    learn: ({ id }) => world.topUps.push({ id: String(id), bank: at, approved: null }),
  };
};

const decidesTopUp: Draw = (world, random) => {
  const asked = lately(
    world.topUps.filter(({ approved }) => approved === null),
    random.below,
  );
  if (!asked) return null;
  const approved = random.fen(10_000_00n, 300_000_00n);
  return {
    by: world.office.a,
    act: 'decideTopUp',
    input: { topUpId: asked.id, approved: yuan(approved), note: mark(random) },
    field: 'topUp',
    learn: () => {
      take(world.topUps, asked);
      world.topUps.push({ ...asked, approved });
    },
    refused: () => take(world.topUps, asked),
  };
};

const placesTopUp: Draw = (world, random) => {
  const found = lately(
    world.topUps.filter(({ approved }) => approved !== null),
    random.below,
  );
  if (!found) return null;
  return {
    by: fundManager(world),
    act: 'placeTopUp',
    input: {
      topUpId: found.id,
      amount: yuan(found.approved ?? 0n),
      valueDate: world.today,
      document: mark(random),
    },
    field: 'entry',
    learn: ({ id }) => {
      take(world.topUps, found);
      world.entries.push(String(id));
    },
  };
};

const returnsExcess: Draw = (world, random) => {
  const bank = random.pick(world.banks);
  return {
    by: bank.a,
    act: 'returnExcess',
    input: {
      bankId: bank.id,
      amount: yuan(random.fen(1n, 200n)),
      valueDate: world.today,
      document: mark(random),
    },
    field: 'entry',
  };
};

const asksReversal: Draw = (world, random) => {
  const entryId = lately(world.entries, random.below);
  if (!entryId) return null;
  const asker = random.pick([world.office.a, world.office.b]);
  return {
    by: asker,
    act: 'askReversal',
    input: { entryId, reason: mark(random) },
    field: 'reversal',
    learn: ({ id }) => world.reversals.push({ id: String(id), by: asker.user }),
    refused: () => take(world.entries, entryId),
  };
};

const decidesReversal: Draw = (world, random) => {
  const asked = lately(world.reversals, random.below);
  if (!asked) return null;
  return {
    by: other(world, asked.by),
    act: 'decideReversal',
    input: {
      reversalId: asked.id,
      approve: !random.onceIn(4),
      valueDate: world.today,
      document: mark(random),
    },
    field: 'reversal',
    learn: () => take(world.reversals, asked),
    refused: () => take(world.reversals, asked),
  };
};

const asksSupplement: Draw = (world, random) => {
  const amount = random.fen(100_000_00n, 3_000_000_00n);
  return {
    by: world.office.a,
    act: 'askSupplement',
    input: { ground: 'BREAKER', amount: yuan(amount), decisionDocument: mark(random), reason: '补充' },
    field: 'supplement',
    learn: ({ id }) => world.supplements.push({ id: String(id), amount, isGranted: false }),
  };
};

const decidesSupplement: Draw = (world, random) => {
  const asked = lately(
    world.supplements.filter(({ isGranted }) => !isGranted),
    random.below,
  );
  if (!asked) return null;
  return {
    by: world.office.b,
    act: 'decideSupplement',
    input: { supplementId: asked.id, approve: true, version: 1 },
    field: 'supplement',
    learn: () => {
      take(world.supplements, asked);
      world.supplements.push({ ...asked, isGranted: true });
    },
    refused: () => take(world.supplements, asked),
  };
};

const receivesSupplement: Draw = (world, random) => {
  const granted = lately(
    world.supplements.filter(({ isGranted }) => isGranted),
    random.below,
  );
  if (!granted) return null;
  return {
    by: fundManager(world),
    act: 'recordSupplement',
    input: {
      supplementId: granted.id,
      amount: yuan(granted.amount),
      valueDate: world.today,
      document: mark(random),
    },
    field: 'entry',
    learn: ({ id }) => {
      take(world.supplements, granted);
      world.entries.push(String(id));
    },
    refused: () => take(world.supplements, granted),
  };
};

/** The sandbox's clock: some days on, or to where something is due. */
export const advancesClock: Draw = (world, random) => {
  const toGrace = daysToGrace(world);
  const days = toGrace !== null && random.onceIn(3) ? Math.min(toGrace, 30) : 1 + random.below(6);
  const to = daysAfter(world.today, days);
  // The edition of 2021 ends on this day, and with it new business.
  if (to > '2026-04-30') return null;
  return {
    by: world.office.a,
    act: 'advanceClock',
    input: { to },
    field: 'pool',
    select: 'id businessDate',
    learn: ({ businessDate }) => {
      const day = String(businessDate);
      if (day > world.today) world.today = day;
    },
  };
};

export const MONEY: Weighted = [
  [4, pledges],
  [6, contributes],
  [4, creditsInterest],
  [3, asksTopUp],
  [4, decidesTopUp],
  [5, placesTopUp],
  [1, returnsExcess],
  [3, asksReversal],
  [4, decidesReversal],
  [2, asksSupplement],
  [3, decidesSupplement],
  [4, receivesSupplement],
  [2, advancesClock],
];
