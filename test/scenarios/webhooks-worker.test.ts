import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RETRY_AFTER_SECONDS } from '../../src/domain/webhook.ts';
import { newPool, type Running, startProduct, type User, uuidOf } from '../support/product.ts';
import {
  createWebhook,
  happen,
  happenAgain,
  inSeconds,
  type Receiver,
  startReceiver,
  until,
  WITH_KEY,
  workerOn,
} from '../support/webhooks.ts';

// What the worker does when receivers fail: with the clock handed in, so that nobody waits a day for a retry.

const SEED = Number(process.env.SEED ?? 20_261_124);
let running: Running;
let pool: Awaited<ReturnType<typeof newPool>>;
let icbc: string;
let bank: User;
let receiver: Receiver;
let webhook: { id: string };

beforeAll(async () => {
  running = await startProduct(WITH_KEY);
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver?.stop();
  await running?.stop();
});

/** A pool, a bank and a webhook of its own for each test, from which nothing waits. */
async function begin(kinds: readonly string[] = ['USER_DISABLED', 'USER_ENABLED']): Promise<void> {
  pool = await newPool(running, '2025-03-10');
  const named = { nameZh: '甲银行', nameEn: 'ICBC' };
  icbc = (await running.act(pool.office, 'registerBank', named, 'bank { id }')).bank.id;
  bank = pool.person(uuidOf(icbc), 'icbc-a');
  webhook = await createWebhook(running, bank, receiver.url, kinds);
}

afterEach(async () => {
  receiver.behave = () => 204;
  receiver.received.length = 0;
  await running
    .act(bank, 'removeWebhook', { webhookId: webhook.id }, 'webhook { state }')
    .catch(() => undefined);
});

const DELIVERIES = `query ($id: ID!, $states: [DeliveryState!]) { webhook(id: $id) { state disabledFor failingSince
  deliveries(first: 100, states: $states) { nodes { id kind subject state attempts nextAttemptAt lastStatus lastError event { kind subject } } } } }`;
const standing = async (states?: string[]) =>
  (await running.ask(bank, DELIVERIES, { id: webhook.id, states })).data.webhook;
const redeliver = (input: object) =>
  running.act(bank, 'redeliverWebhook', { webhookId: webhook.id, ...input }, 'webhook { state }');

describe('a delivery that fails', () => {
  it('is tried again by the table, and given up after the last attempt; its subject then goes on', async () => {
    await begin();
    const worker = workerOn(running);
    const subject = await happen(running, bank, icbc, '甲');
    await happenAgain(running, bank, subject);
    receiver.behave = ({ type }) => (type === 'user.disabled' ? 500 : 204);
    let at = 0;
    for (const [attempt, seconds] of RETRY_AFTER_SECONDS.entries()) {
      expect(await worker.tick(inSeconds(at))).toBe(1);
      const [later, first] = (await standing()).deliveries.nodes;
      expect(first).toMatchObject({
        state: 'WAITING',
        attempts: attempt + 1,
        lastStatus: 500,
        lastError: 'STATUS_NOT_SUCCESSFUL',
      });
      expect(later).toMatchObject({
        state: 'WAITING',
        attempts: 0,
        event: { kind: 'USER_ENABLED', subject },
      });
      expect(await worker.tick(inSeconds(at + seconds - 1)), 'not before its time').toBe(0);
      at += seconds + 1;
    }
    expect(await worker.tick(inSeconds(at))).toBe(2);
    expect((await standing()).deliveries.nodes.map((one: { state: string }) => one.state)).toEqual([
      'DELIVERED',
      'DEAD',
    ]);
    expect(receiver.received.map(({ type }) => type)).toEqual([
      ...Array(8).fill('user.disabled'),
      'user.enabled',
    ]);
    expect(new Set(receiver.received.slice(0, 8).map(({ id }) => id)).size, 'one message, one id').toBe(1);
    // The dead letter is sent again when asked for, under the same id.
    receiver.behave = () => 204;
    await redeliver({ allDead: true });
    expect(await worker.tick(inSeconds(at))).toBe(1);
    expect(receiver.received.at(-1)?.id).toBe(receiver.received[0]?.id);
    expect((await standing(['DEAD'])).deliveries.nodes).toEqual([]);
  });

  it('holds up its own subject and no other', async () => {
    await begin();
    const worker = workerOn(running);
    const [bad, good] = [await happen(running, bank, icbc, '乙'), await happen(running, bank, icbc, '丙')];
    for (const subject of [bad, good]) await happenAgain(running, bank, subject);
    receiver.behave = ({ subject }) => (subject === bad ? 'cut' : 204);
    await worker.tick(inSeconds(0));
    const of = (subject: string) =>
      receiver.received.filter((one) => one.subject === subject).map((one) => one.type);
    expect(of(good)).toEqual(['user.disabled', 'user.enabled']);
    expect(new Set(of(bad))).toEqual(new Set(['user.disabled']));
    const [waiting] = (await standing(['WAITING'])).deliveries.nodes.slice(-1);
    expect(waiting).toMatchObject({ lastStatus: null, lastError: 'CONNECTION_LOST' });
    receiver.behave = () => 204;
    await worker.tick(inSeconds(10));
    expect(of(bad).slice(-2)).toEqual(['user.disabled', 'user.enabled']);
  });

  it('for hours loses nothing: what is not dead yet arrives when the receiver is back', async () => {
    await begin();
    const worker = workerOn(running);
    const subjects = [];
    for (const name of ['丁', '戊', '己']) subjects.push(await happen(running, bank, icbc, name));
    receiver.behave = () => 503;
    for (let minutes = 0; minutes <= 300; minutes += 10) await worker.tick(inSeconds(minutes * 60));
    expect(receiver.firsts().size).toBe(0);
    receiver.behave = () => 204;
    await worker.tick(inSeconds(8 * 3_600));
    expect([...receiver.firsts().keys()].sort()).toEqual([...subjects].sort());
    expect((await standing()).failingSince).toBeNull();
  });
});

