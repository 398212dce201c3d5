import { type Evidence, type Finding, type Row, text } from './evidence.ts';
import { grouped, wireId } from './sums.ts';
import type { Cast, Fed, Hook, Hooked, Party } from './told.ts';

// Those who are told of events: by their feeds each event once and in order, by webhooks each at least once.

/** What a guarantor learns as the fund manager only. */
const OF_FUND_MANAGER = /^(?:supplement|reversal)\./;

/** Whether an event concerns a tenant. */
function concerns(event: Row, { tenant, kind, pool }: Party): boolean {
  if (text(event, 'pool_id') !== pool) return false;
  if (kind === 'OFFICE' || event.to_all === true) return true;
  if (kind === 'DISTRICT') return event.region_id === tenant;
  if (kind === 'BANK') return event.bank_id === tenant;
  if (event.guarantor_id !== tenant) return false;
  return kind === 'FUND_MANAGER' || !OF_FUND_MANAGER.test(text(event, 'kind'));
}

function firstDifference(is: readonly string[], wanted: readonly string[]): number {
  const length = Math.max(is.length, wanted.length);
  for (let at = 0; at < length; at++) if (is[at] !== wanted[at]) return at;
  return -1;
}

export function checkFeeds({ log, tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  const cast = log.find((line): line is Cast => line.line === 'CAST');
  const feeds = grouped(
    log.filter((line): line is Fed => line.line === 'FED'),
    ({ tenant }) => tenant,
  );
  for (const party of cast?.parties ?? []) {
    const wanted = tables.event
      .filter((event) => concerns(event, party))
      .map((event) => wireId('et', text(event, 'id')));
    const is = (feeds.get(party.tenant) ?? []).flatMap(({ events }) => events);
    const at = firstDifference(is, wanted);
    if (at < 0) continue;
    const seen = new Set(is.slice(0, at));
    const how = is[at] && seen.has(is[at]) ? 'comes a second time' : 'comes where another one is to come';
    found.push({
      check: 'EVENTS',
      what: `the feed of ${party.kind} ${party.tenant}: event ${at + 1} (${is[at] ?? 'none'}) ${how}: ${wanted[at] ?? 'none'}`,
    });
  }
  return found;
}

/**
 * The places of events that will be sent again later, because the receiver failed: tried and not yet due again, or behind
 * such a one of the same thing.
 */
export function onTheirWay(deliveries: readonly Row[], webhook: string): Set<string> {
  const waiting = deliveries.filter(
    (row) => wireId('wh', text(row, 'webhook_id')) === webhook && text(row, 'state') === 'WAITING',
  );
  const held = new Set(
    waiting.filter((row) => text(row, 'attempts') !== '0').map((row) => text(row, 'subject')),
  );
  return new Set(
    waiting.filter((row) => held.has(text(row, 'subject'))).map((row) => text(row, 'event_sequence')),
  );
}

export function checkWebhooks({ log, tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  const cast = log.find((line): line is Cast => line.line === 'CAST');
  const hooks = grouped(
    log.filter((line): line is Hook => line.line === 'HOOK'),
    ({ tenant }) => tenant,
  );
  const eventOf = new Map(tables.event.map((event) => [wireId('et', text(event, 'id')), event]));
  for (const hooked of log.filter((line): line is Hooked => line.line === 'HOOKED')) {
    const party = cast?.parties.find(({ tenant }) => tenant === hooked.tenant);
    const messages = hooks.get(hooked.tenant) ?? [];
    const say = (what: string) =>
      found.push({ check: 'WEBHOOKS', what: `${party?.kind} ${hooked.tenant}: ${what}` });
    const unsigned = messages.find(({ signed }) => !signed);
    if (unsigned) say(`message ${unsigned.message} is not signed by its secret`);
    const taken = messages.filter((message) => message.taken);
    const arrived = new Set(taken.map(({ event }) => event));
    const rows = tables.event.filter((event) => party && concerns(event, party));
    // The webhook is told of what happened after it was made, and its own making is among the first of that.
    const created = rows.findIndex(
      (event) => text(event, 'kind') === 'webhook.created' && text(event, 'subject') === hooked.webhook,
    );
    const from =
      created >= 0 ? created : rows.findIndex((event) => arrived.has(wireId('et', text(event, 'id'))));
    const way = onTheirWay(tables.webhook_delivery, hooked.webhook);
    for (const event of rows.slice(Math.max(0, from + 1)))
      if (!arrived.has(wireId('et', text(event, 'id'))) && !way.has(text(event, 'sequence')))
        say(`event ${text(event, 'sequence')} (${text(event, 'kind')}) has not arrived`);
    const foreign = messages.find(({ event }) => {
      const row = eventOf.get(event);
      return row && party && !concerns(row, party);
    });
    if (foreign) say(`event ${foreign.event} is none of its business`);
    for (const [subject, of] of grouped(taken, (message) => message.subject)) {
      const firsts = [...new Set(of.map(({ event }) => event))];
      const places = firsts.map((event) => Number(text(eventOf.get(event) ?? {}, 'sequence')));
      if (places.some((place, at) => at > 0 && place < (places[at - 1] ?? 0)))
        say(`what happened to ${subject} came out of order`);
    }
  }
  return found;
}
