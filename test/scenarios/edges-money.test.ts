import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addBank, addRegion, type City, joinBank, newCity, pay, signUp } from '../support/city.ts';
import { advance, errorOf, failed, fundedCity, lend } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';

// The pool's money at its edges, over HTTP: what may be pledged, paid in, placed, and lent on it.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

async function pledged(city: City, source: string, amount: string, payInBy = '2027-03-10') {
  const regionId = source === 'REGION' ? city.region.id : null;
  const by = source === 'REGION' ? city.region.user : city.office;
  const input = { source, regionId, amount, payInBy, document: '承诺' };
  return running.act(by, 'pledge', input, 'pledge { id }');
}

const contribution = (pledgeId: string, amount: string, valueDate: string) => ({
  pledgeId,
  amount,
  valueDate,
  document: '凭证',
});

describe('第八条 Art. 8', () => {
  test.each([
    [false, '7999999.99', ['ART08_MINIMUM_CONTRIBUTION']],
    [false, '8000000.00', []],
    [false, '8000000.01', []],
    [false, '3999999.99', ['ART08_MINIMUM_CONTRIBUTION', 'ART08_HARDSHIP_MINIMUM']],
    [true, '3999999.99', ['ART08_HARDSHIP_MINIMUM']],
    [true, '4000000.00', []],
    [true, '4000000.01', []],
  ])('a region (in hardship: %s) pledges %s', async (hardship, amount, codes) => {
    const city = await newCity(running, TODAY);
    const region = await addRegion(running, city.pool, '150206', hardship);
    const input = { source: 'REGION', regionId: region.id, amount, payInBy: '2027-03-10', document: '承诺' };
    expect(failed(await running.act(region.user, 'pledge', input, 'pledge { id }'))).toEqual(codes);
  });

  test('a second pledge adds to the first: 8,000,000.00 stand, so one fen more may be pledged', async () => {
    const city = await newCity(running, TODAY);
    expect(failed(await pledged(city, 'REGION', '8000000.00'))).toEqual([]);
    expect(failed(await pledged(city, 'REGION', '0.01'))).toEqual([]);
  });

  test('two years to pay in, to the day, for the promise and for the money', async () => {
    const city = await newCity(running, TODAY);
    expect(failed(await pledged(city, 'REGION', '8000000.00', '2027-03-11'))).toEqual([
      'ART08_PAY_IN_PERIOD',
    ]);
    const { pledge } = await pledged(city, 'REGION', '8000000.00', '2027-03-10');
    await advance(running, city, '2027-03-11');
    const pays = (valueDate: string) =>
      running.act(
        city.guarantor.user,
        'recordContribution',
        contribution(pledge.id, '1.00', valueDate),
        'entry { id }',
      );
    expect(failed(await pays('2027-03-10'))).toEqual([]);
    expect(failed(await pays('2027-03-11'))).toEqual(['ART08_PAY_IN_PERIOD']);
  });

  test('no more is received on a pledge than was promised, to the fen', async () => {
    const city = await newCity(running, TODAY);
    const { pledge } = await pledged(city, 'CITY', '100.03');
    const receive = (amount: string) =>
      errorOf(running, city.guarantor.user, 'recordContribution', contribution(pledge.id, amount, TODAY));
    expect(await receive('100.04')).toEqual({ code: 'BAD_USER_INPUT', field: 'amount' });
    expect(await receive('100.02')).toBeNull();
    expect(await receive('0.02')).toEqual({ code: 'BAD_USER_INPUT', field: 'amount' });
    expect(await receive('0.01')).toBeNull();
  });
});

test.each([
  ['2025-03-11', { code: 'BAD_USER_INPUT', field: 'valueDate' }],
  ['2025-03-10', null],
  ['2025-02-01', null],
  ['2025-01-31', { code: 'BAD_USER_INPUT', field: 'valueDate' }],
])('a value date of %s on 10 March 2025', async (valueDate, error) => {
  const city = await newCity(running, TODAY);
  const { pledge } = await pledged(city, 'CITY', '5.00');
  const input = contribution(pledge.id, '5.00', valueDate);
  expect(await errorOf(running, city.guarantor.user, 'recordContribution', input)).toEqual(error);
});

