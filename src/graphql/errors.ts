import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Failure, type Message, type Wrong } from '../acts/failures.ts';
import { meaningOf, placeOf } from './document-errors.ts';

/** The codes that a client may meet in `extensions.code`; the list is closed. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IDEMPOTENCY_KEY_RUNNING'
  | 'OUTCOME_UNKNOWN'
  | 'BUSY'
  | 'POOL_MOVING'
  | 'POOL_MOVED'
  | 'INTERNAL';

interface More {
  readonly field?: string;
  readonly article?: number;
  readonly reason?: string;
  readonly retryable?: boolean;
  readonly retryAfterSeconds?: number;
  readonly address?: string;
}

function coded(code: ErrorCode, messages: Message, more: More = {}): GraphQLError {
  return new GraphQLError(messages.en, {
    extensions: { code, messages: { zh: messages.zh, en: messages.en }, ...more },
  });
}

/** An argument that is not what its place asks for. */
export function badInput(field: string, zh: string, en: string): GraphQLError {
  return coded('BAD_USER_INPUT', { zh, en }, { field });
}

/**
 * A text that a scalar cannot read. The scalar does not know where it stands; GraphQL wraps this in a sentence that
 * does, and `formatError` reads the place from there. No GraphQLError, since GraphQL would drop its extensions.
 */
export class BadValue extends Error {
  constructor(readonly said: Message) {
    super(said.en);
  }
}

export function unauthenticated(): GraphQLError {
  return coded('UNAUTHENTICATED', {
    zh: '未登录，或登录已失效；请重新取得访问令牌。',
    en: 'Not signed in, or the sign-in has expired; obtain a new access token.',
  });
}

export function forbiddenError(): GraphQLError {
  return coded('FORBIDDEN', {
    zh: '您所在单位或您的角色无权进行此项操作。',
    en: 'Your organisation or your role may not do this.',
  });
}

/** The same for every unknown and every foreign thing. */
export function notFoundError(field: string): GraphQLError {
  return coded('NOT_FOUND', { zh: '没有此项记录。', en: 'There is no such record.' }, { field });
}

function errorOf(wrong: Wrong): GraphQLError {
  switch (wrong.kind) {
    case 'REFUSED': {
      // Acts answer refusals as data; one that gets here is said with its first broken rule rather than lost.
      const broken = wrong.verdicts.find(
        ({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED',
      );
      const message = broken?.bareMessage ?? { zh: '不符合规定。', en: 'A rule is not met.' };
      return coded('CONFLICT', message, {
        reason: 'REFUSED',
        ...(broken ? { article: broken.article } : {}),
      });
    }
    case 'NOT_FOUND':
      return notFoundError(wrong.field);
    case 'FORBIDDEN':
      return forbiddenError();
    case 'CONFLICT':
      return wrong.reason === 'IDEMPOTENCY_KEY_REUSED'
        ? coded('IDEMPOTENCY_KEY_REUSED', wrong.message, { field: 'idempotencyKey' })
        : coded('CONFLICT', wrong.message, { reason: wrong.reason });
    case 'INVALID':
      return coded('BAD_USER_INPUT', wrong.message, { field: wrong.field });
    case 'BUSY':
      return coded(
        'BUSY',
        {
          zh: '系统繁忙，本次请求未作任何更改；请稍后以相同的请求重试。',
          en: 'The system is busy and nothing was done; send the same request again shortly.',
        },
        { retryable: true, retryAfterSeconds: wrong.retryAfterSeconds },
      );
    case 'KEY_RUNNING':
      return coded(
        'IDEMPOTENCY_KEY_RUNNING',
        {
          zh: '使用该幂等键的首次请求仍在办理，本次请求未作任何更改；请稍后以相同的幂等键和内容重试，届时将答复首次请求的结果。',
          en: 'The first request with this idempotency key is still being worked on, and this one did nothing; send it again shortly with the same key and input, and the first answer will come back.',
        },
        { field: 'idempotencyKey', retryable: true, retryAfterSeconds: wrong.retryAfterSeconds },
      );
    case 'OUTCOME_UNKNOWN':
      return coded(
        'OUTCOME_UNKNOWN',
        {
          zh: '与数据库的连接在提交时中断，本次请求是否已办理尚不确定；请以相同的幂等键和内容重试，不会重复办理。',
          en: 'The connection to the database was lost while this was being committed, so whether it was done is not known; send the same request again with the same key: nothing is done twice.',
        },
        { retryable: true, retryAfterSeconds: wrong.retryAfterSeconds },
      );
    case 'POOL_MOVING':
      return coded(
        'POOL_MOVING',
        {
          zh: '本资金池正在迁移至另一服务器，期间只可查询；本次请求未作任何更改，请稍后以相同的幂等键和内容重试。',
          en: 'This pool is being moved to another server and can only be read meanwhile; nothing was done. Send the same request again shortly with the same key.',
        },
        { retryable: true, retryAfterSeconds: wrong.retryAfterSeconds },
      );
    case 'POOL_MOVED':
      return coded(
        'POOL_MOVED',
        {
          zh: `本资金池已迁移，现由 ${wrong.address} 提供服务；请改向该地址提出请求，幂等键、编号和事件游标均照旧有效。`,
          en: `This pool has moved and is served at ${wrong.address} now; ask there. Keys, ids and event cursors stay valid.`,
        },
        { address: wrong.address },
      );
  }
}

const INTERNAL: Message = {
  zh: '系统内部错误；请凭请求编号与管理员联系。',
  en: 'An internal error; quote the request id when you report it.',
};

/** What GraphQL itself finds wrong with a document or its variables, before anything runs. */
const DOCUMENT_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'DOCUMENT_TOO_COMPLEX',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const OUR_CODES = new Set<string>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_KEY_RUNNING',
  'OUTCOME_UNKNOWN',
  'BUSY',
  'POOL_MOVING',
  'POOL_MOVED',
  'INTERNAL',
] satisfies ErrorCode[]);

