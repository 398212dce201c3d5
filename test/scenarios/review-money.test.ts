import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFirm, approvedLoan, newCity, pay, signUp } from '../support/city.ts';
import { advance, disburse, errorOf, sign } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import {
  collectBy,
  DAY_25,
  DAY_26,
  deduct,
  done,
  LENT,
  recover,
  type Troubled,
  topUp,
  troubledCity,
} from '../support/recovery.ts';

// Acts recorded in another order than that in which they happened, and duties after what had met or ended them is undone.

let running: Running;
beforeAll(async () => {
  running = await startProduct();
}, 60_000);
afterAll(() => running?.stop());

type Pooled = Pick<Troubled, 'pool' | 'office' | 'office2'>;

/** The entries of a kind that stand, as they were posted. */
async function entries({ pool }: Pooled, kind: string): Promise<string[]> {
  const rows = await running.owner(
    `select id from entry e where pool_id = $1 and kind = $2
       and not exists (select 1 from entry r where r.pool_id = $1 and r.reverses_id = e.id) order by sequence`,
    [pool.poolId, kind],
  );
  return rows.map(({ id }) => `le_${String(id).replaceAll('-', '')}`);
}

/** One person of the office asks, another decides. */
async function reverse(city: Pooled, entryId: string | undefined, valueDate: string) {
  const asked = await running.act(city.office, 'askReversal', { entryId, reason: '误记' }, 'reversal { id }');
  const input = { reversalId: asked.reversal.id, approve: true, valueDate, document: '冲销-1' };
  return done(running.act(city.office2, 'decideReversal', input, 'reversal { state }'));
}

/** The duties of a kind, in the order in which they arose: by what each was met, or that it is open. */
async function dutiesOf({ pool }: Pooled, kind: string): Promise<string[]> {
  const rows = await running.owner(
    `select coalesce(met_by, 'open') as standing from obligation where pool_id = $1 and kind = $2 order by id`,
    [pool.poolId, kind],
  );
  return rows.map(({ standing }) => String(standing));
}

/** A loan of six million in two instalments, due after six and twelve months, beside those of the troubled city. */
async function inInstalments(): Promise<Troubled> {
  const city = await troubledCity(running);
  const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
  const instalments = [6, 12].map((month) => ({ month, principal: '3000000.00' }));
  const loanId = await approvedLoan(running, city, firm.id, { amount: '6000000.00', instalments }, LENT);
  await done(sign(running, city.bank, loanId));
  await done(disburse(running, city.bank, loanId, LENT));
  return { ...city, loanId };
}

describe('第三十二条 an instalment that was compensated on 29 December', () => {
  const CLAIMED = '2024-12-29';
  const repaid = (city: Troubled, paidOn: string, principal = '3000000.00') =>
    errorOf(running, city.bank.user, 'recordRepayment', {
      loanId: city.loanId,
      paidOn,
      principal,
      interest: '0.01',
      document: '还款',
    });

  test('was not paid the day before: such a payment needs the compensation reversed first', async () => {
    const city = await inInstalments();
    await collectBy(running, city, CLAIMED);
    await done(deduct(running, city, CLAIMED));
    expect(await repaid(city, '2024-12-28')).toEqual({ code: 'BAD_USER_INPUT', field: 'paidOn' });
    expect(await repaid(city, '2024-12-28', '0.00')).toBeNull();
    await reverse(city, (await entries(city, 'DEDUCTION'))[0], CLAIMED);
    expect(await repaid(city, '2024-12-28')).toBeNull();
    const { data } = await running.ask(
      city.office,
      'query ($id: ID!) { loan(id: $id) { state outstanding } }',
      {
        id: city.loanId,
      },
    );
    expect(data.loan).toEqual({ state: 'ACTIVE', outstanding: '3000000.00' });
  });

  test('leaves the rest to be paid from that day on', async () => {
    const city = await inInstalments();
    await collectBy(running, city, CLAIMED);
    await done(deduct(running, city, CLAIMED));
    expect(await repaid(city, CLAIMED)).toBeNull();
  });

  test('is to be reminded of again once the compensation is reversed', async () => {
    const city = await inInstalments();
    await collectBy(running, city, CLAIMED);
    await done(deduct(running, city, CLAIMED));
    expect((await dutiesOf(city, 'MATURITY_REMINDER')).slice(-2)).toEqual([
      '已进入代偿程序',
      '已进入代偿程序',
    ]);
    await reverse(city, (await entries(city, 'DEDUCTION'))[0], CLAIMED);
    expect((await dutiesOf(city, 'MATURITY_REMINDER')).slice(-2)).toEqual(['open', 'open']);
    const sent = { loanId: city.loanId, sentOn: CLAIMED, document: '提醒-1' };
    await done(running.act(city.bank.user, 'sendMaturityReminder', sent, 'done'));
    expect((await dutiesOf(city, 'MATURITY_REMINDER')).slice(-2).sort()).toEqual(['open', '提醒-1']);
  });
});

test('第三十四条 before the rest was deducted no more can have come back to the pool than it had paid', async () => {
  const city = await troubledCity(running, '500000.00');
  await collectBy(running, city, DAY_26);
  await done(deduct(running, city, DAY_26));
  await advance(running, city, '2025-07-10');
  await topUp(running, city, '2500000.00', '2025-07-08');
  await done(deduct(running, city, '2025-07-10'));
  const got = (gross: string, receivedOn: string) =>
    errorOf(running, city.bank.user, 'recordRecovery', {
      loanId: city.loanId,
      receivedOn,
      gross,
      costs: [],
      destination: 'DEPOSIT',
      document: '回款-1',
    });
  // 1,500,000.00 had been paid by then: forty percent of 3,750,000.00.
  const tooMuch = { code: 'BAD_USER_INPUT', field: 'receivedOn' };
  expect(await got('3750000.02', '2025-07-09')).toEqual(tooMuch);
  expect(await got('3750000.00', '2025-07-09')).toBeNull();
  expect(await got('0.02', '2025-07-09')).toEqual(tooMuch);
  expect(await got('6250000.00', '2025-07-10')).toBeNull();
  const rows = await running.owner(
    `select min(sum) as least from (select code, sum(sum(amount)) over (partition by code order by value_date)::bigint as sum
       from line where pool_id = $1 and code like 'compensation%' group by code, value_date) as days`,
    [city.pool.poolId],
  );
  expect(Number(rows[0]?.least)).toBe(0);
});