describe('a receiver', () => {
  it('that says it is gone is disabled at once, and its tenant is told', async () => {
    await begin(['USER_DISABLED', 'WEBHOOK_DISABLED']);
    const worker = workerOn(running);
    await happen(running, bank, icbc, '甲');
    receiver.behave = () => 410;
    await worker.tick(inSeconds(0));
    expect(await standing()).toMatchObject({ state: 'DISABLED', disabledFor: 'GONE' });
    expect(await worker.tick(inSeconds(100_000))).toBe(0);
    receiver.behave = () => 204;
    await running.act(bank, 'resumeWebhook', { webhookId: webhook.id }, 'webhook { state }');
    await worker.tick(inSeconds(1));
    expect(
      receiver.received
        .slice(1)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['user.disabled', 'webhook.disabled']);
  });

  it('that has failed for five days is disabled, and not a minute earlier', async () => {
    await begin();
    const worker = workerOn(running, { schedule: Array(100).fill(60) });
    await happen(running, bank, icbc, '甲');
    receiver.behave = () => 500;
    await worker.tick(inSeconds(0));
    await worker.tick(inSeconds(120 * 3_600 - 60));
    expect((await standing()).state).toBe('ACTIVE');
    await worker.tick(inSeconds(120 * 3_600 + 60));
    expect(await standing()).toMatchObject({ state: 'DISABLED', disabledFor: 'FAILING' });
  });

  it('gets everything since a day once more, in order, also from before it was made', async () => {
    await begin();
    const early = await happen(running, bank, icbc, '甲');
    await happenAgain(running, bank, early);
    const late = await createWebhook(running, bank, `${receiver.url}/late`, [
      'USER_DISABLED',
      'USER_ENABLED',
    ]);
    const worker = workerOn(running);
    await worker.tick(inSeconds(0));
    expect(receiver.received.filter(({ path }) => path === '/late')).toEqual([]);
    for (let time = 0; time < 2; time++) {
      await running.act(
        bank,
        'redeliverWebhook',
        { webhookId: late.id, since: '2025-03-10' },
        'webhook { id }',
      );
      await worker.tick(inSeconds(1));
    }
    const got = receiver.received.filter(({ path }) => path === '/late');
    expect(got.map(({ type }) => type)).toEqual([
      'user.disabled',
      'user.enabled',
      'user.disabled',
      'user.enabled',
    ]);
    expect(new Set(got.map(({ id }) => id)).size).toBe(2);
    await running.act(bank, 'removeWebhook', { webhookId: late.id }, 'webhook { id }');
  });
});

