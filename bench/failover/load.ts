import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import type { City } from '../../test/support/city.ts';
import type { ProductProcess } from '../../test/support/process.ts';
import type { Answer, User } from '../../test/support/product.ts';

// Clients of all four tenants that never tire: every act has a key and is sent again, with the same key and to the next
// process, until the product says that it was done, as the README tells a client to.

const CLIENTS_PER_TENANT = 3;
const READERS = 2;
const THINK_MS = 20;
/** How long a client waits for one answer, and for an act in all. */
const PATIENCE_MS = 20_000;
const ACT_PATIENCE_MS = 90_000;

/** One request as its client saw it; times in milliseconds since the run began. */
export interface Attempt {
  readonly at: number;
  readonly tookMs: number;
  /** `DONE`, `REPLAYED`, a code of an error, or `NO_ANSWER` when the connection broke. */
  readonly said: string;
}

/** One act: what it was, by its key, and all that was said to it. */
export interface Asked {
  readonly key: string;
  readonly name: string;
  readonly attempts: readonly Attempt[];
  /** When it was said to be done; null: its client gave up. */
  readonly doneAt: number | null;
}

export interface Load {
  readonly acts: readonly Asked[];
  readonly reads: readonly Attempt[];
  /** Lets every client end what it has begun. */
  stop(): Promise<void>;
}

interface Deed {
  readonly user: User;
  readonly name: string;
  readonly type: string;
  input(key: string): object;
}

let firms = 0;

/** One act of each tenant that may be done any number of times; the key stands in what it leaves behind. */
function deedsOf(city: City, loanId: string, today: string): readonly Deed[] {
  return [
    {
      user: city.region.user,
      name: 'registerEnterprise',
      type: 'RegisterEnterpriseInput',
      input: (key) => {
        firms += 1;
        return {
          creditCode: makeCreditCode('150203', `MA1F${String(firms).padStart(4, '0')}`),
          name: key,
          divisionCode: '150203',
          industryCode: 'C33',
          employees: 60,
          revenue: '30000000.00',
          assets: '20000000.00',
          figuresYear: 2024,
        };
      },
    },
    {
      user: city.office,
      name: 'pledge',
      type: 'PledgeInput',
      input: (key) => ({ source: 'CITY', regionId: null, amount: '1.00', payInBy: today, document: key }),
    },
    {
      user: city.bank.user,
      name: 'recordRepayment',
      type: 'RecordRepaymentInput',
      input: (key) => ({ loanId, paidOn: today, principal: '0.01', interest: '0.00', document: key }),
    },
    {
      user: city.guarantor.user,
      name: 'creditInterest',
      type: 'CreditInterestInput',
      input: (key) => ({ onDeposit: false, amount: '0.01', valueDate: today, document: key }),
    },
  ];
}

const QUESTION = '{ pool { id breaker { amounts { distance } } } }';

function saidOf(answer: Answer, name: string): string {
  if (answer.errors) return String(answer.errors[0]?.extensions.code ?? 'ERROR');
  const { done, replayed } = answer.data[name];
  if (!done) return 'REFUSED';
  return replayed ? 'REPLAYED' : 'DONE';
}

/** Begins at once, on several processes of the product. */
export function startLoad(
  processes: readonly ProductProcess[],
  city: City,
  loanId: string,
  today: string,
): Load {
  const began = performance.now();
  const now = () => performance.now() - began;
  const acts: Asked[] = [];
  const reads: Attempt[] = [];
  let working = true;
  let turn = 0;

  async function attempt(ask: (at: ProductProcess) => Promise<string>): Promise<Attempt> {
    turn += 1;
    const at = now();
    const target = processes[turn % processes.length];
    if (!target) throw new Error('no process to ask');
    const said = await ask(target).catch(() => 'NO_ANSWER');
    return { at, tookMs: now() - at, said };
  }

  async function insist({ user, name, type, input }: Deed): Promise<void> {
    const key = randomUUID();
    const query = `mutation ($key: String!, $input: ${type}!) { ${name}(idempotencyKey: $key, input: $input) { done replayed } }`;
    const variables = { key, input: input(key) };
    const attempts: Attempt[] = [];
    const from = now();
    for (;;) {
      const one = await attempt(async (at) =>
        saidOf(await at.ask(user, query, variables, AbortSignal.timeout(PATIENCE_MS)), name),
      );
      attempts.push(one);
      const isDone = one.said === 'DONE' || one.said === 'REPLAYED';
      if (isDone || now() - from > ACT_PATIENCE_MS) {
        acts.push({ key, name, attempts, doneAt: isDone ? now() : null });
        return;
      }
      // The product asks for a second; whoever had no answer at all waits as long.
      await pause(1_000);
    }
  }

  async function client(deed: Deed): Promise<void> {
    while (working) {
      await insist(deed);
      await pause(THINK_MS);
    }
  }

  async function reader(user: User): Promise<void> {
    while (working) {
      const one = await attempt(async (at) => {
        const answer = await at.ask(user, QUESTION, {}, AbortSignal.timeout(PATIENCE_MS));
        return answer.errors ? String(answer.errors[0]?.extensions.code ?? 'ERROR') : 'DONE';
      });
      reads.push(one);
      await pause(one.said === 'DONE' ? THINK_MS : 500);
    }
  }

  const clients = [
    ...deedsOf(city, loanId, today).flatMap((deed) =>
      Array.from({ length: CLIENTS_PER_TENANT }, () => client(deed)),
    ),
    ...Array.from({ length: READERS }, () => reader(city.office)),
  ];
  return {
    acts,
    reads,
    async stop() {
      working = false;
      await Promise.all(clients);
    },
  };
}
