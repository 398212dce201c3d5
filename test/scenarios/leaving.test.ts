import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addBank,
  addFirm,
  approvedLoan,
  type City,
  type Place,
  referToDecision,
  signUp,
  termsOf,
} from '../support/city.ts';
import { advance, disburse, errorOf, failed, fundedCity, refer, repay, sign } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import { done } from '../support/recovery.ts';

// A bank leaves, over HTTP (Art. 18): no new business, loans that run off, and the whole deposit back in ten working days.

let running: Running;
const TODAY = '2025-09-08';
/** The last loan ends a week before the National Day holiday, in which Sunday 28 September and Saturday 11 October are worked. */
const ENDS = '2025-09-24';
const DAY_10 = '2025-10-14';
const DAY_11 = '2025-10-15';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

const leaving = (bank: Place, leavingOn: string) => ({
  bankId: bank.id,
  leavingOn,
  reason: '合作到期不再续签',
  document: '退出-1',
});

const leave = (city: City, leavingOn = TODAY, bank = city.bank) =>
  running.act(city.office, 'leaveBank', leaving(bank, leavingOn), 'bank { id standing { state } }');

const giveBack = (city: City, valueDate: string, bank = city.bank) =>
  running.act(
    city.guarantor.user,
    'returnDeposit',
    { bankId: bank.id, valueDate, document: '转回-1' },
    'entry { id lines { account amount } }',
  );

async function runningLoan(city: City, amount = '1000000.00'): Promise<string> {
  const firm = await addFirm(running, city.region);
  const loanId = await approvedLoan(running, city, firm.id, { amount }, TODAY);
  await done(sign(running, city.bank, loanId));
  await done(disburse(running, city.bank, loanId, TODAY));
  return loanId;
}

