import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../src/database/postmaster.ts';
import { startWire, type Wire } from './wire.ts';

/** What clients know of a process. */
export interface Serving {
  readonly name: string;
  /** Where clients reach it, in a fault run through a wire. */
  readonly url: string;
}

/** One process of the product, between two wires: the clients' to it, and its own to PostgreSQL. */
export interface Member extends Serving {
  readonly front: Wire;
  readonly back: Wire;
  readonly isUp: boolean;
  start(): Promise<void>;
  /** Kills it, or stops it as a service manager does; a while later it is started again. */
  end(signal: 'SIGKILL' | 'SIGTERM', downMs: number): Promise<void>;
  /** Starts it again where it has ended by itself; answers how it ended. */
  revive(): Promise<string | null>;
  close(): Promise<void>;
}

export interface MemberSettings {
  readonly root: string;
  readonly from: 'dist' | 'src';
  readonly folder: string;
  readonly databaseUrl: string;
  readonly databasePort: number;
  readonly keys: string;
  readonly nodeOptions?: string;
}

/** How the command line of the product is started. */
export function commandOf({ root, from }: Pick<MemberSettings, 'root' | 'from'>): string[] {
  return from === 'dist'
    ? [join(root, 'dist/src/commands/zhubao.js')]
    : ['--import', 'tsx', join(root, 'src/commands/zhubao.ts')];
}

/** A run that ends before its end leaves no process behind. */
const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

const READY_MAX_MS = 90_000;
export const WEBHOOK_KEY = Buffer.alloc(32, 'webhooks of fault runs').toString('base64');
export const ISSUER = 'https://sign-in.example';

async function freePortNow(): Promise<number> {
  const port = await freePort(0);
  if (port === null) throw new Error('no port is free');
  return port;
}

export async function newMember(name: string, settings: MemberSettings): Promise<Member> {
  const { root, folder, databaseUrl, databasePort, keys } = settings;
  const data = join(folder, name);
  mkdirSync(data, { recursive: true });
  const output = openSync(join(folder, `${name}.log`), 'a');
  const inner = await freePortNow();
  const front = await startWire(() => inner);
  const back = await startWire(() => databasePort);
  const through = new URL(databaseUrl);
  through.port = String(back.port);
  let child: ChildProcess | null = null;
  let endedBy: string | null = null;
  let isBeingEnded = false;

  async function untilReady(): Promise<void> {
    const end = Date.now() + READY_MAX_MS;
    while (Date.now() < end && child) {
      const isReady = await fetch(`http://127.0.0.1:${inner}/health/ready`, {
        signal: AbortSignal.timeout(2_000),
      }).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isReady) return;
      await pause(50);
    }
  }

  function launch(): ChildProcess {
    const started = spawn(process.execPath, [...commandOf(settings), 'serve'], {
      cwd: root,
      stdio: ['ignore', output, output],
      env: {
        PATH: process.env.PATH,
        PORT: String(inner),
        DATABASE_URL: through.href,
        DATA_FOLDER: data,
        JWT_KEYS: keys,
        JWT_ISSUER: ISSUER,
        LOG_LEVEL: 'warn',
        SWEEP: 'on',
        WEBHOOKS: 'on',
        WEBHOOK_KEY,
        BUDGET_PER_MINUTE: '100000000',
        QUESTIONS_PER_MINUTE: '1000000',
        REQUESTS_AT_ONCE_PER_TENANT: '40',
        REQUESTS_AT_ONCE: '80',
        ...(settings.nodeOptions ? { NODE_OPTIONS: settings.nodeOptions } : {}),
      },
    });
    alive.add(started);
    started.once('exit', () => alive.delete(started));
    started.once('exit', (code, signal) => {
      if (child === started) child = null;
      if (!isBeingEnded) endedBy = String(code ?? signal);
    });
    return started;
  }

  const member: Member = {
    name,
    url: `http://127.0.0.1:${front.port}/graphql`,
    front,
    back,
    get isUp() {
      return child !== null;
    },
    async start() {
      child ??= launch();
      await untilReady();
    },
    async end(signal, downMs) {
      const now = child;
      if (!now || isBeingEnded) return;
      isBeingEnded = true;
      const gone = once(now, 'exit');
      now.kill(signal);
      await gone;
      await pause(downMs);
      isBeingEnded = false;
      await member.start();
    },
    async revive() {
      if (child || isBeingEnded) return null;
      const how = endedBy ?? 'not started';
      endedBy = null;
      await member.start();
      return how;
    },
    async close() {
      isBeingEnded = true;
      const now = child;
      if (now) {
        const gone = once(now, 'exit');
        now.kill('SIGTERM');
        const killed = setTimeout(() => now.kill('SIGKILL'), 15_000);
        await gone;
        clearTimeout(killed);
      }
      await Promise.all([front.close(), back.close()]);
      closeSync(output);
    },
  };
  return member;
}

/** Runs another command of the product to its end, or to the moment at which it is killed. */
export async function runCommand(
  args: readonly string[],
  settings: Pick<MemberSettings, 'root' | 'from' | 'folder'> & { readonly databaseUrl: string },
  killAfterMs: number | null = null,
): Promise<{ readonly exit: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [...commandOf(settings), ...args], {
    cwd: settings.root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, DATABASE_URL: settings.databaseUrl, DATA_FOLDER: settings.folder },
  });
  let out = '';
  child.stdout.on('data', (bytes) => {
    out += String(bytes);
  });
  child.stderr.on('data', (bytes) => {
    out += String(bytes);
  });
  const timer = killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [exit] = (await once(child, 'exit')) as [number | null];
  if (timer) clearTimeout(timer);
  return { exit, out };
}
