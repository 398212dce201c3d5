import { makeCreditCode } from '../../../src/domain/enterprise.ts';
import { type Draw, mark, type Weighted } from './acts.ts';
import { lately, type Referral, type World, yuan } from './world.ts';

// From the firm to the approved loan.

const MILLION = 100_000_000n;

const registersFirm: Draw = (world, random) => {
  const at = random.below(world.regions.length);
  const region = world.regions[at];
  if (!region) return null;
  world.firmsMade += 1;
  const number = String(world.firmsMade).padStart(5, '0');
  return {
    by: region.a,
    act: 'registerEnterprise',
    input: {
      creditCode: makeCreditCode(region.divisionCode, `MA0${number}`),
      name: `企业${number} ${mark(random)}`,
      divisionCode: region.divisionCode,
      industryCode: 'C33',
      employees: 60,
      revenue: '30000000.00',
      assets: '20000000.00',
      figuresYear: 2023,
    },
    field: 'enterprise',
    learn: ({ id }) => world.firms.push({ id: String(id), region: at }),
  };
};

const submits: Draw = (world, random) => {
  const firm = lately(world.firms, random.below);
  const region = firm && world.regions[firm.region];
  if (!firm || !region) return null;
  // Mostly middling amounts, now and then one that a cap must stop.
  const amount = random.onceIn(6)
    ? random.fen(4n * MILLION, 11n * MILLION)
    : random.fen(10_000_00n, 2n * MILLION);
  const months = 1 + random.below(4);
  const [bank, guarantor] = [random.below(world.banks.length), random.below(world.guarantors.length)];
  return {
    by: region.a,
    act: 'submitReferral',
    input: {
      enterpriseId: firm.id,
      amount: yuan(amount),
      termMonths: months,
      purpose: 'PRODUCTION_TURNOVER',
      note: mark(random),
    },
    field: 'referral',
    learn: ({ id }) =>
      world.referrals.push({
        id: String(id),
        region: firm.region,
        bank,
        guarantor,
        amount,
        months,
        stage: 'SUBMITTED',
        isAtHand: false,
      }),
  };
};

type Step = (world: World, referral: Referral, random: Parameters<Draw>[1]) => ReturnType<Draw>;

const visits: Step = (world, referral, random) => ({
  by: world.office.a,
  act: 'recordSiteVisit',
  input: { referralId: referral.id, visitedOn: world.today, note: mark(random) },
  field: 'referral',
  learn: () => {
    referral.stage = 'VISITED';
  },
});

const recommends: Step = (world, referral) => ({
  by: world.office.a,
  act: 'recommend',
  input: {
    referralId: referral.id,
    bankId: world.banks[referral.bank]?.id,
    guarantorId: world.guarantors[referral.guarantor]?.id,
  },
  field: 'referral',
  learn: () => {
    referral.stage = 'RECOMMENDED';
  },
});

const files =
  (who: 'banks' | 'guarantors', at: (referral: Referral) => number, to: Referral['stage']): Step =>
  (world, referral, random) => {
    const place = world[who][at(referral)];
    if (!place) return null;
    return {
      by: place.a,
      act: 'fileDueDiligence',
      input: { referralId: referral.id, opinion: 'SUPPORT', summary: '经营稳定', document: mark(random) },
      field: 'referral',
      learn: () => {
        referral.stage = to;
      },
    };
  };

const decidesAsBank: Step = (world, referral, random) => {
  const bank = world.banks[referral.bank];
  if (!bank) return null;
  const isNo = random.onceIn(15);
  const half = referral.amount / 2n;
  const isInParts = referral.months > 1 && random.onceIn(3);
  const terms = {
    amount: yuan(referral.amount),
    termMonths: referral.months,
    basisPoints: 50,
    method: isInParts ? 'INSTALMENTS' : 'BULLET',
    instalments: isInParts
      ? [
          { month: 1, principal: yuan(half) },
          { month: referral.months, principal: yuan(referral.amount - half) },
        ]
      : [],
    fees: [],
    securities: [],
  };
  return {
    by: bank.a,
    act: 'decideAsBank',
    input: {
      referralId: referral.id,
      outcome: isNo ? 'DECLINE' : 'APPROVE',
      reason: mark(random),
      ...(isNo ? {} : { terms }),
    },
    field: 'referral',
    learn: () => {
      referral.stage = isNo ? 'ENDED' : 'DECIDED_BY_BANK';
    },
  };
};