describe('第九、十三条 Art. 9, 13: leverage', () => {
  test('ten times the pool’s funds, to the fen, interest included', async () => {
    const city = await fundedCity(running, TODAY);
    const interest = { onDeposit: false, bankId: null, amount: '0.01', valueDate: TODAY, document: '结息' };
    await running.act(city.guarantor.user, 'creditInterest', interest, 'entry { id }');
    // 10 × 8,000,000.01 = 80,000,000.10.
    const sign = async (amount: string) => failed(await lend(running, city, amount, TODAY));
    for (let made = 0; made < 8; made += 1) expect(await sign('10000000.00')).toEqual([]);
    expect(await sign('0.11')).toEqual(['ART09_POOL_LEVERAGE']);
    expect(await sign('0.10')).toEqual([]);
    expect(await sign('0.01')).toEqual(['ART09_POOL_LEVERAGE']);
  });

  test('25 times what the region has paid in, to the fen; a waiver of it carries as far and no further', async () => {
    const city = await newCity(running, TODAY);
    const region = await addRegion(running, city.pool, '150205', true);
    // 25 × 4,000,000.01 = 100,000,000.25; the pool has room for far more.
    await pay(running, city, region, '4000000.01', TODAY);
    await pay(running, city, 'CITY', '50000000.00', TODAY);
    await joinBank(running, city, city.bank, TODAY);
    const place = { district: region, divisionCode: '150205' };
    const sign = async (amount: string) => failed(await lend(running, city, amount, TODAY, place));
    for (let made = 0; made < 10; made += 1) expect(await sign('10000000.00')).toEqual([]);
    expect(await sign('0.26')).toEqual(['ART13_REGION_LEVERAGE']);
    expect(await sign('0.25')).toEqual([]);
    expect(await sign('0.01')).toEqual(['ART13_REGION_LEVERAGE']);

    const asked = await running.act(
      region.user,
      'askWaiver',
      {
        ruleCode: 'ART13_REGION_LEVERAGE',
        subjectKind: 'REGION',
        subjectId: region.id,
        reason: '重点项目',
        newLimit: '104000000.26',
        validFrom: TODAY,
        validTo: TODAY,
      },
      'waiver { id }',
    );
    expect(await sign('0.01')).toEqual(['ART13_REGION_LEVERAGE']);
    const consent = { waiverId: asked.waiver.id, consent: true, note: '同意' };
    await running.act(city.office, 'answerWaiver', consent, 'waiver { id }');
    // Of 104,000,000.26 (26 times what was paid in) 100,000,000.25 are used.
    expect(await sign('4000000.02')).toEqual(['ART13_REGION_LEVERAGE']);
    expect(await sign('4000000.01')).toEqual([]);
    await advance(running, city, '2025-03-11');
    expect(await sign('0.01')).toEqual(['ART13_REGION_LEVERAGE']);
  });
});

describe('第十一、十六条 Art. 11, 16: risk deposits', () => {
  const place = (city: City, amount: string, valueDate: string, bankId = city.bank.id) =>
    running.act(
      city.guarantor.user,
      'placeFirstDeposit',
      { bankId, amount, valueDate, document: '划款' },
      'entry { id }',
    );

  test('the first deposit is 1,000,000.00 to the fen, at a bank that has signed', async () => {
    const city = await newCity(running, TODAY);
    await pay(running, city, 'CITY', '5000000.00', TODAY);
    expect(failed(await place(city, '1000000.00', TODAY))).toEqual(['ART11_SPECIAL_ACCOUNT']);
    await signUp(running, city, city.bank, TODAY);
    expect(failed(await place(city, '999999.99', TODAY))).toEqual(['ART16_FIRST_DEPOSIT']);
    expect(failed(await place(city, '1000000.01', TODAY))).toEqual(['ART16_FIRST_DEPOSIT']);
    expect(failed(await place(city, '1000000.00', TODAY))).toEqual([]);
  });

  test('custody covers it on every day from its value date on', async () => {
    const city = await newCity(running, TODAY);
    await signUp(running, city, city.bank, TODAY);
    await pay(running, city, 'CITY', '999999.99', TODAY);
    expect(failed(await place(city, '1000000.00', TODAY))).toEqual(['ART11_CUSTODY_COVERS']);
    await advance(running, city, '2025-03-12');
    await pay(running, city, 'CITY', '0.01', '2025-03-12');
    expect(failed(await place(city, '1000000.00', '2025-03-11'))).toEqual(['ART11_CUSTODY_COVERS']);
    // A day in the past on which it would have been covered, and a later one on which the money has gone elsewhere.
    const other = await addBank(running, city.pool, '丁银行');
    await signUp(running, city, other, '2025-03-12');
    expect(failed(await place(city, '1000000.00', '2025-03-12', other.id))).toEqual([]);
    expect(failed(await place(city, '1000000.00', '2025-03-12'))).toEqual(['ART11_CUSTODY_COVERS']);
  });

  test('a top-up may be asked for above ten times the deposit, is due 30 days after approval, and is placed as approved', async () => {
    const city = await fundedCity(running, TODAY);
    const outcome = (answer: { verdicts: readonly { code: string; outcome: string }[] }) =>
      answer.verdicts.find(({ code }) => code === 'ART16_TOP_UP_RIGHT')?.outcome;
    const ask = () =>
      running.act(city.bank.user, 'askTopUp', { amount: '2000000.00', reason: '业务增长' }, 'topUp { id }');
    expect(outcome(await lend(running, city, '10000000.00', TODAY))).toBe('PASS');
    expect(failed(await ask())).toEqual(['ART16_TOP_UP_ASK']);
    expect(outcome(await lend(running, city, '0.01', TODAY))).toBe('TRIGGERS');
    const asked = await ask();
    expect(failed(asked)).toEqual([]);
    // 30 days after 1 September 2025 is 1 October, a holiday until the 8th: it moves on to the 9th.
    await advance(running, city, '2025-09-01');
    const topUpId = asked.topUp.id;
    const decision = { topUpId, approved: '1500000.00', note: '同意' };
    await running.act(city.office, 'decideTopUp', decision, 'topUp { id }');
    const duties = await running.ask(
      city.guarantor.user,
      '{ obligations(filter: { kinds: [TOP_UP] }) { nodes { dueOn dueConfirmed } } }',
    );
    expect(duties.data.obligations.nodes).toEqual([{ dueOn: '2025-10-09', dueConfirmed: true }]);
    const placed = async (amount: string) =>
      failed(
        await running.act(
          city.guarantor.user,
          'placeTopUp',
          { topUpId, amount, valueDate: '2025-09-01', document: '补存' },
          'entry { id }',
        ),
      );
    expect(await placed('1499999.99')).toEqual(['ART16_TOP_UP_AMOUNT']);
    expect(await placed('1500000.01')).toEqual(['ART16_TOP_UP_AMOUNT']);
    expect(await placed('1500000.00')).toEqual([]);
  });
});