async function standing(city: City, bank = city.bank) {
  const { data, errors } = await running.ask(
    city.office,
    'query ($id: ID!) { bank(id: $id) { standing { state deposit suspense leavingOn leavingReason leftOn } } }',
    { id: bank.id },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.bank.standing;
}

async function returnDuties(city: City) {
  const { data } = await running.ask(
    city.office,
    '{ obligations(first: 50, filter: { kinds: [DEPOSIT_RETURN] }) { nodes { article state dueOn metOn debtor { nameZh } } } }',
  );
  return data.obligations.nodes;
}

/** A city whose bank has lent once and leaves. */
async function departing(): Promise<City & { readonly loanId: string }> {
  const city = await fundedCity(running, TODAY);
  const loanId = await runningLoan(city);
  expect(failed(await leave(city))).toEqual([]);
  return { ...city, loanId };
}

/** The same, with the loan repaid on the day before the holiday week and interest on the deposit. */
async function ranOff(): Promise<City & { readonly loanId: string }> {
  const city = await departing();
  await advance(running, city, ENDS);
  await done(repay(running, city.bank, city.loanId, '1000000.00', ENDS));
  const interest = {
    onDeposit: true,
    bankId: city.bank.id,
    amount: '12.34',
    valueDate: ENDS,
    document: '结息',
  };
  await done(running.act(city.guarantor.user, 'creditInterest', interest, 'entry { id }'));
  return city;
}

describe('第十八条 Art. 18: a bank leaves', () => {
  test('the office is told what will be owed, and the bank stands as leaving from that day', async () => {
    const city = await fundedCity(running, TODAY);
    await runningLoan(city);
    const left = await leave(city);
    const [verdict] = left.verdicts;
    expect([verdict.code, verdict.outcome, verdict.limit]).toEqual(['ART18_RETURN', 'TRIGGERS', '10']);
    expect(await standing(city)).toEqual({
      state: 'LEAVING',
      deposit: '1000000.00',
      suspense: '0.00',
      leavingOn: TODAY,
      leavingReason: '合作到期不再续签',
      leftOn: null,
    });
    expect(await returnDuties(city)).toEqual([]);
  });

  test('not tomorrow, not twice, not before it has joined, and not by an operator', async () => {
    const city = await fundedCity(running, TODAY);
    expect(await errorOf(running, city.office, 'leaveBank', leaving(city.bank, '2025-09-09'))).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'leavingOn',
    });
    const newcomer = await addBank(running, city.pool, '丙银行');
    const conflict = { code: 'CONFLICT', reason: 'STATE' };
    expect(await errorOf(running, city.office, 'leaveBank', leaving(newcomer, TODAY))).toEqual(conflict);
    const operator = city.pool.person(city.pool.officeId, 'office-c', 'OPERATOR');
    expect(await errorOf(running, operator, 'leaveBank', leaving(city.bank, TODAY))).toEqual({
      code: 'FORBIDDEN',
    });
    expect(failed(await leave(city))).toEqual([]);
    expect(await errorOf(running, city.office, 'leaveBank', leaving(city.bank, TODAY))).toEqual(conflict);
  });

  test('no new business: a pending referral stays, and cannot go on', async () => {
    const city = await fundedCity(running, TODAY);
    const pending = await addFirm(running, city.region);
    const referralId = await referToDecision(running, city, pending.id, { amount: '1000000.00' }, TODAY);
    const approved = await approvedLoan(
      running,
      city,
      (await addFirm(running, city.region)).id,
      { amount: '1000000.00' },
      TODAY,
    );
    const other = await refer(running, city, (await addFirm(running, city.region)).id);
    const visit = { referralId: other.referral.id, visitedOn: TODAY, note: '正常' };
    await done(running.act(city.office, 'recordSiteVisit', visit, 'referral { id }'));
    await done(leave(city));
    const terms = termsOf({ amount: '1000000.00' });
    const decision = { referralId, outcome: 'APPROVE', reason: '同意', terms };
    expect(failed(await running.act(city.bank.user, 'decideAsBank', decision, 'referral { id }'))).toEqual([
      'ART18_LEAVING',
    ]);
    expect(failed(await sign(running, city.bank, approved))).toEqual(['ART18_LEAVING']);
    const recommended = {
      referralId: other.referral.id,
      bankId: city.bank.id,
      guarantorId: city.guarantor.id,
    };
    expect(failed(await running.act(city.office, 'recommend', recommended, 'referral { id }'))).toEqual([
      'ART16_COOPERATING',
      'ART18_LEAVING',
      'ART25_PARTNERS',
    ]);
    const { data } = await running.ask(city.office, 'query ($id: ID!) { referral(id: $id) { state } }', {
      id: referralId,
    });
    expect(data.referral.state).toBe('RECOMMENDED');
  });

  test('a top-up that was asked for is declined, and nothing more is placed', async () => {
    const city = await fundedCity(running, TODAY);
    await runningLoan(city, '10000000.00');
    await runningLoan(city, '100.00');
    const asked = await done(
      running.act(city.bank.user, 'askTopUp', { amount: '500000.00', reason: '超过十倍' }, 'topUp { id }'),
    );
    const decided = { topUpId: asked.topUp.id, approved: '500000.00', note: '同意' };
    await done(running.act(city.office, 'decideTopUp', decided, 'topUp { id }'));
    await done(leave(city));
    const placed = { topUpId: asked.topUp.id, amount: '500000.00', valueDate: TODAY, document: '划款' };
    expect(await errorOf(running, city.guarantor.user, 'placeTopUp', placed)).toEqual({
      code: 'CONFLICT',
      reason: 'STATE',
    });
    const { data } = await running.ask(
      city.office,
      '{ obligations(first: 50, filter: { kinds: [TOP_UP] }) { nodes { state } } }',
    );
    expect(data.obligations.nodes).toEqual([{ state: 'MET' }]);
  });

  test('a bank that holds nothing and owes nothing has left at once; its first deposit is due no more', async () => {
    const city = await fundedCity(running, TODAY);
    const bank = await addBank(running, city.pool, '丙银行');
    await signUp(running, city, bank, TODAY);
    const left = await leave(city, TODAY, bank);
    expect(left.verdicts[0].outcome).toBe('PASS');
    expect(await standing(city, bank)).toMatchObject({ state: 'LEFT', leftOn: TODAY });
    const first = { bankId: bank.id, amount: '1000000.00', valueDate: TODAY, document: '划款' };
    expect(
      failed(await running.act(city.guarantor.user, 'placeFirstDeposit', first, 'entry { id }')),
    ).toEqual(['ART11_SPECIAL_ACCOUNT', 'ART18_LEAVING']);
  });
});

