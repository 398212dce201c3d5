import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, type Running, type User, WEBHOOK_KEY } from './product.ts';

/** The product in a process of its own, on the database of another one and with the same sign-in. */
export interface ProductProcess {
  readonly url: string;
  ask(user: User, query: string, variables?: object, signal?: AbortSignal): Promise<Answer>;
  /** Without a warning, as by a machine that dies. */
  kill(): Promise<void>;
  /** As a service manager stops it. */
  stop(): Promise<void>;
}

/** Starts one; a machine that is busy with other tests takes some seconds for it. */
export async function startProcess(
  running: Running,
  environment: Readonly<Record<string, string>> = {},
  script = 'serve-product.ts',
): Promise<ProductProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-process-'));
  const keys = join(folder, 'keys.json');
  await writeFile(keys, JSON.stringify(running.product.issuer?.jwks));
  const child = fork(join(import.meta.dirname, script), [], {
    execArgv: ['--import', 'tsx'],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: running.ownerUrl,
      DATA_FOLDER: folder,
      JWT_KEYS: keys,
      LOG_LEVEL: 'error',
      SWEEP: 'off',
      WEBHOOKS: 'off',
      WEBHOOK_KEY,
      BUDGET_PER_MINUTE: '100000000',
      REQUESTS_AT_ONCE_PER_TENANT: '200',
      REQUESTS_AT_ONCE: '1000',
      ...environment,
    },
  });
  const gone = once(child, 'exit');
  const [port] = await Promise.race([
    once(child, 'message'),
    gone.then(() => Promise.reject(new Error('the product did not start'))),
  ]);
  const url = `http://127.0.0.1:${port}/graphql`;

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    child.kill(signal);
    await gone;
    await rm(folder, { recursive: true, force: true });
  }

  return {
    url,
    async ask(user, query, variables = {}, signal) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await running.tokenOf(user)}`,
        },
        body: JSON.stringify({ query, variables }),
        ...(signal ? { signal } : {}),
      });
      return (await response.json()) as Answer;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
