import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Brake } from './brake.ts';
import { PoolElsewhere, SignInRefused } from './claim-mapping.ts';
import { refuse } from './reply.ts';
import { type SignIn, SignInBusy } from './sign-in.ts';
import type { Sockets } from './sockets.ts';

/** Sets the claims of a request, or answers it. */
export type SignInHook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Before the body is read and the document parsed: whoever isn't signed in learns nothing and costs little. */
export function createSignInHook(signIn: SignIn, brake: Brake, sockets: Sockets): SignInHook {
  return async (request, reply) => {
    try {
      request.claims = await signIn.verify(request.headers.authorization);
      sockets.know(request.raw.socket);
    } catch (error) {
      if (error instanceof SignInBusy) return refuse(request, reply.header('retry-after', '1'), 'BUSY');
      if (error instanceof PoolElsewhere) return refuse(request, reply, 'POOL_MOVED', error.address);
      if (!(error instanceof SignInRefused)) throw error;
      const waitSeconds = brake.failed(request.ip);
      request.log.warn(
        { reason: error.reason, address: request.ip, slowed: waitSeconds !== null },
        'sign-in refused',
      );
      if (waitSeconds === null)
        return refuse(request, reply.header('www-authenticate', 'Bearer'), 'UNAUTHENTICATED');
      return refuse(request, reply.header('retry-after', String(waitSeconds)), 'TOO_MANY_FAILURES');
    }
    return undefined;
  };
}
