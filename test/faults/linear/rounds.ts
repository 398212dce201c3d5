import type { End, Person, Sender, Wish } from '../drive/client.ts';
import type { Serving } from '../drive/processes.ts';
import type { Random } from '../drive/random.ts';
import { daysAfter, fenOf, type World, yuan } from '../drive/world.ts';
import { linearization, type Operation } from './linearizable.ts';
import { type PoolInput, type PoolOutput, type PoolState, poolModel } from './pool-model.ts';

// Short rounds of concurrent acts on one pool, by clients at different processes; each round is a history of its own, which
// begins where the round before has ended.

/** A loan in the rounds: where it stands is the model's to know. */
export interface Prepared {
  readonly id: string;
  readonly region: number;
  readonly bank: number;
  readonly guarantor: number;
  readonly amount: bigint;
}

/** What the rounds are played with. */
export interface Hands {
  readonly world: World;
  readonly sender: Sender;
  readonly members: readonly Serving[];
  /** Every loan that the pool has. */
  readonly loans: readonly Prepared[];
  /** Those that are acted on. */
  readonly atHand: readonly Prepared[];
  readonly pledgeId: string;
}

const FUNDS = `query { pool { funds { custody deposits total bySource { contributed region { id } } } exposure { committed outstanding } breaker { tripped amounts { netCompensation } } } }`;
const DEPOSITS = 'query { balances { kind bank { id } balance } }';
const LOAN = 'query ($id: ID!) { loan(id: $id) { state outstanding amount } }';

function outputOf(end: End): PoolOutput | null {
  if (end.end === 'DONE') return { end: 'DONE' };
  if (end.end === 'REFUSED') return { end: 'REFUSED', codes: end.codes };
  return end.end === 'ERROR' && end.code === 'CONFLICT' ? { end: 'LATE' } : null;
}

function wishOf({ world, loans, pledgeId }: Hands, input: PoolInput, mark: string): Wish | null {
  const [manager] = world.guarantors;
  if (!manager || input.act === 'READ') return null;
  if (input.act === 'CONTRIBUTE') {
    const wanted = { pledgeId, amount: yuan(input.amount), valueDate: world.today, document: mark };
    return { by: manager.a, act: 'recordContribution', input: wanted, field: 'entry' };
  }
  if (input.act === 'INTEREST') {
    const wanted = {
      bankId: input.bank,
      onDeposit: true,
      amount: yuan(input.amount),
      valueDate: world.today,
      document: mark,
    };
    return { by: manager.a, act: 'creditInterest', input: wanted, field: 'entry' };
  }
  const loan = loans.find(({ id }) => id === input.loan);
  const bank = loan && world.banks[loan.bank];
  if (!loan || !bank) throw new Error(`no loan ${input.loan}`);
  const by: Person = bank.a;
  const loanId = loan.id;
  switch (input.act) {
    case 'SIGN':
      return {
        by,
        act: 'signContracts',
        input: {
          loanId,
          contractNumber: mark,
          guaranteeContractNumber: '保',
          lastDrawdownOn: daysAfter(world.today, 20),
        },
        field: 'loan',
      };
    case 'CANCEL':
      return { by, act: 'cancelLoan', input: { loanId, reason: mark }, field: 'loan' };
    case 'DEDUCT':
      return {
        by,
        act: 'deduct',
        input: { loanId, deductedOn: world.today, document: mark },
        field: 'compensation',
      };
    case 'REPAY':
      return {
        by,
        act: 'recordRepayment',
        input: {
          loanId,
          paidOn: world.today,
          principal: yuan(input.amount),
          interest: '1.00',
          document: mark,
        },
        field: 'loan',
      };
  }
}

type Json = Readonly<Record<string, unknown>>;

async function read({ world, sender }: Hands, at: Serving): Promise<PoolOutput | null> {
  const answer = await sender.ask(world.office.a, at, FUNDS);
  const pool = answer?.pool as { funds: Json; exposure: Json; breaker: { tripped: boolean } } | undefined;
  if (!pool) return null;
  const { funds, exposure, breaker } = pool;
  return {
    end: 'SEEN',
    seen: {
      custody: fenOf(funds.custody),
      deposits: fenOf(funds.deposits),
      fundsTotal: fenOf(funds.total),
      committed: fenOf(exposure.committed),
      outstanding: fenOf(exposure.outstanding),
      tripped: breaker.tripped,
    },
  };
}

