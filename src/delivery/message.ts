import type { Row } from '../acts/ports.ts';
import { writeId } from '../domain/ids.ts';
import { signatureOf } from '../domain/webhook.ts';
import type { Attempt } from './post.ts';

/** A body is never longer; an event that would be says only what it is about, and the rest is asked for. */
export const BODY_BYTES_MAX = 20_000;

/** The body of a message: its kind, its moment, its id in the feed of events, what it is about, and the facts of it. */
export function bodyOf({ id, kind, subject, occurredOn, recordedAt, data }: Row<'event'>): string {
  const about = { id: writeId('event', id), subject, occurredOn };
  const whole = JSON.stringify({ type: kind, timestamp: recordedAt, data: { ...about, ...data } });
  if (Buffer.byteLength(whole) <= BODY_BYTES_MAX) return whole;
  return JSON.stringify({ type: kind, timestamp: recordedAt, data: { ...about, shortened: true } });
}

/**
 * A message as Standard Webhooks has it. Its id is the delivery's and the same at every attempt, so that a receiver knows
 * what it has had; the moment is the attempt's, so that a receiver can refuse what somebody recorded and plays again.
 */
export function attemptOf(
  { address }: Row<'webhook'>,
  { id }: Row<'webhookDelivery'>,
  event: Row<'event'>,
  secrets: readonly string[],
  atSeconds: number,
): Attempt {
  const body = bodyOf(event);
  const messageId = writeId('webhookDelivery', id);
  return {
    address,
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Zhubao-Webhooks/1',
      'webhook-id': messageId,
      'webhook-timestamp': String(atSeconds),
      'webhook-signature': signatureOf(secrets, messageId, atSeconds, body),
    },
  };
}
