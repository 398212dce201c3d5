import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newPool, type Running, startProduct, type User, uuidOf } from '../support/product.ts';
import {
  createWebhook,
  happen,
  happenAgain,
  inSeconds,
  type MadeWebhook,
  type Receiver,
  startReceiver,
  WITH_KEY,
  workerOn,
} from '../support/webhooks.ts';

// Webhooks as an integrator meets them: made over the API, received by a real server, verified by the published library.

const TODAY = '2025-03-10';
let running: Running;
let pool: Awaited<ReturnType<typeof newPool>>;
let icbc: string;
let ccb: string;
let bank: User;
let other: User;
let receiver: Receiver;

beforeAll(async () => {
  running = await startProduct(WITH_KEY);
  pool = await newPool(running, TODAY);
  const register = async (name: string): Promise<string> =>
    (await running.act(pool.office, 'registerBank', { nameZh: name, nameEn: name }, 'bank { id }')).bank.id;
  icbc = await register('ICBC');
  ccb = await register('CCB');
  bank = pool.person(uuidOf(icbc), 'icbc-a');
  other = pool.person(uuidOf(ccb), 'ccb-a');
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver?.stop();
  await running?.stop();
});

const made: { user: User; id: string }[] = [];
afterEach(async () => {
  receiver.received.length = 0;
  receiver.behave = () => 204;
  for (const { user, id } of made.splice(0))
    await running.act(user, 'removeWebhook', { webhookId: id }, 'webhook { state }').catch(() => undefined);
});

async function make(user: User, path = '/', kinds: readonly string[] | null = null): Promise<MadeWebhook> {
  const webhook = await createWebhook(running, user, `${receiver.url}${path}`, kinds);
  made.push({ user, id: webhook.id });
  return webhook;
}

const on = (user: User, name: string, webhookId: string, more: object = {}) =>
  running.act(
    user,
    name,
    { webhookId, ...more },
    name === 'rotateWebhookSecret' ? 'webhookSecret { secret }' : 'webhook { id state version disabledFor }',
  );

async function codeOf(acting: Promise<unknown>): Promise<string> {
  return acting.then(
    () => 'done',
    (error: Error) => /"code":"([A-Z_]+)"/.exec(error.message)?.[1] ?? String(error),
  );
}

const DELIVERIES = `query ($id: ID!, $states: [DeliveryState!]) { webhook(id: $id) { state disabledFor failingSince
  deliveries(first: 100, states: $states) { totalCount nodes { id kind subject state attempts nextAttemptAt lastStatus lastError deliveredAt } } } }`;
async function standing(user: User, id: string, states?: string[]) {
  const { data, errors } = await running.ask(user, DELIVERIES, { id, states });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.webhook;
}

describe('a message', () => {
  it('is verified by the published library, and says what happened to what', async () => {
    const { id, secret } = await make(bank);
    const subject = await happen(running, bank, icbc, '甲');
    expect(await workerOn(running).tick(inSeconds(0))).toBe(2);
    const message = receiver.received.at(-1);
    if (!message) throw new Error('nothing arrived');
    const verified = new Webhook(secret).verify(message.text, message.headers) as Record<string, unknown>;
    expect(verified).toMatchObject({ type: 'user.disabled', data: { subject } });
    expect(Number.isNaN(Date.parse(String(verified.timestamp)))).toBe(false);
    expect(() => new Webhook(secret).verify(message.text.replace('user', 'ruse'), message.headers)).toThrow();
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
    const { deliveries } = await standing(bank, id);
    expect(deliveries.nodes[0]).toMatchObject({
      id: message.id,
      state: 'DELIVERED',
      attempts: 1,
      lastStatus: 204,
    });
    // The first thing that a webhook is told of is that it was made.
    expect(receiver.received.map(({ type }) => type)).toEqual(['webhook.created', 'user.disabled']);
  });

  it('is sent for wanted kinds only, and a test is sent in any case, to one address', async () => {
    const some = await make(bank, '/some', ['USER_ENABLED']);
    await make(bank, '/other', ['USER_ENABLED']);
    const worker = workerOn(running);
    const id = await happen(running, bank, icbc, '乙');
    await happenAgain(running, bank, id);
    await on(bank, 'testWebhook', some.id);
    await worker.tick(inSeconds(0));
    const of = (path: string) => receiver.received.flatMap((one) => (one.path === path ? one.type : []));
    expect([of('/some').sort(), of('/other')]).toEqual([['user.enabled', 'webhook.test'], ['user.enabled']]);
  });

  it('carries both signatures for a day after the secret is rotated, and then the new one', async () => {
    const { id, secret } = await make(bank);
    const worker = workerOn(running);
    const rotated = (await on(bank, 'rotateWebhookSecret', id)).webhookSecret.secret as string;
    expect(rotated).not.toBe(secret);
    await worker.tick(inSeconds(0));
    const signers = () => {
      const {
        id: messageId,
        headers,
        text,
      } = receiver.received.at(-1) as never as { id: string; headers: Record<string, string>; text: string };
      const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
      const signatures = headers['webhook-signature']?.split(' ') ?? [];
      return {
        count: signatures.length,
        by: [secret, rotated].map((one) => signatures.includes(new Webhook(one).sign(messageId, at, text))),
      };
    };
    expect(signers()).toEqual({ count: 2, by: [true, true] });
    const last = receiver.received.at(-1);
    for (const one of [secret, rotated])
      expect(() => new Webhook(one).verify(last?.text ?? '', last?.headers ?? {})).not.toThrow();
    await on(bank, 'testWebhook', id);
    await worker.tick(inSeconds(24 * 3_600 - 60));
    expect(signers()).toEqual({ count: 2, by: [true, true] });
    await on(bank, 'testWebhook', id);
    await worker.tick(inSeconds(24 * 3_600 + 1));
    expect(signers()).toEqual({ count: 1, by: [false, true] });
  });
});

