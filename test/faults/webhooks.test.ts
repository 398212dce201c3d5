import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProductProcess, startProcess } from '../support/process.ts';
import { newPool, type Running, startProduct, type User, uuidOf } from '../support/product.ts';
import {
  createWebhook,
  happen,
  happenAgain,
  type Receiver,
  startReceiver,
  until,
  WITH_KEY,
} from '../support/webhooks.ts';

// The product is killed again and again while it delivers. Nothing may be lost, and nothing of one subject reordered.

const KILLS = 3;
const SUBJECTS = 6;
const ROUNDS = 4;
let running: Running;
let receiver: Receiver;

beforeAll(async () => {
  running = await startProduct(WITH_KEY);
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver?.stop();
  await running?.stop();
});

const ON = { ...WITH_KEY, WEBHOOKS: 'on' };
/** The last one is the whole product; those that are killed do nothing but deliver, and start sooner. */
const deliverer = (kills: number): Promise<ProductProcess> =>
  startProcess(running, ON, kills < KILLS ? 'deliver-webhooks.ts' : 'serve-product.ts');

/** Each of some people is shut out and let in, again and again; of each shutting-out the order is known. */
async function goOn(bank: User, tenantId: string, round: number): Promise<void> {
  const made: string[] = [];
  for (let number = 0; number < SUBJECTS; number++)
    made.push(await happen(running, bank, tenantId, `人员${round}-${number}`));
  for (const id of made) await happenAgain(running, bank, id);
}

it(`killed ${KILLS} times at any moment: every event arrives, each subject’s in order, and every signature is good`, async () => {
  const pool = await newPool(running, '2025-03-10');
  const named = { nameZh: '甲银行', nameEn: 'ICBC' };
  const icbc = (await running.act(pool.office, 'registerBank', named, 'bank { id }')).bank.id as string;
  const bank = pool.person(uuidOf(icbc), 'icbc-a');
  const { id, secret } = await createWebhook(running, bank, receiver.url);
  // A receiver that is slow now and then, so that a kill meets attempts that are under way.
  receiver.behave = (_message, response) => {
    if (receiver.received.length % 3 !== 0) return 204;
    setTimeout(() => response.writeHead(204).end(), 60);
    return 'silent';
  };

  let process = await deliverer(0);
  for (let round = 0; round < ROUNDS; round++) {
    const before = receiver.received.length;
    const acting = goOn(bank, icbc, round);
    if (round < KILLS) {
      await until('it delivers', () => receiver.received.length > before);
      await pause(Math.random() * 150);
      await process.kill();
      // As if the time of a lease had passed: a dead process renews none.
      await running.owner(`update webhook set leased_until = null`);
      process = await deliverer(round + 1);
    }
    await acting;
  }
  const missing = async () =>
    Number(
      (await running.owner(`select count(*) from webhook_delivery where state <> 'DELIVERED'`))[0]?.count,
    ) +
    Number(
      (
        await running.owner(
          `select count(*) from webhook w join journal j using (pool_id) where w.place < j.event_sequence`,
        )
      )[0]?.count,
    );
  receiver.behave = () => 204;
  await until('all have arrived', async () => (await missing()) === 0, 30);
  await process.stop();

  const [told] = await running.owner(
    `select count(*) from event where pool_id = $1 and bank_id = $2 and sequence > 2`,
    [pool.poolId, uuidOf(icbc)],
  );
  const messages = new Map(receiver.received.map((message) => [message.id, message]));
  expect(messages.size).toBe(Number(told?.count));
  expect(messages.size).toBe(1 + 2 * SUBJECTS * ROUNDS);
  const bySubject = new Map<string, string[]>();
  for (const { id: message, subject, type } of receiver.received)
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), `${type} ${message}`]);
  for (const [subject, arrivals] of bySubject) {
    if (subject === id) continue;
    expect([...new Set(arrivals)].map((one) => one.split(' ')[0])).toEqual(['user.disabled', 'user.enabled']);
    // A repetition never comes behind the next event of its subject.
    const firstEnabled = arrivals.findIndex((one) => one.startsWith('user.enabled'));
    expect(arrivals.slice(firstEnabled).every((one) => one.startsWith('user.enabled'))).toBe(true);
  }
  for (const { text, headers } of receiver.received) new Webhook(secret).verify(text, headers);
});
