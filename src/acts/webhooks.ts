import type { BusinessDate } from '../domain/dates.ts';
import type { EventKind } from '../domain/events.ts';
import { addressFault } from '../domain/webhook.ts';
import type { Id, WebhookState } from '../domain/words.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid } from './failures.ts';
import { concerned } from './people.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

// Addresses at which a tenant is told of its events (section 12). What is sent there is the worker's business
// (src/delivery); an act only says where to, which kinds, from where on, and under which secret.

const EVERYBODY = ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;
const OPERATOR = { personas: EVERYBODY, role: 'OPERATOR' } as const;

/** Of one tenant, those that are not removed. */
export const WEBHOOKS_MAX = 20;

type Told = Parameters<Desk['tell']>[3];

/** The tenant itself is told, and nobody else but the office, which reads every event. The address is not said. */
function tell(
  desk: Desk,
  kind: Extract<EventKind, `webhook.${string}`>,
  id: Id<'webhook'>,
  told: Told = {},
): void {
  const { tenantId, kind: tenantKind } = desk.actor;
  desk.tell(kind, { noun: 'webhook', id }, concerned({ id: tenantId, kind: tenantKind }), told);
}

const about = (input: { readonly webhookId: Id<'webhook'> | null }) => ({
  webhook: sought('webhook', input.webhookId, 'webhookId'),
});

/** Locks a webhook that stands in one of the states; all but REMOVED where none is named. */
async function lockWebhook(
  desk: Desk,
  id: Id<'webhook'>,
  states: readonly WebhookState[] = ['ACTIVE', 'PAUSED', 'DISABLED'],
): Promise<Row<'webhook'>> {
  const row = await desk.store.lock('webhook', { id });
  if (!row) throw new Error('a webhook is never deleted');
  if (!states.includes(row.state))
    throw conflict(
      'STATE',
      `该推送地址当前状态为 ${row.state}，须为 ${states.join('、')}。`,
      `This webhook is ${row.state}; it would have to be ${states.join(' or ')}.`,
    );
  return row;
}

function checkAddress(address: string): void {
  const fault = addressFault(address);
  if (fault) throw invalid('address', fault.zh, fault.en);
}

/** Null stands for every kind; an empty list would be a webhook that is never told anything. */
function checkKinds(kinds: readonly string[] | null): void {
  if (kinds?.length === 0)
    throw invalid(
      'kinds',
      '请至少选择一种事件；不填则接收全部事件。',
      'Name one kind of event at least, or leave the field out for all of them.',
    );
}

async function issueSecret(desk: Desk, webhookId: Id<'webhook'>, number: number) {
  const { poolId, tenantId } = desk.actor;
  const id = desk.newId('webhookSecret');
  await desk.insert('webhookSecret', { poolId, id, tenantId, webhookId, number, issuedAt: desk.now });
  return changed('webhookSecret', id);
}

export interface CreateWebhook {
  readonly address: string;
  readonly description: string;
  readonly kinds?: readonly string[] | null;
}

/** Tells an address of the tenant’s events from now on. Answers with the secret that they will be signed with. */
export const createWebhook = act({
  name: 'createWebhook',
  by: OPERATOR,
  about: (_: CreateWebhook) => ({}),
  async run(desk, { address, description, kinds = null }) {
    checkAddress(address);
    checkKinds(kinds);
    const { poolId, tenantId, userId } = desk.actor;
    // The last lock may be the first here, since nothing else is locked: two at once come one after the other.
    const { eventSequence: place } = await desk.store.lockJournal();
    const others = await desk.store.list('webhook', { tenantId });
    if (others.filter(({ state }) => state !== 'REMOVED').length >= WEBHOOKS_MAX)
      throw conflict(
        'STATE',
        `每个单位至多 ${WEBHOOKS_MAX} 个推送地址；请先删除不用的地址。`,
        `A tenant has at most ${WEBHOOKS_MAX} webhooks; remove one first.`,
      );
    const id = desk.newId('webhook');
    await desk.insert('webhook', {
      poolId,
      id,
      tenantId,
      address,
      description,
      kinds,
      state: 'ACTIVE',
      createdBy: userId,
      createdAt: desk.now,
      version: 1,
      place,
    });
    tell(desk, 'webhook.created', id);
    return issueSecret(desk, id, 1);
  },
});

export interface UpdateWebhook extends CreateWebhook {
  readonly webhookId: Id<'webhook'> | null;
  readonly version: number;
}

/** Changes address, description or kinds. What waits already goes to the new address. */
export const updateWebhook = act({
  name: 'updateWebhook',
  by: OPERATOR,
  about: (input: UpdateWebhook) => about(input),
  async run(desk, { address, description, kinds = null, version }, { webhook }) {
    checkAddress(address);
    checkKinds(kinds);
    const row = await lockWebhook(desk, webhook.id);
    if (row.version !== version)
      throw conflict(
        'VERSION',
        '该推送地址已被他人修改，请重新查阅后再提交。',
        'The webhook has changed since; read it again first.',
      );
    const patch = { address, description, kinds, version: version + 1 };
    await desk.update('webhook', { id: row.id }, row, patch);
    tell(desk, 'webhook.updated', row.id);
    return changed('webhook', row.id);
  },
});

export interface OneWebhook {
  readonly webhookId: Id<'webhook'> | null;
}

