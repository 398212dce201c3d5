import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Prepared, playRound, type Round } from '../linear/rounds.ts';
import type { Weighted } from './acts.ts';
import { drawOne } from './acts.ts';
import { LENDING } from './acts-lending.ts';
import { LOANS, learned } from './acts-loans.ts';
import { LOSS } from './acts-loss.ts';
import { advancesClock, MONEY } from './acts-money.ts';
import { newSender, type Person, type Sender } from './client.ts';
import { type Cluster, startCluster } from './database.ts';
import { buildCity, foundPool } from './founding.ts';
import { type Follower, follow, type Receiver, startReceiver } from './listeners.ts';
import { type Logbook, openLogbook } from './logbook.ts';
import { type Fault, faultsOf, type Options } from './plan.ts';
import { handOver, prepare } from './prepare.ts';
import { type Member, newMember, runCommand, type Serving } from './processes.ts';
import { type Random, randomOf } from './random.ts';
import { type Scene, strike } from './strike.ts';
import { daysAfter, type World } from './world.ts';

const ALL: Weighted = [...LENDING, ...LOANS, ...LOSS, ...MONEY];
const RIPE = 3;
const REVIVE_EVERY_MS = 400;

/** What is there when a run has ended: the database still runs, the product does not. */
export interface Ran {
  readonly cluster: Cluster;
  readonly log: string;
  readonly rounds: RoundsPlayed;
  /** Ends by themselves that nobody had asked for. */
  readonly fell: readonly string[];
  readonly untilQuietMs: number;
}

/** Founds a pool in a database whose migrations are killed on their way, and starts the product on it. */
async function begin(cluster: Cluster, options: Options, random: Random) {
  const { folder, root, from, processes } = options;
  const settings = { root, from, folder, databaseUrl: cluster.url };
  // The first migrations are killed, each later than the one before, and the last one is left to end.
  for (const killAfterMs of options.kinds.includes('KILL_IN_MIGRATION') ? [400, 900, 1_600] : [])
    await runCommand(['migrate'], settings, killAfterMs + random.below(400));
  const keys = join(folder, 'keys.json');
  const members: Member[] = [];
  for (let at = 1; at <= processes; at++)
    members.push(await newMember(`process-${at}`, { ...settings, databasePort: cluster.port, keys }));
  const log = openLogbook(join(folder, 'log.jsonl'));
  const sender = await newSender(members, log);
  await writeFile(keys, JSON.stringify(sender.keys));
  const founded = await foundPool(settings);
  await Promise.all(members.map((member) => member.start()));
  return { members, log, sender, founded, settings };
}

/** Whatever died by itself is started again, as the service manager of a machine would. */
async function supervise(
  scene: Pick<Scene, 'cluster' | 'members' | 'log'>,
  isOver: () => boolean,
  fell: string[],
): Promise<void> {
  while (!isOver()) {
    for (const member of scene.members) {
      const how = await member.revive();
      if (how === null) continue;
      fell.push(`${member.name}: ${how}`);
      scene.log.write({ line: 'STRUCK', fault: '0 FELL', note: `${member.name}: ${how}` });
    }
    if (await scene.cluster.revive())
      scene.log.write({ line: 'STRUCK', fault: '0 REVIVED', note: 'the database had died' });
    await pause(REVIVE_EVERY_MS);
  }
}

/** Makes a webhook that leads to the receiver. */
export async function hook(
  world: World,
  by: Person,
  sender: Sender,
  receiver: Receiver,
  log: Logbook,
  random: Random,
) {
  const end = await sender.wish(
    {
      by,
      act: 'createWebhook',
      input: { address: receiver.addressOf(by.tenant), description: `核心系统 ${by.user}` },
      field: 'webhookSecret',
      select: 'secret webhook { id }',
    },
    random,
  );
  if (end.end !== 'DONE') throw new Error(`no webhook: ${JSON.stringify(end)}`);
  const { secret, webhook } = end.thing as { secret: string; webhook: { id: string } };
  receiver.expect(by.tenant, by.pool, secret);
  world.webhooks.push(webhook.id);
  log.write({ line: 'HOOKED', pool: by.pool, tenant: by.tenant, webhook: webhook.id });
}

const LOOK = 'query ($id: ID!) { loan(id: $id) { state outstanding maturesOn } }';

/** One client: draws an act, asks for it until it knows, and draws the next one. */
export async function story(
  world: World,
  members: readonly Serving[],
  sender: Sender,
  random: Random,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const deed = drawOne(ALL, world, random);
    if (!deed) {
      await pause(1);
      continue;
    }
    const end = await sender.wish(deed, random);
    if (end.end === 'DONE') deed.learn?.(end.thing);
    else if (end.end === 'REFUSED') deed.refused?.();
    else (deed.late ?? deed.refused)?.();
    if (end.end === 'DONE' || end.end === 'REFUSED' || !deed.loan) continue;
    const bank = world.banks[deed.loan.bank];
    const seen = bank && (await sender.ask(bank.a, random.pick(members), LOOK, { id: deed.loan.id }));
    if (seen?.loan) learned(deed.loan, seen.loan as Readonly<Record<string, unknown>>);
  }
}

async function strikeAll(scene: Scene, faults: readonly Fault[]): Promise<void> {
  const began = Date.now();
  const under: Promise<void>[] = [];
  for (const fault of faults) {
    await pause(Math.max(0, began + fault.atMs - Date.now()));
    under.push(strike(scene, fault));
  }
  await Promise.all(under);
}

