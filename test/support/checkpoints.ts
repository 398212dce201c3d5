import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Running, User } from './product.ts';

// Downloads of checkpoints, and the published verifier, run as an auditor runs it: by itself, on files.

export interface Fetched {
  readonly status: number;
  readonly text: string;
}

export async function fetchFrom(
  running: Running,
  user: User,
  path: string,
  method = 'GET',
): Promise<Fetched> {
  const answer = await fetch(new URL(path, running.url), {
    method,
    headers: { authorization: `Bearer ${await running.tokenOf(user)}` },
  });
  return { status: answer.status, text: await answer.text() };
}

/** A download that must succeed. */
export async function download(running: Running, user: User, path: string): Promise<string> {
  const { status, text } = await fetchFrom(running, user, path);
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return text;
}

export const recordsOf = (running: Running, user: User, query = '') =>
  download(running, user, `/checkpoints/records.jsonl${query}`);
export const keysOf = (running: Running, user: User) => download(running, user, '/checkpoints/keys.txt');

/** The lines of a download. */
export const linesOf = (file: string): Record<string, unknown>[] =>
  file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** What the leaves of a download say. */
export const leavesOf = (file: string): Record<string, unknown>[] =>
  linesOf(file).flatMap(({ record }) => (typeof record === 'string' ? [JSON.parse(record)] : []));

/** Asks for a checkpoint now, as the office. */
export async function askCheckpoint(running: Running, office: User): Promise<Record<string, unknown>> {
  const { status, text } = await fetchFrom(running, office, '/checkpoints', 'POST');
  return { status, ...JSON.parse(text) };
}

export interface Judged {
  readonly exit: number;
  readonly said: string;
  /** The codes of what does not hold, each once. */
  readonly codes: readonly string[];
}

const PROGRAMS = {
  node: [process.execPath, 'docs/verifier/verify.mjs'],
  python: ['python3', 'docs/verifier/verify.py'],
} as const;

/** Runs a program of docs/verifier on texts. */
export async function verifierOn(
  keys: string,
  records: string,
  kept: readonly string[] = [],
  program: keyof typeof PROGRAMS = 'node',
): Promise<Judged> {
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-verifier-'));
  const put = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const args = ['--keys', await put('keys.txt', keys), await put('records.jsonl', records)];
  for (const [at, text] of kept.entries()) args.push('--kept', await put(`kept-${at}.jsonl`, text));
  try {
    return await new Promise((done) => {
      execFile(
        PROGRAMS[program][0],
        [PROGRAMS[program][1], ...args],
        { maxBuffer: 100_000_000 },
        (error, stdout, stderr) => {
          const exit = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
          const codes = [...stdout.matchAll(/^✗ ([A-Z_]+) {2}/gm)].map(([, code = '']) => code);
          done({ exit, said: stdout + stderr, codes: [...new Set(codes)].sort() });
        },
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