describe('the secret', () => {
  it('is shown by the answer that issues it and by its replay, the same, and nowhere else', async () => {
    const key = randomUUID();
    const first = await createWebhook(running, bank, receiver.url, null, key);
    made.push({ user: bank, id: first.id });
    const rotated = (await on(bank, 'rotateWebhookSecret', first.id)).webhookSecret.secret;
    expect(await createWebhook(running, bank, receiver.url, null, key)).toEqual(first);
    expect(rotated).not.toBe(first.secret);
    const kept = await running.owner(
      `select (select string_agg(content, ' ') from audit) || (select string_agg(w::text, ' ') from webhook w)
        || (select string_agg(s::text, ' ') from webhook_secret s) || (select string_agg(i::text, ' ') from idempotency i)
        || (select string_agg(v::text, ' ') from event v) as all`,
    );
    for (const secret of [first.secret, rotated])
      expect(String(kept[0]?.all)).not.toContain(secret.slice(6, 30));
  });

  it('is not to be had by the id of its row', async () => {
    const { id } = await make(bank);
    const [row] = await running.owner(`select id from webhook_secret where webhook_id = $1`, [uuidOf(id)]);
    const wire = `ws_${String(row?.id).replaceAll('-', '')}`;
    const { data } = await running.ask(bank, '{ n: node(id: "ID") { __typename id } }'.replace('ID', wire));
    expect(data.n).toBeNull();
  });
});

describe('walls', () => {
  it('a tenant is told of its own events and of no others, and so is a fund manager’s neighbour', async () => {
    await make(bank, '/icbc');
    await make(other, '/ccb');
    const worker = workerOn(running);
    const mine = await happen(running, bank, icbc, '丙');
    const foreign = await happen(running, other, ccb, '丁');
    await worker.tick(inSeconds(0));
    const at = (path: string) =>
      receiver.received.filter((one) => one.path === path).map((one) => one.subject);
    expect(at('/icbc')).toContain(mine);
    expect(at('/icbc')).not.toContain(foreign);
    expect(at('/ccb')).toContain(foreign);
    expect(at('/ccb')).not.toContain(mine);
  });

  it('nobody else sees or touches a webhook, the office neither', async () => {
    const { id } = await make(bank);
    await workerOn(running).tick(inSeconds(0));
    const { deliveries } = await standing(bank, id);
    for (const user of [other, pool.office]) {
      expect((await running.ask(user, DELIVERIES, { id })).data.webhook).toBeNull();
      expect((await running.ask(user, '{ webhooks { nodes { id } totalCount } }')).data.webhooks).toEqual({
        nodes: [],
        totalCount: 0,
      });
      const node = `query ($id: ID!) { node(id: $id) { id } }`;
      expect((await running.ask(user, node, { id: deliveries.nodes[0].id })).data.node).toBeNull();
      for (const name of ['pauseWebhook', 'rotateWebhookSecret', 'removeWebhook', 'testWebhook'])
        expect(await codeOf(on(user, name, id))).toBe('NOT_FOUND');
      const own = await createWebhook(running, user, receiver.url);
      made.push({ user, id: own.id });
      const input = { webhookDeliveryId: deliveries.nodes[0].id };
      expect(await codeOf(on(user, 'redeliverWebhook', own.id, input))).toBe('NOT_FOUND');
    }
    for (const name of ['pauseWebhook', 'rotateWebhookSecret'])
      expect(await codeOf(on({ ...bank, role: 'VIEWER' }, name, id))).toBe('FORBIDDEN');
  });

  it('a tenant that is shut out gets nothing, and what it missed when it is let in again', async () => {
    await make(other, '/ccb');
    const worker = workerOn(running);
    await worker.tick(inSeconds(0));
    const before = receiver.received.length;
    const turn = { tenantId: ccb, reason: '停业整顿' };
    await running.act(pool.office, 'disableTenant', turn, 'tenant { id }');
    expect(await worker.tick(inSeconds(0))).toBe(0);
    expect(receiver.received).toHaveLength(before);
    await running.act(pool.office, 'enableTenant', turn, 'tenant { id }');
    await worker.tick(inSeconds(0));
    expect(receiver.received.slice(before).map(({ type }) => type)).toEqual([
      'tenant.disabled',
      'tenant.enabled',
    ]);
  });
});

