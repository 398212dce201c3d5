import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import type { Cluster } from './database.ts';
import type { Logbook } from './logbook.ts';
import type { Fault, FaultKind } from './plan.ts';
import type { Member } from './processes.ts';
import type { Spoil } from './wire.ts';

// What each fault does. All are done from outside the product, as the world does them.

/** What a fault may lay hands on. */
export interface Scene {
  readonly cluster: Cluster;
  readonly members: readonly Member[];
  readonly log: Logbook;
  readonly folder: string;
  /** Lets the office advance its clock by some days, as an act; answers what came of it. */
  advance(days: number, choice: number): Promise<string>;
  /** Runs the product's migrations and kills them after so long. */
  migrate(killAfterMs: number): Promise<string>;
}

type Strike = (scene: Scene, fault: Fault) => Promise<string>;

const SHORT_STOP_MS = 200;

function victim({ members }: Scene, choice: number): Member {
  const found = members[choice % members.length];
  if (!found) throw new Error('there is no process');
  return found;
}

/** A connection of an outsider to the database, past every wire. */
async function asOutsider<T>(url: string, work: (sql: postgres.Sql) => Promise<T>, otherwise: T): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => undefined });
  return work(sql)
    .catch(() => otherwise)
    .finally(() => sql.end({ timeout: 1 }).catch(() => undefined));
}

const spoils =
  (end: 'front' | 'back', by: (fault: Fault) => Spoil): Strike =>
  async (scene, fault) => {
    const { [end]: wire, name } = victim(scene, fault.choice);
    wire.spoil(by(fault));
    await pause(fault.lastsMs);
    wire.spoil({ how: 'NOTHING' });
    // What was said into deaf ears is lost; a connection that has missed something is of no use any more.
    if (by(fault).how === 'DEAFEN') wire.cut();
    return `${name} for ${fault.lastsMs} ms`;
  };

const cuts =
  (end: 'front' | 'back'): Strike =>
  async (scene, { choice }) => {
    const { [end]: wire, name } = victim(scene, choice);
    return `${wire.cut(1 + (choice % 3))} connections of ${name}`;
  };

/** Sends a signal to the work of the application again and again, each time to some of those at it. */
const signals =
  (how: 'pg_cancel_backend' | 'pg_terminate_backend'): Strike =>
  async ({ cluster }, { lastsMs, choice }) => {
    const until = Date.now() + lastsMs;
    const count = await asOutsider(
      cluster.url,
      async (sql) => {
        let hit = 0;
        while (Date.now() < until) {
          const rows = await sql.unsafe(
            `select ${how}(pid) from pg_stat_activity where usename = 'zhubao_app' and state <> 'idle' and (pid + $1) % 3 = 0`,
            [choice],
          );
          hit += rows.length;
          await pause(15);
        }
        return hit;
      },
      0,
    );
    return `${count} backends`;
  };

const LOCKED = [
  'select 1 from journal for update',
  "select 1 from exposure where scope = 'POOL' for update",
  "select 1 from account where code = 'custody' for update",
  'lock table loan in exclusive mode',
  'lock table idempotency in share mode',
] as const;

const STRIKES: Readonly<Record<FaultKind, Strike>> = {
  async KILL_PRODUCT(scene, { choice }) {
    const member = victim(scene, choice);
    await member.end('SIGKILL', choice % 800);
    return member.name;
  },
  async STOP_PRODUCT(scene, { choice }) {
    const member = victim(scene, choice);
    await member.end('SIGTERM', choice % 500);
    return member.name;
  },
  async KILL_IN_SWEEP(scene, { choice }) {
    // The office's request may be served by any process: whichever it is, one dies while days are being swept.
    const advanced = scene.advance(3 + (choice % 12), choice);
    await pause(30 + (choice % 400));
    const member = victim(scene, choice);
    await member.end('SIGKILL', choice % 300);
    return `${member.name}; the clock: ${await advanced}`;
  },
  async KILL_IN_MIGRATION(scene, { choice }) {
    return scene.migrate(300 + (choice % 2_500));
  },
  async STOP_DATABASE_AT_ONCE({ cluster }, { choice }) {
    await cluster.crash('SIGQUIT', SHORT_STOP_MS + (choice % 1_500));
    return 'immediate stop, recovered';
  },
  async KILL_DATABASE({ cluster }, { choice }) {
    await cluster.crash('SIGKILL', SHORT_STOP_MS + (choice % 1_500));
    return 'postmaster killed, recovered';
  },
  CUT_CLIENTS: cuts('front'),
  DELAY_CLIENTS: spoils('front', ({ choice }) => ({ how: 'DELAY', ms: 20 + (choice % 400) })),
  CUT_DATABASE: cuts('back'),
  DELAY_DATABASE: spoils('back', ({ choice }) => ({ how: 'DELAY', ms: 5 + (choice % 120) })),
  DEAFEN_DATABASE: spoils('back', () => ({ how: 'DEAFEN' })),
  CUT_AT_COMMIT: spoils('back', () => ({ how: 'CUT_AT_COMMIT' })),
  SWALLOW_COMMITTED: spoils('back', () => ({ how: 'SWALLOW_COMMITTED' })),
  async HOLD_LOCKS({ cluster }, { lastsMs, choice }) {
    const statement = LOCKED[choice % LOCKED.length] ?? LOCKED[0];
    const held = await asOutsider(
      cluster.url,
      (sql) =>
        sql.begin(async (tx) => {
          await tx.unsafe("set local lock_timeout = '1500ms'");
          await tx.unsafe(statement);
          await pause(lastsMs);
          return true;
        }),
      false,
    );
    return `${held ? 'held' : 'not got'}: ${statement}`;
  },
  async USE_UP_CONNECTIONS({ cluster }, { lastsMs }) {
    const all: postgres.Sql[] = [];
    const until = Date.now() + lastsMs;
    while (Date.now() < until && all.length < 80) {
      const sql = postgres(cluster.url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
      all.push(sql);
      const isIn = await sql`select 1`.then(
        () => true,
        () => false,
      );
      if (!isIn) await pause(100);
    }
    await pause(Math.max(0, until - Date.now()));
    await Promise.all(all.map((sql) => sql.end({ timeout: 0 })));
    return `${all.length} taken`;
  },
  async FILL_DISK({ cluster }, { lastsMs }) {
    return (await cluster.fillDisk(lastsMs)) ? `for ${lastsMs} ms` : 'not possible here';
  },
  CANCEL_STATEMENTS: signals('pg_cancel_backend'),
  TERMINATE_BACKENDS: signals('pg_terminate_backend'),
  async ADVANCE_CLOCK(scene, { choice }) {
    return scene.advance(1 + (choice % 9), choice);
  },
};

/** Does a fault to its end, and writes down what came of it. */
export async function strike(scene: Scene, fault: Fault): Promise<void> {
  const name = `${fault.number} ${fault.kind}`;
  scene.log.write({ line: 'STRUCK', fault: name, note: 'begins' });
  const note = await STRIKES[fault.kind](scene, fault).catch((error: unknown) => `failed: ${String(error)}`);
  scene.log.write({ line: 'STRUCK', fault: name, note });
}
