import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { addressOf, NODES, type Node } from './nodes.ts';
import { SUPERUSER_PASSWORD } from './settings.ts';

// What Patroni says of its cluster, and what it is asked to do.

interface Member {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly timeline?: number;
}

const ASK_AGAIN_MS = 100;

export const superUrlAt = (host: string, port: number, database: string) =>
  `postgres://postgres:${SUPERUSER_PASSWORD}@${host}:${port}/${database}`;

async function membersBy(node: Node): Promise<readonly Member[]> {
  const response = await fetch(`http://${addressOf(node)}:8008/cluster`, {
    signal: AbortSignal.timeout(1_000),
  });
  return ((await response.json()) as { members: Member[] }).members;
}

/** What most nodes say; one that was cut off goes on saying what it last knew. */
async function members(): Promise<readonly Member[]> {
  const views = await Promise.all(NODES.map((node) => membersBy(node).catch(() => [])));
  const leaderIn = (view: readonly Member[]) => view.find(({ role }) => role === 'leader')?.name;
  const agreed = views.find((view) => {
    const leader = leaderIn(view);
    return leader && views.filter((other) => leaderIn(other) === leader).length * 2 > NODES.length;
  });
  return agreed ?? [];
}

const nodeOf = ({ name }: Member) => NODES.find((node) => name === `n${node}`);

async function inRole(role: string): Promise<Node> {
  for (;;) {
    const found = (await members()).find((member) => member.role === role);
    const node = found && nodeOf(found);
    if (node) return node;
    await pause(ASK_AGAIN_MS);
  }
}

export const primary = () => inRole('leader');
export const synchronousStandby = () => inRole('sync_standby');

/** Waits until a primary, its synchronous standby and the third node run on one timeline. Rejects when they do not. */
export async function untilWhole(secondsMax = 120): Promise<void> {
  const end = performance.now() + secondsMax * 1_000;
  for (;;) {
    const said = await members();
    const running = said.filter(({ state }) => state === 'running' || state === 'streaming');
    const timelines = new Set(running.map(({ timeline }) => timeline));
    const isWhole = running.length === NODES.length && timelines.size === 1;
    if (isWhole && running.some(({ role }) => role === 'sync_standby')) return;
    if (performance.now() > end) throw new Error(`the cluster did not become whole: ${JSON.stringify(said)}`);
    await pause(ASK_AGAIN_MS);
  }
}

export async function switchOver(from: Node, to: Node): Promise<void> {
  const response = await fetch(`http://${addressOf(from)}:8008/switchover`, {
    method: 'POST',
    body: JSON.stringify({ leader: `n${from}`, candidate: `n${to}` }),
  });
  if (!response.ok) throw new Error(`no switch-over: ${await response.text()}`);
}

/** Somebody who writes past the proxy, straight to one node, and counts what that node says it committed. */
export interface Straight {
  /** What was acknowledged, with the moment. */
  readonly acknowledged: readonly { readonly key: string; readonly at: number }[];
  stop(): Promise<void>;
}

/** Writes rows to a node until it is stopped, whatever the node says. */
export function writeStraight(node: Node): Straight {
  const acknowledged: { key: string; at: number }[] = [];
  let working = true;
  const work = (async () => {
    while (working) {
      const key = randomUUID();
      const sql = postgres(superUrlAt(addressOf(node), 5432, 'postgres'), {
        max: 1,
        connect_timeout: 2,
        onnotice: () => undefined,
      });
      const answer = sql`insert into straight values (${key})`.then(
        () => true,
        () => false,
      );
      const late = pause(3_000).then(() => false);
      if (await Promise.race([answer, late])) acknowledged.push({ key, at: performance.now() });
      await sql.end({ timeout: 0 }).catch(() => undefined);
      await pause(50);
    }
  })();
  return {
    acknowledged,
    async stop() {
      working = false;
      await work;
    },
  };
}
