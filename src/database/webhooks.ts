import type { Row } from '../../schema/tables/all.ts';
import type { Actor } from '../acts/actor.ts';
import type { DeliveryStore, DueDelivery, ReadyWebhook } from '../acts/delivery.ts';
import { type Instant, millisecondsBetween } from '../domain/dates.ts';
import { writeId } from '../domain/ids.ts';
import type { Id } from '../domain/words.ts';
import { contextOf, writerOn } from './by-actor.ts';
import type { Database, Tx } from './connection.ts';
import { actingRole, sweepRole } from './personas.ts';
import { shapeOf, textOf } from './rows.ts';
import { scopeOf } from './scopes.ts';

// The queue of webhooks. A webhook is leased to one process at a time, and every write says whose lease it rests on; so a
// process that was held up, and whose webhook another one has taken over, changes nothing more. A lease is counted by the
// database's own clock, so that it means the same to every process.

const NOBODY = '00000000-0000-0000-0000-000000000000';
const EPOCH = '1970-01-01T00:00:00.000Z' as Instant;

/** Longer than the longest attempt, so that whoever begins one keeps the webhook until it has ended. */
const LEASE_SECONDS = 25;
/** Events taken in at once. */
const TAKEN_MAX = 200;

const NOT_BEHIND_ANOTHER = `not exists (select 1 from webhook_delivery e where e.pool_id = t.pool_id and e.webhook_id = t.webhook_id
    and e.subject = t.subject and e.state = 'WAITING' and e.event_sequence < t.event_sequence)`;

const READY = `select w.pool_id, w.id, w.tenant_id, j.event_sequence from webhook w join journal j on j.pool_id = w.pool_id
    join pool p on p.pool_id = w.pool_id and p.move_state is null
  where w.state = 'ACTIVE' and (w.leased_until is null or w.leased_until < clock_timestamp() or w.lease_owner = $1)
    and (w.place < j.event_sequence or w.rewind_to is not null or exists (
      select 1 from webhook_delivery t where t.pool_id = w.pool_id and t.webhook_id = w.id and t.state = 'WAITING'
        and t.next_attempt_at <= $2::timestamptz and ${NOT_BEHIND_ANOTHER}))
  order by w.leased_until nulls first limit 200`;

const CLAIM =
  () => `update webhook t set lease_owner = $3, leased_until = clock_timestamp() + $4::int * interval '1 second'
  where t.pool_id = $1::uuid and t.id = $2::uuid and t.state = 'ACTIVE'
    and (t.leased_until is null or t.leased_until < clock_timestamp() or t.lease_owner = $3)
  returning ${shapeOf('webhook').list('t')}`;

const LET_GO = `update webhook set leased_until = null where pool_id = $1::uuid and id = $2::uuid and lease_owner = $3`;

/** Only where nothing has changed since the webhook was claimed: not its place, its wishes, its state or its holder. */
const MOVE_ON = `update webhook set place = $4, rewind_to = null where pool_id = $1::uuid and id = $2::uuid and lease_owner = $3
  and place = $5 and version = $6 and rewind_to is not distinct from $7::date and state = 'ACTIVE' returning 1`;

/** An event that was taken in before is sent again: that is what taking in from an earlier place is for. */
const TAKE_IN = `insert into webhook_delivery
    (pool_id, id, tenant_id, webhook_id, event_sequence, kind, subject, state, taken_in_at, next_attempt_at)
  select $1::uuid, r.id, $2::uuid, $3::uuid, r.sequence, r.kind, r.subject, 'WAITING', $4::timestamptz, $4::timestamptz
    from jsonb_to_recordset($5::text::jsonb) as r(id uuid, sequence bigint, kind text, subject text)
  on conflict (pool_id, webhook_id, event_sequence)
    do update set state = 'WAITING', attempts = 0, next_attempt_at = excluded.next_attempt_at`;

const SETTLE = `update webhook_delivery d set state = $4, attempts = $5, next_attempt_at = $6::timestamptz,
    last_attempt_at = $7::timestamptz, last_status = $8, last_error = $9, delivered_at = $10::timestamptz
  from webhook w where d.pool_id = $1::uuid and d.id = $2::uuid and w.pool_id = d.pool_id and w.id = d.webhook_id
    and w.lease_owner = $3 returning 1`;