/** The pool while nobody does anything: where a round begins. */
export async function stateNow(hands: Hands): Promise<PoolState> {
  const { world, sender, members, loans } = hands;
  const [at] = members;
  if (!at) throw new Error('there is no process');
  const must = async (by: Person, query: string, variables?: object): Promise<Json> => {
    const answer = await sender.ask(by, at, query, variables);
    if (!answer) throw new Error('no answer while nobody does anything');
    return answer;
  };
  const { pool } = (await must(world.office.a, FUNDS)) as {
    pool: { funds: Json; breaker: { amounts: { netCompensation: string } | null } };
  };
  const { balances } = (await must(world.office.a, DEPOSITS)) as {
    balances: readonly { kind: string; bank: { id: string } | null; balance: string }[];
  };
  const deposits: Record<string, bigint> = {};
  for (const { kind, bank, balance } of balances)
    if (kind === 'DEPOSIT' && bank) deposits[bank.id] = fenOf(balance);
  const states: Record<string, PoolState['loans'][string]> = {};
  for (const { id, region, bank } of loans) {
    const by = world.banks[bank]?.a;
    const { loan } = (await must(by ?? world.office.a, LOAN, { id })) as {
      loan: { state: string; outstanding: string; amount: string };
    };
    states[id] = {
      region: world.regions[region]?.id ?? '',
      bank: world.banks[bank]?.id ?? '',
      amount: fenOf(loan.amount),
      state: (loan.state === 'OVERDUE' ? 'ACTIVE' : loan.state) as PoolState['loans'][string]['state'],
      outstanding: fenOf(loan.outstanding),
    };
  }
  const funds = pool.funds as Json & {
    bySource: readonly { contributed: string; region: { id: string } | null }[];
  };
  const paidIn: Record<string, bigint> = {};
  for (const { region, contributed } of funds.bySource) if (region) paidIn[region.id] = fenOf(contributed);
  return {
    custody: fenOf(funds.custody),
    deposits,
    fundsTotal: fenOf(funds.total),
    netCompensation: fenOf(pool.breaker.amounts?.netCompensation ?? '0.00'),
    paidIn,
    loans: states,
  };
}

/** What one client asks next. */
function drawn({ world, atHand }: Hands, state: PoolState, random: Random): PoolInput {
  const kind = random.below(20);
  const loan = random.pick(atHand).id;
  if (kind < 7) return { act: 'SIGN', loan };
  if (kind === 7) return { act: 'CANCEL', loan };
  if (kind < 11)
    return { act: 'CONTRIBUTE', region: world.regions[0]?.id ?? '', amount: random.fen(1n, 30_000_00n) };
  if (kind === 11)
    return { act: 'INTEREST', bank: random.pick(world.banks).id, amount: random.fen(1n, 500_00n) };
  const running = Object.entries(state.loans).filter(
    ([id, one]) => one.state === 'ACTIVE' && one.outstanding > 0n && atHand.some((loan) => loan.id === id),
  );
  const [id, found] = running.length > 0 ? random.pick(running) : [];
  if (kind === 12 && id) return { act: 'DEDUCT', loan: id };
  if (kind < 16 && id && found) return { act: 'REPAY', loan: id, amount: random.fen(1n, found.outstanding) };
  return { act: 'READ' };
}

export interface Round {
  readonly initial: PoolState;
  readonly history: readonly Operation<PoolInput, PoolOutput>[];
  readonly isLinearizable: boolean;
}

/** One round: so many clients at once, each with so many operations one after another. */
export async function playRound(hands: Hands, random: Random, clients: number, each: number): Promise<Round> {
  const initial = await stateNow(hands);
  const history: Operation<PoolInput, PoolOutput>[] = [];
  const plans = Array.from({ length: clients }, () =>
    Array.from({ length: each }, () => ({ input: drawn(hands, initial, random), key: random.uuid() })),
  );
  await Promise.all(
    plans.map(async (plan, client) => {
      for (const { input, key } of plan) {
        const invokedAt = performance.now();
        const wish = wishOf(hands, input, key);
        const at = hands.members[client % hands.members.length];
        if (!at) throw new Error('there is no process');
        const output = wish ? outputOf(await hands.sender.wish(wish, random, key)) : await read(hands, at);
        const answeredAt = output === null ? Number.POSITIVE_INFINITY : performance.now();
        history.push({ input, output, invokedAt, answeredAt });
      }
    }),
  );
  return { initial, history, isLinearizable: linearization(poolModel(initial), history) !== null };
}
