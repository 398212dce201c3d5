import type { Socket } from 'node:net';

/** What the HTTP layer answers by itself, in the shape of a GraphQL answer so that clients read one kind of error. */
interface Refusal {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

export const REFUSALS = {
  BAD_REQUEST: { status: 400, zh: '请求格式有误。', en: 'The request is malformed.' },
  UNAUTHENTICATED: {
    status: 401,
    zh: '未登录，或登录已失效；请重新取得访问令牌。',
    en: 'Not signed in, or the sign-in has expired; obtain a new access token.',
  },
  NOT_FOUND: { status: 404, zh: '没有此地址。', en: 'There is nothing at this address.' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    zh: '此地址只接受 GET 和 POST 请求。',
    en: 'This address takes GET and POST requests only.',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    zh: '只能以 application/graphql-response+json 或 application/json 格式答复。',
    en: 'Answers come as application/graphql-response+json or application/json only.',
  },
  TIMEOUT: { status: 408, zh: '请求未能及时收全。', en: 'The request did not arrive in time.' },
  JSON_TOO_DEEP: {
    status: 400,
    zh: '请求正文嵌套过深：最多 {limit} 层。',
    en: 'The body is nested too deeply: at most {limit} levels of brackets are allowed.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    zh: '请求正文过大：最多 {limit} 字节。',
    en: 'The body of the request is too large: at most {limit} bytes are allowed.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    zh: '请求正文须为 UTF-8 编码、未经压缩的 application/json。',
    en: 'The body must be application/json in UTF-8, not compressed.',
  },
  POOL_MOVED: {
    status: 421,
    zh: '本资金池已迁移，现由 {address} 提供服务；请改向该地址提出请求，幂等键、编号和事件游标均照旧有效。',
    en: 'This pool has moved and is served at {address} now; ask there. Keys, ids and event cursors stay valid.',
  },
  TOO_MANY_FAILURES: {
    status: 429,
    zh: '登录失败次数过多，请稍后再试。',
    en: 'Too many failed sign-ins from this address; try again shortly.',
  },
  TOO_MANY_AT_ONCE: {
    status: 429,
    zh: '本单位同时提出的请求过多：最多同时办理 {limit} 个；请稍后再试。',
    en: 'Your organisation has too many requests at once: at most {limit} are worked on at a time; try again shortly.',
  },
  TOO_MANY_FILES: {
    status: 429,
    zh: '本单位同时传送的文件过多，请稍后再试。',
    en: 'Your organisation sends or fetches too many files at once; try again shortly.',
  },
  HEADERS_TOO_LARGE: { status: 431, zh: '请求头过大。', en: 'The headers of the request are too large.' },
  INTERNAL: {
    status: 500,
    zh: '系统内部错误；请凭请求编号与管理员联系。',
    en: 'An internal error; quote the request id when you report it.',
  },
  BUSY: {
    status: 503,
    zh: '系统繁忙，本次请求未作任何更改；请稍后以相同的请求重试。',
    en: 'The system is busy and nothing was done; send the same request again shortly.',
  },
  STOPPING: {
    status: 503,
    zh: '服务正在停止，本次请求未作任何更改；请稍后重试。',
    en: 'The service is stopping and nothing was done; try again shortly.',
  },
} as const satisfies Record<string, Refusal>;
export type RefusalCode = keyof typeof REFUSALS;

/** `named` is what the refusal names: the limit that would have been allowed, or the address that is right. */
export function refusalBody(code: RefusalCode, named?: number | string): string {
  const said = (text: string) => text.replace(/\{(?:limit|address)\}/, () => String(named));
  const messages = { zh: said(REFUSALS[code].zh), en: said(REFUSALS[code].en) };
  const name = typeof named === 'string' ? 'address' : 'limit';
  const extensions = { code, ...(named === undefined ? {} : { [name]: named }), messages };
  return JSON.stringify({ errors: [{ message: messages.en, extensions }] });
}

export const JSON_TYPE = 'application/json';
export const GRAPHQL_TYPE = 'application/graphql-response+json';
/** What a client accepts that names neither type: it gets application/json, with the statuses of the newer type. */
export const ANY_TYPE = '*/*';
export type Accepted = typeof JSON_TYPE | typeof GRAPHQL_TYPE | typeof ANY_TYPE;

/**
 * What an Accept header asks for; null if nothing we write is accepted. Decided before anything runs: a mutation
 * that was carried out must not be answered with "not acceptable".
 */
export function acceptedOf(accept: string | undefined): Accepted | null {
  const ranges = (accept ?? ANY_TYPE)
    .split(',')
    .map(rangeOf)
    .filter((range) => range.quality > 0 && mayWriteUtf8(range.charset));
  const best = ranges.reduce<{ accepted: Accepted; quality: number } | null>((before, { type, quality }) => {
    const accepted = ACCEPTED.get(type);
    return accepted && quality > (before?.quality ?? 0) ? { accepted, quality } : before;
  }, null);
  return best?.accepted ?? null;
}

const ACCEPTED = new Map<string, Accepted>([
  [GRAPHQL_TYPE, GRAPHQL_TYPE],
  [JSON_TYPE, JSON_TYPE],
  ['application/*', ANY_TYPE],
  [ANY_TYPE, ANY_TYPE],
]);

function rangeOf(text: string): { type: string; quality: number; charset: string | undefined } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameterOf = (name: string) =>
    parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1);
  const quality = Number(parameterOf('q') ?? 1);
  return { type, quality: Number.isFinite(quality) ? quality : 0, charset: parameterOf('charset') };
}

/** True for no charset and for UTF-8 under its names. */
export function mayWriteUtf8(charset: string | undefined): boolean {
  return charset === undefined || /^"?utf-?8"?$/i.test(charset);
}

/** The deepest nesting of brackets in a JSON text, found without building anything: a bomb must not be unpacked first. */
export function nestingOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (inText) {
      if (char === '\\') at += 1;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
    else if (char === '}' || char === ']') depth -= 1;
  }
  return deepest;
}

const REFUSAL_BY_NODE_CODE = new Map<string | undefined, RefusalCode>([
  ['HPE_HEADER_OVERFLOW', 'HEADERS_TOO_LARGE'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'TIMEOUT'],
]);

/** Bytes that aren't an HTTP request never become one; the answer is written by hand. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const code = REFUSAL_BY_NODE_CODE.get(error.code) ?? 'BAD_REQUEST';
  const body = refusalBody(code);
  socket.end(
    [
      `HTTP/1.1 ${REFUSALS[code].status} Refused`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
