import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '../acts/actor.ts';
import type { DeliveryStore, DueDelivery, ReadyWebhook, Settled } from '../acts/delivery.ts';
import type { Row } from '../acts/ports.ts';
import { type Instant, instantAfter, millisecondsBetween } from '../domain/dates.ts';
import { FAILING_HOURS_MAX, OLD_SECRET_HOURS, retryAfterMs } from '../domain/webhook.ts';
import type { Id } from '../domain/words.ts';
import { createLanes, inLanes } from './lanes.ts';
import { attemptOf } from './message.ts';
import type { Answered, Post } from './post.ts';

// Delivers events to webhooks: at least once, and of each subject in the order in which they happened. Any number of
// processes may run one; a webhook is leased to one of them at a time.

const IDLE_MS = 500;
/** Attempts at once, of all webhooks of this process. */
const AT_ONCE = 24;
/** Attempts at once at one webhook; a failing one gets the second, so that its time-outs don't hold up the others. */
const AT_ONCE_EACH = 4;
const AT_ONCE_FAILING = 1;
/** Questions to the database at once: three connections of ten. */
const QUESTIONS_AT_ONCE = 3;
/** When the product stops, attempts under way may end for so long; after that they are made again by whoever comes next. */
const STOP_GRACE_MS = 4_000;
/** A turn ends after so many rounds, so that the list of what there is to do is looked at again. */
const ROUNDS_MAX = 200;
const HOUR_MS = 3_600_000;
const GONE = 410;

interface Complaints {
  warn(told: object, message: string): void;
  error(told: object, message: string): void;
}

export interface DelivererSettings {
  readonly store: DeliveryStore;
  /** The tenant with its rights as they are now; null for one that gets nothing. */
  readonly actorOf: (webhook: ReadyWebhook) => Promise<Actor | null>;
  /** Stops a webhook and tells its tenant. */
  readonly disable: (actor: Actor, id: Id<'webhook'>, reason: 'FAILING' | 'GONE') => Promise<void>;
  readonly post: Post;
  readonly secretText: (secretId: Id<'webhookSecret'>) => string;
  /** Names this process among those that deliver. */
  readonly owner: string;
  readonly now: () => Instant;
  /** From 0 up to 1, anew each time. */
  readonly chance: () => number;
  /** Seconds after each failed attempt. */
  readonly schedule?: readonly number[];
  readonly log: Complaints;
}

export interface Deliverer {
  /** Everything that is to be done at a moment, and waits for it; answers with the number of attempts. */
  tick(now: Instant): Promise<number>;
  start(): void;
  /** Lets attempts under way end for a few seconds, and leaves the rest to the next start or another process. */
  stop(): Promise<void>;
}

