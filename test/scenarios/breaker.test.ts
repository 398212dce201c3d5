import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFirm, approvedLoan, type City, joinBank, newCity, pay } from '../support/city.ts';
import { advance, disburse, failed, sign } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import { DAY_26, done, LENT, topUp } from '../support/recovery.ts';

// 第三十七条 The pool has 20,000,000.05: five times 4,000,000.01. The first loan's compensation is 4,000,000.00, one fen
// below the line; the second's is that fen.

let running: Running;
let city: City;
const loans: Record<'large' | 'fen' | 'repaid' | 'unsigned' | 'later', string> = {
  large: '',
  fen: '',
  repaid: '',
  unsigned: '',
  later: '',
};

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, LENT);
  await pay(running, city, 'CITY', '12000000.05', LENT);
  await pay(running, city, city.region, '8000000.00', LENT);
  await joinBank(running, city, city.bank, LENT);
  const amounts = {
    large: '10000000.00',
    fen: '0.03',
    repaid: '1000.00',
    unsigned: '2000.00',
    later: '3000.00',
  };
  for (const name of ['large', 'fen', 'repaid', 'unsigned', 'later'] as const) {
    const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
    loans[name] = await approvedLoan(running, city, firm.id, { amount: amounts[name] }, LENT);
  }
  for (const name of ['large', 'fen', 'repaid'] as const) {
    await done(sign(running, city.bank, loans[name]));
    await done(disburse(running, city.bank, loans[name], LENT));
  }
  await topUp(running, city, '4000000.00', LENT);
}, 120_000);
afterAll(() => running?.stop());

const BREAKER = `breaker { tripped measure scope thresholdPercent ratioPercent since warnings { percent crossed }
  amounts { part whole netCompensation fundsTotal distance }
  proof { kind ratioPercent occurredOn entry { id kind } } turns { kind warningPercent ratioPercent } }`;

async function breakerAs(user: User) {
  const { data, errors } = await running.ask(user, `{ pool { ${BREAKER} } }`);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.pool.breaker;
}

const eventsToAll = async () => {
  const rows = await running.owner(
    `select kind, data->>'warningPercent' as warning from event where pool_id = $1 and to_all and kind like 'breaker.%' order by sequence`,
    [city.pool.poolId],
  );
  return rows.map(({ kind, warning }) => [kind, warning].filter((part) => part !== null).join(' '));
};

async function collect(loanId: string, day: string) {
  for (const channel of ['TELEPHONE', 'ON_SITE'])
    await done(
      running.act(
        city.bank.user,
        'recordCollectionAttempt',
        { loanId, attemptedOn: day, channel, findings: '无力偿还', document: '催收-1' },
        'aftercare { id }',
      ),
    );
}

const deduct = (loanId: string) =>
  running.act(
    city.bank.user,
    'deduct',
    { loanId, deductedOn: DAY_26, document: '划扣-1' },
    'compensation { deducted entry { id } }',
  );

