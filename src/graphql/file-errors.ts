import { GraphQLError } from 'graphql';
import { formatError, isDefect } from './errors.ts';

/** The status that goes with each code where an error is the whole answer: files that are sent or fetched. */
const STATUSES: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  IDEMPOTENCY_KEY_RUNNING: 409,
  OUTCOME_UNKNOWN: 503,
  BUSY: 503,
  POOL_MOVING: 503,
  POOL_MOVED: 421,
};

/** A failure of an act or a read as an HTTP answer, in the words and the shape of a GraphQL error; null for a defect. */
export function answerTo(
  error: unknown,
): { status: number; headers: Readonly<Record<string, string>>; body: string } | null {
  if (isDefect(error)) return null;
  const wrapped =
    error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
  const { message, extensions } = formatError(wrapped.toJSON(), wrapped);
  const seconds = extensions?.retryAfterSeconds;
  return {
    status: STATUSES[String(extensions?.code)] ?? 400,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
    },
    body: JSON.stringify({ errors: [{ message, extensions }] }),
  };
}
