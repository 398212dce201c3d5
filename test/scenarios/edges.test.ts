import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ASKED,
  addBank,
  addFirm,
  addGuarantor,
  addRegion,
  approvedLoan,
  type City,
  joinBank,
  newCity,
  type Place,
  pay,
  referToDecision,
  signing,
  signUp,
  termsOf,
} from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';

// The rules at their edges, through the API: one fen below, at, one fen above; the last day and the day after.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

interface Judged {
  readonly done: boolean;
  readonly verdicts: readonly {
    code: string;
    outcome: string;
    limit: string | null;
    actual: string | null;
    message: { zh: string; en: string };
  }[];
}

/** The codes that failed; none for an act that was done. */
function failed(answer: Judged): string[] {
  const codes = answer.verdicts
    .filter(({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED')
    .map(({ code }) => code);
  expect(answer.done).toBe(codes.length === 0);
  return codes;
}

async function funded(today = TODAY): Promise<City> {
  const city = await newCity(running, today);
  await pay(running, city, city.region, '8000000.00', today);
  await joinBank(running, city, city.bank, today);
  return city;
}

const refer = async (city: City, changes: object = {}, district = city.region) => {
  const firm = await addFirm(running, district);
  const input = { enterpriseId: firm.id, ...ASKED, amount: '1000000.00', ...changes };
  return running.act(district.user, 'submitReferral', input, 'referral { id state }');
};

test.each([
  ['10000000.00', []],
  ['10000000.01', ['ART22_FIRM_CAP']],
])('Art. 22: one firm, %s yuan', async (amount, codes) => {
  expect(failed(await refer(await funded(), { amount }))).toEqual(codes);
});

test.each([
  [12, []],
  [13, ['ART22_TERM_USUAL']],
  [24, ['ART22_TERM_USUAL']],
  [25, ['ART22_TERM_USUAL', 'ART22_TERM_MAX']],
])('Art. 22: a term of %i months', async (termMonths, codes) => {
  expect(failed(await refer(await funded(), { termMonths }))).toEqual(codes);
});

test('Art. 22: a waiver carries 24 months, by consent of a second person, and never 25', async () => {
  const city = await funded();
  const firm = await addFirm(running, city.region);
  const asked = await running.act(
    city.office,
    'askWaiver',
    {
      ruleCode: 'ART22_TERM_USUAL',
      subjectKind: 'ENTERPRISE',
      subjectId: firm.id,
      reason: '生产周期较长',
      newLimit: '36',
      validFrom: TODAY,
      validTo: '2025-03-11',
    },
    'waiver { id state }',
  );
  const submit = (termMonths: number) =>
    running.act(
      city.region.user,
      'submitReferral',
      { enterpriseId: firm.id, ...ASKED, amount: '1.00', termMonths },
      'referral { id }',
    );
  expect(failed(await submit(24))).toEqual(['ART22_TERM_USUAL']);
  const answer = { waiverId: asked.waiver.id, consent: true, note: '同意' };
  await expect(running.act(city.office, 'answerWaiver', answer, 'waiver { state }')).rejects.toThrow(
    'SECOND_PERSON',
  );
  const consented = await running.act(city.office2, 'answerWaiver', answer, 'waiver { state }');
  expect(consented.waiver.state).toBe('IN_FORCE');
  expect(failed(await submit(25))).toEqual(['ART22_TERM_MAX']);
  expect(failed(await submit(24))).toEqual([]);
  await running.act(city.office, 'advanceClock', { to: '2025-03-11' }, 'pool { id }');
  expect(failed(await submit(24))).toEqual([]);
  await running.act(city.office, 'advanceClock', { to: '2025-03-12' }, 'pool { id }');
  expect(failed(await submit(24))).toEqual(['ART22_TERM_USUAL']);
});

test.each([
  ['2026-04-30', []],
  ['2026-05-01', ['ART40_IN_FORCE']],
])('Art. 40: new business on %s; running loans go on', async (day, codes) => {
  const city = await funded('2026-04-29');
  const firm = await addFirm(running, city.region);
  const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, '2026-04-29');
  await running.act(city.bank.user, 'signContracts', signing(loanId, '2026-05-31'), 'loan { id }');
  const late = await approvedLoan(
    running,
    city,
    (await addFirm(running, city.region)).id,
    { amount: '1.00' },
    '2026-04-29',
  );
  await running.act(city.office, 'advanceClock', { to: day }, 'pool { id }');
  expect(failed(await refer(city))).toEqual(codes);
  expect(
    failed(await running.act(city.bank.user, 'signContracts', signing(late, '2026-05-31'), 'loan { id }')),
  ).toEqual(codes);
  expect(
    failed(
      await running.act(
        city.bank.user,
        'disburse',
        { loanId, disbursedOn: day, document: '放款' },
        'loan { id }',
      ),
    ),
  ).toEqual([]);
  const repaid = { loanId, paidOn: day, principal: '0.01', interest: '0.00', document: '还款' };
  expect(failed(await running.act(city.bank.user, 'recordRepayment', repaid, 'loan { id }'))).toEqual([]);
});

test('Art. 13: 25 times what the region has paid in, to the fen', async () => {
  const city = await newCity(running, TODAY);
  const region = await addRegion(running, city.pool, '150205', true);
  // 25 × 4,000,000.01 = 100,000,000.25; the pool has room for far more.
  await pay(running, city, region, '4000000.01', TODAY);
  await pay(running, city, 'CITY', '50000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  const sign = async (amount: string) => {
    const firm = await addFirm(running, region, '150205');
    const loanId = await approvedLoan(running, city, firm.id, { amount, district: region }, TODAY);
    return failed(
      await running.act(city.bank.user, 'signContracts', signing(loanId, '2025-03-31'), 'loan { id }'),
    );
  };
  for (let made = 0; made < 10; made += 1) expect(await sign('10000000.00')).toEqual([]);
  expect(await sign('0.26')).toEqual(['ART13_REGION_LEVERAGE']);
  expect(await sign('0.25')).toEqual([]);
  expect(await sign('0.01')).toEqual(['ART13_REGION_LEVERAGE']);
});

test('Art. 9: ten times the pool’s funds, to the fen, interest included', async () => {
  const city = await funded();
  await running.act(
    city.guarantor.user,
    'creditInterest',
    { onDeposit: false, bankId: null, amount: '0.01', valueDate: TODAY, document: '结息' },
    'entry { id }',
  );
  // 10 × 8,000,000.01 = 80,000,000.10.
  const sign = async (amount: string) => {
    const loanId = await approvedLoan(
      running,
      city,
      (await addFirm(running, city.region)).id,
      { amount },
      TODAY,
    );
    return failed(
      await running.act(city.bank.user, 'signContracts', signing(loanId, '2025-03-31'), 'loan { id }'),
    );
  };
  for (let made = 0; made < 8; made += 1) expect(await sign('10000000.00')).toEqual([]);
  expect(await sign('0.11')).toEqual(['ART09_POOL_LEVERAGE']);
  expect(await sign('0.10')).toEqual([]);
  expect(await sign('0.01')).toEqual(['ART09_POOL_LEVERAGE']);
});

test('Art. 22: the cap counts a firm’s loans in all banks, and its figure is withheld from a bank', async () => {
  const city = await funded();
  const other = await addBank(running, city.pool, '丁银行');
  await joinBank(running, city, other, TODAY).catch(() => {});
  const firm = await addFirm(running, city.region);
  const first = await approvedLoan(running, city, firm.id, { amount: '6000000.00' }, TODAY);
  const second = await approvedLoan(running, city, firm.id, { amount: '4000000.01', bank: other }, TODAY);
  expect(
    failed(await running.act(city.bank.user, 'signContracts', signing(first, '2025-03-31'), 'loan { id }')),
  ).toEqual([]);
  const refused = await running.act(
    other.user,
    'signContracts',
    signing(second, '2025-03-31'),
    'loan { id }',
  );
  expect(failed(refused)).toEqual(['ART22_FIRM_CAP']);
  const text = JSON.stringify(refused.verdicts);
  for (const figure of ['6000000', '6,000,000', '10000000.01', '10,000,000.01'])
    expect(text).not.toContain(figure);
});

test.each([
  [false, '7999999.99', ['ART08_MINIMUM_CONTRIBUTION']],
  [false, '8000000.00', []],
  [true, '3999999.99', ['ART08_HARDSHIP_MINIMUM']],
  [true, '4000000.00', []],
])('Art. 8: a region (in hardship: %s) pledges %s', async (hardship, amount, codes) => {
  const city = await newCity(running, TODAY);
  const region = await addRegion(running, city.pool, '150206', hardship);
  const input = { source: 'REGION', regionId: region.id, amount, payInBy: '2027-03-10', document: '承诺' };
  expect(failed(await running.act(region.user, 'pledge', input, 'pledge { id }'))).toEqual(codes);
});

test('Art. 8: two years to pay in, to the day, for the pledge and for the money', async () => {
  const city = await newCity(running, TODAY);
  const pledge = (payInBy: string) =>
    running.act(
      city.region.user,
      'pledge',
      { source: 'REGION', regionId: city.region.id, amount: '8000000.00', payInBy, document: '承诺' },
      'pledge { id }',
    );
  expect(failed(await pledge('2027-03-11'))).toEqual(['ART08_PAY_IN_PERIOD']);
  const pledged = await pledge('2027-03-10');
  expect(failed(pledged)).toEqual([]);
  const contribute = (valueDate: string) =>
    running.act(
      city.guarantor.user,
      'recordContribution',
      { pledgeId: pledged.pledge.id, amount: '1.00', valueDate, document: '凭证' },
      'entry { id }',
    );
  await running.act(city.office, 'advanceClock', { to: '2027-03-11' }, 'pool { id }');
  expect(failed(await contribute('2027-03-10'))).toEqual([]);
  expect(failed(await contribute('2027-03-11'))).toEqual(['ART08_PAY_IN_PERIOD']);
});

test.each([
  ['2025-03-11', 'valueDate'],
  ['2025-03-10', null],
  ['2025-02-01', null],
  ['2025-01-31', 'valueDate'],
])('a value date of %s on 10 March 2025', async (valueDate, field) => {
  const city = await newCity(running, TODAY);
  const made = await running.act(
    city.office,
    'pledge',
    { source: 'CITY', regionId: null, amount: '5.00', payInBy: '2027-03-10', document: '承诺' },
    'pledge { id }',
  );
  const answer = await running.ask(
    city.guarantor.user,
    'mutation ($i: RecordContributionInput!) { recordContribution(idempotencyKey: "value-date-1", input: $i) { done } }',
    { i: { pledgeId: made.pledge.id, amount: '5.00', valueDate, document: '凭证' } },
  );
  expect(answer.errors?.[0]?.extensions.field ?? null).toBe(field);
});

test('Art. 11: a deposit is covered by custody on every day from its value date on', async () => {
  const city = await newCity(running, TODAY);
  await signUp(running, city, city.bank, TODAY);
  await pay(running, city, 'CITY', '999999.99', TODAY);
  const place = (valueDate: string) =>
    running.act(
      city.guarantor.user,
      'placeFirstDeposit',
      { bankId: city.bank.id, amount: '1000000.00', valueDate, document: '划款' },
      'entry { id }',
    );
  expect(failed(await place(TODAY))).toEqual(['ART11_CUSTODY_COVERS']);
  await running.act(city.office, 'advanceClock', { to: '2025-03-12' }, 'pool { id }');
  await pay(running, city, 'CITY', '0.01', '2025-03-12');
  expect(failed(await place('2025-03-11'))).toEqual(['ART11_CUSTODY_COVERS']);
  expect(failed(await place('2025-03-12'))).toEqual([]);
});

test('Art. 16: a top-up may be asked for above ten times the deposit, and is due 30 days after approval', async () => {
  const city = await funded();
  const lend = async (amount: string) => {
    const loanId = await approvedLoan(
      running,
      city,
      (await addFirm(running, city.region)).id,
      { amount },
      TODAY,
    );
    return running.act(city.bank.user, 'signContracts', signing(loanId, '2025-03-31'), 'loan { id }');
  };
  const ask = () =>
    running.act(city.bank.user, 'askTopUp', { amount: '2000000.00', reason: '业务增长' }, 'topUp { id }');
  const at = await lend('10000000.00');
  expect(at.verdicts.find(({ code }: { code: string }) => code === 'ART16_TOP_UP_RIGHT').outcome).toBe(
    'PASS',
  );
  expect(failed(await ask())).toEqual(['ART16_TOP_UP_ASK']);
  const above = await lend('0.01');
  expect(above.verdicts.find(({ code }: { code: string }) => code === 'ART16_TOP_UP_RIGHT').outcome).toBe(
    'TRIGGERS',
  );
  const asked = await ask();
  expect(failed(asked)).toEqual([]);
  // 30 days after 1 September 2025 is 1 October, a holiday until the 8th: it moves on to the 9th.
  await running.act(city.office, 'advanceClock', { to: '2025-09-01' }, 'pool { id }');
  await running.act(
    city.office,
    'decideTopUp',
    { topUpId: asked.topUp.id, approved: '1500000.00', note: '同意' },
    'topUp { id }',
  );
  const duties = await running.ask(
    city.guarantor.user,
    '{ obligations(filter: { kinds: [TOP_UP] }) { nodes { dueOn dueConfirmed } } }',
  );
  expect(duties.data.obligations.nodes).toEqual([{ dueOn: '2025-10-09', dueConfirmed: true }]);
  const place = (amount: string) =>
    running.act(
      city.guarantor.user,
      'placeTopUp',
      { topUpId: asked.topUp.id, amount, valueDate: '2025-09-01', document: '补存' },
      'entry { id }',
    );
  expect(failed(await place('1500000.01'))).toEqual(['ART16_TOP_UP_AMOUNT']);
  expect(failed(await place('1500000.00'))).toEqual([]);
});

test.each([
  // The Spring Festival of 2026: 13, 14 (a working Saturday), 24 February.
  ['2026-02-12', '2026-02-24', true],
  // The notice for 2027 is not out: the day is reckoned from weekends alone and says so.
  ['2026-12-30', '2027-01-04', false],
])('Art. 27: paid out on %s, notice is due on %s', async (day, dueOn, dueConfirmed) => {
  const successor = { validFrom: '2026-05-01', validTo: '2031-04-30' };
  const city = await funded(day < '2026-05-01' ? day : '2026-04-30');
  if (day > '2026-04-30') {
    const edition = await running.ask(city.office, '{ editions { nodes { parametersJson } } }');
    const drafted = await running.act(
      city.office,
      'draftEdition',
      {
        number: '2026',
        titleZh: '新办法',
        titleEn: 'New',
        document: '新',
        parameters: edition.data.editions.nodes[0].parametersJson,
        ...successor,
      },
      'edition { id version }',
    );
    const { id, version } = drafted.edition;
    await running.act(city.office2, 'enactEdition', { editionId: id, version }, 'edition { state }');
    await running.act(city.office, 'advanceClock', { to: day }, 'pool { id }');
  }
  const loanId = await approvedLoan(
    running,
    city,
    (await addFirm(running, city.region)).id,
    { amount: '1000000.00' },
    day,
  );
  await running.act(city.bank.user, 'signContracts', signing(loanId, '2027-01-31'), 'loan { id }');
  await running.act(
    city.bank.user,
    'disburse',
    { loanId, disbursedOn: day, document: '放款' },
    'loan { id }',
  );
  const duties = await running.ask(
    city.bank.user,
    '{ obligations(filter: { kinds: [DISBURSEMENT_NOTICE] }) { nodes { dueOn dueConfirmed } } }',
  );
  expect(duties.data.obligations.nodes).toEqual([{ dueOn, dueConfirmed }]);
});

test('Art. 27: money is paid out on the last drawdown day, and not the day after', async () => {
  const city = await funded();
  const loans: string[] = [];
  for (let made = 0; made < 2; made += 1) {
    const loanId = await approvedLoan(
      running,
      city,
      (await addFirm(running, city.region)).id,
      { amount: '1000000.00' },
      TODAY,
    );
    await running.act(city.bank.user, 'signContracts', signing(loanId, '2025-03-11'), 'loan { id }');
    loans.push(loanId);
  }
  await running.act(city.office, 'advanceClock', { to: '2025-03-12' }, 'pool { id }');
  const pay = (loanId: string | undefined, disbursedOn: string) =>
    running.act(city.bank.user, 'disburse', { loanId, disbursedOn, document: '放款' }, 'loan { id }');
  expect(failed(await pay(loans[0], '2025-03-12'))).toEqual(['ART27_DRAWDOWN']);
  expect(failed(await pay(loans[1], '2025-03-11'))).toEqual([]);
});

test('Art. 23: three years of support to the day; a gap of 91 days begins anew', async () => {
  const city = await funded('2025-03-10');
  const firm = await addFirm(running, city.region);
  const round = async (day: string, termMonths = 12) => {
    const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00', termMonths }, day);
    await running.act(city.bank.user, 'signContracts', signing(loanId, '2030-01-01'), 'loan { id }');
    await running.act(
      city.bank.user,
      'disburse',
      { loanId, disbursedOn: day, document: '放款' },
      'loan { id }',
    );
    return (to: string) => running.act(city.office, 'advanceClock', { to }, 'pool { id }');
  };
  // Extend the edition, so that three years can pass under it.
  const edition = await running.ask(city.office, '{ editions { nodes { parametersJson } } }');
  const drafted = await running.act(
    city.office,
    'draftEdition',
    {
      number: '2026',
      titleZh: '新',
      titleEn: 'New',
      document: '新',
      parameters: edition.data.editions.nodes[0].parametersJson,
      validFrom: '2026-05-01',
      validTo: '2031-04-30',
    },
    'edition { id version }',
  );
  await running.act(
    city.office2,
    'enactEdition',
    { editionId: drafted.edition.id, version: drafted.edition.version },
    'edition { state }',
  );
  await (await round('2025-03-10'))('2026-03-10');
  await (await round('2026-03-10'))('2027-03-10');
  const ask = (termMonths: number) =>
    running.act(
      city.region.user,
      'submitReferral',
      { enterpriseId: firm.id, ...ASKED, amount: '1.00', termMonths },
      'referral { id }',
    );
  // The chain began on 10 March 2025: twelve months from 10 March 2027 end exactly three years later.
  expect(failed(await ask(12))).toEqual([]);
  await running.act(city.office, 'advanceClock', { to: '2027-03-11' }, 'pool { id }');
  expect(failed(await ask(12))).toEqual(['ART23_CONTINUITY']);
});

test('Art. 4, 5, 36: all that fails is reported at once, in the order of the articles; a check says the same and changes nothing', async () => {
  const city = await funded();
  const big = await addFirm(running, city.region, '150203', { employees: 2600, revenue: '980000000.00' });
  expect(big.size).toBe('LARGE');
  await running.act(
    city.office,
    'listDishonest',
    { enterpriseId: big.id, reason: '逃债', document: '认定' },
    'enterprise { id }',
  );
  const input = {
    enterpriseId: big.id,
    ...ASKED,
    purpose: 'REAL_ESTATE',
    amount: '10000000.01',
    termMonths: 25,
  };
  const refused = await running.act(city.region.user, 'submitReferral', input, 'referral { id }');
  const codes = failed(refused);
  expect(codes).toEqual([
    'ART04_SIZE',
    'ART05_PURPOSE',
    'ART22_FIRM_CAP',
    'ART22_TERM_USUAL',
    'ART22_TERM_MAX',
    'ART36_NOT_LISTED',
  ]);
  const tables = async () =>
    JSON.stringify(
      await running.owner(
        "select relname, n from (select 'referral' as relname, count(*) as n from referral union all select 'event', count(*) from event union all select 'audit', count(*) from audit union all select 'idempotency', count(*) from idempotency union all select 'numbering', sum(last) from numbering) t",
      ),
    );
  const before = await tables();
  const check = await running.ask(
    city.region.second,
    'query ($i: SubmitReferralInput!) { check { submitReferral(input: $i) { allowed verdicts { code outcome limit actual message { zh en } } } } }',
    { i: input },
  );
  expect(check.data.check.submitReferral.verdicts).toEqual(
    refused.verdicts.map(({ article: _, ...rest }: { article: number }) => rest),
  );
  expect(check.data.check.submitReferral.allowed).toBe(false);
  expect(await tables()).toBe(before);
});

test('Art. 22, 26: a plan that does not sum, and a party that was not recommended', async () => {
  const city = await funded();
  const firm = await addFirm(running, city.region);
  const referralId = await referToDecision(running, city, firm.id, { amount: '1000000.00' }, TODAY);
  const decide = (instalments: { month: number; principal: string }[]) =>
    running.act(
      city.bank.user,
      'decideAsBank',
      {
        referralId,
        outcome: 'APPROVE',
        reason: '同意',
        terms: termsOf({ amount: '1000000.00', instalments }),
      },
      'referral { id }',
    );
  expect(
    failed(
      await decide([
        { month: 6, principal: '500000.00' },
        { month: 12, principal: '499999.99' },
      ]),
    ),
  ).toEqual(['ART22_PLAN']);
  expect(
    failed(
      await decide([
        { month: 6, principal: '500000.00' },
        { month: 11, principal: '500000.00' },
      ]),
    ),
  ).toEqual(['ART22_PLAN']);
  const stranger: Place = await addGuarantor(running, city.pool, '戊担保');
  const hidden = await running.ask(stranger.user, 'query ($id: ID!) { referral(id: $id) { id } }', {
    id: referralId,
  });
  expect(hidden.data.referral).toBeNull();
  expect(
    failed(
      await decide([
        { month: 6, principal: '500000.00' },
        { month: 12, principal: '500000.00' },
      ]),
    ),
  ).toEqual([]);
});
