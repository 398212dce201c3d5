import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Started } from './processes.ts';

/** What a run of requests showed: answers a second, and how long single ones took, in milliseconds. */
export interface Run {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the program that answered, for one request; null where the system does not tell. */
  readonly cpuMs: number | null;
  /** Answers that told the client to come again; the time until it was served counts for the request. */
  readonly busy: number;
}

/** The product's own word, and the status with which it may say so. */
const BUSY = /^[^:]*: 503 |"code":"BUSY"/;
const BUSY_MAX = 5;
const COME_AGAIN_MS = 1_000;

export interface Target {
  readonly name: string;
  readonly program: Started;
  readonly headers: Readonly<Record<string, string>>;
  /** The nth request's path and body. */
  readonly ask: (nth: number) => { readonly path: string; readonly body: string };
  /** Throws when an answer is not what was asked for; a fast error is no result. */
  readonly check: (body: string) => void;
}

export function send(target: Target, agent: Agent, nth: number): Promise<string> {
  const { path, body } = target.ask(nth);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        agent,
        host: '127.0.0.1',
        port: target.program.port,
        path,
        method: 'POST',
        headers: {
          ...target.headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${target.name}: ${response.statusCode} ${text.slice(0, 300)}`));
        });
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Asks until it is served, as a client does that is told that the machine is busy. */
async function insist(target: Target, agent: Agent, nth: number, wasBusy: () => void): Promise<void> {
  for (let attempt = 0; ; attempt += 1)
    try {
      return target.check(await send(target, agent, nth));
    } catch (error) {
      if (attempt === BUSY_MAX || !BUSY.test(String((error as Error).message))) throw error;
      wasBusy();
      await pause(COME_AGAIN_MS);
    }
}

/** Asks with so many connections, each its next request as soon as it has its answer, for so many seconds. */
export async function run(target: Target, connections: number, seconds: number): Promise<Run> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let nth = 0;
  let busy = 0;
  const cpuBefore = await target.program.cpuSeconds();
  const started = performance.now();
  const until = started + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const before = performance.now();
        await insist(target, agent, nth++, () => {
          busy += 1;
        });
        times.push(performance.now() - before);
      }
    }),
  );
  const passed = (performance.now() - started) / 1_000;
  const cpuAfter = await target.program.cpuSeconds();
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const cpuMs =
    cpuBefore === null || cpuAfter === null ? null : ((cpuAfter - cpuBefore) * 1_000) / times.length;
  return { perSecond: times.length / passed, p50: at(0.5), p99: at(0.99), cpuMs, busy };
}
