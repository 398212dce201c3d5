import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Noun } from '../../src/domain/words.ts';
import { type Foreign, foreignTo, storedIn } from '../support/attack-foreign.ts';
import { attackersOf, newWorld, type World } from '../support/attack-world.ts';
import { unknownId } from '../support/dummies.ts';
import { compareRanks, median } from '../support/rank-test.ts';

// A foreign id is answered no slower and no faster than an unknown one. Measured over HTTP, one beside the other in random
// order, so that whatever else the machine does falls on both; compared by ranks. A difference has to be there in every
// of several rounds, each with more pairs, before it counts: noise goes away with more pairs, a leak does not.

const PAIRS = 400;
const WARM_UP = 30;
const ROUNDS = 4;
/** A series of 400 pairs that differ in nothing is beyond it once in fifteen thousand. */
const Z_MAX = 4;

let world: World;
let foreign: Foreign;
let token: string;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  world = await newWorld();
  const bank = attackersOf(world, 'A', ['APPROVER']).find(({ persona }) => persona === 'BANK');
  if (!bank) throw new Error('a pool has a bank');
  foreign = foreignTo(world, await storedIn(world), bank);
  token = (await world.running.product.issuer?.issue({ ...bank.user, name: 'bank' })) ?? '';
}, 120_000);
afterAll(async () => {
  agent.destroy();
  await world?.running.stop();
});

/** Milliseconds from the first byte sent to the last byte received. */
function timed(query: string, variables: object): Promise<number> {
  const body = JSON.stringify({ query, variables });
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const asked = request(
      world.running.url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          authorization: `Bearer ${token}`,
        },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(performance.now() - started)
            : reject(new Error(`answered with ${answer.statusCode}`)),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

interface LookUp {
  readonly noun: Noun;
  readonly query: string;
}

const byId = (field: string, noun: Noun): LookUp => ({
  noun,
  query: `query ($id: ID!) { ${field}(id: $id) { id } }`,
});

const LOOK_UPS: readonly LookUp[] = [
  byId('loan', 'loan'),
  byId('referral', 'referral'),
  byId('enterprise', 'enterprise'),
  byId('bank', 'bank'),
  byId('ledgerEntry', 'entry'),
  byId('node', 'compensation'),
  {
    noun: 'loan',
    query: 'query ($id: ID!) { aftercareRecords(filter: { loan: $id }) { totalCount nodes { id } } }',
  },
  {
    noun: 'enterprise',
    query: 'query ($id: ID!) { loans(filter: { enterprise: $id }) { totalCount nodes { id } } }',
  },
  { noun: 'enterprise', query: 'query ($id: ID!) { headroom(input: { enterprise: $id }) { amount } }' },
  {
    noun: 'loan',
    query:
      'query ($id: ID!) { check { deduct(input: { loanId: $id, deductedOn: "2025-03-10", document: "d" }) { allowed } } }',
  },
  {
    noun: 'loan',
    query:
      'mutation ($id: ID!) { giveDisbursementNotice(idempotencyKey: "timing-key-1", input: { loanId: $id, document: "d" }) { done } }',
  },
];

/** Ids that nothing has, each asked once, as the foreign ones are asked in turn. */
const nothing = (noun: Noun, at: number): string =>
  unknownId(noun).slice(0, -8) + at.toString(16).padStart(8, '0');

async function series({ noun, query }: LookUp, ids: readonly string[], pairs: number) {
  const times = { foreign: [] as number[], unknown: [] as number[] };
  for (let at = -WARM_UP; at < pairs; at += 1) {
    const pair = [
      ['foreign', ids[Math.abs(at) % ids.length] ?? ''],
      ['unknown', nothing(noun, Math.abs(at) % ids.length)],
    ] as const;
    for (const [kind, id] of Math.random() < 0.5 ? pair : [...pair].reverse()) {
      const taken = await timed(query, { id });
      if (at >= 0) times[kind].push(taken);
    }
  }
  return times;
}

describe('an unknown and a foreign id are answered in the same time', () => {
  it.each(LOOK_UPS)(
    '$noun: $query',
    async (lookUp) => {
      const ids = foreign.ids
        .filter(({ noun, known }) => noun === lookUp.noun && !known)
        .map(({ wire }) => wire);
      expect(ids.length).toBeGreaterThan(0);
      const all = { foreign: [] as number[], unknown: [] as number[] };
      let z = 0;
      for (let round = 1; round <= ROUNDS; round += 1) {
        const times = await series(lookUp, ids, PAIRS * round);
        const compared = compareRanks(times.foreign, times.unknown);
        z = compared.z;
        all.foreign.push(...times.foreign);
        all.unknown.push(...times.unknown);
        process.stdout.write(
          `${times.foreign.length} pairs, ${lookUp.query.slice(0, 70)}: foreign ${median(times.foreign).toFixed(3)} ms, unknown ${median(times.unknown).toFixed(3)} ms, chance ${compared.chance.toFixed(3)}, z ${z.toFixed(2)}\n`,
        );
        if (Math.abs(z) <= Z_MAX) break;
      }
      expect(Math.abs(z)).toBeLessThanOrEqual(Z_MAX);
    },
    240_000,
  );
});

describe('the test by ranks', () => {
  const noise = (seed: number): number[] =>
    Array.from({ length: PAIRS }, (_, at) => 2 + (Math.abs(Math.sin((at + 1) * seed) * 1000) % 1));

  it('finds a tenth of the noise, and nothing where there is nothing', () => {
    const [one, other] = [noise(12.9898), noise(78.233)];
    expect(Math.abs(compareRanks(one, other).z)).toBeLessThan(Z_MAX);
    expect(
      compareRanks(
        one.map((value) => value + 0.1),
        other,
      ).z,
    ).toBeGreaterThan(Z_MAX);
    expect(compareRanks(one, one)).toEqual({ chance: 0.5, z: 0 });
  });

  it('counts ties by halves', () => {
    expect(compareRanks([1, 1], [1, 1])).toEqual({ chance: 0.5, z: 0 });
    expect(compareRanks([2, 2], [1, 1]).chance).toBe(1);
  });
});