describe('第十八条 Art. 18: an agreement runs out', () => {
  test('the bank leaves from the day after, and stays after all when it signs again', async () => {
    const city = await fundedCity(running, TODAY);
    const lapsing = await addBank(running, city.pool, '丁银行');
    await done(signUp(running, city, lapsing, TODAY, '2025-09-30'));
    const placed = { bankId: lapsing.id, amount: '1000000.00', valueDate: TODAY, document: '划款-9' };
    await done(running.act(city.guarantor.user, 'placeFirstDeposit', placed, 'entry { id }'));
    await advance(running, city, '2025-09-30');
    expect(await standing(city, lapsing)).toMatchObject({ state: 'COOPERATING', leavingOn: null });
    await advance(running, city, '2025-10-01');
    expect(await standing(city, lapsing)).toMatchObject({ state: 'LEAVING', leavingOn: '2025-10-01' });
    expect(await returnDuties(city)).toMatchObject([{ metOn: null }]);
    await done(signUp(running, city, lapsing, '2025-10-01', '2028-09-30'));
    expect(await standing(city, lapsing)).toEqual({
      state: 'COOPERATING',
      deposit: '1000000.00',
      suspense: '0.00',
      leavingOn: null,
      leavingReason: null,
      leftOn: null,
    });
    expect(await returnDuties(city)).toMatchObject([{ metOn: '2025-10-01' }]);
  });

  test('a bank that the office has let go does not come back by signing', async () => {
    const city = await fundedCity(running, TODAY);
    await done(leave(city));
    expect(
      await errorOf(running, city.office, 'signAgreement', {
        bankId: city.bank.id,
        signedOn: TODAY,
        endsOn: '2028-09-30',
        specialAccount: '6222000011112222',
        document: '协议-9',
      }),
    ).toMatchObject({ code: 'CONFLICT' });
  });
});

describe('第十八条 Art. 18: its loans run off', () => {
  test('no deposit goes back while one loan runs; on the day it ends it may', async () => {
    const city = await departing();
    expect(failed(await giveBack(city, TODAY))).toEqual(['ART18_RUN_OFF']);
    await advance(running, city, ENDS);
    await done(repay(running, city.bank, city.loanId, '999999.99', ENDS));
    expect(failed(await giveBack(city, ENDS))).toEqual(['ART18_RUN_OFF']);
    expect(await returnDuties(city)).toEqual([]);
    await done(repay(running, city.bank, city.loanId, '0.01', ENDS));
    expect(await returnDuties(city)).toEqual([
      { article: 18, state: 'OPEN', dueOn: DAY_10, metOn: null, debtor: { nameZh: '甲银行' } },
    ]);
    // The day before, the loan was still running.
    expect(failed(await giveBack(city, '2025-09-23'))).toEqual(['ART18_RUN_OFF']);
    expect(failed(await giveBack(city, ENDS))).toEqual([]);
  });

  test('the time runs from the last of several loans, also where an approved one is only cancelled', async () => {
    const city = await fundedCity(running, TODAY);
    const loanId = await runningLoan(city);
    const approved = await approvedLoan(
      running,
      city,
      (await addFirm(running, city.region)).id,
      { amount: '1000000.00' },
      TODAY,
    );
    await done(leave(city));
    await done(repay(running, city.bank, loanId, '1000000.00', TODAY));
    expect(await returnDuties(city)).toEqual([]);
    await advance(running, city, ENDS);
    const cancelled = { loanId: approved, reason: '银行退出' };
    await done(running.act(city.bank.user, 'cancelLoan', cancelled, 'loan { id }'));
    expect(await returnDuties(city)).toMatchObject([{ dueOn: DAY_10 }]);
  });

  test('with no loan running it runs from the leaving', async () => {
    const city = await fundedCity(running, ENDS);
    await done(leave(city, ENDS));
    expect(await returnDuties(city)).toMatchObject([{ state: 'OPEN', dueOn: DAY_10 }]);
  });

  test('an agreement that runs out and is not renewed: leaving from the day after, by the sweep', async () => {
    const city = await fundedCity(running, TODAY);
    const bank = await addBank(running, city.pool, '丙银行');
    await signUp(running, city, bank, TODAY, ENDS);
    const placed = { bankId: bank.id, amount: '1000000.00', valueDate: TODAY, document: '划款' };
    await done(running.act(city.guarantor.user, 'placeFirstDeposit', placed, 'entry { id }'));
    await advance(running, city, ENDS);
    expect(await standing(city, bank)).toMatchObject({ state: 'COOPERATING', leavingOn: null });
    expect(
      await errorOf(running, city.guarantor.user, 'returnDeposit', {
        bankId: bank.id,
        valueDate: ENDS,
        document: '转回',
      }),
    ).toEqual({ code: 'CONFLICT', reason: 'STATE' });
    await advance(running, city, '2025-09-30');
    expect(await standing(city, bank)).toMatchObject({ state: 'LEAVING', leavingOn: '2025-09-25' });
    expect(await returnDuties(city)).toMatchObject([{ dueOn: DAY_11, debtor: { nameZh: '丙银行' } }]);
    expect(failed(await giveBack(city, '2025-09-30', bank))).toEqual([]);
  });
});

