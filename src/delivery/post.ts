import { type ClientRequest, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type Destination, ForbiddenDestination, type Networks } from './networks.ts';

// One attempt: one POST to one address that was looked up and judged, and no further. Redirects are not followed, and the
// answer's body is thrown away.

export interface Attempt {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of it: the status of an answer, or why there was none. */
export type Answered = { readonly status: number } | { readonly status: null; readonly error: AttemptError };

/** A closed list: what a name server or a foreign host says in words is not kept. */
export type AttemptError =
  | 'ADDRESS_NOT_ALLOWED'
  | 'HTTPS_REQUIRED'
  | 'NAME_NOT_FOUND'
  | 'CONNECTION_REFUSED'
  | 'CONNECTION_LOST'
  | 'CERTIFICATE_NOT_TRUSTED'
  | 'NO_ANSWER_IN_TIME';

export type Post = (attempt: Attempt, signal: AbortSignal) => Promise<Answered>;

export interface PostSettings {
  readonly networks: Networks;
  /** Unencrypted HTTP: for development. */
  readonly allowsHttp: boolean;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 1_024;

function errorOf(error: unknown): AttemptError {
  if (error instanceof ForbiddenDestination) return 'ADDRESS_NOT_ALLOWED';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name))
    return 'NO_ANSWER_IN_TIME';
  if (['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'].includes(code)) return 'NAME_NOT_FOUND';
  if (code === 'ECONNREFUSED') return 'CONNECTION_REFUSED';
  if (/CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS|ERR_SSL/.test(code)) return 'CERTIFICATE_NOT_TRUSTED';
  return 'CONNECTION_LOST';
}

/** Connects to the address that was judged, whatever a name server says a moment later. */
function pinnedTo({ address, family }: Destination): LookupFunction {
  return (_host, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

export function postTo({ networks, allowsHttp, timeoutMs = TIMEOUT_MS }: PostSettings): Post {
  return async ({ address, headers, body }, signal) => {
    const url = new URL(address);
    if (url.protocol !== 'https:' && !allowsHttp) return { status: null, error: 'HTTPS_REQUIRED' };
    const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const destination = await inTime(networks.destinationOf(url), ending);
      const options = {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        lookup: pinnedTo(destination),
        // A connection of its own, so that none is used again that was judged under another address.
        agent: false as const,
        signal: ending,
      };
      const sent = url.protocol === 'https:' ? overHttps(url, options) : overHttp(url, options);
      return { status: await statusOf(sent, body) };
    } catch (error) {
      return { status: null, error: errorOf(error) };
    }
  };
}

/** A name server isn't waited for longer than a receiver. */
async function inTime<T>(looking: Promise<T>, ending: AbortSignal): Promise<T> {
  const ended = new Promise<never>((_, reject) => {
    if (ending.aborted) reject(ending.reason);
    else ending.addEventListener('abort', () => reject(ending.reason), { once: true });
  });
  return Promise.race([looking, ended]);
}

function statusOf(sent: ClientRequest, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      // The status has been said; whoever goes on talking for long is hung up on.
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > ANSWER_BYTES_MAX) sent.destroy();
      });
      response.on('error', () => sent.destroy());
    });
    sent.end(body);
  });
}
