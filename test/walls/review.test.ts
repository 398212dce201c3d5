import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { createLog } from '../../src/http/log.ts';
import { createHttp } from '../../src/http/server.ts';
import { SignInBusy } from '../../src/http/sign-in.ts';
import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import {
  addBank,
  addFirm,
  approvedLoan,
  type City,
  referToDecision,
  signing,
  termsOf,
} from '../support/city.ts';
import { errorOf, fundedCity } from '../support/edges.ts';
import { newPool, type Running, startProduct, type User, uuidOf } from '../support/product.ts';

// Holes that a review of the walls found, each closed: what happens between looking and locking, what an act may reach
// when row security is gone, and who speaks for whom.

let running: Running;
let city: City;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
  city = await fundedCity(running, TODAY);
});
afterAll(() => running?.stop());

/** Does the work while the pool's journal, the last lock of every act, is held until so many sessions wait for a lock. */
async function whileHeld<T>(poolId: string, waiting: number, work: () => Promise<T>): Promise<T> {
  const [here] = await running.owner('select current_database() as name');
  const url = new URL(inject('templateUrl'));
  url.pathname = `/${here?.name}`;
  const sql = postgres(url.href, { max: 1 });
  const begun: Promise<T>[] = [];
  try {
    await sql.begin(async (held) => {
      await held`select 1 from journal where pool_id = ${poolId} for update`;
      begun.push(work());
      while (await fewerWait(waiting));
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
  const [done] = await Promise.all(begun);
  return done as T;
}

async function fewerWait(than: number): Promise<boolean> {
  const [found] = await running.owner(
    `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return Number(found?.waiting) < than;
}

test('two drafts for the same time, enacted at once: one stands', async () => {
  const pool = await newPool(running, TODAY);
  const { titleZh, titleEn, validFrom, validTo, values } = BAOTOU_2021;
  const common = {
    titleZh,
    titleEn,
    document: '文',
    validFrom,
    validTo,
    parameters: writeEditionValues(values),
  };
  const drafts = [];
  for (const number of ['甲', '乙'])
    drafts.push(
      await running.act(pool.office, 'draftEdition', { number, ...common }, 'edition { id version }'),
    );
  const inputs = drafts.map(({ edition: { id, version } }) => ({ editionId: id, version }));
  const answers = await whileHeld(pool.poolId, 2, () =>
    Promise.all(inputs.map((input) => errorOf(running, pool.office2, 'enactEdition', input))),
  );
  expect(answers.filter((answer) => answer !== null)).toEqual([{ code: 'CONFLICT', reason: 'STATE' }]);
});

test('one firm registered twice at once: the second is told that it is there, not of a defect', async () => {
  const input = {
    creditCode: makeCreditCode('150203', 'MA9A0001'),
    name: '同一企业',
    divisionCode: '150203',
    industryCode: 'C33',
    employees: 6,
    revenue: '1.00',
    assets: '1.00',
    figuresYear: 2024,
  };
  const answers = await whileHeld(city.pool.poolId, 2, () =>
    Promise.all([1, 2].map(() => errorOf(running, city.region.user, 'registerEnterprise', input))),
  );
  expect(answers.filter((answer) => answer !== null)).toEqual([{ code: 'CONFLICT', reason: 'DUPLICATE' }]);
});

test('an instalment lies within 600 months, also where the method has none', async () => {
  const firm = await addFirm(running, city.region);
  const referralId = await referToDecision(running, city, firm.id, { amount: '1000000.00' }, TODAY);
  const decide = (method: string, month: number) => {
    const instalments = [{ month, principal: '1000000.00' }];
    const terms = { ...termsOf({ amount: '1000000.00' }), method, instalments };
    return errorOf(running, city.bank.user, 'decideAsBank', {
      referralId,
      outcome: 'APPROVE',
      reason: '同意',
      terms,
    });
  };
  const refused = { code: 'BAD_USER_INPUT', field: 'terms.instalments' };
  for (const month of [-1, 0, 601, 2_147_483_647]) {
    expect(await decide('INSTALMENTS', month)).toEqual(refused);
    expect(await decide('BULLET', month)).toEqual(refused);
  }
  expect(await decide('INSTALMENTS', 12)).toBeNull();
});

test('one person with tokens of two tenants gives one consent, not both', async () => {
  const firm = await addFirm(running, city.region);
  const asked = await running.act(
    city.region.user,
    'askWaiver',
    {
      ruleCode: 'ART23_CONTINUITY',
      subjectKind: 'ENTERPRISE',
      subjectId: firm.id,
      reason: '续贷',
      newLimit: '6',
      validFrom: TODAY,
      validTo: '2025-12-31',
      bankId: city.bank.id,
      guarantorId: city.guarantor.id,
    },
    'waiver { id state }',
  );
  const waiverId: string = asked.waiver.id;
  const answer = { waiverId, consent: true, note: '同意' };
  const both = (tenant: User): User => ({ ...tenant, userId: 'wears-two-hats' });
  expect(await errorOf(running, both(city.office), 'answerWaiver', answer)).toBeNull();
  const second = { code: 'CONFLICT', reason: 'SECOND_PERSON' };
  expect(await errorOf(running, both(city.bank.user), 'answerWaiver', answer)).toEqual(second);
  expect(await errorOf(running, city.bank.user, 'answerWaiver', answer)).toBeNull();
  const last = await running.act(city.guarantor.user, 'answerWaiver', answer, 'waiver { state }');
  expect(last.waiver).toEqual({ state: 'IN_FORCE' });
});

test('without row security an act still finds nothing that its actor may not see', async () => {
  const firm = await addFirm(running, city.region);
  const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, TODAY);
  const other = await addBank(running, city.pool, '别家银行');
  const input = signing(loanId, '2025-03-31');
  await running.owner('alter table loan disable row level security');
  try {
    const error = await errorOf(running, other.user, 'signContracts', input);
    expect(error).toEqual({ code: 'NOT_FOUND', field: 'loanId' });
  } finally {
    await running.owner('alter table loan enable row level security');
  }
  expect(uuidOf(other.id)).not.toBe(uuidOf(city.bank.id));
  expect(await errorOf(running, city.bank.user, 'signContracts', input)).toBeNull();
});

test('where the database has no time for a sign-in, the answer says so and asks to come again', async () => {
  const http = createHttp({
    endpoint: { handle: () => Promise.reject(new Error('nobody is signed in')) },
    signIn: { verify: () => Promise.reject(new SignInBusy()) },
    health: async () => [],
    log: createLog({ level: 'silent', format: 'short' }),
  });
  const port = await http.listen({ host: '127.0.0.1', port: 0 });
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST' });
    const body = (await answer.json()) as { errors: { extensions: { code: string } }[] };
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(body.errors.map(({ extensions }) => extensions.code)).toEqual(['BUSY']);
  } finally {
    await http.close();
  }
});
