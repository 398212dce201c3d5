import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFirm, approvedLoan, type City, joinBank, newCity, pay, signing } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';

// Caps hold at every moment: of many contracts signed at once, those that fit stand and the rest are refused.

let running: Running;
const TODAY = '2025-03-10';
const AT_ONCE = 64;
const FITTING = 10;

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

async function loansOf(city: City, count: number, amount: string): Promise<string[]> {
  const loans: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const firm = await addFirm(running, city.region);
    loans.push(await approvedLoan(running, city, firm.id, { amount }, TODAY));
  }
  return loans;
}

async function signAll(city: City, loans: readonly string[]) {
  const answers = await Promise.all(
    loans.map((loanId) =>
      running.act(city.bank.user, 'signContracts', signing(loanId, '2025-03-31'), 'loan { state }'),
    ),
  );
  const refused = answers.filter(({ done }) => !done);
  const codes = new Set(
    refused.flatMap(({ verdicts }) =>
      verdicts
        .filter(({ outcome }: { outcome: string }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED')
        .map(({ code }: { code: string }) => code),
    ),
  );
  return { stood: answers.length - refused.length, codes: [...codes].sort() };
}

async function committedOf(city: City) {
  const answer = await running.ask(
    city.office,
    '{ pool { exposure { committed loans { approved contracted } } } }',
  );
  return answer.data.pool.exposure;
}

test(`${AT_ONCE} contracts at once against a pool with headroom for ${FITTING}: exactly ${FITTING} stand`, async () => {
  const city = await newCity(running, TODAY);
  // Ten times 8,000,000 is 80,000,000: ten loans of 8,000,000; the region's own cap, 25 × 8,000,000, is far off.
  await pay(running, city, city.region, '8000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  const loans = await loansOf(city, AT_ONCE, '8000000.00');
  const { stood, codes } = await signAll(city, loans);
  expect(stood).toBe(FITTING);
  expect(codes).toEqual(['ART09_POOL_LEVERAGE']);
  expect(await committedOf(city)).toEqual({
    committed: '80000000.00',
    loans: { approved: AT_ONCE - FITTING, contracted: FITTING },
  });
});

test('contracts of two banks at once against one region’s cap: the sum never exceeds it', async () => {
  const city = await newCity(running, TODAY);
  // The region: 25 × 8,000,000 = 200,000,000; the pool, with the city's money, ten times 100,000,000.
  await pay(running, city, city.region, '8000000.00', TODAY);
  await pay(running, city, 'CITY', '92000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  const loans = await loansOf(city, 24, '10000000.00');
  const { stood, codes } = await signAll(city, loans);
  expect(stood).toBe(20);
  expect(codes).toEqual(['ART13_REGION_LEVERAGE']);
  expect((await committedOf(city)).committed).toBe('200000000.00');
});

test('one key sent by many clients at once: one contract, the others answered from it', async () => {
  const city = await newCity(running, TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  const [loanId] = await loansOf(city, 1, '1000000.00');
  if (!loanId) throw new Error('one loan was made');
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      running.act(
        city.bank.user,
        'signContracts',
        signing(loanId, '2025-03-31'),
        'loan { state }',
        'the-same-key-1',
      ),
    ),
  );
  expect(answers.every(({ done, loan }) => done && loan.state === 'CONTRACTED')).toBe(true);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect((await committedOf(city)).committed).toBe('1000000.00');
});
