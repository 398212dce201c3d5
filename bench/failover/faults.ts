import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { addressOf, type Nodes } from './nodes.ts';
import { primary, superUrlAt, switchOver, synchronousStandby, writeStraight } from './patroni.ts';

// What befalls the primary, one after the other; each ends with every node told to run again.

export interface Strike {
  readonly name: string;
  /** Strikes, and mends what it broke; answers which node was the primary, before and after. */
  readonly run: (nodes: Nodes) => Promise<string>;
}

/** How long a node stays away: longer than it takes the others to go on without it. */
const AWAY_MS = 40_000;

/** Waits until another node leads, for as long as a node stays away. */
async function untilLedByAnother(than: number): Promise<void> {
  const end = performance.now() + AWAY_MS;
  while ((await primary()) === than && performance.now() < end) await pause(200);
}

const told = async (before: number) => `n${before} → n${await primary()}`;

export const FAULTS: readonly Strike[] = [
  {
    name: 'switchover',
    async run() {
      const before = await primary();
      await switchOver(before, await synchronousStandby());
      return told(before);
    },
  },
  {
    name: 'postgres',
    async run(nodes) {
      const before = await primary();
      await nodes.killPostgres(before);
      await pause(10_000);
      return told(before);
    },
  },
  {
    name: 'machine',
    async run(nodes) {
      const before = await primary();
      await nodes.killAll(before);
      await untilLedByAnother(before);
      const said = await told(before);
      nodes.start(before);
      return said;
    },
  },
  {
    name: 'standby',
    async run(nodes) {
      const before = await primary();
      const standby = await synchronousStandby();
      await nodes.killAll(standby);
      await pause(AWAY_MS / 2);
      nodes.start(standby);
      return `${await told(before)}, without its standby n${standby}`;
    },
  },
  {
    name: 'cable',
    async run(nodes) {
      const before = await primary();
      await nodes.cut(before, 'NOBODY');
      await untilLedByAnother(before);
      await pause(5_000);
      const said = await told(before);
      await nodes.mend(before);
      return said;
    },
  },
  {
    name: 'split',
    async run(nodes) {
      const before = await primary();
      const straight = writeStraight(before);
      await pause(1_000);
      const cutAt = performance.now();
      await nodes.cut(before, 'CLIENTS');
      await untilLedByAnother(before);
      await pause(10_000);
      await straight.stop();
      const after = await primary();
      const sql = postgres(superUrlAt(addressOf(after), 5432, 'postgres'), { max: 1 });
      const kept = new Set((await sql<{ key: string }[]>`select key from straight`).map((row) => row.key));
      await sql.end();
      await nodes.mend(before);
      const lost = straight.acknowledged.filter((one) => !kept.has(one.key)).length;
      const late = straight.acknowledged.filter((one) => one.at > cutAt).length;
      if (lost > 0) throw new Error(`${lost} writes that the cut-off node acknowledged are lost`);
      return `n${before} → n${after}; straight to n${before}: ${straight.acknowledged.length} acknowledged, ${late} of them after the cut, none lost`;
    },
  },
];
