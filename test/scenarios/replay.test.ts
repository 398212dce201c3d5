import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { addFirm } from '../support/city.ts';
import { failed, refer } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import {
  collectBy,
  DAY_26,
  deduct,
  done,
  LENT,
  recover,
  type Troubled,
  troubledCity,
} from '../support/recovery.ts';

// Two loans of 10,000,000.00 were lent, one was lost. What would a draft have made of it: a firm's cap of five million,
// terms of 36 months, and losses shared 50 / 30 / 20 instead of 40 / 20 / 40?

let running: Running;
let city: Troubled;
let draft: { id: string; version: number };

beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
  const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
  // Refused under 2021 for its term only; refused for its amount under both.
  expect(failed(await refer(running, city, firm.id, { termMonths: 25 }))).toEqual([
    'ART22_TERM_USUAL',
    'ART22_TERM_MAX',
  ]);
  expect(failed(await refer(running, city, firm.id, { amount: '10000000.01' }))).toEqual(['ART22_FIRM_CAP']);
  await collectBy(running, city, DAY_26);
  await done(deduct(running, city, DAY_26));
  await done(recover(running, city, { gross: '100.03' }, DAY_26));
  await done(recover(running, city, { gross: '0.01' }, DAY_26));
  const drafted = await done(
    running.act(
      city.office,
      'draftEdition',
      {
        number: '草案-1',
        titleZh: '草案',
        titleEn: 'Draft',
        document: '征求意见稿',
        validFrom: '2026-05-01',
        validTo: '2031-04-30',
        parameters: {
          ...writeEditionValues(BAOTOU_2021.values),
          firmCap: '5000000.00',
          termMonthsUsual: 36,
          termMonthsMax: 36,
          lossShares: [
            { party: 'POOL', weight: 50 },
            { party: 'BANK', weight: 30 },
            { party: 'GUARANTOR', weight: 20 },
          ],
        },
      },
      'edition { id version }',
    ),
  );
  draft = drafted.edition;
}, 120_000);
afterAll(() => running?.stop());

const QUERY = `query ($id: ID!, $from: Date!, $to: Date!) { replayEdition(editionId: $id, from: $from, to: $to) {
  edition { number } actsJudged refusalsJudged incomparable
  wouldBeRefused { count cases { act businessDate subject tenant { kind } changes { code before { outcome limit } after { outcome limit actual } } } }
  wouldBeAllowed { count cases { act subject tenant { kind } changes { code before { outcome } after { outcome } } } }
  limits { code article unit before after count }
  compensations { ...losses } recoveries { ...losses } } }
  fragment losses on LossReplay { count amount parties { name before after } sources { name before after }
    differing { loan { id } day amount parties { name before after } } }`;

const replay = (user: User, from: string, to: string, id = draft.id) =>
  running.ask(user, QUERY, { id, from, to });

const change = (name: string, before: string, after: string) => ({ name, before, after });

test('tells exactly which acts, refusals, limits and amounts would have differed', async () => {
  const { data, errors } = await replay(city.office, LENT, DAY_26);
  expect(errors).toBeUndefined();
  const found = data.replayEdition;
  expect(found.edition.number).toBe('草案-1');
  expect(found.incomparable).toBe(0);

  // Both firms' referrals, bank's decisions and contracts stood at ten million; nothing else asked about the cap.
  expect(found.wouldBeRefused.count).toBe(6);
  expect(found.wouldBeRefused.cases.map(({ act }: { act: string }) => act)).toEqual(
    [1, 2].flatMap(() => ['submitReferral', 'decideAsBank', 'signContracts']),
  );
  for (const { changes, businessDate } of found.wouldBeRefused.cases) {
    expect(businessDate).toBe(LENT);
    expect(changes).toEqual([
      {
        code: 'ART22_FIRM_CAP',
        before: { outcome: 'PASS', limit: '10000000.00' },
        after: { outcome: 'WAIVER_NEEDED', limit: '5000000.00', actual: '10000000.00' },
      },
    ]);
  }

  expect(found.refusalsJudged).toBe(2);
  expect(found.wouldBeAllowed).toEqual({
    count: 1,
    cases: [
      {
        act: 'submitReferral',
        subject: null,
        tenant: { kind: 'DISTRICT' },
        changes: [
          { code: 'ART22_TERM_USUAL', before: { outcome: 'WAIVER_NEEDED' }, after: { outcome: 'PASS' } },
          { code: 'ART22_TERM_MAX', before: { outcome: 'REFUSED' }, after: { outcome: 'PASS' } },
        ],
      },
    ],
  });

  // Two referrals and two bank's decisions that were done, two referrals that were refused; the cap also at two signings.
  expect(found.limits).toEqual([
    {
      code: 'ART22_FIRM_CAP',
      article: 22,
      unit: 'YUAN',
      before: '10000000.00',
      after: '5000000.00',
      count: 8,
    },
    { code: 'ART22_TERM_USUAL', article: 22, unit: 'MONTHS', before: '12', after: '36', count: 6 },
    { code: 'ART22_TERM_MAX', article: 22, unit: 'MONTHS', before: '24', after: '36', count: 6 },
  ]);

  expect(found.compensations).toMatchObject({
    count: 1,
    amount: '10000000.00',
    parties: [
      change('POOL', '4000000.00', '5000000.00'),
      change('BANK', '2000000.00', '3000000.00'),
      change('GUARANTOR', '4000000.00', '2000000.00'),
    ],
    sources: [
      change('AUTONOMOUS_REGION', '1200000.00', '1500000.00'),
      change('CITY', '1200000.00', '1500000.00'),
      change('REGION', '1600000.00', '2000000.00'),
    ],
    differing: [{ loan: { id: city.loanId }, day: DAY_26, amount: '10000000.00' }],
  });
  // 100.03 by 40 / 20 / 40 is 40.01, 20.01, 40.01, and 100.04 is 40.02, 20.01, 40.01; by 50 / 30 / 20 they are
  // 50.01, 30.01, 20.01 and 50.02, 30.01, 20.01.
  expect(found.recoveries).toMatchObject({
    count: 2,
    amount: '100.04',
    parties: [
      change('POOL', '40.02', '50.02'),
      change('BANK', '20.01', '30.01'),
      change('GUARANTOR', '40.01', '20.01'),
    ],
    sources: [
      change('AUTONOMOUS_REGION', '12.01', '15.01'),
      change('CITY', '12.00', '15.00'),
      change('REGION', '16.01', '20.01'),
    ],
  });
});

