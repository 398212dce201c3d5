import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultCity, startFaultCity } from '../support/fault-city.ts';
import { check, figuresOf } from './check/check.ts';
import { gather } from './check/evidence.ts';
import { PLANTS, type PlantName, tryPlant, wasNoticed } from './check/plants.ts';
import { type Line, readLog } from './check/told.ts';
import { follow, startReceiver } from './drive/listeners.ts';
import { handOver, prepare } from './drive/prepare.ts';
import { randomOf } from './drive/random.ts';
import { hook, story, untilDelivered } from './drive/run.ts';

// The checker of the fault run: it has nothing to say of a history without faults, and finds every fault that is planted.

const SEED = 20261124;
const DRAWS = 260;

let city: FaultCity;
let sql: postgres.Sql;
let log: readonly Line[];

beforeAll(async () => {
  city = await startFaultCity(SEED, 0);
  const { running, members, sender, logbook, world } = city;
  const random = randomOf(SEED, 'hooks');
  const receiver = await startReceiver(logbook, random);
  receiver.heal();
  const hooked = [world.office.a];
  for (const by of hooked) await hook(world, by, sender, receiver, logbook, random);
  const people = [world.office, ...world.regions, ...world.banks, ...world.guarantors].map(({ a }) => a);
  const followers = people.map((by) => follow(by, members, sender, logbook, randomOf(SEED, by.user)));
  const { loans } = await prepare(world, sender, members, random, { fresh: 0, ripe: 3 });
  handOver(world, loans);
  let left = DRAWS;
  await story(world, members, sender, randomOf(SEED, 'client'), () => left-- === 0);
  await Promise.all(followers.map((follower) => follower.finish()));
  await untilDelivered(sender, members, hooked, 20);
  await receiver.close();
  log = await readLog(logbook.file);
  sql = postgres(running.ownerUrl, { max: 1, onnotice: () => undefined });
});

afterAll(async () => {
  await sql?.end();
  await city?.stop();
});

test('a history without faults: nothing to say, and everything the checker looks at has happened in it', async () => {
  const evidence = await gather(sql, log);
  expect(check(evidence)).toEqual([]);
  const { loans, breakerTurns, messages } = figuresOf(evidence);
  expect(loans.COMPENSATED ?? 0, 'compensated loans').toBeGreaterThan(0);
  expect(loans.ACTIVE ?? 0, 'running loans').toBeGreaterThan(0);
  expect(breakerTurns, 'turns of the breaker').toBeGreaterThan(0);
  expect(messages, 'webhooks').toBeGreaterThan(0);
  expect(evidence.tables.recovery.length, 'recoveries').toBeGreaterThan(0);
});

test.each(Object.keys(PLANTS) as PlantName[])('a planted fault is found: %s', async (name) => {
  const found = await tryPlant(sql, name, log);
  expect(found, 'there is something to plant it in').not.toBeNull();
  expect(wasNoticed(name, found ?? []), JSON.stringify(found?.slice(0, 5))).toBe(true);
});
