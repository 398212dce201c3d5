import { setTimeout as pause } from 'node:timers/promises';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Party } from '../check/told.ts';
import type { Logbook } from './logbook.ts';
import { ISSUER, type Serving } from './processes.ts';
import type { Random } from './random.ts';

/** A person of a tenant. */
export interface Person extends Party {
  readonly user: string;
}

/** An act to be asked for: as a person, by name, with an input; and what to ask back. */
export interface Wish {
  readonly by: Person;
  readonly act: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The field of the answer that holds the thing, and what is asked of it. */
  readonly field: string;
  readonly select?: string;
}

/** What a client knows in the end about its request. */
export type End =
  | { readonly end: 'DONE'; readonly thing: Readonly<Record<string, unknown>>; readonly replayed: boolean }
  | { readonly end: 'REFUSED'; readonly codes: readonly string[] }
  | { readonly end: 'GIVEN_UP' }
  | { readonly end: 'ERROR'; readonly code: string };

const ANSWER_MAX_MS = 9_000;
const ATTEMPTS_MAX = 40;
/** Answers that say that nothing was done, and that the same request may be sent again. */
const AGAIN_UNDONE: readonly string[] = ['BUSY', 'STOPPING', 'TOO_MANY_AT_ONCE', 'POOL_MOVING'];
/** Answers after which only the same request, sent again, tells what became of the first one. */
const AGAIN_OPEN: readonly string[] = ['IDEMPOTENCY_KEY_RUNNING', 'OUTCOME_UNKNOWN', 'LOST'];

interface Reply {
  readonly end: string;
  readonly thing: Readonly<Record<string, unknown>> | null;
  readonly replayed: boolean | null;
  readonly codes: readonly string[];
  readonly message: string | null;
  readonly retryable: boolean;
}

export interface Sender {
  readonly keys: { readonly keys: readonly JWK[] };
  /** Sends a request, again and again with the same key until it is answered, or gives it up. */
  wish(wish: Wish, random: Random, key?: string): Promise<End>;
  /** A query; null where no answer came. */
  ask(
    by: Person,
    member: Serving,
    query: string,
    variables?: object,
  ): Promise<Record<string, unknown> | null>;
}

const INPUT_TYPES: Readonly<Record<string, string>> = {
  registerBank: 'RegisterPartnerInput',
  registerGuarantor: 'RegisterPartnerInput',
  withdrawReferral: 'EndReferralInput',
  declineReferral: 'EndReferralInput',
  pauseWebhook: 'OneWebhookInput',
  resumeWebhook: 'OneWebhookInput',
};