describe('第十八条 Art. 18: the whole deposit goes back', () => {
  test.each([
    [DAY_10, 'MET'],
    [DAY_11, 'MET_LATE'],
  ])('on %s, over the holiday: %s', async (day, state) => {
    const city = await ranOff();
    await advance(running, city, day);
    const given = await giveBack(city, day);
    expect(failed(given)).toEqual([]);
    expect(given.entry.lines.map(({ amount }: { amount: string }) => amount)).toEqual([
      '1000012.34',
      '-1000012.34',
    ]);
    expect(await returnDuties(city)).toMatchObject([{ state, metOn: day, dueOn: DAY_10 }]);
    expect(await standing(city)).toMatchObject({ state: 'LEFT', deposit: '0.00', leftOn: day });
    const { data } = await running.ask(city.office, '{ pool { funds { total custody deposits } } }');
    expect(data.pool.funds).toEqual({ total: '8000012.34', custody: '8000012.34', deposits: '0.00' });
  });

  test('with its interest: not by a day on which a part of it was not there yet', async () => {
    const city = await ranOff();
    await advance(running, city, '2025-09-26');
    const interest = {
      onDeposit: true,
      bankId: city.bank.id,
      amount: '0.01',
      valueDate: '2025-09-26',
      document: '结息',
    };
    await done(running.act(city.guarantor.user, 'creditInterest', interest, 'entry { id }'));
    expect(failed(await giveBack(city, '2025-09-25'))).toEqual(['ART18_WHOLE_DEPOSIT']);
    const given = await giveBack(city, '2025-09-26');
    expect(failed(given)).toEqual([]);
    expect(given.entry.lines[0].amount).toBe('1000012.35');
  });

  test('what was deducted in excess comes back first', async () => {
    const city = await departing();
    const report = { loanId: city.loanId, deductedOn: TODAY, amount: '100.00', document: '划扣' };
    await done(running.act(city.bank.user, 'reportDeduction', report, 'compensation { id }'));
    await advance(running, city, ENDS);
    await done(repay(running, city.bank, city.loanId, '1000000.00', ENDS));
    expect(failed(await giveBack(city, ENDS))).toEqual(['ART18_WHOLE_DEPOSIT']);
    const back = { bankId: city.bank.id, amount: '100.00', valueDate: ENDS, document: '退回' };
    await done(running.act(city.bank.user, 'returnExcess', back, 'entry { id }'));
    expect(failed(await giveBack(city, ENDS))).toEqual([]);
    expect(await standing(city)).toMatchObject({ state: 'LEFT', deposit: '0.00', suspense: '0.00' });
  });

  test('only once, and only by a bank that leaves; later interest is the pool’s own account’s', async () => {
    const city = await fundedCity(running, TODAY);
    const given = { bankId: city.bank.id, valueDate: TODAY, document: '转回' };
    const conflict = { code: 'CONFLICT', reason: 'STATE' };
    expect(await errorOf(running, city.guarantor.user, 'returnDeposit', given)).toEqual(conflict);
    await done(leave(city));
    await done(giveBack(city, TODAY));
    expect(await errorOf(running, city.guarantor.user, 'returnDeposit', given)).toEqual(conflict);
    const interest = { amount: '1.00', valueDate: TODAY, document: '结息' };
    const onDeposit = { ...interest, onDeposit: true, bankId: city.bank.id };
    expect(await errorOf(running, city.guarantor.user, 'creditInterest', onDeposit)).toEqual(conflict);
    const onCustody = { ...interest, onDeposit: false, bankId: null };
    await done(running.act(city.guarantor.user, 'creditInterest', onCustody, 'entry { id }'));
  });

  test('a return that is reversed has not happened: the bank is leaving, its duty is open, and it may return again', async () => {
    const city = await ranOff();
    const given = await giveBack(city, ENDS);
    const asked = await done(
      running.act(city.office, 'askReversal', { entryId: given.entry.id, reason: '误记' }, 'reversal { id }'),
    );
    const decided = { reversalId: asked.reversal.id, approve: true, valueDate: ENDS, document: '红字' };
    await done(running.act(city.office2, 'decideReversal', decided, 'reversal { state }'));
    expect(await standing(city)).toMatchObject({ state: 'LEAVING', deposit: '1000012.34', leftOn: null });
    expect(await returnDuties(city)).toMatchObject([{ state: 'OPEN', metOn: null }]);
    await advance(running, city, DAY_11);
    expect(await returnDuties(city)).toMatchObject([{ state: 'OVERDUE' }]);
    expect(failed(await giveBack(city, DAY_10))).toEqual([]);
    expect(await returnDuties(city)).toMatchObject([{ state: 'MET', metOn: DAY_10 }]);
  });
});