test('第三十二条 an excess that is reversed ends its own duty, and a return that is reversed opens none of it', async () => {
  const city = await troubledCity(running);
  await collectBy(running, city, DAY_25);
  const input = { loanId: city.loanId, deductedOn: DAY_25, amount: '100.00', document: '划扣报告-1' };
  for (const _ of [1, 2])
    await done(running.act(city.bank.user, 'reportDeduction', input, 'compensation { id }'));
  await reverse(city, (await entries(city, 'EXCESS_DEDUCTED'))[1], DAY_25);
  expect(await dutiesOf(city, 'EXCESS_RETURN')).toEqual(['open', '超额划扣已冲销']);
  const back = { bankId: city.bank.id, amount: '100.00', valueDate: DAY_25, document: '退回-1' };
  const giveBack = () => done(running.act(city.bank.user, 'returnExcess', back, 'entry { id }'));
  await giveBack();
  expect(await dutiesOf(city, 'EXCESS_RETURN')).toEqual(['退回-1', '超额划扣已冲销']);
  await reverse(city, (await entries(city, 'EXCESS_RETURNED'))[0], DAY_25);
  expect(await dutiesOf(city, 'EXCESS_RETURN')).toEqual(['open', '超额划扣已冲销']);
  await giveBack();
  expect(await dutiesOf(city, 'EXCESS_RETURN')).toEqual(['退回-1', '超额划扣已冲销']);
});

test('第十八条 of two departures the one whose return is reversed is open again', async () => {
  const [SIGNED, ENDS, RENEWED] = [LENT, '2024-08-30', '2024-09-02'];
  const city = await newCity(running, SIGNED);
  await pay(running, city, 'CITY', '10000000.00', SIGNED);
  await signUp(running, city, city.bank, SIGNED, ENDS);
  const bankId = city.bank.id;
  const placed = { bankId, amount: '1000000.00', valueDate: SIGNED, document: '划款-1' };
  await done(running.act(city.guarantor.user, 'placeFirstDeposit', placed, 'entry { id }'));
  await advance(running, city, RENEWED);
  expect(await dutiesOf(city, 'DEPOSIT_RETURN')).toEqual(['open']);
  await signUp(running, city, city.bank, RENEWED);
  const left = { bankId, leavingOn: RENEWED, reason: '不再合作', document: '退出-1' };
  await done(running.act(city.office, 'leaveBank', left, 'bank { id }'));
  const returned = { bankId, valueDate: RENEWED, document: '转回-1' };
  const giveBack = () => done(running.act(city.guarantor.user, 'returnDeposit', returned, 'entry { id }'));
  await giveBack();
  expect(await dutiesOf(city, 'DEPOSIT_RETURN')).toEqual(['合作协议已续签', '转回-1']);
  await reverse(city, (await entries(city, 'DEPOSIT_RETURNED'))[0], RENEWED);
  expect(await dutiesOf(city, 'DEPOSIT_RETURN')).toEqual(['合作协议已续签', 'open']);
  await giveBack();
  expect(await dutiesOf(city, 'DEPOSIT_RETURN')).toEqual(['合作协议已续签', '转回-1']);
});

test('a compensation, taken back and made again three times over, ends as if made once', async () => {
  const city = await troubledCity(running);
  await collectBy(running, city, DAY_26);
  for (const _ of [1, 2, 3]) {
    await done(deduct(running, city, DAY_26));
    await done(recover(running, city, { gross: '100.03' }, DAY_26));
    await reverse(city, (await entries(city, 'RECOVERY'))[0], DAY_26);
    await reverse(city, (await entries(city, 'DEDUCTION'))[0], DAY_26);
  }
  const { compensation } = await done(deduct(running, city, DAY_26));
  expect(compensation).toMatchObject({ principal: '10000000.00', deducted: '4000000.00', claimable: '0.00' });
  const { recovery } = await done(recover(running, city, { gross: '100.03' }, DAY_26));
  expect(recovery.parts.map(({ amount }: { amount: string }) => amount)).toEqual(['40.01', '20.01', '40.01']);
  const [sums] = await running.owner(
    `select e.outstanding = l.outstanding and e.compensated_principal = l.compensated_principal and e.deducted = l.deducted
         and e.recovered = l.recovered and e.returned = l.returned as whole, e.compensated_loans, e.active_loans
       from exposure e, (select sum(outstanding) as outstanding, sum(compensated_principal) as compensated_principal,
         sum(deducted) as deducted, sum(recovered) as recovered, sum(returned) as returned from loan where pool_id = $1) l
       where pool_id = $1 and scope = 'POOL'`,
    [city.pool.poolId],
  );
  expect(sums).toEqual({ whole: true, compensated_loans: 1, active_loans: 1 });
  for (const kind of ['PURSUIT', 'RECOVERY_REPORT', 'DEDUCTION_NOTICE'])
    expect([kind, (await dutiesOf(city, kind)).filter((by) => by !== '代偿已冲销').length]).toEqual([
      kind,
      kind === 'DEDUCTION_NOTICE' ? 1 : 2,
    ]);
});
