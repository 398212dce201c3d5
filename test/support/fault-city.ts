import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundPool } from '../../src/acts/governance.ts';
import { parseDate } from '../../src/domain/dates.ts';
import { LPR_QUOTES } from '../../src/domain/lpr.data.ts';
import type { Id } from '../../src/domain/words.ts';
import { newSender, type Sender } from '../faults/drive/client.ts';
import { buildCity, FIRST_DAY } from '../faults/drive/founding.ts';
import { type Logbook, openLogbook } from '../faults/drive/logbook.ts';
import { ISSUER, type Serving, WEBHOOK_KEY } from '../faults/drive/processes.ts';
import { type Random, randomOf } from '../faults/drive/random.ts';
import type { World } from '../faults/drive/world.ts';
import { startProcess } from './process.ts';
import { type Running, startProduct } from './product.ts';

/** The city of the fault run on a database of its own, with the product in this process and in others, and without faults. */
export interface FaultCity {
  readonly running: Running;
  readonly members: readonly Serving[];
  readonly sender: Sender;
  readonly logbook: Logbook;
  readonly world: World;
  stop(): Promise<void>;
}

export async function startFaultCity(seed: number, otherProcesses: number): Promise<FaultCity> {
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-fault-city-'));
  const logbook = openLogbook(join(folder, 'log.jsonl'));
  const members: Serving[] = [];
  const sender = await newSender(members, logbook);
  const keys = join(folder, 'keys.json');
  await writeFile(keys, JSON.stringify(sender.keys));
  const environment = { JWT_KEYS: keys, JWT_ISSUER: ISSUER, WEBHOOK_KEY };
  const running = await startProduct({ ...environment, WEBHOOKS: 'on' });
  members.push({ name: 'this process', url: running.url });
  const others = await Promise.all(
    Array.from({ length: otherProcesses }, () => startProcess(running, environment)),
  );
  for (const { url } of others) members.push({ name: 'another process', url });
  const random: Random = randomOf(seed, 'founding');
  const [pool, office] = [random.uuid() as Id<'pool'>, random.uuid() as Id<'tenant'>];
  const founder = { poolId: pool, tenantId: office, userId: 'founding', userName: null } as const;
  await foundPool(
    running.product.ports,
    { ...founder, kind: 'OFFICE', persona: 'OFFICE', role: 'APPROVER' },
    {
      nameZh: '测试资金池',
      nameEn: 'Pool',
      cityCode: '150200',
      cityZh: '包头市',
      cityEn: 'Baotou',
      officeZh: '协调办公室',
      officeEn: 'Office',
      sandboxDate: parseDate(FIRST_DAY),
      lprQuotes: LPR_QUOTES,
    },
  );
  const { world, parties } = await buildCity(sender, random, { pool, office });
  logbook.write({ line: 'CAST', seed, parties });
  return {
    running,
    members,
    sender,
    logbook,
    world,
    async stop() {
      logbook.close();
      await Promise.all(others.map((other) => other.stop()));
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
