import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type ClientConfig, readClientConfig } from '../config.ts';
import { CannotDo, EXITS, type Exit, print, readOptions, tell, UsageError } from './command.ts';

// Files in and out, over the API of the running product and in the name of the token's bearer: the command has the
// rights of whoever runs it, and no others.

/** How often the progress of an import is asked for. */
const ASK_AGAIN_MS = 500;
const TELL_EVERY_BYTES = 5_000_000;

/** Asks the product; throws CannotDo with what it said when it refuses. */
async function ask({ url, token }: ClientConfig, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}${path}`, { ...init, headers }).catch(() => {
    throw new CannotDo(`${url} does not answer; check ZHUBAO_URL, and whether the product runs.`);
  });
  if (answer.ok) return answer;
  throw new CannotDo(`${url}${path} answered ${answer.status}: ${saidIn(await answer.text())}`);
}

interface Said {
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly messages?: { readonly zh: string } };
  }[];
}

/** The sentences of an error answer, in both languages. */
function saidIn(text: string): string {
  try {
    const { errors = [] } = JSON.parse(text) as Said;
    return errors
      .map(({ message, extensions }) => [message, extensions?.messages?.zh].filter(Boolean).join(' '))
      .join('; ');
  } catch {
    return text.slice(0, 200);
  }
}

/** Fetches a file to `out`, or to standard output. What was cut off leaves no half file behind. */
async function download(path: string, out: string | undefined): Promise<Exit> {
  const answer = await ask(readClientConfig(), path);
  if (!answer.body) throw new CannotDo('The answer has no body.');
  let bytes = 0;
  let told = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes - told >= TELL_EVERY_BYTES) {
        told = bytes;
        tell(`${bytes} bytes …`);
      }
      done(null, chunk);
    },
  });
  // Beside it under another name first: what stands there from the last time is not lost to a download that breaks off.
  const part = `${out}.part`;
  const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
  try {
    if (out === undefined) await pipeline(body, counted, process.stdout, { end: false });
    else {
      await pipeline(body, counted, createWriteStream(part));
      await rename(part, out);
    }
  } catch (error) {
    if (out !== undefined) await rm(part, { force: true });
    throw new CannotDo(
      `The file did not come whole: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  tell(`${bytes} bytes${out === undefined ? '' : `, written to ${out}`}`);
  return EXITS.done;
}

/** A part of a path that is one of our names: nothing that could lead elsewhere. */
function nameIn(word: string | undefined, what: string, usage: string): string {
  if (word === undefined) throw new UsageError(`the ${what} is missing`, `zhubao ${usage}`);
  if (!/^[a-z][a-z0-9-]*$/.test(word)) throw new UsageError(`"${word}" is no ${what}`, `zhubao ${usage}`);
  return word;
}

function queryOf(options: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

const FORMATS = ['csv', 'jsonl', 'xlsx'] as const;

/** See table.ts. */
export async function runExport(args: readonly string[], usage: string): Promise<Exit> {
  const { options, words } = readOptions(
    usage,
    args,
    { format: 'text', out: 'text', from: 'text', to: 'text', on: 'text', after: 'text' },
    1,
  );
  const { format = 'csv', out, ...query } = options;
  if (!FORMATS.some((one) => one === format))
    throw new UsageError(`--format is "${format}"`, `one of ${FORMATS.join(', ')}`);
  return download(`/exports/${nameIn(words[0], 'kind of export', usage)}.${format}${queryOf(query)}`, out);
}

/** See table.ts. */
export async function runReport(args: readonly string[], usage: string): Promise<Exit> {
  const { options, words } = readOptions(
    usage,
    args,
    { from: 'text', to: 'text', on: 'text', year: 'text', out: 'text' },
    1,
  );
  const { out, ...query } = options;
  const name = nameIn(words[0], 'report', usage);
  return download(`/reports/${name}.xlsx${queryOf(query)}`, out ?? `${name}.xlsx`);
}

interface Progress {
  readonly state: string;
  readonly progress: {
    readonly rows: number;
    readonly done: number;
    readonly refused: number;
    readonly invalid: number;
  };
}

async function progressOf(client: ClientConfig, id: string): Promise<Progress> {
  const query =
    'query ImportProgress($id: ID!) { import(id: $id) { state progress { rows done refused invalid } } }';
  const answer = await ask(client, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { id } }),
  });
  const { data } = (await answer.json()) as { data?: { import?: Progress | null } };
  if (!data?.import) throw new CannotDo(`There is no import ${id}.`);
  return data.import;
}

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.jsonl': 'application/x-ndjson',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
/** The states of an import that goes on. */
const GOING_ON = ['RECEIVING', 'WAITING', 'RUNNING'];

/** See table.ts. */
export async function runImport(args: readonly string[], usage: string): Promise<Exit> {
  const { options, words } = readOptions(usage, args, { check: 'flag', again: 'flag', key: 'text' }, 2);
  const kind = nameIn(words[0], 'kind of import', usage);
  const file = words[1];
  if (file === undefined) throw new UsageError('the file is missing', `zhubao ${usage}`);
  const type = TYPES[extname(file).toLowerCase()];
  if (!type) throw new UsageError(`${file} is of no known kind`, `a file ending in .xlsx, .csv or .jsonl`);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new UsageError(`${file} can't be read`, 'the path of a file');
  const client = readClientConfig();
  const { key = randomUUID(), check, again } = options;
  const asked = { check: check && 'true', again: again && 'true' };
  const sent = await ask(client, `/imports/${kind}${queryOf(asked)}`, {
    method: 'POST',
    headers: { 'content-type': type, 'idempotency-key': key },
    body: Readable.toWeb(createReadStream(file)),
    duplex: 'half',
  } as unknown as RequestInit);
  const { id, doneBefore = 0 } = (await sent.json()) as { id: string; doneBefore?: number };
  tell(`import ${id}, idempotency key ${key}`);
  if (doneBefore > 0)
    tell(`${doneBefore} rows say that they were done before (result code DONE) and are not done again`);
  for (let before = ''; ; await pause(ASK_AGAIN_MS)) {
    const { state, progress } = await progressOf(client, id);
    const { rows, done, refused, invalid } = progress;
    const line = `${state}: ${done} done, ${refused} refused, ${invalid} invalid, of ${rows} rows`;
    if (line !== before) tell(line);
    before = line;
    if (GOING_ON.includes(state)) continue;
    print(JSON.stringify({ id, state, ...progress }));
    return state === 'DONE' && refused + invalid === 0 ? EXITS.done : EXITS.differs;
  }
}
