import { afterAll, beforeAll, expect, test } from 'vitest';
import { ASKED, addFirm, type City, newCity } from '../support/city.ts';
import { errorOf, failed, fundedCity } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';

// Editions, the sandbox's clock, and what two people edit at once, over HTTP.

let running: Running;
const TODAY = '2025-03-10';
const STATE = { code: 'CONFLICT', reason: 'STATE' };
const VERSION = { code: 'CONFLICT', reason: 'VERSION' };

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

async function draft(city: City, validFrom: string, validTo: string) {
  const edition = await running.ask(city.office, '{ editions { nodes { parametersJson } } }');
  const drafted = await running.act(
    city.office,
    'draftEdition',
    {
      number: `${validFrom} ${validTo}`,
      titleZh: '新办法',
      titleEn: 'New',
      document: '新办法',
      parameters: edition.data.editions.nodes[0].parametersJson,
      validFrom,
      validTo,
    },
    'edition { id version }',
  );
  return { editionId: drafted.edition.id as string, version: drafted.edition.version as number };
}

// 第四十条 The edition of 2021 is valid from 2021-04-30 to 2026-04-30, both days included.
test.each([
  ['2026-04-30', '2031-04-29', STATE],
  ['2026-05-01', '2031-04-30', null],
  ['2020-01-01', '2021-04-30', STATE],
  ['2020-01-01', '2021-04-29', null],
  ['2023-01-01', '2023-12-31', STATE],
  ['2020-01-01', '2030-12-31', STATE],
])('Art. 40: an edition valid from %s to %s beside that of 2021: %j', async (validFrom, validTo, error) => {
  const city = await newCity(running, TODAY);
  const enact = await draft(city, validFrom, validTo);
  expect(await errorOf(running, city.office2, 'enactEdition', enact)).toEqual(error);
});

test('Art. 40: an edition is enacted by a second person, on the version that was read, once', async () => {
  const city = await newCity(running, TODAY);
  const enact = await draft(city, '2026-05-01', '2031-04-30');
  expect(await errorOf(running, city.office, 'enactEdition', enact)).toEqual({
    code: 'CONFLICT',
    reason: 'SECOND_PERSON',
  });
  const stale = { ...enact, version: enact.version + 1 };
  expect(await errorOf(running, city.office2, 'enactEdition', stale)).toEqual(VERSION);
  expect(await errorOf(running, city.office2, 'enactEdition', enact)).toBeNull();
  expect(await errorOf(running, city.office2, 'enactEdition', enact)).toEqual(STATE);
});

test('Art. 20: shares that do not add up to one whole are not enacted', async () => {
  const city = await newCity(running, TODAY);
  const edition = await running.ask(city.office, '{ editions { nodes { parametersJson } } }');
  const { parametersJson } = edition.data.editions.nodes[0];
  const enactWith = async (guarantor: number) => {
    const lossShares = [
      { party: 'POOL', weight: 40 },
      { party: 'BANK', weight: 20 },
      { party: 'GUARANTOR', weight: guarantor },
    ];
    const input = {
      number: `草案-${guarantor}`,
      titleZh: '草案',
      titleEn: 'Draft',
      document: '草案',
      parameters: { ...parametersJson, lossShares },
      validFrom: '2026-05-01',
      validTo: '2031-04-30',
    };
    const drafted = await running.act(city.office, 'draftEdition', input, 'edition { id version }');
    const { id: editionId, version } = drafted.edition;
    return failed(await running.act(city.office2, 'enactEdition', { editionId, version }, 'done'));
  };
  expect(await enactWith(39)).toEqual(['ART20_SHARES']);
  expect(await enactWith(41)).toEqual(['ART20_SHARES']);
  expect(await enactWith(40)).toEqual([]);
});

test.each([
  ['2025-03-09', { code: 'BAD_USER_INPUT', field: 'to' }],
  ['2025-03-10', { code: 'BAD_USER_INPUT', field: 'to' }],
  ['2025-03-11', null],
])('a sandbox of 10 March 2025 is advanced to %s: %j', async (to, error) => {
  const city = await newCity(running, TODAY);
  expect(await errorOf(running, city.office, 'advanceClock', { to })).toEqual(error);
  const pool = await running.ask(city.office, '{ pool { businessDate } }');
  expect(pool.data.pool.businessDate).toBe(error ? TODAY : to);
});

test('a firm’s record is changed on the version that was read; the later of two people is told', async () => {
  const city = await newCity(running, TODAY);
  const firm = await addFirm(running, city.region);
  const seen = await running.ask(city.region.user, 'query ($id: ID!) { enterprise(id: $id) { version } }', {
    id: firm.id,
  });
  const change = {
    enterpriseId: firm.id,
    version: seen.data.enterprise.version,
    name: '更名企业',
    divisionCode: '150203',
    industryCode: 'C33',
    employees: 300,
    revenue: '20000000.00',
    assets: '1.00',
    figuresYear: 2024,
  };
  const update = (changes: object, by = city.region.user) =>
    errorOf(running, by, 'updateEnterprise', { ...change, ...changes });
  expect(await update({ version: change.version + 1 })).toEqual(VERSION);
  expect(await update({})).toBeNull();
  expect(await update({ name: '另一名称' }, city.region.second)).toEqual(VERSION);
  const now = await running.ask(
    city.region.user,
    'query ($id: ID!) { enterprise(id: $id) { version name size } }',
    { id: firm.id },
  );
  expect(now.data.enterprise).toEqual({ version: change.version + 1, name: '更名企业', size: 'MEDIUM' });
});

test('a returned referral is submitted again on the version that was read, and is judged anew', async () => {
  const city = await fundedCity(running, TODAY);
  const firm = await addFirm(running, city.region);
  const asked = { ...ASKED, amount: '1000000.00' };
  const first = await running.act(
    city.region.user,
    'submitReferral',
    { enterpriseId: firm.id, ...asked },
    'referral { id version }',
  );
  const { id: referralId, version } = first.referral;
  const again = { referralId, version: version + 1, ...asked };
  const resubmit = (changes: object = {}) => ({ ...again, ...changes });
  const by = city.region.user;
  expect(await errorOf(running, by, 'resubmitReferral', resubmit())).toEqual(STATE);
  const back = { referralId, reason: '材料不全' };
  const returned = await running.act(city.office, 'returnReferral', back, 'referral { state version }');
  expect(returned.referral).toEqual({ state: 'RETURNED', version: version + 1 });
  expect(await errorOf(running, by, 'resubmitReferral', resubmit({ version }))).toEqual(VERSION);
  const tooMuch = resubmit({ amount: '10000000.01' });
  expect(failed(await running.act(by, 'resubmitReferral', tooMuch, 'done'))).toEqual(['ART22_FIRM_CAP']);
  const done = await running.act(by, 'resubmitReferral', resubmit(), 'referral { state version }');
  expect(done.referral).toEqual({ state: 'SUBMITTED', version: version + 2 });
  expect(await errorOf(running, by, 'resubmitReferral', resubmit())).toEqual(STATE);
});