describe('inputs', () => {
  it.each([
    ['https://user:secret@bank.example.cn/', 'address'],
    ['ftp://bank.example.cn/', 'address'],
    ['bank.example.cn', 'address'],
    ['http://bank.example.cn/', 'address'],
    ['https://bank.example.cn:1023/', 'address'],
    ['https://10.0.0.1/', 'address'],
    ['https://[::ffff:10.0.0.1]/', 'address'],
    ['https://0x7f.1:8443/', 'address'],
    [`https://bank.example.cn/${'x'.repeat(480)}`, 'address'],
  ])('the address %s is refused by the name of its field', async (address, field) => {
    const failing = createWebhook(running, bank, address);
    await expect(failing).rejects.toThrow(/BAD_USER_INPUT/);
    await expect(failing).rejects.toThrow(new RegExp(`"field":"(input\\.)?${field}"`));
  });

  it('a change names the version it saw, and states allow what they allow', async () => {
    const { id } = await make(bank);
    const change = { address: `${receiver.url}/new`, description: '新', kinds: null };
    expect(
      await codeOf(
        running.act(bank, 'updateWebhook', { webhookId: id, version: 2, ...change }, 'webhook { id }'),
      ),
    ).toBe('CONFLICT');
    const updated = await running.act(
      bank,
      'updateWebhook',
      { webhookId: id, version: 1, ...change },
      'webhook { version address }',
    );
    expect(updated.webhook).toEqual({ version: 2, address: `${receiver.url}/new` });
    expect((await on(bank, 'pauseWebhook', id)).webhook.state).toBe('PAUSED');
    expect(await codeOf(on(bank, 'pauseWebhook', id))).toBe('CONFLICT');
    expect(await codeOf(on(bank, 'testWebhook', id))).toBe('CONFLICT');
    const worker = workerOn(running);
    expect(await worker.tick(inSeconds(0))).toBe(0);
    expect((await on(bank, 'resumeWebhook', id)).webhook.state).toBe('ACTIVE');
    await worker.tick(inSeconds(0));
    expect(receiver.received.map(({ path, type }) => `${path} ${type}`)).toEqual([
      '/new webhook.created',
      '/new webhook.updated',
      '/new webhook.paused',
      '/new webhook.resumed',
    ]);
    expect((await on(bank, 'removeWebhook', id)).webhook.state).toBe('REMOVED');
    expect(await codeOf(on(bank, 'resumeWebhook', id))).toBe('CONFLICT');
    expect((await running.ask(bank, '{ webhooks { totalCount } }')).data.webhooks.totalCount).toBe(0);
  });

  it('what is to be sent again is said in exactly one way', async () => {
    const { id } = await make(bank);
    expect(await codeOf(on(bank, 'redeliverWebhook', id))).toBe('BAD_USER_INPUT');
    expect(await codeOf(on(bank, 'redeliverWebhook', id, { allDead: true, since: TODAY }))).toBe(
      'BAD_USER_INPUT',
    );
    expect(await codeOf(on(bank, 'redeliverWebhook', id, { since: '2025-03-11' }))).toBe('BAD_USER_INPUT');
    expect(await codeOf(on(bank, 'redeliverWebhook', id, { allDead: true }))).toBe('CONFLICT');
  });

  it('a tenant has at most 20 webhooks', async () => {
    const { id } = await make(other);
    await running.owner(
      `insert into webhook (pool_id, id, tenant_id, address, description, state, created_by, created_at, version, place)
       select pool_id, gen_random_uuid(), tenant_id, address, description, 'PAUSED', created_by, created_at, 1, place
       from webhook, generate_series(1, 18) where id = $1`,
      [uuidOf(id)],
    );
    expect(await codeOf(make(other))).toBe('done');
    expect(await codeOf(make(other))).toBe('CONFLICT');
  });
});