/** Since when it fails: from the first failure after a success; null after a success. */
const NOTE_HEALTH = `update webhook set failing_since = case when $4::boolean then null else coalesce(failing_since, $5::timestamptz) end
  where pool_id = $1::uuid and id = $2::uuid and lease_owner = $3 and (failing_since is null) <> $4::boolean`;

const OLDEST = `select t.next_attempt_at from webhook w join webhook_delivery t on t.pool_id = w.pool_id and t.webhook_id = w.id
    join pool p on p.pool_id = w.pool_id and p.move_state is null
  where w.state = 'ACTIVE' and t.state = 'WAITING' and t.next_attempt_at <= $1::timestamptz and ${NOT_BEHIND_ANOTHER}
  order by t.next_attempt_at limit 1`;

const BEHIND = `select w.id, w.place from webhook w join journal j on j.pool_id = w.pool_id
    join pool p on p.pool_id = w.pool_id and p.move_state is null
  where w.state = 'ACTIVE' and w.place < j.event_sequence`;

const COUNTS = `select t.state, count(*) from webhook_delivery t where t.state in ('WAITING', 'DEAD') group by t.state`;

/** Rolls back what was taken in, without being a fault. */
class Overtaken extends Error {}

type Event = Pick<Row<'event'>, 'sequence' | 'kind' | 'subject'>;

/** Whether a webhook is to be told of an event; a test is for the one that is tested, whatever else it wants. */
function wants(webhook: Row<'webhook'>, { kind, subject }: Event): boolean {
  if (kind === 'webhook.test') return subject === writeId('webhook', webhook.id);
  return webhook.kinds === null || webhook.kinds.includes(kind);
}

