import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { advance } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import { collectBy, DAY_26, deduct, done, type Troubled, troubledCity } from '../support/recovery.ts';

// 第三十七、四十条 Four of forty million are lost: ten percent. A later edition draws its line at nine; the one
// after it measures each bank by itself.

let running: Running;
let city: Troubled;
beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
  await collectBy(running, city, DAY_26);
  await done(deduct(running, city, DAY_26));
  await enact('2026年5月', '2026-05-01', '2026-05-31', { thresholdPercent: 9, warningPercents: [50] });
  await enact('2026年6月', '2026-06-01', '2030-12-31', {
    measure: 'COMPENSATED_TO_DISBURSED',
    scope: 'BANK',
    thresholdPercent: 50,
    warningPercents: [],
  });
}, 120_000);
afterAll(() => running?.stop());

async function enact(number: string, validFrom: string, validTo: string, breaker: object) {
  const parameters = {
    ...writeEditionValues(BAOTOU_2021.values),
    breaker: { ...BAOTOU_2021.values.breaker, ...breaker },
  };
  const draft = {
    number,
    titleZh: number,
    titleEn: number,
    document: number,
    validFrom,
    validTo,
    parameters,
  };
  const drafted = await done(running.act(city.office, 'draftEdition', draft, 'edition { id version }'));
  const { id: editionId, version } = drafted.edition;
  await done(running.act(city.office2, 'enactEdition', { editionId, version }, 'edition { state }'));
}

async function turns() {
  const rows = await running.owner(
    'select kind, scope, measure, ratio_percent, occurred_on::text as day from breaker_turn where pool_id = $1 order by id',
    [city.pool.poolId],
  );
  return rows.map(({ kind, scope, ratio_percent: ratio, day }) => `${day} ${scope} ${kind} ${ratio}`);
}
const standing = async () => {
  const rows = await running.owner(
    'select scope, tripped, warned_percent as warned from breaker where pool_id = $1 order by scope desc',
    [city.pool.poolId],
  );
  return rows.map(({ scope, tripped, warned }) => [scope, tripped, warned]);
};

test('under the edition of 2021 ten percent is half of the line: one warning', async () => {
  expect(await turns()).toEqual([`${DAY_26} POOL WARNED 10.0000`]);
  expect(await standing()).toEqual([['POOL', false, 50]]);
});

test('under the edition that draws the line lower new business stops with its first day', async () => {
  await advance(running, city, '2026-05-04');
  const { data } = await running.ask(
    city.office,
    '{ pool { newBusiness { open } breaker { tripped thresholdPercent ratioPercent } } }',
  );
  expect(data.pool).toEqual({
    newBusiness: { open: false },
    breaker: { tripped: true, thresholdPercent: '9', ratioPercent: '10.0000' },
  });
});

test('and the turn is told on that day, though nothing was posted', async () => {
  expect((await turns()).slice(1)).toEqual(['2026-05-01 POOL TRIPPED 10.0000']);
  expect(await standing()).toEqual([['POOL', true, 50]]);
});

test('the edition that measures banks opens the pool’s breaker and trips the bank’s on its first day', async () => {
  await advance(running, city, '2026-06-02');
  expect(await standing()).toEqual([
    ['POOL', false, 0],
    ['BANK', true, 0],
  ]);
  const last = (await turns()).slice(-2);
  expect(last.sort()).toEqual(['2026-06-01 BANK TRIPPED 50.0000', '2026-06-01 POOL REOPENED null']);
});