const decidesAsGuarantor: Step = (world, referral, random) => {
  const guarantor = world.guarantors[referral.guarantor];
  if (!guarantor) return null;
  return {
    by: guarantor.a,
    act: 'decideAsGuarantor',
    input: {
      referralId: referral.id,
      outcome: 'APPROVE',
      reason: mark(random),
      counterGuarantees: [{ kind: 'RECEIVABLES', description: '应收账款', value: yuan(referral.amount) }],
    },
    field: 'referral',
    select: 'id loan { id }',
    learn: ({ loan }) => {
      referral.stage = 'ENDED';
      if (!loan) return;
      const { region, bank, guarantor: at, amount } = referral;
      world.loans.push({
        id: (loan as { id: string }).id,
        region,
        bank,
        guarantor: at,
        amount,
        state: 'APPROVED',
        outstanding: 0n,
        maturesOn: null,
        isAccelerated: false,
        attempts: 0,
        compensated: 0n,
        recovered: 0n,
        paidByGuarantor: 0n,
      });
    },
  };
};

const STEPS: Readonly<Record<Referral['stage'], Step>> = {
  SUBMITTED: visits,
  VISITED: recommends,
  RECOMMENDED: files('banks', ({ bank }) => bank, 'FILED_BY_BANK'),
  FILED_BY_BANK: files('guarantors', ({ guarantor }) => guarantor, 'FILED'),
  FILED: decidesAsBank,
  DECIDED_BY_BANK: decidesAsGuarantor,
  ENDED: () => null,
};

/** The next step of a referral on its way to a loan. */
const goesOn: Draw = (world, random) => {
  // Mostly each client has a referral of its own at hand; now and then two of them are at the same.
  const isRival = random.onceIn(8);
  const open = world.referrals.filter(({ stage, isAtHand }) => stage !== 'ENDED' && (isRival || !isAtHand));
  const referral = lately(open, random.below);
  const deed = referral && STEPS[referral.stage](world, referral, random);
  if (!referral || !deed) return null;
  referral.isAtHand = true;
  const { stage } = referral;
  const free = () => {
    referral.isAtHand = false;
  };
  return {
    ...deed,
    learn(thing) {
      free();
      deed.learn?.(thing);
    },
    refused() {
      free();
      referral.stage = 'ENDED';
    },
    late() {
      free();
      if (referral.stage === stage) referral.stage = AFTER[stage];
    },
  };
};

/** Where a referral is after a step. */
const AFTER: Readonly<Record<Referral['stage'], Referral['stage']>> = {
  SUBMITTED: 'VISITED',
  VISITED: 'RECOMMENDED',
  RECOMMENDED: 'FILED_BY_BANK',
  FILED_BY_BANK: 'FILED',
  FILED: 'DECIDED_BY_BANK',
  DECIDED_BY_BANK: 'ENDED',
  ENDED: 'ENDED',
};

const withdraws: Draw = (world, random) => {
  const referral = lately(
    world.referrals.filter(({ stage }) => stage === 'SUBMITTED' || stage === 'VISITED'),
    random.below,
  );
  const region = referral && world.regions[referral.region];
  if (!referral || !region) return null;
  return {
    by: region.a,
    act: 'withdrawReferral',
    input: { referralId: referral.id, reason: mark(random) },
    field: 'referral',
    learn: () => {
      referral.stage = 'ENDED';
    },
  };
};

/** Acts on the way to a loan. */
export const LENDING: Weighted = [
  [3, registersFirm],
  [10, submits],
  [60, goesOn],
  [1, withdraws],
];
