import { sql } from 'drizzle-orm';
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import {
  DELIVERY_STATES,
  type DeliveryState,
  WEBHOOK_STATES,
  type WebhookState,
} from '../../src/domain/words.ts';
import { day, idOf, moment, OWN_ROWS, oneOf, poolId, walls } from './columns.ts';
import { tenant } from './pool.ts';

// Webhooks: addresses at which a tenant wants to be told of its events, and what became of each event at each address
// (section 12). A tenant's own and nobody else's; the office doesn't read them either. Moments here are real time, also
// in a sandbox: a receiver knows nothing of a sandbox's date.

/** An address at which a tenant is told of its events. */
export const webhook = pgTable(
  'webhook',
  {
    poolId: poolId(),
    id: idOf('webhook').notNull(),
    tenantId: idOf('tenant').notNull(),
    address: text().notNull(),
    description: text().notNull(),
    /** The kinds of event that are wanted; null for all, also those that are yet to be invented. */
    kinds: jsonb().$type<readonly string[]>(),
    state: text().$type<WebhookState>().notNull(),
    /** Why the system disabled it, as a code: FAILING or GONE. */
    disabledFor: text().$type<'FAILING' | 'GONE'>(),
    createdBy: text().notNull(),
    createdAt: moment().notNull(),
    version: integer().notNull(),
    /** The sequence of the last event that has been taken in for delivery. */
    place: bigint({ mode: 'number' }).notNull(),
    /** Everything from this business date on is to be taken in again; the place is set back when that is done. */
    rewindTo: day(),
    /** Since when every attempt has failed; null when the last one succeeded. */
    failingSince: moment(),
    /** Which process delivers to it, and until when nobody else does. */
    leaseOwner: text(),
    leasedUntil: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('webhook_of_tenant').on(t.poolId, t.tenantId, t.id),
    foreignKey({ columns: [t.poolId, t.tenantId], foreignColumns: [tenant.poolId, tenant.id] }),
    index('webhook_active').on(t.poolId, t.id).where(sql`state = 'ACTIVE'`),
    oneOf('webhook_state', t.state, WEBHOOK_STATES),
    ...walls('webhook', { read: OWN_ROWS, write: 'OWN KEYS', sweep: 'ALL' }),
  ],
);

/** That there is a secret, not the secret: that is derived from the id of this row and the key of the installation. */
export const webhookSecret = pgTable(
  'webhook_secret',
  {
    poolId: poolId(),
    id: idOf('webhookSecret').notNull(),
    tenantId: idOf('tenant').notNull(),
    webhookId: idOf('webhook').notNull(),
    /** 1 for the first; the one before the newest signs along for a day. */
    number: integer().notNull(),
    issuedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    // Named together with its tenant: nobody hangs anything on a webhook of others.
    foreignKey({
      columns: [t.poolId, t.tenantId, t.webhookId],
      foreignColumns: [webhook.poolId, webhook.tenantId, webhook.id],
    }),
    unique('webhook_secret_number').on(t.poolId, t.webhookId, t.number),
    ...walls('webhook_secret', { read: OWN_ROWS, write: 'OWN KEYS', update: {} }),
  ],
);

/** One event on its way to one address. */
export const webhookDelivery = pgTable(
  'webhook_delivery',
  {
    poolId: poolId(),
    id: idOf('webhookDelivery').notNull(),
    tenantId: idOf('tenant').notNull(),
    webhookId: idOf('webhook').notNull(),
    eventSequence: bigint({ mode: 'number' }).notNull(),
    /** Kind and subject of the event, as the event has them: the order is kept per subject. */
    kind: text().notNull(),
    subject: text().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    attempts: integer().notNull().default(0),
    /** Not before this moment; counts only while it waits. */
    nextAttemptAt: moment(),
    takenInAt: moment().notNull(),
    lastAttemptAt: moment(),
    /** The status of the last answer; null where there was none. */
    lastStatus: integer(),
    /** What was wrong, shortened; null after a success. */
    lastError: text(),
    deliveredAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    // Named together with its tenant: nobody hangs anything on a webhook of others.
    foreignKey({
      columns: [t.poolId, t.tenantId, t.webhookId],
      foreignColumns: [webhook.poolId, webhook.tenantId, webhook.id],
    }),
    unique('webhook_delivery_once').on(t.poolId, t.webhookId, t.eventSequence),
    index('webhook_delivery_state').on(t.poolId, t.webhookId, t.state, t.eventSequence),
    index('webhook_delivery_waiting')
      .on(t.poolId, t.webhookId, t.subject, t.eventSequence)
      .where(sql`state = 'WAITING'`),
    index('webhook_delivery_dead').on(t.poolId, t.webhookId).where(sql`state = 'DEAD'`),
    oneOf('webhook_delivery_state', t.state, DELIVERY_STATES),
    ...walls('webhook_delivery', { read: OWN_ROWS, write: 'OWN KEYS', sweep: 'ALL' }),
  ],
);
