import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { SignInRefused } from './claim-mapping.ts';
import { bodyOf, discovered, type KeysStanding } from './key-set.ts';

/** The answer could not be had: whether a token is good can't be told now. */
export class NoAnswer extends Error {}

export interface IntrospectionSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How long an answer is good for: the bound within which a revoked token is refused. At most 5. */
  readonly keptSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log?: { warn(fields: object, message: string): void };
}

export interface Introspection {
  /** What the sign-in server says of a token. Throws SignInRefused for one that is not active, NoAnswer for silence. */
  ask(token: string): Promise<JWTPayload>;
  /** Whether the sign-in server answers; asks it again where that is due, and doesn't wait for it. */
  standing(): KeysStanding;
}

const KEPT_SECONDS_MAX = 5;
const WAIT_MILLISECONDS_MAX = 2_000;
/** Answers remembered at once: a flood of tokens can't fill the memory. */
const ANSWERS_MAX = 10_000;
/** Tokens asked about at once: a flood of them does not become one of the sign-in server. */
const AT_ONCE_MAX = 20;
const LOOK_AGAIN_MILLISECONDS = 1_000;

/**
 * Token introspection (RFC 7662): the sign-in server is asked about every token, so that tokens may be opaque, and one
 * that was revoked there is refused within seconds. No answer lets nobody in.
 */
export function createIntrospection(settings: IntrospectionSettings): Introspection {
  const { issuer, clientId, clientSecret, keptSeconds, now, log } = settings;
  if (!(keptSeconds >= 0 && keptSeconds <= KEPT_SECONDS_MAX))
    throw new RangeError(`keptSeconds must be 0 to ${KEPT_SECONDS_MAX}`);
  const answers = new Map<string, { readonly payload: JWTPayload | null; readonly until: number }>();
  const asking = new Map<string, Promise<JWTPayload | null>>();
  let address: Promise<string> | null = null;
  let failing = false;
  let lastTried = 0;

  function addressOf(): Promise<string> {
    address ??= discovered(issuer, 'introspection_endpoint').catch((error: unknown) => {
      address = null;
      throw error;
    });
    return address;
  }

  async function fetchAnswer(token: string): Promise<JWTPayload | null> {
    const encoded = [clientId, clientSecret].map(encodeURIComponent).join(':');
    const response = await fetch(await addressOf(), {
      method: 'POST',
      headers: {
        accept: 'application/json',
        authorization: `Basic ${Buffer.from(encoded).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(WAIT_MILLISECONDS_MAX),
    });
    const answer = (await bodyOf(response, 'the introspection endpoint')) as Readonly<
      Record<string, unknown>
    > | null;
    // Some servers answer only for tokens that they keep; of others they know nothing, and so they are not good.
    if (response.status === 400 && answer?.error === 'unsupported_token_type') return null;
    if (response.status !== 200 || typeof answer?.active !== 'boolean')
      throw new Error(`the introspection endpoint answered ${response.status} without saying "active"`);
    return answer.active ? (answer as JWTPayload) : null;
  }

  async function tried<T>(work: () => Promise<T>): Promise<T> {
    lastTried = now();
    try {
      const result = await work();
      failing = false;
      return result;
    } catch (error) {
      failing = true;
      log?.warn({ err: error }, 'the sign-in server did not answer about a token');
      throw new NoAnswer('the sign-in server did not answer', { cause: error });
    }
  }

  function keep(name: string, payload: JWTPayload | null, askedAt: number): void {
    answers.delete(name);
    // From before it was asked: the answer may have been true only then.
    answers.set(name, { payload, until: askedAt + keptSeconds * 1_000 });
    const [oldest] = answers.keys();
    if (answers.size > ANSWERS_MAX && oldest !== undefined) answers.delete(oldest);
  }

  async function answerOf(token: string): Promise<JWTPayload | null> {
    const name = createHash('sha256').update(token).digest('base64');
    const kept = answers.get(name);
    if (kept && now() < kept.until) return kept.payload;
    const underWay = asking.get(name);
    if (underWay) return underWay;
    if (asking.size >= AT_ONCE_MAX) throw new NoAnswer('too many tokens are asked about');
    const askedAt = now();
    const asked = tried(() => fetchAnswer(token)).finally(() => asking.delete(name));
    asking.set(name, asked);
    const payload = await asked;
    keep(name, payload, askedAt);
    return payload;
  }

  return {
    async ask(token) {
      const payload = await answerOf(token);
      if (!payload) throw new SignInRefused('the sign-in server says that the token is not active');
      return payload;
    },
    standing() {
      // Whoever is not ready is sent no tokens, and so would never find out that the server answers again.
      if (failing && now() - lastTried >= LOOK_AGAIN_MILLISECONDS) {
        address = null;
        void tried(addressOf).catch(() => undefined);
      }
      return failing ? 'none' : 'ok';
    },
  };
}