test('the edition that was in force changes nothing', async () => {
  const { data } = await running.ask(city.office, '{ pool { edition { id } } }');
  const found = (await replay(city.office, LENT, DAY_26, data.pool.edition.id)).data.replayEdition;
  expect(found.actsJudged).toBeGreaterThan(20);
  expect(found).toMatchObject({
    refusalsJudged: 2,
    incomparable: 0,
    wouldBeRefused: { count: 0, cases: [] },
    wouldBeAllowed: { count: 0, cases: [] },
    limits: [],
    compensations: { count: 1, differing: [] },
    recoveries: { count: 2, differing: [] },
  });
});

test('only what lies within the period counts, both days included', async () => {
  const later = (await replay(city.office, DAY_26, DAY_26)).data.replayEdition;
  expect(later).toMatchObject({
    wouldBeRefused: { count: 0 },
    refusalsJudged: 0,
    compensations: { count: 1 },
  });
  const before = (await replay(city.office, LENT, '2025-06-28')).data.replayEdition;
  expect(before).toMatchObject({
    wouldBeRefused: { count: 6 },
    compensations: { count: 0, amount: '0.00', parties: [] },
    recoveries: { count: 0 },
  });
});

test('nothing is changed, the draft stays a draft; only the office may ask; an unknown edition is none', async () => {
  const { data } = await running.ask(
    city.office,
    'query ($id: ID!) { node(id: $id) { ... on Edition { state version } } }',
    {
      id: draft.id,
    },
  );
  expect(data.node).toEqual({ state: 'DRAFT', version: draft.version });
  for (const { user } of [city.region, city.bank, city.guarantor])
    expect((await replay(user, LENT, DAY_26)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect(
    (await replay(city.office, LENT, DAY_26, `ed_${randomUUID().replaceAll('-', '')}`)).data.replayEdition,
  ).toBeNull();
  expect((await replay(city.office, DAY_26, LENT)).errors?.[0]?.extensions).toMatchObject({ field: 'to' });
});

const refusals = async () => {
  const [row] = await running.owner('select count(*)::int as count from refusal where pool_id = $1', [
    city.pool.poolId,
  ]);
  return row?.count;
};

test('a refusal is noted with its request and facts; a dry run and an act that is done are not', async () => {
  const [row] = await running.owner(
    'select act, business_date::text as day, content from refusal where pool_id = $1 order by sequence',
    [city.pool.poolId],
  );
  expect(row).toMatchObject({ act: 'submitReferral', day: LENT });
  const content = JSON.parse(String(row?.content));
  expect(content.input.termMonths).toBe(25);
  expect(content.judged).toMatchObject([
    {
      occasion: 'SUBMIT_REFERRAL',
      edition: BAOTOU_2021.number,
      facts: { asked: { amount: { '¥': '1000000.00' } } },
    },
  ]);
  const before = await refusals();
  const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
  const input = {
    enterpriseId: firm.id,
    amount: '10000000.01',
    termMonths: 12,
    purpose: 'RAW_MATERIALS',
    note: '试',
  };
  const { data } = await running.ask(
    city.region.user,
    'query ($input: SubmitReferralInput!) { check { submitReferral(input: $input) { allowed } } }',
    { input },
  );
  expect(data.check.submitReferral.allowed).toBe(false);
  expect(await refusals()).toBe(before);
});

test('where the note cannot be written, the refusal is answered all the same', async () => {
  const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
  const before = await refusals();
  await running.owner('alter table refusal rename to refusal_away');
  try {
    expect(failed(await refer(running, city, firm.id, { amount: '10000000.01' }))).toEqual([
      'ART22_FIRM_CAP',
    ]);
  } finally {
    await running.owner('alter table refusal_away rename to refusal');
  }
  expect(await refusals()).toBe(before);
  expect(failed(await refer(running, city, firm.id, { amount: '10000000.01' }))).toEqual(['ART22_FIRM_CAP']);
  expect(await refusals()).toBe(Number(before) + 1);
});
