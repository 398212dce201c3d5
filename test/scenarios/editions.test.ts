import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Yuan } from '../../src/domain/money.ts';
import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAIYIN_2023, GUANGZHOU_2025, SCHEMES, type Scheme, type Step } from '../editions/schemes.ts';
import {
  addBank,
  addFirm,
  addGuarantor,
  addRegion,
  approvedLoan,
  type City,
  type Place,
  pay,
  signUp,
} from '../support/city.ts';
import { advance, disburse, failed, sign } from '../support/edges.ts';
import { newPool, type Running, startProduct } from '../support/product.ts';
import { balancesOf, done, LENT } from '../support/recovery.ts';

// Every scheme as a pool of its own: its edition enacted by two people, a loan lent under it, and that loan taken through
// compensation and recovery over the API, to the fen of the table that the pure test checks by arithmetic.

let running: Running;
beforeAll(async () => {
  running = await startProduct();
}, 60_000);
afterAll(() => running?.stop());

/** A bank that cooperates and holds its first deposit. */
async function joined(city: City, name: string, amount: string): Promise<Place> {
  const bank = await addBank(running, city.pool, name);
  await signUp(running, city, bank, LENT);
  await done(
    running.act(
      city.guarantor.user,
      'placeFirstDeposit',
      { bankId: bank.id, amount, valueDate: LENT, document: '划款-1' },
      'entry { id }',
    ),
  );
  return bank;
}

/** A city under a scheme, forty million from each of its sources, and one bank with the first deposit. */
async function cityUnder({ edition }: Scheme): Promise<City> {
  const pool = await newPool(running, LENT);
  const { number, titleZh, titleEn, validFrom, validTo, values } = edition;
  const drafted = await done(
    running.act(
      pool.office,
      'draftEdition',
      {
        number,
        titleZh,
        titleEn,
        document: number,
        validFrom,
        validTo,
        parameters: writeEditionValues(values),
      },
      'edition { id version warnings { code } }',
    ),
  );
  expect(drafted.edition.warnings).toEqual([]);
  const { id: editionId, version } = drafted.edition;
  await done(running.act(pool.office2, 'enactEdition', { editionId, version }, 'edition { state }'));
  const region = await addRegion(running, pool, '150203');
  const guarantor = await addGuarantor(running, pool, '担保');
  await done(
    running.act(
      pool.office,
      'appointFundManager',
      { guarantorId: guarantor.id, appointedOn: LENT, document: '委托-1' },
      'guarantor { id }',
    ),
  );
  const { office, office2 } = pool;
  const city: City = { pool, office, office2, region, guarantor, bank: region };
  for (const { source } of values.poolShares)
    await done(pay(running, city, source === 'REGION' ? region : source, '40000000.00', LENT));
  return { ...city, bank: await joined(city, '甲银行', values.firstDeposit.toString()) };
}

/** Two attempts to collect on a day, and the deduction of what may be claimed on it. */
async function claim(city: City, loanId: string, deductedOn: string) {
  for (const channel of ['TELEPHONE', 'ON_SITE'])
    await done(
      running.act(
        city.bank.user,
        'recordCollectionAttempt',
        { loanId, attemptedOn: deductedOn, channel, findings: '无力偿还', document: '催收-1' },
        'aftercare { id }',
      ),
    );
  const answer = await done(
    running.act(
      city.bank.user,
      'deduct',
      { loanId, deductedOn, document: '划扣-1' },
      'compensation { principal parts { party amount } }',
    ),
  );
  return answer.compensation;
}

async function recover(city: City, loanId: string, gross: string, receivedOn: string) {
  const answer = await done(
    running.act(
      city.bank.user,
      'recordRecovery',
      { loanId, receivedOn, gross, costs: [], destination: 'DEPOSIT', document: '回款-1' },
      'recovery { net parts { party amount } }',
    ),
  );
  return answer.recovery;
}

const byParty = (parts: readonly { party: string; amount: string }[]) =>
  Object.fromEntries(parts.map(({ party, amount }) => [party, amount]));

/** What the sources bear in the ledger. */
async function borne(city: City, scheme: Scheme): Promise<Record<string, string>> {
  const all = await balancesOf(running, city);
  return Object.fromEntries(
    scheme.edition.values.poolShares.map(({ source }) => [source, all[`COMPENSATION:${source}`] ?? '']),
  );
}