/** People who sign their own tokens, and send to whichever process is next. */
export async function newSender(members: readonly Serving[], log: Logbook): Promise<Sender> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const kid = 'fault-run';
  const tokens = new Map<string, Promise<string>>();
  let attempts = 0;
  let turn = 0;

  function tokenOf({ pool, tenant, user }: Person): Promise<string> {
    const name = `${pool} ${tenant} ${user}`;
    const known =
      tokens.get(name) ??
      new SignJWT({ pool, tenant, role: 'APPROVER', name: user })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' })
        .setIssuer(ISSUER)
        .setAudience('zhubao')
        .setSubject(user)
        .setIssuedAt()
        .setExpirationTime('12h')
        .sign(privateKey);
    tokens.set(name, known);
    return known;
  }

  async function post(by: Person, member: Serving, body: object): Promise<{ status: number; json: unknown }> {
    const response = await fetch(member.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(by)}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MAX_MS),
    });
    return { status: response.status, json: await response.json() };
  }

  async function once(wish: Wish, key: string, member: Serving): Promise<Reply> {
    const { by, act, input, field, select = 'id' } = wish;
    attempts += 1;
    const attempt = attempts;
    log.write({
      line: 'SENT',
      attempt,
      key,
      pool: by.pool,
      tenant: by.tenant,
      act,
      input,
      process: member.name,
    });
    const type = INPUT_TYPES[act] ?? `${act[0]?.toUpperCase()}${act.slice(1)}Input`;
    const query = `mutation ($key: String!, $input: ${type}!) { ${act}(idempotencyKey: $key, input: $input) { done replayed verdicts { code outcome } ${field} { ${select} } } }`;
    const reply = await post(by, member, { query, variables: { key, input } }).then(
      ({ status, json }) => replyOf(act, field, status, json),
      (error: unknown): Reply => ({ ...NOTHING, end: 'LOST', message: String(error), retryable: true }),
    );
    const { end, replayed, thing, message } = reply;
    // An internal error promises nothing.
    const undone =
      end !== 'DONE' &&
      end !== 'INTERNAL' &&
      (end === 'IDEMPOTENCY_KEY_RUNNING' || !AGAIN_OPEN.includes(end));
    const subject = typeof thing?.id === 'string' ? thing.id : null;
    log.write({ line: 'TOLD', attempt, key, end, undone, replayed, subject, message });
    return reply;
  }

  function next(random: Random): Serving {
    turn += 1;
    const found = members[(turn + random.below(members.length)) % members.length];
    if (!found) throw new Error('there is no process');
    return found;
  }

  return {
    keys: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }] },
    async ask(by, member, query, variables = {}) {
      return post(by, member, { query, variables }).then(
        ({ json }) => (json as { data?: Record<string, unknown> | null }).data ?? null,
        () => null,
      );
    },
    async wish(wish, random, key = random.uuid()) {
      const givesUp = random.onceIn(15);
      const isTwice = random.onceIn(25);
      const isAskedAgain = random.onceIn(12);
      for (let tries = 1; ; tries++) {
        const sent = isTwice
          ? await Promise.all([once(wish, key, next(random)), once(wish, key, next(random))])
          : [await once(wish, key, next(random))];
        const reply = sent.find(({ end }) => end === 'DONE') ?? sent[0];
        if (!reply) throw new Error('nothing was sent');
        if (reply.end === 'DONE') {
          if (isAskedAgain) await once(wish, key, next(random));
          return { end: 'DONE', thing: reply.thing ?? {}, replayed: reply.replayed === true };
        }
        if (reply.end === 'REFUSED') return { end: 'REFUSED', codes: reply.codes };
        const isOpen = AGAIN_OPEN.includes(reply.end);
        const isAgain = isOpen || reply.retryable || AGAIN_UNDONE.includes(reply.end);
        if (!isAgain) return { end: 'ERROR', code: reply.end };
        if ((givesUp && tries > 1) || tries === ATTEMPTS_MAX) return { end: 'GIVEN_UP' };
        await pause(Math.min(1_500, 60 * 2 ** Math.min(tries, 5)) + random.below(100));
      }
    },
  };
}

const NOTHING: Reply = {
  end: 'LOST',
  thing: null,
  replayed: null,
  codes: [],
  message: null,
  retryable: false,
};

interface Payload {
  readonly done: boolean;
  readonly replayed: boolean;
  readonly verdicts: readonly { readonly code: string; readonly outcome: string }[];
}

function replyOf(act: string, field: string, status: number, json: unknown): Reply {
  const answer = json as {
    data?: Record<string, Payload & Record<string, unknown>> | null;
    errors?: readonly {
      message: string;
      extensions?: { code?: string; retryable?: boolean; reason?: string };
    }[];
  };
  const payload = answer.data?.[act];
  const [error] = answer.errors ?? [];
  // An act that was done stays done, also where what was asked of the thing could not be read.
  if (payload?.done) {
    const thing = payload[field] as Record<string, unknown> | null;
    return { ...NOTHING, end: 'DONE', thing, replayed: payload.replayed };
  }
  if (payload && !error) {
    const broken = payload.verdicts.filter(
      ({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED',
    );
    return { ...NOTHING, end: 'REFUSED', codes: broken.map(({ code }) => code) };
  }
  const code = error?.extensions?.code ?? `HTTP_${status}`;
  const reason = error?.extensions?.reason;
  const message = error ? `${reason ?? ''} ${error.message}`.trim() : JSON.stringify(json).slice(0, 200);
  return {
    ...NOTHING,
    end: code,
    message,
    retryable: error?.extensions?.retryable === true || status === 503,
  };
}
