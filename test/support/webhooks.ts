import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import { perform } from '../../src/acts/perform.ts';
import { disableWebhook } from '../../src/acts/webhooks.ts';
import { actorsIn } from '../../src/database/tenants.ts';
import { deliveryOn } from '../../src/database/webhooks.ts';
import { createDeliverer, type Deliverer, type DelivererSettings } from '../../src/delivery/deliverer.ts';
import { networksOf } from '../../src/delivery/networks.ts';
import { postTo } from '../../src/delivery/post.ts';
import { type Instant, instant, instantAfter } from '../../src/domain/dates.ts';
import { secretText } from '../../src/domain/webhook.ts';
import type { Running, User } from './product.ts';
import { quiet } from './quiet.ts';

/** One message as a receiver has it. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  /** What was answered; null: nothing. */
  readonly status: number | null;
}

/** What a receiver does with a message: the status it answers, or what it does instead. */
export type Behaviour = (
  message: Omit<Received, 'status'>,
  response: ServerResponse,
) => number | 'cut' | 'silent';

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  behave: Behaviour;
  /** Of each subject, the ids in the order in which each was first taken with success. */
  firsts(): Map<string, string[]>;
  stop(): Promise<void>;
}

/** A real receiver on a port of this machine; it takes everything unless told otherwise. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    received: [],
    behave: () => 204,
    firsts() {
      const seen = new Set<string>();
      const bySubject = new Map<string, string[]>();
      for (const { id, subject, status } of receiver.received) {
        if (status === null || status > 299 || seen.has(id)) continue;
        seen.add(id);
        bySubject.set(subject, [...(bySubject.get(subject) ?? []), id]);
      }
      return bySubject;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    try {
      for await (const part of request.setEncoding('utf8')) text += part;
    } catch {
      return;
    }
    const headers = request.headers as Record<string, string>;
    const { type, data } = JSON.parse(text) as { type: string; data: { subject: string } };
    const id = String(headers['webhook-id']);
    const message = { path: request.url ?? '', headers, text, id, type, subject: data.subject };
    const done = receiver.behave(message, response);
    receiver.received.push({ ...message, status: typeof done === 'number' ? done : null });
    if (done === 'cut') response.destroy();
    else if (typeof done === 'number' && !response.headersSent) response.writeHead(done).end('x');
  }

  return receiver;
}

/** The key of the installation under test. */
export const KEY = randomBytes(32);
export const WITH_KEY = { WEBHOOK_KEY: KEY.toString('base64') } as const;

/** A worker of one's own on the product's database, whose clock and chances are handed in. */
export function workerOn(running: Running, changes: Partial<DelivererSettings> = {}): Deliverer {
  const { database, ports } = running.product;
  const actorOf = actorsIn(database, 0, Date.now);
  return createDeliverer({
    store: deliveryOn(database, ports.newId),
    actorOf: ({ poolId, tenantId }) =>
      actorOf({ poolId, tenantId, role: 'OPERATOR', userId: 'webhooks', name: null, tokenId: null }),
    async disable(actor, webhookId, reason) {
      await perform(ports, actor, disableWebhook, { webhookId, reason }, randomUUID());
    },
    post: postTo({ networks: networksOf(['127.0.0.0/8']), allowsHttp: true, timeoutMs: 2_000 }),
    secretText: (id) => secretText(KEY, id),
    owner: randomUUID(),
    now: () => instant(new Date()),
    chance: () => 0.5,
    log: quiet,
    ...changes,
  });
}

/** The real moment, so many seconds on. */
export const inSeconds = (seconds: number): Instant => instantAfter(instant(new Date()), seconds * 1_000);

export interface MadeWebhook {
  readonly id: string;
  readonly secret: string;
}

export async function createWebhook(
  running: Running,
  user: User,
  address: string,
  kinds: readonly string[] | null = null,
  key = randomUUID(),
): Promise<MadeWebhook> {
  const input = { address, description: '银行核心系统', kinds };
  const made = await running.act(
    user,
    'createWebhook',
    input,
    'webhookSecret { secret webhook { id } }',
    key,
  );
  return { id: made.webhookSecret.webhook.id, secret: made.webhookSecret.secret };
}

/** Something of a tenant happens: somebody is shut out, and let in again as often as asked. All about one subject each. */
export async function happen(running: Running, user: User, tenantId: string, name: string): Promise<string> {
  const about = { tenantId, userId: name, reason: '离职' };
  const out = await running.act(user, 'disableUser', about, 'disabledUser { id }');
  return out.disabledUser.id as string;
}
export async function happenAgain(running: Running, user: User, disabledUserId: string): Promise<void> {
  await running.act(user, 'enableUser', { disabledUserId, reason: '复职' }, 'disabledUser { id }');
}

/** Waits until something holds, and fails with what it is about when it doesn't in time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 15,
): Promise<void> {
  const holding = async () => expect(await holds(), what).toBe(true);
  await vi.waitFor(holding, { timeout: seconds * 1_000, interval: 20 });
}
