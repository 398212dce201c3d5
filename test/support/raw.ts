import type { Running, User } from './product.ts';

export interface Raw {
  readonly status: number;
  readonly body: string;
}

/** How a tenant's own budget stands; it moves with every request and with time. */
const STANDING = /"used":\d+,"remaining":\d+,"resetsAt":"[^"]*"/g;

/** Asks over HTTP and keeps everything of the answer but the request's id and how the budget stands. */
export async function send(
  running: Running,
  who: User,
  query: string,
  variables: object,
  headers: object = {},
): Promise<Raw> {
  const token = await running.product.issuer?.issue({ ...who, name: who.userId });
  const response = await fetch(running.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.text())
    .replaceAll(/"requestId":"[^"]*"/g, '"requestId":"…"')
    .replaceAll(STANDING, '"standing":"…"');
  return { status: response.status, body };
}