describe('several workers', () => {
  it('never send the same at the same time, and leave nothing to each other', async () => {
    await begin();
    const subjects: string[] = [];
    for (let number = 0; number < 12; number++)
      subjects.push(await happen(running, bank, icbc, `人员${number}`));
    for (const subject of subjects) await happenAgain(running, bank, subject);
    const workers = [1, 2, 3].map(() => workerOn(running));
    for (const worker of workers) worker.start();
    await until('all arrive', () => receiver.received.length >= 24);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(receiver.received).toHaveLength(24);
    for (const subject of subjects)
      expect(receiver.received.filter((one) => one.subject === subject).map(({ type }) => type)).toEqual([
        'user.disabled',
        'user.enabled',
      ]);
  });

  it('take over from one that was held up, which then changes nothing more', async () => {
    await begin();
    const subject = await happen(running, bank, icbc, '甲');
    let answer: (status: number) => void = () => undefined;
    const held = new Promise<number>((resolve) => {
      answer = resolve;
    });
    let isHolding = false;
    const slow = workerOn(running, {
      async post() {
        isHolding = true;
        return { status: await held };
      },
    });
    const ticking = slow.tick(inSeconds(0));
    await until('it is sending', () => isHolding);
    const other = workerOn(running);
    expect(await other.tick(inSeconds(0)), 'the webhook is leased').toBe(0);
    await running.owner(`update webhook set leased_until = now() - interval '1 second'`);
    expect(await other.tick(inSeconds(0))).toBe(1);
    await happenAgain(running, bank, subject);
    answer(500);
    await ticking;
    expect((await standing()).deliveries.nodes).toMatchObject([{ subject, state: 'DELIVERED', attempts: 1 }]);
    await other.tick(inSeconds(1));
    expect(receiver.received.map(({ type }) => type)).toEqual(['user.disabled', 'user.enabled']);
  });
});

it(`each subject’s events arrive in order, whatever fails (seed ${SEED})`, async () => {
  await begin();
  const behaviours = fc.array(fc.constantFrom<200 | 500 | 'cut'>(200, 500, 'cut'), {
    minLength: 10,
    maxLength: 40,
  });
  const subjects: string[] = [];
  for (let number = 0; number < 4; number++) subjects.push(await happen(running, bank, icbc, `先${number}`));
  const worker = workerOn(running, { schedule: Array(60).fill(1) });
  let at = 0;
  await worker.tick(inSeconds(at));
  const order = async () => {
    const rows = await running.owner(
      `select subject, id from webhook_delivery where webhook_id = $1 order by event_sequence`,
      [uuidOf(webhook.id)],
    );
    const bySubject = new Map<string, string[]>();
    for (const { subject, id } of rows)
      bySubject.set(String(subject), [
        ...(bySubject.get(String(subject)) ?? []),
        `wd_${String(id).replaceAll('-', '')}`,
      ]);
    return bySubject;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(3), { minLength: 1, maxLength: 12 }),
      behaviours,
      async (picks, answers) => {
        await running.owner(
          `with j as (update journal set event_sequence = event_sequence + $2 where pool_id = $1 returning event_sequence - $2 as last)
         insert into event (pool_id, sequence, kind, subject, occurred_on, recorded_at, bank_id, to_all, data)
         select $1::uuid, j.last + row_number() over (), 'user.enabled', s, '2025-03-10', now(), $3::uuid, false, '{}' from j, unnest($4::text[]) s`,
          [pool.poolId, picks.length, uuidOf(icbc), picks.map((pick) => subjects[pick] ?? '')],
        );
        let turn = 0;
        receiver.behave = () => answers[turn++] ?? 200;
        for (let tick = 0; tick < 60; tick++) {
          at += 3;
          await worker.tick(inSeconds(at));
          if (turn >= answers.length && (await standing(['WAITING'])).deliveries.nodes.length === 0) break;
          if (turn < answers.length && (await standing(['WAITING'])).deliveries.nodes.length === 0) break;
        }
        const arrived = receiver.firsts();
        for (const [subject, ids] of await order()) expect(arrived.get(subject)).toEqual(ids);
      },
    ),
    { seed: SEED, numRuns: 12 },
  );
});
