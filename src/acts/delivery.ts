import type { Instant } from '../domain/dates.ts';
import type { Id } from '../domain/words.ts';
import type { Actor } from './actor.ts';
import type { Row } from './ports.ts';

// What the worker that delivers webhooks asks of the database. All but the first and the last are asked in the name of the
// webhook's tenant, with the rights it has at that moment.

/** A webhook for which there may be something to do, and the last event of its pool. */
export interface ReadyWebhook {
  readonly poolId: Id<'pool'>;
  readonly id: Id<'webhook'>;
  readonly tenantId: Id<'tenant'>;
  readonly head: number;
}

/** A delivery whose turn it is, and its event; null where that isn't the tenant's to see any more. */
export interface DueDelivery {
  readonly delivery: Row<'webhookDelivery'>;
  readonly event: Row<'event'> | null;
}

/** What becomes of a delivery after an attempt. */
export type Settled = Pick<
  Row<'webhookDelivery'>,
  'state' | 'attempts' | 'nextAttemptAt' | 'lastAttemptAt' | 'lastStatus' | 'lastError' | 'deliveredAt'
>;

/** How deliveries stand in the whole installation. */
export interface DeliveryStanding {
  /** Seconds since the oldest delivery that is due should have been tried; 0 where none is. */
  readonly oldestSeconds: number;
  readonly byState: Readonly<Record<string, number>>;
}

export interface DeliveryStore {
  /** Of all pools, those that this process or nobody works on. */
  ready(owner: string, now: Instant): Promise<ReadyWebhook[]>;
  /** Takes a webhook for a process, or keeps it, for some seconds; null where another one has it, or it is not active. */
  claim(actor: Actor, id: Id<'webhook'>, owner: string): Promise<Row<'webhook'> | null>;
  /** Leaves a webhook to whoever comes next. */
  letGo(actor: Actor, id: Id<'webhook'>, owner: string): Promise<void>;
  /** The newest first. */
  secrets(actor: Actor, id: Id<'webhook'>): Promise<Row<'webhookSecret'>[]>;
  /** Takes in the next events after the webhook's place; false where nothing came of it, and it is to be claimed anew. */
  takeIn(actor: Actor, webhook: Row<'webhook'>, head: number, owner: string, now: Instant): Promise<boolean>;
  /** Of each subject the earliest that waits, if its moment has come. */
  due(actor: Actor, id: Id<'webhook'>, now: Instant, limit: number): Promise<DueDelivery[]>;
  /** Writes down what came of an attempt; false where the webhook is not this process's any more. */
  settle(actor: Actor, owner: string, delivery: Row<'webhookDelivery'>, settled: Settled): Promise<boolean>;
  standing(now: Instant): Promise<DeliveryStanding>;
}
