import { randomUUID } from 'node:crypto';
import exceljs from 'exceljs';
import { expect, vi } from 'vitest';
import type { Running, User } from './product.ts';

// Files in and out over HTTP, as a client sends and fetches them.

export interface Sent {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers
  readonly body: any;
}

export interface Sending {
  readonly format?: string;
  readonly check?: boolean;
  readonly again?: boolean;
  readonly key?: string;
  readonly type?: string;
}

async function bearerOf({ product }: Running, user: User): Promise<string> {
  const token = await product.issuer?.issue({ ...user, name: user.userId });
  return `Bearer ${token}`;
}

export const origin = ({ url }: Running): string => new URL(url).origin;

/** Posts a file; answers the status and the JSON of the answer. */
export async function send(
  running: Running,
  user: User,
  kind: string,
  file: string | Buffer,
  { format = 'csv', check, again, key = randomUUID(), type = 'application/octet-stream' }: Sending = {},
): Promise<Sent> {
  const query = new URLSearchParams(format === '' ? {} : { format });
  if (check) query.set('check', 'true');
  if (again) query.set('again', 'true');
  const response = await fetch(`${origin(running)}/imports/${kind}?${query}`, {
    method: 'POST',
    headers: {
      authorization: await bearerOf(running, user),
      'content-type': type,
      ...(key === '' ? {} : { 'idempotency-key': key }),
    },
    body: typeof file === 'string' ? file : new Uint8Array(file),
  });
  return { status: response.status, body: await response.json() };
}

export async function fetchFile(running: Running, user: User, path: string) {
  const response = await fetch(`${origin(running)}${path}`, {
    headers: { authorization: await bearerOf(running, user) },
  });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

export const IMPORT = `query ($id: ID!, $states: [ImportRowState!], $first: Int!, $after: String) { import(id: $id) {
  id kind format state checkOnly columns { heading field } userId openedAt startedAt endedAt
  progress { rows done refused invalid waiting }
  rows(states: $states, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { number state cells changed errors { field message { zh en } } verdicts { code article outcome message { zh } } } } } }`;

/** Waits until an import has ended; answers it with its first fifty rows. */
export async function ended(running: Running, user: User, id: string, timeout = 20_000) {
  return vi.waitFor(
    async () => {
      const answer = await running.ask(user, IMPORT, { id, first: 50 });
      expect(answer.errors).toBeUndefined();
      expect(['DONE', 'CANCELLED', 'STOPPED']).toContain(answer.data.import.state);
      return answer.data.import;
    },
    { timeout, interval: 100 },
  );
}

/** Sends a file that is taken, and waits for its end. */
export async function imported(
  running: Running,
  user: User,
  kind: string,
  file: string | Buffer,
  sending: Sending = {},
) {
  const sent = await send(running, user, kind, file, sending);
  expect(sent).toMatchObject({ status: 202 });
  return ended(running, user, sent.body.id);
}

/** A workbook as Excel writes it. */
export async function workbook(rows: readonly (readonly exceljs.CellValue[])[]): Promise<Buffer> {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('数据');
  for (const row of rows) sheet.addRow([...row]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

export const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`).join('');