/** The sums of the sources over the steps so far. */
function summed(steps: readonly Step[], sign: 1 | -1 = 1): Map<string, Yuan> {
  const sums = new Map<string, Yuan>();
  for (const { sources } of steps)
    for (const [name, amount] of Object.entries(sources))
      sums.set(name, (sums.get(name) ?? Yuan.ZERO).plus(Yuan.parse(amount).times(sign)));
  return sums;
}

describe.each(SCHEMES)('$name', (scheme) => {
  test('a loan lent, lost, compensated and recovered, to the fen', async () => {
    const { followed } = scheme;
    const city = await cityUnder(scheme);
    const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
    // Two claims: the principal falls due in two instalments, half a year apart.
    const halves = followed.claims.length === 2;
    const instalments = followed.claims.map(({ amount }, at) => ({ month: 6 * (at + 1), principal: amount }));
    const wanted = { amount: followed.amount, ...(halves ? { instalments } : {}) };
    const loanId = await approvedLoan(running, city, firm.id, wanted, LENT);
    await done(sign(running, city.bank, loanId));
    await done(disburse(running, city.bank, loanId, LENT));

    const days = halves ? ['2024-12-29', '2025-06-29'] : ['2025-06-29'];
    for (const [at, step] of followed.claims.entries()) {
      const day = days[at] ?? '';
      await advance(running, city, day);
      const compensation = await claim(city, loanId, day);
      expect(compensation.principal).toBe(step.amount);
      expect(byParty(compensation.parts)).toEqual(step.parts);
      const sums = summed(followed.claims.slice(0, at + 1));
      expect(await borne(city, scheme)).toEqual(
        Object.fromEntries([...sums].map(([name, sum]) => [name, sum.toString()])),
      );
    }

    const last = days.at(-1) ?? '';
    for (const [at, step] of followed.recoveries.entries()) {
      const recovery = await recover(city, loanId, step.amount, last);
      expect(byParty(recovery.parts)).toEqual(step.parts);
      const left = summed(followed.claims);
      for (const [name, sum] of summed(followed.recoveries.slice(0, at + 1)))
        left.set(name, (left.get(name) ?? Yuan.ZERO).minus(sum));
      expect(await borne(city, scheme)).toEqual(
        Object.fromEntries([...left].map(([name, sum]) => [name, sum.toString()])),
      );
    }
    const lost = Yuan.sum(followed.claims.map(({ amount }) => Yuan.parse(amount)));
    const got = Yuan.sum(followed.recoveries.map(({ amount }) => Yuan.parse(amount)));
    await recover(city, loanId, lost.minus(got).toString(), last);
    for (const [name, sum] of Object.entries(await borne(city, scheme)))
      expect([name, sum]).toEqual([name, '0.00']);
  });
});

