import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import type { Bench, DataSet } from './bench.ts';
import { ran } from './commands.ts';
import { run, send, type Target } from './load.ts';
import { CONNECTIONS, type Contender, figureOf, type Measured, measured, ratioOf } from './measure.ts';
import { type Started, start } from './processes.ts';
import { type Figure, finding, type Result } from './result.ts';

// (f) and (g): acts that write, against a transaction by hand on the same copy of a set, in turn; both write to the same
// loans, so that both meet the same rows in the same places. Afterwards everything acknowledged is there, and the whole
// copy passes `verify`: also what was written by hand.

/** So many loans or firms take turns, each touched once before anything is measured: more than are under way at once. */
const TAKING_TURNS = 600;
/** The copy that is written to is of the largest set up to here: what a write costs depends on the sizes of indexes alone. */
const LOANS_MAX = 100_000;

const LANES = 8;

interface Act {
  readonly wanted: 'repayment' | 'referral';
  readonly tenantId: string;
  readonly ids: readonly string[];
  readonly mutation: string;
  readonly input: (id: string) => object;
  readonly prefix: string;
  /** What is paid or asked for, in fen, for the handler by hand. */
  readonly fen: string;
}

const idOf = (prefix: string, uuid: string) => `${prefix}_${uuid.replaceAll('-', '')}`;

function mustBeDone(text: string): void {
  if (!text.includes('"done":true') || text.includes('"errors"')) throw new Error(text.slice(0, 800));
}

/** One that asks for the act, each time about the next in turn and with a new key; counts what was acknowledged. */
class Asking {
  acknowledged = 0;
  private nth = 0;

  constructor(
    private readonly act: Act,
    readonly target: Omit<Target, 'ask' | 'check'>,
    private readonly bodyOf: (id: string, key: string) => { path: string; body: object },
  ) {}

  contender(set: DataSet): Contender {
    const target: Target = {
      ...this.target,
      ask: () => {
        const { path, body } = this.bodyOf(this.act.ids[this.nth % this.act.ids.length] ?? '', randomUUID());
        this.nth += 1;
        return { path, body: JSON.stringify(body) };
      },
      check: (text) => {
        mustBeDone(text);
        this.acknowledged += 1;
      },
    };
    return { target, set, common: (data: { act: { done: boolean } }) => data.act.done };
  }
}

async function productAsks(bench: Bench, set: DataSet, act: Act): Promise<Asking> {
  const token = await bench.token(set, act.tenantId);
  const program = await bench.product(set);
  const { mutation: query, input, prefix } = act;
  return new Asking(
    act,
    { name: 'zhubao', program, headers: { authorization: `Bearer ${token}` } },
    (id, key) => ({ path: '/graphql', body: { query, variables: { key, input: input(idOf(prefix, id)) } } }),
  );
}

function handAsks(hand: Started, { askers }: DataSet, act: Act): Asking {
  const { wanted, fen, tenantId } = act;
  const headers = { 'x-pool': askers.poolId, 'x-tenant': tenantId };
  return new Asking(act, { name: 'by hand', program: hand, headers }, (id, key) => ({
    path: '/',
    body: { wanted, id, key, fen },
  }));
}

/** Has every one in turn once, so that what the date has brought about it is settled and the product is warm. */
async function touchAll(asking: Asking, set: DataSet, count: number): Promise<void> {
  const { target } = asking.contender(set);
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  let left = count;
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (left-- > 0) {
        const answer = await send(target, agent, 0);
        // A machine that is just starting up may be busy; this one is passed over.
        if (!answer.includes('"code":"BUSY"')) target.check(answer);
      }
    }),
  );
  agent.destroy();
}

async function repayments(bench: Bench, set: DataSet): Promise<Act> {
  const { bankId, today } = set.askers;
  // Not due before the bench is over, and far from paid in full.
  const loans = await bench.sql(set)<
    { id: string }[]
  >`select id from loan where state = 'ACTIVE' and bank_id = ${bankId}
    and outstanding > 10000 and next_due_on > ${today} order by md5(id::text) limit ${TAKING_TURNS}`;
  return {
    wanted: 'repayment',
    tenantId: bankId,
    ids: loans.map(({ id }) => id),
    mutation: `mutation ($key: String!, $input: RecordRepaymentInput!) {
      act: recordRepayment(idempotencyKey: $key, input: $input) { done thing: loan { id state outstanding } } }`,
    input: (loanId) => ({ loanId, paidOn: today, principal: '0.01', interest: '0.00', document: 'bench' }),
    prefix: 'ln',
    fen: '1',
  };
}