export function createDeliverer(settings: DelivererSettings): Deliverer {
  const { actorOf, disable, post, secretText, owner, now: clock, chance, schedule, log } = settings;
  const store = inLanes(settings.store, createLanes(QUESTIONS_AT_ONCE));
  const stopped = new AbortController();
  const cut = new AbortController();
  const lanes = createLanes(AT_ONCE);
  const underWay = new Map<string, Promise<number>>();
  let running: Promise<void> | null = null;

  /** The secrets that sign: the newest, and for a day the one before. */
  function signing([newest, before]: readonly Row<'webhookSecret'>[], now: Instant): string[] {
    if (!newest) throw new Error('a webhook has a secret from its beginning');
    const isNew = millisecondsBetween(newest.issuedAt, now) < OLD_SECRET_HOURS * HOUR_MS;
    return [newest, ...(before && isNew ? [before] : [])].map(({ id }) => secretText(id));
  }

  /** What becomes of a delivery by what was answered. */
  function settled({ attempts: before }: Row<'webhookDelivery'>, answered: Answered, now: Instant): Settled {
    const attempts = before + 1;
    const tried = { attempts, lastAttemptAt: now, lastStatus: answered.status };
    if (answered.status !== null && answered.status >= 200 && answered.status < 300)
      return { ...tried, state: 'DELIVERED', nextAttemptAt: null, lastError: null, deliveredAt: now };
    const lastError = answered.status === null ? answered.error : 'STATUS_NOT_SUCCESSFUL';
    const wait = retryAfterMs(attempts, chance(), schedule);
    if (wait === null) return { ...tried, state: 'DEAD', nextAttemptAt: null, lastError, deliveredAt: null };
    const nextAttemptAt = instantAfter(now, wait);
    return { ...tried, state: 'WAITING', nextAttemptAt, lastError, deliveredAt: null };
  }

  /** One attempt at one delivery, and its note; null where the webhook is not ours any more, or we are cut off. */
  async function attempt(
    actor: Actor,
    webhook: Row<'webhook'>,
    { delivery, event }: DueDelivery,
    secrets: readonly Row<'webhookSecret'>[],
    now: Instant,
  ): Promise<Settled | null> {
    if (!event) {
      // Rights as they are now: what the tenant may no longer read isn't sent, and asks for no further attempt.
      const given = { attempts: delivery.attempts, lastAttemptAt: now, lastStatus: null, deliveredAt: null };
      const dead = { ...given, state: 'DEAD', nextAttemptAt: null, lastError: 'NOT_YOURS_ANY_MORE' } as const;
      return (await store.settle(actor, owner, delivery, dead)) ? dead : null;
    }
    const atSeconds = Math.floor(Date.parse(now) / 1_000);
    const message = attemptOf(webhook, delivery, event, signing(secrets, now), atSeconds);
    const answered = await lanes.run(() => post(message, cut.signal));
    if (cut.signal.aborted && answered.status === null) return null;
    const outcome = settled(delivery, answered, now);
    return (await store.settle(actor, owner, delivery, outcome)) ? outcome : null;
  }

  /** Whether the webhook is to be stopped: its receiver says that it is gone, or nothing has arrived for days. */
  function reasonToDisable(
    { failingSince }: Row<'webhook'>,
    outcomes: readonly Settled[],
    now: Instant,
  ): 'FAILING' | 'GONE' | null {
    if (outcomes.some(({ lastStatus }) => lastStatus === GONE)) return 'GONE';
    if (outcomes.some(({ state }) => state === 'DELIVERED') || failingSince === null) return null;
    return millisecondsBetween(failingSince, now) >= FAILING_HOURS_MAX * HOUR_MS ? 'FAILING' : null;
  }

  /** Takes in what is new and tries what is due, once each; null when there is no more for now. */
  async function round(ready: ReadyWebhook, moment: () => Instant): Promise<number | null> {
    const actor = await actorOf(ready);
    const webhook = actor && (await store.claim(actor, ready.id, owner));
    if (!actor || !webhook) return null;
    const now = moment();
    const isBehind = webhook.place < ready.head || webhook.rewindTo !== null;
    if (isBehind && !(await store.takeIn(actor, webhook, ready.head, owner, now))) return 0;
    const limit = webhook.failingSince === null ? AT_ONCE_EACH : AT_ONCE_FAILING;
    const due = await store.due(actor, webhook.id, now, limit);
    if (due.length === 0) return isBehind ? 0 : null;
    const secrets = await store.secrets(actor, webhook.id);
    const outcomes = await Promise.all(due.map((one) => attempt(actor, webhook, one, secrets, now)));
    const noted = outcomes.filter((outcome) => outcome !== null);
    const reason = reasonToDisable(webhook, noted, now);
    if (reason) await disable(actor, webhook.id, reason);
    return noted.length < due.length || reason ? null : due.length;
  }

  async function letGo(ready: ReadyWebhook): Promise<void> {
    const actor = await actorOf(ready);
    if (actor) await store.letGo(actor, ready.id, owner);
  }

  /** Rounds at one webhook until there is nothing to do; answers with the number of attempts. */
  async function turn(ready: ReadyWebhook, moment: () => Instant): Promise<number> {
    let attempts = 0;
    try {
      for (let rounds = 0; rounds < ROUNDS_MAX && !stopped.signal.aborted; rounds++) {
        const done = await round(ready, moment);
        if (done === null) break;
        attempts += done;
      }
      // Nobody else need wait for the lease to lapse.
      await letGo(ready);
    } catch (error) {
      log.error({ err: error, webhook: ready.id }, 'a webhook was interrupted; it will be taken up again');
    }
    return attempts;
  }

  /** Begins a turn at every webhook that has something to do and isn't being worked on. */
  async function begin(moment: () => Instant): Promise<Promise<number>[]> {
    const ready = await store.ready(owner, moment());
    return ready.flatMap((one) => {
      const key = `${one.poolId}/${one.id}`;
      if (underWay.has(key)) return [];
      const taken = turn(one, moment).finally(() => underWay.delete(key));
      underWay.set(key, taken);
      return [taken];
    });
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await begin(clock).catch((error: unknown) => {
        log.warn({ err: error }, 'the webhooks could not be listed; it will be tried again');
      });
      await pause(IDLE_MS, null, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  return {
    async tick(now) {
      const attempts = await Promise.all(await begin(() => now));
      return attempts.reduce((sum, one) => sum + one, 0);
    },
    start() {
      running ??= run();
    },
    async stop() {
      stopped.abort();
      const timer = setTimeout(() => cut.abort(), STOP_GRACE_MS);
      await running;
      await Promise.allSettled(underWay.values());
      clearTimeout(timer);
    },
  };
}
