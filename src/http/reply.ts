import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptedOf, GRAPHQL_TYPE, JSON_TYPE, REFUSALS, type RefusalCode, refusalBody } from './refusals.ts';

/** Answers for the HTTP layer itself, in the type that the client accepts. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  code: RefusalCode,
  named?: number | string,
): FastifyReply {
  const type = acceptedOf(request.headers.accept) === GRAPHQL_TYPE ? GRAPHQL_TYPE : JSON_TYPE;
  return reply.code(REFUSALS[code].status).type(`${type}; charset=utf-8`).send(refusalBody(code, named));
}