async function referrals(bench: Bench, set: DataSet): Promise<Act> {
  const { districtId } = set.askers;
  const firms = await bench.sql(set)<{ id: string }[]>`select e.id from enterprise e
    join exposure x on x.pool_id = e.pool_id and x.scope = 'FIRM' and x.scope_id = e.firm_key
    where e.region_id = ${districtId} and x.outstanding < 100000 and not exists (select 1 from listing l where l.firm_key = e.firm_key)
    order by e.id desc limit ${TAKING_TURNS}`;
  return {
    wanted: 'referral',
    tenantId: districtId,
    ids: firms.map(({ id }) => id),
    mutation: `mutation ($key: String!, $input: SubmitReferralInput!) {
      act: submitReferral(idempotencyKey: $key, input: $input) { done thing: referral { id number state } } }`,
    input: (enterpriseId) => ({
      enterpriseId,
      amount: '1000.00',
      termMonths: 12,
      purpose: 'RAW_MATERIALS',
      note: 'bench',
    }),
    prefix: 'en',
    fen: '100000',
  };
}

interface Written {
  readonly own: Measured;
  readonly byHand: Measured;
  readonly figures: Figure[];
  /** Acts that were acknowledged and are not there. */
  readonly lost: number;
}

async function written(
  bench: Bench,
  set: DataSet,
  part: string,
  what: string,
  act: Act,
  table: string,
): Promise<Written> {
  const hand = await start(['--import', 'tsx', 'bench/hand-writes.ts', set.appUrl, '0'], {}, /^(\d+)\n/);
  try {
    const asking = [await productAsks(bench, set, act), handAsks(hand, set, act)] as const;
    const rows = async () => {
      const [row] = await bench.sql(set)<
        { count: number }[]
      >`select count(*)::int as count from ${bench.sql(set)(table)}`;
      return row?.count ?? 0;
    };
    const before = await rows();
    await touchAll(asking[0], set, act.ids.length);
    const [own, byHand] = await measured(
      bench,
      asking.map((one) => one.contender(set)),
    );
    if (!own || !byHand) throw new Error('two were measured');
    // Those that compare answers before anything is measured are not checked one by one.
    const acknowledged = asking[0].acknowledged + asking[1].acknowledged;
    const lost = acknowledged - ((await rows()) - before - asking.length);
    return { own, byHand, figures: [own, byHand].map((one) => figureOf(part, what, one)), lost };
  } finally {
    await hand.stop();
  }
}

async function writable(bench: Bench, name: string): Promise<DataSet> {
  const fitting = bench.options.loans.filter((loans) => loans <= LOANS_MAX);
  return bench.copy(fitting.at(-1) ?? bench.options.loans[0] ?? LOANS_MAX, name);
}

const verified = (bench: Bench, { ownerUrl }: DataSet) =>
  ran(['verify'], { DATABASE_URL: ownerUrl, DATA_FOLDER: bench.options.folder });

/** (f) */
export async function submittedReferrals(bench: Bench): Promise<Result> {
  const set = await writable(bench, 'referrals');
  const what = 'a referral is submitted';
  const { own, byHand, figures, lost } = await written(
    bench,
    set,
    'f',
    what,
    await referrals(bench, set),
    'referral',
  );
  const about = (text: string) => ({ part: 'f', what: text, loans: set.loans });
  await verified(bench, set);
  return {
    figures,
    findings: [
      ratioOf(about('zhubao / by hand, referrals a second'), own, byHand, (one) => one.perSecond, {
        atLeast: 0.4,
      }),
      finding(about('acknowledged and not there'), [lost], { atMost: 0 }, 'acts'),
    ],
  };
}

/** (g) */
export async function bookedRepayments(bench: Bench): Promise<Result> {
  const set = await writable(bench, 'repayments');
  const act = await repayments(bench, set);
  const what = 'a repayment, spread over loans';
  const { own, byHand, figures, lost } = await written(bench, set, 'g', what, act, 'repayment');
  const about = (text: string) => ({ part: 'g', what: text, loans: set.loans });
  const oneLoan = await onOneLoan(bench, set, act);
  await verified(bench, set);
  return {
    figures,
    findings: [
      ratioOf(about('zhubao / by hand, repayments a second'), own, byHand, (one) => one.perSecond, {
        atLeast: 0.5,
      }),
      finding(
        about('repayments in one pool, of one bank'),
        own.runs.map(({ perSecond }) => perSecond),
        { atLeast: 200 },
        '/s',
      ),
      finding(about('repayments of one loan'), [oneLoan], null, '/s'),
      finding(about('acknowledged and not there'), [lost], { atMost: 0 }, 'acts'),
    ],
  };
}

/** Everybody wants the same loan: what is left when nothing can be done side by side. */
async function onOneLoan(bench: Bench, set: DataSet, act: Act): Promise<number> {
  const asking = await productAsks(bench, set, { ...act, ids: act.ids.slice(0, 1) });
  const { perSecond } = await run(asking.contender(set).target, CONNECTIONS / 4, bench.options.seconds);
  return perSecond;
}
