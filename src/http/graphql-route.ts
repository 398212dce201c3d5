import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Claims } from './claim-mapping.ts';
import type { Gate } from './gate.ts';
import { ANY_TYPE, acceptedOf, answerBrokenRequest, JSON_TYPE, mayWriteUtf8 } from './refusals.ts';
import { refuse } from './reply.ts';
import type { SignInHook } from './sign-in-hook.ts';

/** Whatever answers GraphQL; src/graphql/endpoint.ts fits. */
export interface GraphqlEndpoint {
  handle(
    request: {
      readonly method: string;
      readonly search: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
      readonly bodyLength: number;
      readonly requestId: string;
    },
    caller: Claims,
  ): Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }>;
}

export interface GraphqlRouteSettings {
  readonly endpoint: GraphqlEndpoint;
  readonly gate: Gate;
  readonly signIn: SignInHook;
  readonly limits: { readonly perTenantMax: number; readonly requestSecondsMax: number };
}

/** The one address of the API. */
export function addGraphql(
  app: FastifyInstance,
  { endpoint, gate, signIn, limits }: GraphqlRouteSettings,
): void {
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    await signIn(request, reply);
    if (reply.sent) return reply;
    if (request.method !== 'GET' && request.method !== 'POST')
      return refuse(request, reply.header('allow', 'GET, POST'), 'METHOD_NOT_ALLOWED');
    if (acceptedOf(request.headers.accept) === null) return refuse(request, reply, 'NOT_ACCEPTABLE');
    const charset = /;\s*charset=([^;]*)/i.exec(request.headers['content-type'] ?? '')?.[1]?.trim();
    if (request.headers['content-encoding'] !== undefined || !mayWriteUtf8(charset))
      return refuse(request, reply, 'UNSUPPORTED_MEDIA_TYPE');
    return undefined;
  }

  const arriving = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  /** Node has one such limit for all addresses, and files take longer. */
  function mustArriveSoon(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
    const cut = () => {
      if (!request.raw.complete) answerBrokenRequest(lateRequest(), request.raw.socket);
    };
    arriving.set(request, setTimeout(cut, limits.requestSecondsMax * 1_000));
    request.raw.once('close', () => clearTimeout(arriving.get(request)));
    done();
  }
  function hasArrived(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
    clearTimeout(arriving.get(request));
    done();
  }

  app.all(
    '/graphql',
    { onRequest: [admit, mustArriveSoon], preHandler: hasArrived },
    async (request, reply) => {
      const { claims, headers, method, raw } = request;
      if (!claims) throw new Error('a request passed sign-in without claims');
      // Only now that the body is here: who sends slowly holds no place.
      const leave = await gate.enter(`${claims.poolId}/${claims.tenantId}`);
      if (typeof leave === 'string') {
        request.log.warn({ tenantId: claims.tenantId, reason: leave }, 'refused: too many requests at once');
        reply.header('retry-after', String(gate.retryAfterSeconds()));
        return leave === 'FULL'
          ? refuse(request, reply, 'BUSY')
          : refuse(request, reply, 'TOO_MANY_AT_ONCE', limits.perTenantMax);
      }
      // Whoever went away while waiting is not worked for; it has been told nothing, and nothing was begun.
      if (raw.socket.destroyed) {
        leave();
        return reply;
      }
      try {
        const answer = await endpoint.handle(
          {
            method,
            search: searchOf(raw.url ?? ''),
            headers: {
              ...acceptOf(headers.accept),
              ...(headers['content-type'] ? { 'content-type': headers['content-type'] } : {}),
            },
            body: request.body,
            bodyLength: request.bodyLength,
            requestId: request.id,
          },
          claims,
        );
        return reply.code(answer.status).headers(answer.headers).send(answer.body);
      } finally {
        leave();
      }
    },
  );
}

/** What a client accepts, for the endpoint; that it takes anything need not be said. */
function acceptOf(given: string | undefined): { readonly accept?: string } {
  const accepted = acceptedOf(given) ?? JSON_TYPE;
  return accepted === ANY_TYPE ? {} : { accept: accepted };
}

function searchOf(url: string): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
}

function lateRequest(): Error {
  return Object.assign(new Error('the request did not arrive in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}
