import { checkAcknowledged, checkAudited, checkDefects, requestsOf } from './acts.ts';
import { checkChain } from './chain.ts';
import type { Evidence, Finding } from './evidence.ts';
import { checkHistory } from './history.ts';
import { checkLedger } from './ledger.ts';
import { checkShares } from './shares.ts';
import { checkFeeds, checkWebhooks } from './told-of.ts';
import { checkTraces } from './traces.ts';

/** Everything that is held against the evidence. */
const CHECKS = [
  checkAcknowledged,
  checkAudited,
  checkDefects,
  checkChain,
  checkTraces,
  checkLedger,
  checkShares,
  checkHistory,
  checkFeeds,
  checkWebhooks,
] as const;

export function check(evidence: Evidence): Finding[] {
  return CHECKS.flatMap((one) => one(evidence));
}

export interface Figures {
  /** Requests by clients; those that were told done; those sent more than once; those that nobody knows the end of. */
  readonly acts: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly retried: number;
  readonly unresolved: number;
  /** Of the unresolved ones, those that turned out to be done. */
  readonly unresolvedDone: number;
  readonly attempts: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly audits: number;
  readonly entries: number;
  readonly events: number;
  readonly loans: Readonly<Record<string, number>>;
  readonly breakerTurns: number;
  readonly messages: number;
}

function countBy<T>(list: Iterable<T>, nameOf: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of list) counts[nameOf(one)] = (counts[nameOf(one)] ?? 0) + 1;
  return counts;
}

/** What a run came to, in numbers. */
export function figuresOf(evidence: Evidence): Figures {
  const { log, audits, tables } = evidence;
  const requests = requestsOf(evidence);
  const has = (end: string) => requests.filter(({ told }) => told.some((one) => one.end === end));
  const kept = new Set(tables.idempotency.map((row) => String(row.key)));
  const unresolved = requests.filter(
    ({ told, sent }) =>
      !told.some(({ end }) => end === 'DONE') &&
      (told.some(({ undone }) => !undone) || told.length < sent.length),
  );
  return {
    acts: requests.length,
    acknowledged: has('DONE').length,
    refused: has('REFUSED').length,
    retried: requests.filter(({ sent }) => sent.length > 1).length,
    unresolved: unresolved.length,
    unresolvedDone: unresolved.filter(({ key }) => kept.has(key)).length,
    attempts: requests.reduce((sum, { sent }) => sum + sent.length, 0),
    ends: countBy(
      requests.flatMap(({ told }) => told),
      ({ end }) => end,
    ),
    faults: countBy(
      log.flatMap((line) => (line.line === 'STRUCK' && line.note !== 'begins' ? [line.fault] : [])),
      (fault) => fault.split(' ')[1] ?? fault,
    ),
    audits: audits.length,
    entries: tables.entry.length,
    events: tables.event.length,
    loans: countBy(tables.loan, (row) => String(row.state)),
    breakerTurns: tables.breaker_turn.length,
    messages: log.filter(({ line }) => line === 'HOOK').length,
  };
}
