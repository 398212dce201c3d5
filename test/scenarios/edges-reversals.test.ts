import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFirm, addRegion, type City, joinBank, newCity, pay } from '../support/city.ts';
import { advance, errorOf, failed, lend } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';

// Entries that are taken back (红字冲销), over HTTP: by two people, once, and never so that money is missing on some day.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

describe('红字冲销 reversals', () => {
  const ask = async (city: City, entryId: string) =>
    (
      await running.act(
        city.guarantor.user,
        'askReversal',
        { entryId, reason: '记账有误' },
        'reversal { id }',
      )
    ).reversal.id as string;
  const deciding = (reversalId: string, valueDate: string, approve = true) => ({
    reversalId,
    approve,
    valueDate,
    document: '冲销',
  });
  const STATE = { code: 'CONFLICT', reason: 'STATE' };

  test('is refused where custody would stand below zero on some day, and allowed from the day on which it would not', async () => {
    const city = await newCity(running, TODAY);
    const wrong = (await pay(running, city, 'CITY', '1000000.00', TODAY)).entry.id;
    await joinBank(running, city, city.bank, TODAY);
    const reversalId = await ask(city, wrong);
    const decide = (valueDate: string) =>
      errorOf(running, city.guarantor.second, 'decideReversal', deciding(reversalId, valueDate));
    expect(await decide(TODAY)).toEqual(STATE);
    await advance(running, city, '2025-03-12');
    await pay(running, city, 'CITY', '1000000.00', '2025-03-12');
    expect(await decide('2025-03-11')).toEqual(STATE);
    expect(await decide('2025-03-09')).toEqual({ code: 'BAD_USER_INPUT', field: 'valueDate' });
    expect(await decide('2025-03-12')).toBeNull();
    expect(await decide('2025-03-12')).toEqual(STATE);
  });

  test('takes two people, is asked once, and declined changes nothing', async () => {
    const city = await newCity(running, TODAY);
    const entry = (await pay(running, city, 'CITY', '500.00', TODAY)).entry.id;
    const first = await ask(city, entry);
    const again = { entryId: entry, reason: '再次' };
    expect(await errorOf(running, city.office, 'askReversal', again)).toEqual(STATE);
    const mine = deciding(first, TODAY);
    expect(await errorOf(running, city.guarantor.user, 'decideReversal', mine)).toEqual({
      code: 'CONFLICT',
      reason: 'SECOND_PERSON',
    });
    const declined = deciding(first, TODAY, false);
    expect(await errorOf(running, city.guarantor.second, 'decideReversal', declined)).toBeNull();
    const funds = await running.ask(city.office, '{ pool { funds { total custody } } }');
    expect(funds.data.pool.funds).toEqual({ total: '500.00', custody: '500.00' });
    const second = await ask(city, entry);
    expect(await errorOf(running, city.office, 'decideReversal', deciding(second, TODAY))).toBeNull();
    const rows = await running.ask(
      city.office,
      '{ pool { funds { total custody } } obligations { nodes { kind state } } }',
    );
    expect(rows.data.pool.funds).toEqual({ total: '0.00', custody: '0.00' });
    expect(rows.data.obligations.nodes).toEqual([{ kind: 'CONTRIBUTION', state: 'OPEN' }]);
    const reversing = await running.owner(
      'select id from entry where pool_id = $1 and reverses_id is not null',
      [city.pool.poolId],
    );
    const entryId = `le_${String(reversing[0]?.id).replaceAll('-', '')}`;
    const known = await running.ask(city.office, '{ pool { id } }');
    expect(known.errors).toBeUndefined();
    const reReverse = await errorOf(running, city.office, 'askReversal', { entryId, reason: '再冲' });
    expect(reReverse).toEqual(STATE);
  });

  test('a first deposit that is reversed is due again, and may be placed again', async () => {
    const city = await newCity(running, TODAY);
    await pay(running, city, 'CITY', '1000000.00', TODAY);
    const placed = await joinBank(running, city, city.bank, TODAY);
    const place = () =>
      running.act(
        city.guarantor.user,
        'placeFirstDeposit',
        { bankId: city.bank.id, amount: '1000000.00', valueDate: TODAY, document: '划款' },
        'entry { id }',
      );
    await expect(place()).rejects.toThrow('STATE');
    const reversalId = await ask(city, placed.entry.id);
    await running.act(city.office, 'decideReversal', deciding(reversalId, TODAY), 'reversal { id }');
    const duty = async () =>
      (
        await running.ask(
          city.guarantor.user,
          '{ obligations(filter: { kinds: [FIRST_DEPOSIT] }) { nodes { state } } }',
        )
      ).data.obligations.nodes;
    expect(await duty()).toEqual([{ state: 'OPEN' }]);
    expect(failed(await place())).toEqual([]);
    expect(await duty()).toEqual([{ state: 'MET' }]);
  });

  test('a contribution that is reversed no longer carries the region’s loans', async () => {
    const city = await newCity(running, TODAY);
    await pay(running, city, 'CITY', '50000000.00', TODAY);
    const region = await addRegion(running, city.pool, '150207', true);
    const paid = (await pay(running, city, region, '4000000.00', TODAY)).entry.id;
    await joinBank(running, city, city.bank, TODAY);
    await addFirm(running, region, '150207');
    const reversalId = await ask(city, paid);
    await running.act(city.office, 'decideReversal', deciding(reversalId, TODAY), 'reversal { id }');
    const place = { district: region, divisionCode: '150207' };
    expect(failed(await lend(running, city, '0.01', TODAY, place))).toEqual(['ART13_REGION_LEVERAGE']);
  });
});
