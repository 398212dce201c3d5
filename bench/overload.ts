// npm run overload [-- --seconds 20 --times 3]: the product on the demo pool, asked three times as much as it can serve.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ask, type Caller, capacityOf, type Ended, openLoad, quantile } from './open-loop.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    times: { type: 'string', default: '3' },
    warm: { type: 'string', default: '5' },
  },
});
const SECONDS = Number(values.seconds);
const TIMES = Number(values.times);
const GIVE_UP_SECONDS = 30;
/** As many clients that wait as tell what can be served without refusing anybody. */
const CLIENTS = 16;
const RECOVERED_WITHIN_SECONDS_MAX = 60;
const METRICS_PORT = '19464';
const QUERY = `{ pool { businessDate } headroom(input: {}) { amount } loans(first: 20) { totalCount nodes { id number amount outstanding state } } }`;
const BODY = JSON.stringify({ query: QUERY });

const say = (line: string) => void process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'zhubao-overload-'));
const child = spawn(
  process.execPath,
  ['--import', 'tsx', resolve(import.meta.dirname, '../src/commands/zhubao.ts'), 'serve'],
  {
    env: {
      ...process.env,
      PORT: '0',
      METRICS_PORT,
      DATA_FOLDER: folder,
      SWEEP: 'off',
      LOG_LEVEL: 'error',
      // What one tenant may ask in a minute is another limit, and would hide this one.
      BUDGET_PER_MINUTE: '100000000',
      QUESTIONS_PER_MINUTE: '1000000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);

/** The address and a token of each tenant, as the product prints them at its start. */
async function started(): Promise<{ url: URL; callers: Caller[] }> {
  let heard = '';
  for await (const part of child.stdout) {
    heard += String(part);
    const url = /ready at (\S+)/.exec(heard)?.[1];
    if (!url || !heard.includes('-d ')) continue;
    const tokens = [...heard.matchAll(/^(eyJ\S+)$/gm)].map(([token]) => token);
    return { url: new URL(url), callers: tokens.map((token, at) => ({ name: `tenant ${at + 1}`, token })) };
  }
  throw new Error(`the product did not start: ${heard}`);
}

const megabytes = async (): Promise<number> =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024);

/** The mean delay of the event loop since it was last asked for, in milliseconds. */
async function loopDelay(): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`).catch(() => null);
  const found = /^nodejs_eventloop_lag_mean_seconds(?:\{[^}]*\})? (\S+)$/m.exec((await answer?.text()) ?? '');
  return Number(found?.[1] ?? Number.NaN) * 1_000;
}

function tell(ended: readonly Ended[]): void {
  const answered = ended.filter(({ status }) => status === 200);
  const refused = ended.filter(({ status }) => status === 429 || status === 503);
  const other = ended.filter((one) => !answered.includes(one) && !refused.includes(one));
  const times = (of: readonly Ended[]) => of.map(({ milliseconds }) => milliseconds);
  const shown = (of: readonly Ended[]) =>
    `p50 ${quantile(times(of), 0.5).toFixed(0)} ms, p99 ${quantile(times(of), 0.99).toFixed(0)} ms, longest ${quantile(times(of), 1).toFixed(0)} ms`;
  say(`asked ${ended.length} in ${SECONDS} s (${(ended.length / SECONDS).toFixed(0)} a second)`);
  say(`answered ${answered.length} (${(answered.length / SECONDS).toFixed(0)} a second): ${shown(answered)}`);
  const codes = new Map<string, number>();
  for (const { code } of refused) codes.set(String(code), (codes.get(String(code)) ?? 0) + 1);
  say(
    `refused ${refused.length} (${[...codes].map(([code, count]) => `${code} ${count}`).join(', ')}): ${shown(refused)}`,
  );
  say(
    `of them without Retry-After ${refused.filter(({ retryAfter }) => !retryAfter).length}; neither answered nor refused ${other.length} ${[...new Set(other.map(({ status, code }) => `${status} ${code}`))].join()}`,
  );
}

try {
  const { url, callers } = await started();
  const load = { url, callers, body: BODY, giveUpSeconds: GIVE_UP_SECONDS };
  await capacityOf({ ...load, seconds: Number(values.warm) }, CLIENTS);
  const capacity = await capacityOf({ ...load, seconds: 5 }, CLIENTS);
  const agent = new Agent({ keepAlive: true });
  const [first] = callers;
  if (!first) throw new Error('no tokens');
  const one = () => ask(url, agent, first, BODY, GIVE_UP_SECONDS);
  const calm = (await Promise.all(Array.from({ length: 1 }, one)))[0]?.milliseconds ?? 0;
  const before = await megabytes();
  say(
    `${callers.length} tenants; with ${CLIENTS} clients that wait ${capacity.toFixed(0)} requests a second; one alone takes ${calm.toFixed(0)} ms; ${before} MB`,
  );
  let most = before;
  let latest = 0;
  const watching = setInterval(async () => {
    most = Math.max(most, await megabytes());
    latest = Math.max(latest, (await loopDelay()) || 0);
  }, 1_000);
  const ended = await openLoad({ ...load, perSecond: capacity * TIMES, seconds: SECONDS });
  clearInterval(watching);
  tell(ended);
  const stopped = performance.now();
  for (;;) {
    const { status, milliseconds } = await one();
    const passed = (performance.now() - stopped) / 1_000;
    if (status === 200 && milliseconds < Math.max(100, calm * 3)) {
      say(`back to ${milliseconds.toFixed(0)} ms after ${passed.toFixed(1)} s`);
      break;
    }
    if (passed > RECOVERED_WITHIN_SECONDS_MAX) throw new Error('it did not recover');
    await pause(100);
  }
  agent.destroy();
  say(
    `memory: at most ${most} MB, ${await megabytes()} MB afterwards; event loop: at most ${latest.toFixed(0)} ms late on the average of a second`,
  );
} finally {
  const gone = child.exitCode === null ? new Promise((end) => child.once('exit', end)) : null;
  child.kill('SIGTERM');
  await gone;
  await rm(folder, { recursive: true, force: true });
}