async function forecast(user: User, withinDays: number) {
  const { data, errors } = await running.ask(
    user,
    `query ($days: Int!) { pool { breaker { forecast(withinDays: $days) { through loanCount principal poolBears trips tripsOn loans { loan { id } deductibleFrom principal poolBears } } } } }`,
    { days: withinDays },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.pool.breaker.forecast;
}

test('the forecast: on the twenty-sixth day all three may be deducted, and together they would trip', async () => {
  await advance(running, city, '2025-06-10');
  expect(await forecast(city.office, 18)).toMatchObject({ loanCount: 0, poolBears: '0.00', trips: false });
  const found = await forecast(city.office, 19);
  expect(found).toMatchObject({
    through: DAY_26,
    loanCount: 3,
    principal: '10001000.03',
    poolBears: '4000400.01',
    trips: true,
    tripsOn: DAY_26,
  });
  expect(found.loans.find(({ loan }: { loan: { id: string } }) => loan.id === loans.large)).toEqual({
    loan: { id: loans.large },
    deductibleFrom: DAY_26,
    principal: '10000000.00',
    poolBears: '4000000.00',
  });
  for (const { user } of [city.region, city.bank, city.guarantor])
    expect(await forecast(user, 19)).toBeNull();
});

test('one fen below the line: three warnings, each once and in order, and nothing stops', async () => {
  await advance(running, city, DAY_26);
  for (const name of ['large', 'fen'] as const) await collect(loans[name], DAY_26);
  const { compensation } = await done(deduct(loans.large));
  expect(compensation.deducted).toBe('4000000.00');
  expect(await breakerAs(city.office)).toMatchObject({
    tripped: false,
    measure: 'NET_COMPENSATION_TO_FUNDS',
    scope: 'POOL',
    thresholdPercent: '20',
    ratioPercent: '19.9999',
    since: null,
    proof: null,
    amounts: { part: '4000000.00', whole: '20000000.05', distance: '0.00' },
    warnings: [50, 75, 90].map((percent) => ({ percent, crossed: true })),
    turns: [90, 75, 50].map((warningPercent) => ({
      kind: 'WARNED',
      warningPercent,
      ratioPercent: '19.9999',
    })),
  });
  expect(await eventsToAll()).toEqual(['breaker.warning 50', 'breaker.warning 75', 'breaker.warning 90']);
  expect((await sign(running, city.bank, loans.later)).done).toBe(true);
});

test('the fen that reaches it trips it, in the same transaction, with that entry for its proof', async () => {
  const { compensation } = await done(deduct(loans.fen));
  expect(compensation.deducted).toBe('0.01');
  const breaker = await breakerAs(city.office);
  expect(breaker).toMatchObject({ tripped: true, ratioPercent: '20.0000', since: DAY_26 });
  expect(breaker.proof).toEqual({
    kind: 'TRIPPED',
    ratioPercent: '20.0000',
    occurredOn: DAY_26,
    entry: { id: compensation.entry.id, kind: 'DEDUCTION' },
  });
  expect((await eventsToAll()).slice(3)).toEqual(['breaker.tripped']);
  const [together] = await running.owner(
    `select count(distinct x)::int as transactions from (
       select xmin::text as x from entry where pool_id = $1 and id = (select entry_id from breaker_turn where pool_id = $1 and kind = 'TRIPPED')
       union all select xmin::text from breaker_turn where pool_id = $1 and kind = 'TRIPPED') t`,
    [city.pool.poolId],
  );
  expect(together).toEqual({ transactions: 1 });
});

test('everybody sees the breaker; amounts and the entry only who may', async () => {
  for (const { user } of [city.region, city.bank]) {
    const seen = await breakerAs(user);
    expect(seen).toMatchObject({ tripped: true, ratioPercent: '20.0000', amounts: null });
    expect(seen.turns.map(({ kind }: { kind: string }) => kind)).toEqual([
      'TRIPPED',
      'WARNED',
      'WARNED',
      'WARNED',
    ]);
  }
  expect((await breakerAs(city.guarantor.user)).amounts).toMatchObject({ netCompensation: '4000000.01' });
});

test('while tripped: no contract and no referral; signed loans, repayments and recoveries run on', async () => {
  const refused = await sign(running, city.bank, loans.unsigned);
  expect(failed(refused)).toEqual(['ART37_BREAKER']);
  expect(refused.verdicts.find(({ code }: { code: string }) => code === 'ART37_BREAKER').message.zh).toBe(
    '不符合《管理办法》第三十七条：资金池代偿净额占资金池资金的比例为 20.0000%，已达到警戒线 20%，除存量业务外暂停新增业务。',
  );
  await done(disburse(running, city.bank, loans.later, DAY_26));
  await done(
    running.act(
      city.bank.user,
      'recordRepayment',
      { loanId: loans.repaid, paidOn: DAY_26, principal: '1000.00', interest: '0.00', document: '还款-1' },
      'loan { state }',
    ),
  );
});

let recoveryEntry = '';

test('the recovery that takes it below opens it again', async () => {
  const { recovery } = await done(
    running.act(
      city.bank.user,
      'recordRecovery',
      {
        loanId: loans.large,
        receivedOn: DAY_26,
        gross: '0.03',
        costs: [],
        destination: 'DEPOSIT',
        document: '回款',
      },
      'recovery { returned entry { id } }',
    ),
  );
  expect(recovery.returned).toBe('0.01');
  recoveryEntry = recovery.entry.id;
  expect(await breakerAs(city.office)).toMatchObject({
    tripped: false,
    ratioPercent: '19.9999',
    proof: null,
  });
  expect((await eventsToAll()).slice(3)).toEqual(['breaker.tripped', 'breaker.reopened']);
});

test('its reversal trips it again; the loan that was signed stays, the next one is refused', async () => {
  const { reversal } = await done(
    running.act(
      city.office,
      'askReversal',
      { entryId: recoveryEntry, reason: '重复记账' },
      'reversal { id version }',
    ),
  );
  await done(
    running.act(
      city.office2,
      'decideReversal',
      { reversalId: reversal.id, approve: true, valueDate: DAY_26, document: '冲销' },
      'reversal { state }',
    ),
  );
  const breaker = await breakerAs(city.office);
  expect(breaker).toMatchObject({ tripped: true, proof: { entry: { kind: 'REVERSAL' } } });
  expect(failed(await sign(running, city.bank, loans.unsigned))).toEqual(['ART37_BREAKER']);
  const { data } = await running.ask(city.bank.user, 'query ($id: ID!) { loan(id: $id) { state } }', {
    id: loans.later,
  });
  expect(data.loan.state).toBe('ACTIVE');
});

test('a back-dated contribution counts from now on: the line is recomputed, the past is not rewritten', async () => {
  const before = await running.owner(
    `select id, kind, ratio_percent, occurred_on::text from breaker_turn where pool_id = $1 order by id`,
    [city.pool.poolId],
  );
  const { pledge } = await done(
    running.act(
      city.office,
      'pledge',
      { source: 'CITY', regionId: null, amount: '0.05', payInBy: '2026-01-01', document: '承诺-2' },
      'pledge { id }',
    ),
  );
  await done(
    running.act(
      city.guarantor.user,
      'recordContribution',
      { pledgeId: pledge.id, amount: '0.05', valueDate: '2025-06-15', document: '凭证-2' },
      'entry { id }',
    ),
  );
  expect(await breakerAs(city.office)).toMatchObject({
    tripped: false,
    amounts: { part: '4000000.01', whole: '20000000.10', distance: '0.00' },
  });
  const after = await running.owner(
    `select id, kind, ratio_percent, occurred_on::text from breaker_turn where pool_id = $1 order by id`,
    [city.pool.poolId],
  );
  expect(after.slice(0, -1)).toEqual(before);
  expect(after.at(-1)).toMatchObject({ kind: 'REOPENED', occurred_on: DAY_26 });
  await done(sign(running, city.bank, loans.unsigned, '2025-12-31'));
});
