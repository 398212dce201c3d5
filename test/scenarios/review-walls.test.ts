import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { addGuarantor } from '../support/city.ts';
import { advance } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import { collectBy, DAY_26, deduct, done, type Troubled, troubledCity } from '../support/recovery.ts';

// 第三十七条 An edition that measures each bank by itself: a bank's breaker is the bank's and the office's to know of, and
// the fund manager's, who keeps its deposit. Half of what the bank has paid out was compensated: its breaker has tripped.

let running: Running;
let city: Troubled;
beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
  await collectBy(running, city, DAY_26);
  await done(deduct(running, city, DAY_26));
  const breaker = {
    ...BAOTOU_2021.values.breaker,
    measure: 'COMPENSATED_TO_DISBURSED',
    scope: 'BANK',
    thresholdPercent: 50,
    warningPercents: [],
  };
  const draft = {
    number: '2026',
    titleZh: '逐行计量',
    titleEn: 'Each bank by itself',
    document: '2026',
    validFrom: '2026-05-01',
    validTo: '2030-12-31',
    parameters: { ...writeEditionValues(BAOTOU_2021.values), breaker },
  };
  const drafted = await done(running.act(city.office, 'draftEdition', draft, 'edition { id version }'));
  const { id: editionId, version } = drafted.edition;
  await done(running.act(city.office2, 'enactEdition', { editionId, version }, 'edition { state }'));
  await advance(running, city, '2026-05-04');
}, 120_000);
afterAll(() => running?.stop());

const ASKED = `query ($bank: ID!) {
  headroom(input: { bank: $bank }) { newBusiness { code outcome actual } relief { kind } }
  bank(id: $bank) { standing { breaker { tripped ratioPercent turns { kind } } } }
  pool { newBusiness { open } breaker { tripped ratioPercent turns { kind } } }
}`;

test('who knows a bank by name only does not learn that its breaker has tripped, by asking for room either', async () => {
  const bystander = await addGuarantor(running, city.pool, '旁观担保');
  for (const user of [bystander.user, city.region.user]) {
    const { data, errors } = await running.ask(user, ASKED, { bank: city.bank.id });
    expect(errors).toBeUndefined();
    expect(data.headroom.newBusiness.map(({ code }: { code: string }) => code)).toEqual(['ART40_IN_FORCE']);
    expect(JSON.stringify(data.headroom.relief)).not.toContain('RATIO');
    expect(data.bank).toEqual({ standing: null });
    expect(data.pool).toEqual({
      newBusiness: { open: true },
      breaker: {
        tripped: false,
        ratioPercent: null,
        turns: expect.not.arrayContaining([{ kind: 'TRIPPED' }]),
      },
    });
  }
});

test('the office and the bank itself are told, with the ratio', async () => {
  for (const user of [city.office, city.bank.user]) {
    const { data } = await running.ask(user, ASKED, { bank: city.bank.id });
    expect(data.headroom.newBusiness).toContainEqual({
      code: 'ART37_BREAKER',
      outcome: 'REFUSED',
      actual: '50.0000',
    });
    expect(data.headroom.relief).toEqual([{ kind: 'BREAKER_RATIO_FALLS' }]);
    expect(data.bank.standing.breaker).toEqual({
      tripped: true,
      ratioPercent: '50.0000',
      turns: [{ kind: 'TRIPPED' }],
    });
  }
});