/** The error that a resolver ended with, out of the wrappings of the executor. */
function originOf(error: unknown): unknown {
  let origin = error;
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError;
  return origin;
}

/** True for what no client may see and somebody must look at: SQL, lost connections, failed assertions. */
export function isDefect(error: unknown): boolean {
  const origin = originOf(error);
  if (origin instanceof Failure || origin instanceof BadValue) return false;
  return !(origin instanceof GraphQLError);
}

/** An error of ours, out of the wrappings of the executor. */
function ourError(error: unknown): GraphQLError | null {
  for (
    let at: unknown = error;
    at instanceof Error;
    at = at instanceof GraphQLError ? at.originalError : undefined
  )
    if (at instanceof GraphQLError && OUR_CODES.has(String(at.extensions.code)) && at.extensions.messages)
      return at;
  return null;
}

function formatted(from: GraphQLError, at: GraphQLFormattedError): GraphQLFormattedError {
  return {
    message: from.message,
    ...(at.locations ? { locations: at.locations } : {}),
    ...(at.path ? { path: at.path } : {}),
    extensions: { ...from.extensions },
  };
}

/**
 * What the client sees of an error, for Apollo's `formatError`: failures by the closed map, errors of the document as
 * GraphQL words them, and of everything else only that it happened.
 */
export function formatError(given: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const origin = originOf(error);
  if (origin instanceof Failure) return formatted(errorOf(origin.wrong), given);
  if (origin instanceof BadValue) {
    const field = placeOf(given.message, error);
    return formatted(coded('BAD_USER_INPUT', origin.said, field === undefined ? {} : { field }), given);
  }
  const ours = ourError(error);
  if (ours) return formatted(ours, given);
  const code = String(given.extensions?.code ?? '');
  if (DOCUMENT_CODES.has(code)) {
    const field = placeOf(given.message, error);
    const meaning = meaningOf(given.message);
    if (meaning && field !== undefined) return formatted(coded('BAD_USER_INPUT', meaning, { field }), given);
    const { stacktrace: _, ...extensions } = given.extensions ?? {};
    return {
      ...given,
      extensions: { ...extensions, messages: { zh: `请求有误：${given.message}`, en: given.message } },
    };
  }
  return formatted(coded('INTERNAL', INTERNAL), given);
}
