import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultCity, startFaultCity } from '../support/fault-city.ts';
import { prepare } from './drive/prepare.ts';
import { randomOf } from './drive/random.ts';
import { playRound, type Round } from './linear/rounds.ts';

// Clients at two processes act on one pool at once; each short history must be one that could have come about one act
// after another: caps, balances and breaker as a single careful clerk would have kept them.

const SEED = 20261124;
const ROUNDS = 10;

let city: FaultCity;

beforeAll(async () => {
  city = await startFaultCity(SEED, 1);
});
afterAll(() => city?.stop());

const told = ({ history, initial }: Round): string =>
  JSON.stringify({ initial, history }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );

test('what two processes do at once could have come about one after another', async () => {
  const random = randomOf(SEED, 'rounds');
  const hands = await prepare(city.world, city.sender, city.members, random, { fresh: 9, ripe: 3 });
  const ends = new Map<string, number>();
  for (let round = 1; round <= ROUNDS; round++) {
    const played = await playRound(hands, random, 4, 3);
    expect(played.isLinearizable, `seed ${SEED}, round ${round}: ${told(played)}`).toBe(true);
    for (const { input, output } of played.history) {
      const name = `${input.act} ${output?.end}`;
      ends.set(name, (ends.get(name) ?? 0) + 1);
    }
  }
  expect([...ends.keys()], 'contracts were signed and refused, and read about').toEqual(
    expect.arrayContaining(['SIGN DONE', 'SIGN REFUSED', 'READ SEEN', 'CONTRIBUTE DONE']),
  );
});
