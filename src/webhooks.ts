import { randomBytes, randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import type { Actor } from './acts/actor.ts';
import type { DeliveryStanding } from './acts/delivery.ts';
import { conflict, Failure, invalid } from './acts/failures.ts';
import { perform } from './acts/perform.ts';
import type { Ports } from './acts/ports.ts';
import { disableWebhook } from './acts/webhooks.ts';
import type { Config } from './config.ts';
import type { Database } from './database/connection.ts';
import type { Bearer } from './database/tenants.ts';
import { deliveryOn } from './database/webhooks.ts';
import { createDeliverer, type Deliverer, type DelivererSettings } from './delivery/deliverer.ts';
import { networksOf } from './delivery/networks.ts';
import { postTo } from './delivery/post.ts';
import { KEY_BYTES_MIN, secretText } from './domain/webhook.ts';
import type { Acts } from './graphql/context.ts';
import { keptIn } from './http/kept-file.ts';

// Webhooks put together: the key that secrets are derived from, where addresses may lead, and the worker that delivers.

export interface WebhooksSettings {
  readonly config: Pick<Config, 'webhooks' | 'dataFolder'>;
  readonly database: Database;
  readonly ports: Ports;
  /** Finds a tenant with its rights as they are now. */
  readonly actorOf: (bearer: Bearer) => Promise<Actor | null>;
  readonly log: DelivererSettings['log'];
}

export interface Webhooks {
  readonly deliverer: Deliverer;
  /** The secret with an id, for the answer that issues it. */
  secretText(secretId: string): string;
  /** The acts, with what the installation says of addresses. */
  acts(acts: Acts): Acts;
  /** How deliveries stand, for health and metrics; null where there are no webhooks. */
  readonly standing: (() => Promise<DeliveryStanding>) | null;
  start(): void;
  stop(): Promise<void>;
}

/** In this name, which no person bears, the product acts for a tenant where its webhooks are concerned. */
const NAME = 'webhooks';
const KEY_FILE = 'development-webhook-key';

export async function createWebhooks(settings: WebhooksSettings): Promise<Webhooks> {
  const { config, database, ports, actorOf, log } = settings;
  const { deliver, networks: listed, allowsHttp, offered } = config.webhooks;
  const key = config.webhooks.key ?? (offered ? await developmentKeyIn(config.dataFolder) : null);
  const networks = networksOf(listed);
  const store = deliveryOn(database, ports.newId);
  const secretOf = (secretId: string): string => {
    if (!key) throw new Error('no secret is issued without a key');
    return secretText(key, secretId);
  };

  /** What an act can't know: whether there are webhooks here at all, and where they may lead. */
  function assertOffered(name: string, input: unknown): void {
    if (!WITH_WEBHOOKS.has(name)) return;
    if (!offered)
      throw conflict(
        'STATE',
        '本系统未启用事件推送；请与系统管理员联系。',
        'Webhooks are not set up in this installation; ask whoever runs it.',
      );
    const { address } = input as { address?: string };
    if (address === undefined || !URL.canParse(address)) return;
    const url = new URL(address);
    if (!allowsHttp && url.protocol !== 'https:')
      throw invalid('address', '地址应以 https:// 开头。', 'An address begins with https://.');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !networks.allows(host))
      throw invalid(
        'address',
        '该 IP 地址不在允许推送的网络内；如确需推送至内部网络，请系统管理员列入 WEBHOOK_NETWORKS。',
        'Nothing may be sent to this IP address; whoever runs this installation can list its network in WEBHOOK_NETWORKS.',
      );
  }

  const deliverer = createDeliverer({
    store,
    actorOf: ({ poolId, tenantId }) =>
      actorOf({ poolId, tenantId, role: 'OPERATOR', userId: NAME, name: null, tokenId: null }),
    async disable(actor, webhookId, reason) {
      await perform(ports, actor, disableWebhook, { webhookId, reason }, `disable-${ports.newId()}`).catch(
        (error: unknown) => {
          // Its tenant has paused or removed it in this very moment.
          if (!(error instanceof Failure && error.wrong.kind === 'CONFLICT')) throw error;
        },
      );
      log.warn({ webhook: webhookId, reason }, 'a webhook was disabled');
    },
    post: postTo({ networks, allowsHttp }),
    secretText: secretOf,
    owner: ports.newId(),
    now: ports.now,
    chance: () => randomInt(1_000_000) / 1_000_000,
    log,
  });

  return {
    deliverer,
    secretText: secretOf,
    acts: ({ perform: done, check }) => ({
      async perform(deed, input, idempotencyKey) {
        assertOffered(deed.name, input);
        return done(deed, input, idempotencyKey);
      },
      check,
    }),
    standing: offered ? () => store.standing(ports.now()) : null,
    start() {
      if (deliver) deliverer.start();
    },
    stop: () => deliverer.stop(),
  };
}

const WITH_WEBHOOKS = new Set(['createWebhook', 'updateWebhook', 'rotateWebhookSecret', 'testWebhook']);

/** The key of an installation for trying it out. */
async function developmentKeyIn(folder: string): Promise<Uint8Array> {
  const kept = await keptIn(folder, KEY_FILE, () => randomBytes(KEY_BYTES_MIN).toString('base64'));
  return Buffer.from(kept, 'base64');
}
