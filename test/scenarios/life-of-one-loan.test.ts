import { afterAll, beforeAll, expect, test } from 'vitest';
import { advance, failed } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import {
  balancesOf,
  collectBy,
  DAY_25,
  DAY_26,
  deduct,
  done,
  recover,
  type Troubled,
  troubledCity,
} from '../support/recovery.ts';

// Ten million lent under the 2021 edition, nothing repaid, deducted on day 26, recovered in seven odd amounts with costs.
// The figures were worked out by hand: 40 / 20 / 40 of what was recovered in all, the pool's part 30 / 30 / 40, and what
// is booked is the difference to the step before.

let running: Running;
let city: Troubled;
beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
}, 60_000);
afterAll(() => running?.stop());

const cost = (kind: string, amount: string) => ({ kind, amount, note: '发票' });

/** The accounts in this order: custody, deposit, and the compensation borne by autonomous region, city, region. */
async function accounts(): Promise<string[]> {
  const all = await balancesOf(running, city);
  return [
    all.CUSTODY,
    all.DEPOSIT,
    all['COMPENSATION:AUTONOMOUS_REGION'],
    all['COMPENSATION:CITY'],
    all['COMPENSATION:REGION'],
  ].map(String);
}

test('before: five of forty million lie in the risk deposit', async () => {
  expect(await accounts()).toEqual(['35000000.00', '5000000.00', '0.00', '0.00', '0.00']);
});

test('day 25: refused, with the days named', async () => {
  await collectBy(running, city, DAY_25);
  const answer = await deduct(running, city, DAY_25);
  expect(failed(answer)).toEqual(['ART32_PAST_GRACE']);
  expect(answer.verdicts.find(({ code }: { code: string }) => code === 'ART32_PAST_GRACE')).toMatchObject({
    actual: '25',
    limit: '25',
  });
});

test('day 26: four million leave the deposit, borne 1.2 / 1.2 / 1.6', async () => {
  await advance(running, city, DAY_26);
  const { compensation } = await done(deduct(running, city, DAY_26));
  expect(compensation).toMatchObject({
    principal: '10000000.00',
    deducted: '4000000.00',
    claimable: '0.00',
  });
  expect(await accounts()).toEqual(['35000000.00', '1000000.00', '1200000.00', '1200000.00', '1600000.00']);
});

test('never twice for the same principal', async () => {
  expect(failed(await deduct(running, city, DAY_26))).toEqual(['ART32_PAST_GRACE', 'ART32_ONCE']);
});

test('the guarantor pays its 40 %, and not a fen more', async () => {
  const pay = (amount: string) =>
    running.act(
      city.guarantor.user,
      'payGuarantorShare',
      { loanId: city.loanId, paidOn: DAY_26, amount, document: '担保代偿-1' },
      'guarantorPayment { amount }',
    );
  expect(failed(await pay('4000000.01'))).toEqual(['ART20_GUARANTOR_SHARE']);
  await done(pay('3999999.99'));
  expect(failed(await pay('0.02'))).toEqual(['ART20_GUARANTOR_SHARE']);
  await done(pay('0.01'));
});

const STEPS: [string, string, ReturnType<typeof cost>[], string, string[], string[]][] = [
  [
    '1',
    '1234567.89',
    [cost('LITIGATION', '12345.67')],
    '1222222.22',
    ['488888.89', '244444.44', '488888.89'],
    ['1488888.89', '1053333.33', '1053333.33', '1404444.45'],
  ],
  [
    '2',
    '0.01',
    [],
    '0.01',
    ['0.00', '0.01', '0.00'],
    ['1488888.89', '1053333.33', '1053333.33', '1404444.45'],
  ],
  [
    '3',
    '100.03',
    [cost('APPRAISAL', '33.35'), cost('OTHER', '0.05')],
    '66.63',
    ['26.66', '13.32', '26.65'],
    ['1488915.55', '1053325.33', '1053325.34', '1404433.78'],
  ],
  [
    '4',
    '2500000.00',
    [cost('LITIGATION', '18000.50'), cost('ENFORCEMENT', '9000.25'), cost('AGENCY', '4500.13')],
    '2468499.12',
    ['987399.64', '493699.83', '987399.65'],
    ['2476315.19', '757105.44', '757105.44', '1009473.93'],
  ],
  [
    '5',
    '777777.77',
    [cost('AGENCY', '7.77')],
    '777770.00',
    ['311108.00', '155554.00', '311108.00'],
    ['2787423.19', '663773.04', '663773.04', '885030.73'],
  ],
  [
    '6',
    '3333333.33',
    [cost('ENFORCEMENT', '333.34'), cost('OTHER', '0.01')],
    '3332999.98',
    ['1333200.00', '666599.99', '1333199.99'],
    ['4120623.19', '263813.04', '263813.04', '351750.73'],
  ],
  [
    '7',
    '2201160.32',
    [cost('APPRAISAL', '2718.28')],
    '2198442.04',
    ['879376.81', '439688.41', '879376.82'],
    ['5000000.00', '0.00', '0.00', '0.00'],
  ],
];

test.each(STEPS)('recovery %s of %s', async (_step, gross, costs, net, parts, after) => {
  const { recovery } = await done(recover(running, city, { gross, costs }, DAY_26));
  expect(recovery.net).toBe(net);
  expect(recovery.parts.map(({ amount }: { amount: string }) => amount)).toEqual(parts);
  expect(await accounts()).toEqual(['35000000.00', ...after]);
});

test('one fen above the loss is refused', async () => {
  expect(failed(await recover(running, city, { gross: '0.01' }, DAY_26))).toEqual(['ART34_WITHIN_LOSS']);
});

test('the loan closes without a loss, and takes no further recovery', async () => {
  const { loan } = await done(
    running.act(
      city.office,
      'concludeRecovery',
      { loanId: city.loanId, reason: '全部追回', document: '结案-1' },
      'loan { state outstanding }',
    ),
  );
  expect(loan).toEqual({ state: 'CLOSED', outstanding: '0.00' });
  expect(failed(await recover(running, city, { gross: '0.01' }, DAY_26))).toContain('ART33_COMPENSATED');
});