describe('第三十七条 A breaker of one bank', () => {
  const BREAKER =
    'bank(id: $id) { standing { breaker { tripped measure scope thresholdPercent ratioPercent amounts { part whole distance } proof { kind entry { kind } } } } }';
  async function breakerOf(user: City['office'], bank: Place) {
    const { data, errors } = await running.ask(
      user,
      `query ($id: ID!) { ${BREAKER} pool { breaker { tripped scope ratioPercent } } }`,
      { id: bank.id },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return { bank: data.bank?.standing?.breaker ?? null, pool: data.pool.breaker };
  }
  const turns = async (city: City) => {
    const rows = await running.owner(
      'select kind, to_all, bank_id is not null as of_bank from event where pool_id = $1 and kind in ($2, $3) order by sequence',
      [city.pool.poolId, 'breaker.tripped', 'breaker.reopened'],
    );
    return rows.map(
      ({ kind, to_all: toAll, of_bank: ofBank }) =>
        `${kind}${toAll ? ' to all' : ''}${ofBank ? ' to the bank' : ''}`,
    );
  };

  test('three percent of what it lent, compensated and not recovered: that bank stops, another lends on', async () => {
    const city = await cityUnder(GUANGZHOU_2025);
    const other = await joined(city, '乙银行', '5000000.00');
    const approved = async (amount: string, bank: Place) => {
      const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
      return approvedLoan(running, city, firm.id, { amount, bank }, LENT);
    };
    // 30,000.00 of 1,000,000.00 is three percent.
    const [lost, kept, next, elsewhere] = [
      await approved('30000.00', city.bank),
      await approved('970000.00', city.bank),
      await approved('1.00', city.bank),
      await approved('1.00', other),
    ];
    for (const loanId of [lost, kept]) {
      await done(sign(running, city.bank, loanId));
      await done(disburse(running, city.bank, loanId, LENT));
    }
    await advance(running, city, '2025-06-29');
    expect((await breakerOf(city.office, city.bank)).bank).toMatchObject({
      tripped: false,
      ratioPercent: '0.0000',
    });
    // Its own overdue loans are the bank's to see, and what they would do to it; nobody else's but the office's.
    const forecast =
      'query ($id: ID!) { bank(id: $id) { standing { breaker { forecast(withinDays: 0) { loanCount principal trips } } } } }';
    for (const user of [city.bank.user, city.office]) {
      const { data } = await running.ask(user, forecast, { id: city.bank.id });
      expect(data.bank.standing.breaker.forecast).toEqual({
        loanCount: 2,
        principal: '1000000.00',
        trips: true,
      });
    }
    const { data: manager } = await running.ask(city.guarantor.user, forecast, { id: city.bank.id });
    expect(manager.bank.standing.breaker.forecast).toBeNull();
    await claim(city, lost, '2025-06-29');
    const seen = await breakerOf(city.office, city.bank);
    expect(seen.bank).toMatchObject({
      tripped: true,
      measure: 'COMPENSATED_TO_DISBURSED',
      scope: 'BANK',
      thresholdPercent: '3',
      ratioPercent: '3.0000',
      amounts: { part: '30000.00', whole: '1000000.00', distance: '0.00' },
      proof: { kind: 'TRIPPED', entry: { kind: 'DEDUCTION' } },
    });
    expect(seen.pool).toEqual({ tripped: false, scope: 'BANK', ratioPercent: null });
    expect(failed(await sign(running, city.bank, next))).toEqual(['ART37_BREAKER']);
    await done(sign(running, other, elsewhere));
    expect((await breakerOf(city.office, other)).bank).toMatchObject({ tripped: false, ratioPercent: null });

    // The bank sees its own; the other bank, the district and the guarantor see nothing of it.
    expect((await breakerOf(city.bank.user, city.bank)).bank).toMatchObject({ tripped: true });
    for (const user of [other.user, city.region.user])
      expect((await breakerOf(user, city.bank)).bank).toBeNull();

    // One fen back takes it below.
    await recover(city, lost, '0.01', '2025-06-29');
    expect((await breakerOf(city.office, city.bank)).bank).toMatchObject({
      tripped: false,
      amounts: { part: '29999.99', distance: '0.00' },
    });
    await done(sign(running, city.bank, next));
    expect(await turns(city)).toEqual(['breaker.tripped to the bank', 'breaker.reopened to the bank']);
  });

  test('five percent overdue: the day itself trips it, and a repayment opens it again', async () => {
    const city = await cityUnder(BAIYIN_2023);
    const lend = async (amount: string, instalments?: { month: number; principal: string }[]) => {
      const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
      const loanId = await approvedLoan(
        running,
        city,
        firm.id,
        { amount, ...(instalments ? { instalments } : {}) },
        LENT,
      );
      await done(sign(running, city.bank, loanId));
      await done(disburse(running, city.bank, loanId, LENT));
      return loanId;
    };
    // 50,000.00 of 1,000,000.00 falls due after six months.
    const slow = await lend('500000.00', [
      { month: 6, principal: '50000.00' },
      { month: 12, principal: '450000.00' },
    ]);
    await lend('500000.00');
    await advance(running, city, '2024-12-03');
    expect((await breakerOf(city.office, city.bank)).bank).toMatchObject({
      tripped: false,
      ratioPercent: '0.0000',
    });
    await advance(running, city, '2024-12-04');
    expect((await breakerOf(city.office, city.bank)).bank).toMatchObject({
      tripped: true,
      measure: 'OVERDUE_TO_OUTSTANDING',
      ratioPercent: '5.0000',
      proof: { kind: 'TRIPPED', entry: null },
    });
    expect(await turns(city)).toEqual(['breaker.tripped to the bank']);
    const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
    await expect(approvedLoan(running, city, firm.id, { amount: '1.00' }, '2024-12-04')).rejects.toThrow(
      'ART37_BREAKER',
    );
    await done(
      running.act(
        city.bank.user,
        'recordRepayment',
        { loanId: slow, paidOn: '2024-12-04', principal: '0.01', interest: '0.00', document: '还款-1' },
        'loan { state }',
      ),
    );
    expect((await breakerOf(city.office, city.bank)).bank).toMatchObject({
      tripped: false,
      ratioPercent: '4.9999',
    });
    expect(await turns(city)).toEqual(['breaker.tripped to the bank', 'breaker.reopened to the bank']);
  });
});
