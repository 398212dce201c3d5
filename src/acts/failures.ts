import type { Yuan } from '../domain/money.ts';
import type { Verdict } from '../regulation/verdict.ts';

/** A sentence in both languages of the product. */
export interface Message {
  readonly zh: string;
  readonly en: string;
}

/**
 * The closed list of what can go wrong in an act. A refusal is data and becomes part of the answer; the others become
 * errors. Anything else that is thrown is a defect.
 */
export type Wrong =
  | { readonly kind: 'REFUSED'; readonly verdicts: readonly Verdict[]; readonly firmIsElsewhere: boolean }
  /** Unknown and foreign alike: what a tenant may not see does not exist for it. */
  | { readonly kind: 'NOT_FOUND'; readonly field: string }
  | { readonly kind: 'FORBIDDEN' }
  | {
      readonly kind: 'CONFLICT';
      readonly reason: 'STATE' | 'VERSION' | 'DUPLICATE' | 'SECOND_PERSON' | 'IDEMPOTENCY_KEY_REUSED';
      readonly message: Message;
    }
  | { readonly kind: 'INVALID'; readonly field: string; readonly message: Message }
  /** Nothing was done; the same request may be sent again with the same key. */
  | { readonly kind: 'BUSY'; readonly retryAfterSeconds: number }
  /** The first attempt with this key has not ended yet; this one did nothing and may be sent again. */
  | { readonly kind: 'KEY_RUNNING'; readonly retryAfterSeconds: number }
  /** The answer to the commit was lost: whether it was done is found out by sending it again with the same key. */
  | { readonly kind: 'OUTCOME_UNKNOWN'; readonly retryAfterSeconds: number }
  /** The pool is on its way to another server: it can be read and takes no acts. Nothing was done. */
  | { readonly kind: 'POOL_MOVING'; readonly retryAfterSeconds: number }
  /** The pool is served at another address now. */
  | { readonly kind: 'POOL_MOVED'; readonly address: string };

export class Failure extends Error {
  constructor(readonly wrong: Wrong) {
    super(wrong.kind);
  }
}

export const notFound = (field: string) => new Failure({ kind: 'NOT_FOUND', field });
export const forbidden = () => new Failure({ kind: 'FORBIDDEN' });
export const invalid = (field: string, zh: string, en: string) =>
  new Failure({ kind: 'INVALID', field, message: { zh, en } });
export const conflict = (reason: Extract<Wrong, { kind: 'CONFLICT' }>['reason'], zh: string, en: string) =>
  new Failure({ kind: 'CONFLICT', reason, message: { zh, en } });

/** The longest that a client waits before it asks again whether a pool that moves takes acts. */
const MOVING_RETRY_SECONDS = 5;
export const poolMoving = () => new Failure({ kind: 'POOL_MOVING', retryAfterSeconds: MOVING_RETRY_SECONDS });

/** An amount that an act moves is above zero. */
export function mustBePositive(amount: Yuan, field: string): void {
  if (!amount.isPositive()) throw invalid(field, '金额应大于零。', 'An amount above zero is needed.');
}