export function deliveryOn(database: Database, newId: () => string): DeliveryStore {
  const write = writerOn(database);
  const overall = (work: (tx: Tx) => Promise<unknown[][]>) =>
    database.read({ persona: sweepRole, poolId: NOBODY, tenantId: NOBODY, userId: 'webhooks' }, work);

  /** Where taking in begins: after the webhook's place, or before the first event of the day it is to go back to. */
  async function placeOf(tx: Tx, actor: Actor, { place, rewindTo }: Row<'webhook'>, head: number) {
    if (rewindTo === null) return place;
    const text = `select min(t.sequence) - 1 from event t where ${scopeOf('event', actor.persona)} and t.occurred_on >= $3::date`;
    const [row] = await tx.query(text, [actor.poolId, actor.tenantId, rewindTo]);
    return row?.[0] === null || row === undefined ? Math.max(place, head) : Number(row[0]);
  }

  /** Under the tenant's own eyes, as a query of its events would be. */
  async function eventsAfter(tx: Tx, { persona, poolId, tenantId }: Actor, place: number): Promise<Event[]> {
    const text = `select t.sequence, t.kind, t.subject from event t where ${scopeOf('event', persona)} and t.sequence > $3
      order by t.sequence limit ${TAKEN_MAX}`;
    const found = await tx.query(text, [poolId, tenantId, String(place)]);
    return found.map(([sequence, kind, subject]) => ({
      sequence: Number(sequence),
      kind: kind as Event['kind'],
      subject: String(subject),
    }));
  }

  const behind = new Map<string, { readonly place: string; readonly since: number }>();

  /** Seconds for which a webhook has stood still behind its pool: nobody takes its events in. Known from asking twice. */
  function standingStill(rows: readonly unknown[][], at: number): number {
    const now = new Map(rows.map(([id, place]) => [String(id), String(place)]));
    for (const [id, { place }] of behind) if (now.get(id) !== place) behind.delete(id);
    for (const [id, place] of now) if (!behind.has(id)) behind.set(id, { place, since: at });
    return Math.max(0, ...[...behind.values()].map(({ since }) => (at - since) / 1_000));
  }

  return {
    async ready(owner, now): Promise<ReadyWebhook[]> {
      const found = await overall((tx) => tx.query(READY, [owner, now]));
      return found.map(([poolId, id, tenantId, head]) => ({
        poolId: poolId as Id<'pool'>,
        id: id as Id<'webhook'>,
        tenantId: tenantId as Id<'tenant'>,
        head: Number(head),
      }));
    },

    async claim(actor, id, owner) {
      const [row] = await write(actor, (tx) =>
        tx.query(CLAIM(), [actor.poolId, id, owner, String(LEASE_SECONDS)]),
      );
      return row ? shapeOf('webhook').decode(row) : null;
    },

    async letGo(actor, id, owner) {
      await write(actor, (tx) => tx.query(LET_GO, [actor.poolId, id, owner]));
    },

    async secrets(actor, id) {
      const { persona, poolId, tenantId } = actor;
      const shape = shapeOf('webhookSecret');
      const text = `select ${shape.list('t')} from webhook_secret t where ${scopeOf('webhookSecret', persona)}
        and t.webhook_id = $3 order by t.number desc limit 2`;
      const found = await database.read(contextOf(actor), (tx) => tx.query(text, [poolId, tenantId, id]));
      return found.map((values) => shape.decode(values));
    },

    async takeIn(actor, webhook, head, owner, now) {
      const { poolId, tenantId } = actor;
      const taking = database.act(contextOf(actor), async (tx) => {
        const from = await placeOf(tx, actor, webhook, head);
        const events = await eventsAfter(tx, actor, from);
        void tx.become(actingRole(actor.persona));
        const wanted = events
          .filter((event) => wants(webhook, event))
          .map((event) => ({ ...event, id: newId() }));
        void tx.query(TAKE_IN, [poolId, tenantId, webhook.id, now, JSON.stringify(wanted)]);
        const last = events.at(-1)?.sequence ?? from;
        const place = events.length < TAKEN_MAX ? Math.max(last, head) : last;
        const old = [String(webhook.place), String(webhook.version), webhook.rewindTo];
        const moved = await tx.query(MOVE_ON, [poolId, webhook.id, owner, String(place), ...old]);
        if (moved.length === 0) throw new Overtaken();
        return true;
      });
      return taking.catch((error: unknown) => {
        if (error instanceof Overtaken) return false;
        throw error;
      });
    },

    async due(actor, id, now, limit): Promise<DueDelivery[]> {
      const { persona, poolId, tenantId } = actor;
      const [delivery, event] = [shapeOf('webhookDelivery'), shapeOf('event')];
      const text = textOf(
        `due deliveries by ${persona}`,
        () => `select ${delivery.list('t')}, ${event.list('v')}
        from webhook_delivery t left join event v on v.sequence = t.event_sequence and ${scopeOf('event', persona, 'v')}
        where ${scopeOf('webhookDelivery', persona)} and t.webhook_id = $3 and t.state = 'WAITING'
          and t.next_attempt_at <= $4::timestamptz and ${NOT_BEHIND_ANOTHER}
        order by t.event_sequence limit $5`,
      );
      const params = [poolId, tenantId, id, now, String(limit)];
      const found = await database.read(contextOf(actor), (tx) => tx.query(text, params));
      const at = delivery.columns.length;
      return found.map((values) => ({
        delivery: delivery.decode(values),
        event: values[at] === null ? null : event.decode(values, at),
      }));
    },

    settle(actor, owner, delivery, settled) {
      const { poolId } = actor;
      const { state, attempts, nextAttemptAt, lastAttemptAt, lastStatus, lastError, deliveredAt } = settled;
      return write(actor, async (tx) => {
        const written = tx.query(SETTLE, [
          poolId,
          delivery.id,
          owner,
          state,
          String(attempts),
          nextAttemptAt,
          lastAttemptAt,
          lastStatus === null ? null : String(lastStatus),
          lastError,
          deliveredAt,
        ]);
        void tx.query(NOTE_HEALTH, [poolId, delivery.webhookId, owner, state === 'DELIVERED', lastAttemptAt]);
        return (await written).length > 0;
      });
    },

    async standing(now) {
      const read = (text: string, params: readonly string[]) => overall((tx) => tx.query(text, params));
      const [oldest, still, counts] = await Promise.all([
        read(OLDEST, [now]),
        read(BEHIND, []),
        read(COUNTS, []),
      ]);
      const due = oldest[0]
        ? millisecondsBetween(
            shapeOf('webhookDelivery').column('nextAttemptAt').decode(oldest[0][0]) as never,
            now,
          )
        : 0;
      const count = new Map(counts.map(([state, number]) => [String(state), Number(number)]));
      return {
        oldestSeconds: Math.max(due / 1_000, standingStill(still, millisecondsBetween(EPOCH, now))),
        byState: { WAITING: count.get('WAITING') ?? 0, DEAD: count.get('DEAD') ?? 0 },
      };
    },
  };
}