export interface RoundsPlayed {
  readonly rounds: number;
  readonly operations: number;
  /** The histories that could not have come about one act after another. */
  readonly broken: readonly Round[];
}

const ROUNDS_A_BLOCK = 10;
const [CLIENTS, EACH] = [4, 3];

/** Plays rounds of concurrent acts and checks each: see linear/rounds.ts. Loans are used up, and made anew every ten rounds. */
async function playRounds(
  world: World,
  sender: Sender,
  members: readonly Serving[],
  ripe: readonly Prepared[],
  { seed, rounds }: Options,
): Promise<RoundsPlayed> {
  const random = randomOf(seed, 'rounds');
  const broken: Round[] = [];
  const all = [...ripe];
  let operations = 0;
  for (let played = 0; played < rounds; ) {
    const made = await prepare(world, sender, members, random, { fresh: 9, ripe: 0, from: 100 + played * 2 });
    all.push(...made.loans);
    // Only the last rounds may trip the breaker: while it is tripped no new loan comes about.
    const isLast = played + ROUNDS_A_BLOCK >= rounds;
    const hands = {
      ...made,
      loans: all,
      atHand: [...made.loans, ...ripe.slice(0, isLast ? ripe.length : 1)],
    };
    for (let each = 0; each < ROUNDS_A_BLOCK && played < rounds; each++, played++) {
      const round = await playRound(hands, random, CLIENTS, EACH);
      operations += round.history.length;
      if (!round.isLinearizable) broken.push(round);
    }
  }
  return { rounds, operations, broken };
}

/** Runs a plan from its first act to the last answer; where it cannot be brought to its end, nothing of it is left. */
export async function runPlan(options: Options): Promise<Ran> {
  await rm(options.folder, { recursive: true, force: true });
  await mkdir(options.folder, { recursive: true });
  const cluster = await startCluster(options.folder, options.seconds / 60);
  try {
    return await runOn(cluster, options);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function runOn(cluster: Cluster, options: Options): Promise<Ran> {
  const random = randomOf(options.seed, 'founding');
  const { members, log, sender, founded, settings } = await begin(cluster, options, random);
  const fell: string[] = [];
  let isOver = false;
  let isEnded = false;
  const { world, parties } = await buildCity(sender, random, founded);
  log.write({ line: 'CAST', seed: options.seed, parties });
  const receiver = await startReceiver(log, randomOf(options.seed, 'receiver'));
  const people = [world.office, ...world.regions, ...world.banks, ...world.guarantors].map(({ a }) => a);
  const hooked = [world.office.a, world.banks[0]?.a, world.regions[0]?.a].flatMap((one) =>
    one ? [one] : [],
  );
  for (const by of hooked) await hook(world, by, sender, receiver, log, random);
  const followers: Follower[] = people.map((by) =>
    follow(by, members, sender, log, randomOf(options.seed, `feed ${by.user}`)),
  );

  // Some loans are ripe for a deduction from the beginning; the others have to become so.
  const { loans } = await prepare(world, sender, members, random, { fresh: 0, ripe: RIPE });
  handOver(world, loans);

  const rounds = await playRounds(world, sender, members, loans, options);

  const clock = randomOf(options.seed, 'clock');
  const scene: Scene = {
    cluster,
    members,
    log,
    folder: options.folder,
    async advance(days) {
      const deed = advancesClock(world, clock);
      if (!deed) return 'the edition ends';
      const to = daysAfter(world.today, days);
      const end = await sender.wish({ ...deed, input: { to } }, clock);
      if (end.end === 'DONE') deed.learn?.(end.thing);
      return `${to} ${end.end}`;
    },
    async migrate(killAfterMs) {
      const { exit } = await runCommand(['migrate'], settings, killAfterMs);
      return exit === null ? `killed after ${killAfterMs} ms` : `ended with ${exit}`;
    },
  };
  const supervision = supervise(scene, () => isEnded, fell);
  const clients = Array.from({ length: options.clients }, (_, at) =>
    story(world, members, sender, randomOf(options.seed, `client ${at}`), () => isOver),
  );
  await Promise.all([strikeAll(scene, faultsOf(options)), pause(options.seconds * 1_000)]);
  isOver = true;
  const quietFrom = Date.now();
  receiver.heal();
  await Promise.all(clients);
  await Promise.all(followers.map((follower) => follower.finish()));
  await untilDelivered(sender, members, hooked, options.quietSeconds);
  isEnded = true;
  await supervision;
  await Promise.all(members.map((member) => member.close()));
  await receiver.close();
  log.close();
  return { cluster, log: log.file, rounds, fell, untilQuietMs: Date.now() - quietFrom };
}

const WAITING = `query { webhooks(first: 1) { nodes { deliveries(first: 1, states: [WAITING]) { nodes { id } } } } }`;

/** Waits, for so long at most, until no webhook has a message that still waits; whatever is left over then, the checker will name. */
export async function untilDelivered(
  sender: Sender,
  members: readonly Serving[],
  hooked: readonly Person[],
  seconds: number,
): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  const [member] = members;
  for (const by of hooked)
    while (member && Date.now() < end) {
      const answer = await sender.ask(by, member, WAITING);
      const found = answer?.webhooks as
        | { nodes: readonly { deliveries: { nodes: readonly unknown[] } }[] }
        | undefined;
      if (found?.nodes.every(({ deliveries }) => deliveries.nodes.length === 0)) break;
      await pause(500);
    }
}