/** Sends nothing more until it is resumed; what happens meanwhile waits. */
export const pauseWebhook = act({
  name: 'pauseWebhook',
  by: OPERATOR,
  about: (input: OneWebhook) => about(input),
  async run(desk, _, { webhook }) {
    const row = await lockWebhook(desk, webhook.id, ['ACTIVE']);
    await desk.update('webhook', { id: row.id }, row, { state: 'PAUSED', version: row.version + 1 });
    tell(desk, 'webhook.paused', row.id);
    return changed('webhook', row.id);
  },
});

/** Goes on where it stopped, whoever stopped it; what waits is sent at once. */
export const resumeWebhook = act({
  name: 'resumeWebhook',
  by: OPERATOR,
  about: (input: OneWebhook) => about(input),
  async run(desk, _, { webhook }) {
    const row = await lockWebhook(desk, webhook.id, ['PAUSED', 'DISABLED']);
    const version = row.version + 1;
    const patch = { state: 'ACTIVE', disabledFor: null, failingSince: null, version } as const;
    await desk.update('webhook', { id: row.id }, row, patch);
    await sendAtOnce(desk, { webhookId: row.id, state: 'WAITING' });
    tell(desk, 'webhook.resumed', row.id);
    return changed('webhook', row.id);
  },
});

export interface DisableWebhook extends OneWebhook {
  readonly reason: 'FAILING' | 'GONE';
}

/** Stops a webhook that has failed for days, or whose receiver says that it is gone. No client does this. */
export const disableWebhook = act({
  name: 'disableWebhook',
  by: OPERATOR,
  about: (input: DisableWebhook) => about(input),
  async run(desk, { reason }, { webhook }) {
    const row = await lockWebhook(desk, webhook.id, ['ACTIVE']);
    const patch = { state: 'DISABLED', disabledFor: reason, version: row.version + 1 } as const;
    await desk.update('webhook', { id: row.id }, row, patch);
    tell(desk, 'webhook.disabled', row.id, { reason });
    return changed('webhook', row.id);
  },
});

/** Issues a new secret; the one before signs along for a day, so that a receiver can change over at leisure. */
export const rotateWebhookSecret = act({
  name: 'rotateWebhookSecret',
  by: OPERATOR,
  about: (input: OneWebhook) => about(input),
  async run(desk, _, { webhook }) {
    const row = await lockWebhook(desk, webhook.id);
    const before = await desk.store.list('webhookSecret', { webhookId: row.id });
    tell(desk, 'webhook.secret_rotated', row.id);
    return issueSecret(desk, row.id, before.length + 1);
  },
});

/** Sends nothing more, for good. */
export const removeWebhook = act({
  name: 'removeWebhook',
  by: OPERATOR,
  about: (input: OneWebhook) => about(input),
  async run(desk, _, { webhook }) {
    const row = await lockWebhook(desk, webhook.id);
    await desk.update('webhook', { id: row.id }, row, { state: 'REMOVED', version: row.version + 1 });
    tell(desk, 'webhook.removed', row.id);
    return changed('webhook', row.id);
  },
});

/** Sends an event of the kind webhook.test to this address alone, in its turn, whatever kinds are wanted there. */
export const testWebhook = act({
  name: 'testWebhook',
  by: OPERATOR,
  about: (input: OneWebhook) => about(input),
  async run(desk, _, { webhook }) {
    const row = await lockWebhook(desk, webhook.id, ['ACTIVE']);
    tell(desk, 'webhook.test', row.id);
    return changed('webhook', row.id);
  },
});

/** Deliveries that match are waiting again, from the first attempt, under the same message id. */
async function sendAtOnce(desk: Desk, key: Partial<Row<'webhookDelivery'>>): Promise<boolean> {
  const one = await desk.store.find('webhookDelivery', key);
  if (!one) return false;
  await desk.update('webhookDelivery', key, one, { state: 'WAITING', attempts: 0, nextAttemptAt: desk.now });
  return true;
}

export interface RedeliverWebhook extends OneWebhook {
  /** Exactly one of the three is given. */
  readonly webhookDeliveryId?: Id<'webhookDelivery'> | null;
  readonly allDead?: boolean | null;
  readonly since?: BusinessDate | null;
}

/** Sends again: one delivery, all that were given up, or every event since a day. */
export const redeliverWebhook = act({
  name: 'redeliverWebhook',
  by: OPERATOR,
  about: (input: RedeliverWebhook) => ({
    ...about(input),
    ...(input.webhookDeliveryId
      ? { delivery: sought('webhookDelivery', input.webhookDeliveryId, 'webhookDeliveryId') }
      : {}),
  }),
  async run(desk, { webhookDeliveryId, allDead, since }, { webhook }) {
    if ([webhookDeliveryId, allDead, since].filter(Boolean).length !== 1)
      throw invalid(
        'input',
        '请在 webhookDeliveryId、allDead（true）与 since 中恰好填写一项。',
        'Give exactly one of webhookDeliveryId, allDead (true) and since.',
      );
    const row = await lockWebhook(desk, webhook.id);
    if (since) {
      if (since > desk.today)
        throw invalid(
          'since',
          `所填日期 ${since} 晚于业务日期 ${desk.today}。`,
          `The day given, ${since}, lies after the business date, ${desk.today}.`,
        );
      await desk.update('webhook', { id: row.id }, row, { rewindTo: since });
    } else {
      const key = webhookDeliveryId ? { id: webhookDeliveryId } : { state: 'DEAD' as const };
      if (!(await sendAtOnce(desk, { webhookId: row.id, ...key })))
        throw conflict(
          'STATE',
          '该推送地址没有可重新投递的记录。',
          'This webhook has no such delivery to send again.',
        );
    }
    tell(desk, 'webhook.redelivery_asked', row.id);
    return changed('webhook', row.id);
  },
});
