import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { addFirm, approvedLoan, pay } from '../support/city.ts';
import { advance, disburse, errorOf, failed, repay, sign } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import {
  balancesOf,
  collectBy,
  DAY_25,
  DAY_26,
  DUE,
  deduct,
  done,
  LENT,
  recogniseHardship,
  recover,
  type Troubled,
  topUp,
  troubledCity,
} from '../support/recovery.ts';

let running: Running;
let city: Troubled;
beforeAll(async () => {
  running = await startProduct();
}, 60_000);
afterAll(() => running?.stop());

const report = (deductedOn: string, amount: string) =>
  running.act(
    city.bank.user,
    'reportDeduction',
    { loanId: city.loanId, deductedOn, amount, document: '划扣报告-1' },
    'compensation { id kind taken deducted claimable noticeOn }',
  );

/** The duties of a kind about the loan, as the office sees them. */
async function duties(kind: string) {
  const { data } = await running.ask(
    city.office,
    `{ obligations(first: 100, filter: { kinds: [${kind}] }) { nodes { kind dueOn metOn debtor { kind } } } }`,
  );
  return data.obligations.nodes;
}

async function loanOf(select: string, loanId = city.loanId) {
  const { data, errors } = await running.ask(
    city.office,
    `query ($id: ID!) { loan(id: $id) { ${select} } }`,
    {
      id: loanId,
    },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.loan;
}

async function entryOf(kind: string): Promise<string> {
  const { data } = await running.ask(
    city.office,
    '{ ledgerEntries(first: 100) { nodes { id kind reversedBy { id } } } }',
  );
  const found = data.ledgerEntries.nodes.filter(
    (one: { kind: string; reversedBy: unknown }) => one.kind === kind && !one.reversedBy,
  );
  return found.at(-1).id;
}

async function reverse(entryId: string, valueDate: string) {
  const asked = await running.act(city.office, 'askReversal', { entryId, reason: '误记' }, 'reversal { id }');
  return {
    reversalId: asked.reversal.id,
    approve: true,
    valueDate,
    document: '冲销-1',
  };
}

describe('a short deposit', () => {
  beforeAll(async () => {
    city = await troubledCity(running, '500000.00');
    await collectBy(running, city, DAY_26);
  });

  test('is taken as far as it goes, and the rest stays claimable', async () => {
    const { compensation } = await done(deduct(running, city, DAY_26));
    expect(compensation).toMatchObject({
      principal: '10000000.00',
      deducted: '1500000.00',
      claimable: '2500000.00',
    });
    expect(await balancesOf(running, city)).toMatchObject({ DEPOSIT: '0.00' });
  });

  test('nothing can be taken from an empty deposit', async () => {
    expect(failed(await deduct(running, city, DAY_26))).toEqual(['ART32_DEPOSIT']);
  });

  test('the rest is taken after a top-up, without new principal and without new attempts', async () => {
    await advance(running, city, '2025-07-01');
    await topUp(running, city, '3000000.00', '2025-07-01');
    const { compensation } = await done(deduct(running, city, '2025-07-01'));
    expect(compensation).toMatchObject({ principal: '0.00', deducted: '2500000.00', claimable: '0.00' });
    expect(failed(await deduct(running, city, '2025-07-01'))).toContain('ART32_ONCE');
    expect(await balancesOf(running, city)).toMatchObject({
      DEPOSIT: '500000.00',
      'COMPENSATION:AUTONOMOUS_REGION': '1200000.00',
      'COMPENSATION:CITY': '1200000.00',
      'COMPENSATION:REGION': '1600000.00',
    });
  });
});

describe('a deduction that was made first and is reported', () => {
  beforeEach(async () => {
    city = await troubledCity(running);
  });

  it.each([
    ['one fen less than lawful', DAY_26, '3999999.99', ['3999999.99', '0.01', '0.00']],
    ['exactly lawful', DAY_26, '4000000.00', ['4000000.00', '0.00', '0.00']],
    ['one fen too much', DAY_26, '4000000.01', ['4000000.00', '0.00', '0.01']],
    ['a day too early', DAY_25, '4000000.00', ['0.00', '0.00', '4000000.00']],
  ])('%s', async (_title, day, amount, [deducted, claimable, owedBack]) => {
    await collectBy(running, city, day);
    await advance(running, city, '2025-06-30');
    const { compensation } = await done(report(day, amount));
    expect(compensation).toMatchObject({
      kind: 'REPORTED',
      taken: amount,
      deducted,
      claimable,
      noticeOn: '2025-06-30',
    });
    expect(await balancesOf(running, city)).toMatchObject({ SUSPENSE: owedBack });
    expect((await duties('EXCESS_RETURN')).length).toBe(owedBack === '0.00' ? 0 : 1);
    expect(await loanOf('state outstanding')).toEqual(
      deducted === '0.00'
        ? { state: 'OVERDUE', outstanding: '10000000.00' }
        : { state: 'COMPENSATED', outstanding: '0.00' },
    );
  });

  it('is booked without the attempts that a deduction asks for, and says so', async () => {
    await advance(running, city, DAY_26);
    const answer = await done(report(DAY_26, '4000000.00'));
    expect(
      answer.verdicts.map(({ code, outcome }: { code: string; outcome: string }) => `${code} ${outcome}`),
    ).toEqual([
      'ART13_REPLENISH TRIGGERS',
      'ART31_COLLECTION TRIGGERS',
      'ART32_EXCESS PASS',
      'ART33_PURSUIT TRIGGERS',
    ]);
  });

  it('cannot have been more than the deposit held', async () => {
    await advance(running, city, DAY_26);
    expect(
      await errorOf(running, city.bank.user, 'reportDeduction', {
        loanId: city.loanId,
        deductedOn: DAY_26,
        amount: '5000000.01',
        document: '划扣报告-1',
      }),
    ).toEqual({ code: 'BAD_USER_INPUT', field: 'amount' });
  });

  it('meets its notice late on the fourth working day', async () => {
    await collectBy(running, city, DAY_26);
    // Sunday 29 June: working days 1 to 3 are 30 June, 1 and 2 July.
    await advance(running, city, '2025-07-03');
    await done(report(DAY_26, '4000000.00'));
    expect(await duties('DEDUCTION_NOTICE')).toMatchObject([{ dueOn: '2025-07-02', metOn: '2025-07-03' }]);
  });

  it('is returned in parts, the duty met with the last', async () => {
    await collectBy(running, city, DAY_25);
    await done(report(DAY_25, '4000000.00'));
    const back = (amount: string, by = city.bank.user) =>
      running.act(
        by,
        'returnExcess',
        { bankId: city.bank.id, amount, valueDate: DAY_25, document: '退回-1' },
        'entry { id }',
      );
    await done(back('3999999.99'));
    expect(await duties('EXCESS_RETURN')).toMatchObject([{ metOn: null }]);
    expect(failed(await back('0.02'))).toEqual(['ART32_EXCESS_RETURN']);
    await done(back('0.01', city.guarantor.user));
    expect(await duties('EXCESS_RETURN')).toMatchObject([{ metOn: DAY_25 }]);
    expect(await balancesOf(running, city)).toMatchObject({ SUSPENSE: '0.00', DEPOSIT: '5000000.00' });
  });
});

describe('instalments and acceleration', () => {
  let loanId: string;
  beforeEach(async () => {
    city = await troubledCity(running);
    const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
    const instalments = [6, 12].map((month) => ({ month, principal: '3000000.00' }));
    loanId = await approvedLoan(running, city, firm.id, { amount: '6000000.00', instalments }, LENT);
    await done(sign(running, city.bank, loanId));
    await done(disburse(running, city.bank, loanId, LENT));
    city = { ...city, loanId };
  });

  it('compensates the instalment that is past grace, and the rest runs on', async () => {
    // Due on 3 December 2024; day 26 is 29 December.
    await collectBy(running, city, '2024-12-29');
    const { compensation } = await done(deduct(running, city, '2024-12-29'));
    expect(compensation).toMatchObject({ principal: '3000000.00', deducted: '1200000.00' });
    expect(await loanOf('state outstanding nextDueOn')).toEqual({
      state: 'COMPENSATED',
      outstanding: '3000000.00',
      nextDueOn: DUE,
    });
    await done(repay(running, city.bank, loanId, '3000000.00', '2024-12-29'));
    expect(await loanOf('state outstanding nextDueOn')).toEqual({
      state: 'COMPENSATED',
      outstanding: '0.00',
      nextDueOn: null,
    });
    expect(
      await errorOf(running, city.bank.user, 'recordRepayment', {
        loanId,
        paidOn: '2024-12-29',
        principal: '0.01',
        interest: '0.00',
        document: '还款',
      }),
    ).toMatchObject({ code: 'CONFLICT' });
  });

  it('a recovery shares out no more than was compensated by its day, and on every later day', async () => {
    await collectBy(running, city, '2024-12-29');
    await done(deduct(running, city, '2024-12-29'));
    await collectBy(running, city, DAY_26);
    await done(deduct(running, city, DAY_26));
    expect(failed(await recover(running, city, { gross: '3000000.01' }, '2025-06-28'))).toEqual([
      'ART34_WITHIN_LOSS',
    ]);
    await done(recover(running, city, { gross: '3000000.00' }, '2025-06-28'));
    expect(failed(await recover(running, city, { gross: '3000000.01' }, DAY_26))).toEqual([
      'ART34_WITHIN_LOSS',
    ]);
    await done(recover(running, city, { gross: '3000000.00' }, DAY_26));
  });

  it('cannot be concluded while principal is outstanding', async () => {
    await collectBy(running, city, '2024-12-29');
    await done(deduct(running, city, '2024-12-29'));
    const conclude = () =>
      running.act(
        city.office,
        'concludeRecovery',
        { loanId, reason: '无财产可供执行', document: '结案-1' },
        'loan { state }',
      );
    expect(failed(await conclude())).toEqual(['ART35_SETTLED']);
    await done(repay(running, city.bank, loanId, '3000000.00', '2024-12-29'));
    expect((await done(conclude())).loan.state).toBe('CLOSED');
  });

  it('is called on the day itself, never back-dated', async () => {
    await advance(running, city, '2024-12-05');
    const call = (acceleratedOn: string) =>
      errorOf(running, city.bank.user, 'accelerate', {
        loanId,
        acceleratedOn,
        reason: '逾期',
        document: '函-1',
      });
    for (const day of ['2024-12-04', '2024-12-06'])
      expect(await call(day)).toEqual({ code: 'BAD_USER_INPUT', field: 'acceleratedOn' });
    expect(await call('2024-12-05')).toBeNull();
  });

  it('called on a day, the whole is past grace twenty-six days later', async () => {
    await advance(running, city, '2024-12-05');
    await done(
      running.act(
        city.bank.user,
        'accelerate',
        { loanId, acceleratedOn: '2024-12-05', reason: '逾期', document: '提前到期-1' },
        'loan { acceleratedOn }',
      ),
    );
    await collectBy(running, city, '2024-12-30');
    // Day 27 of the missed instalment, day 25 of what was called.
    expect((await done(deduct(running, city, '2024-12-30'))).compensation).toMatchObject({
      principal: '3000000.00',
    });
    await advance(running, city, '2024-12-31');
    expect((await done(deduct(running, city, '2024-12-31'))).compensation).toMatchObject({
      principal: '3000000.00',
      deducted: '1200000.00',
    });
    expect(await loanOf('outstanding')).toEqual({ outstanding: '0.00' });
  });
});

describe('a claim that a short deposit left open', () => {
  const askFor = (amount: string) =>
    running.act(city.bank.user, 'askTopUp', { amount, reason: '代偿款未足额划扣' }, 'topUp { id }');

  it('can be paid also at a bank that lends too little to ask otherwise, and is leaving', async () => {
    const troubled = await troubledCity(running, '500000.00');
    city = troubled;
    await collectBy(running, city, DAY_26);
    await done(repay(running, city.bank, troubled.otherLoanId, '10000000.00', DAY_26));
    expect(failed(await askFor('0.01'))).toEqual(['ART16_TOP_UP_ASK']);
    await done(deduct(running, city, DAY_26));
    await done(
      running.act(
        city.office,
        'leaveBank',
        { bankId: city.bank.id, leavingOn: DAY_26, reason: '合作到期', document: '退出-1' },
        'bank { id }',
      ),
    );
    expect(failed(await askFor('2500000.01'))).toEqual(['ART32_OPEN_CLAIM']);
    await topUp(running, city, '2500000.00', DAY_26);
    expect((await done(deduct(running, city, DAY_26))).compensation).toMatchObject({
      deducted: '2500000.00',
      claimable: '0.00',
    });
    expect(failed(await askFor('0.01'))).toEqual(['ART16_COOPERATING', 'ART16_TOP_UP_ASK']);
  });
});

describe('reversals', () => {
  beforeEach(async () => {
    city = await troubledCity(running);
    await collectBy(running, city, DAY_26);
    await done(deduct(running, city, DAY_26));
  });

  it('a compensation taken back leaves no trace in balances, loan and duties', async () => {
    const input = await reverse(await entryOf('DEDUCTION'), DAY_26);
    await done(running.act(city.office2, 'decideReversal', input, 'reversal { state }'));
    expect(await balancesOf(running, city)).toMatchObject({
      DEPOSIT: '5000000.00',
      'COMPENSATION:REGION': '0.00',
    });
    expect(await loanOf('state outstanding nextDueOn')).toEqual({
      state: 'OVERDUE',
      outstanding: '10000000.00',
      nextDueOn: DUE,
    });
    expect((await duties('REPLENISHMENT')).every(({ metOn }: { metOn: unknown }) => metOn)).toBe(true);
    expect((await done(deduct(running, city, DAY_26))).compensation.deducted).toBe('4000000.00');
  });

  it('is refused while a recovery stands, and follows it when that is reversed first', async () => {
    await done(recover(running, city, { gross: '100.00' }, DAY_26));
    const compensation = await reverse(await entryOf('DEDUCTION'), DAY_26);
    expect(await errorOf(running, city.office2, 'decideReversal', compensation)).toMatchObject({
      code: 'CONFLICT',
    });
    const recovery = await reverse(await entryOf('RECOVERY'), DAY_26);
    await done(running.act(city.office2, 'decideReversal', recovery, 'reversal { state }'));
    await done(running.act(city.office2, 'decideReversal', compensation, 'reversal { state }'));
    expect(await loanOf('state outstanding')).toEqual({ state: 'OVERDUE', outstanding: '10000000.00' });
  });

  it('takes recoveries back last first', async () => {
    await done(recover(running, city, { gross: '100.00' }, DAY_26));
    const first = await reverse(await entryOf('RECOVERY'), DAY_26);
    await done(recover(running, city, { gross: '200.00' }, DAY_26));
    expect(await errorOf(running, city.office2, 'decideReversal', first)).toMatchObject({ code: 'CONFLICT' });
  });

  it('takes along a recovery of which nothing went back to the pool, since it has no entry of its own', async () => {
    const cost = { kind: 'LITIGATION', amount: '100.00', note: '诉讼费' };
    await done(recover(running, city, { gross: '100.01', costs: [cost] }, DAY_26));
    await done(recover(running, city, { gross: '0.01' }, DAY_26));
    const input = await reverse(await entryOf('RECOVERY'), DAY_26);
    await done(running.act(city.office2, 'decideReversal', input, 'reversal { state }'));
    const compensation = await reverse(await entryOf('DEDUCTION'), DAY_26);
    await done(running.act(city.office2, 'decideReversal', compensation, 'reversal { state }'));
    expect(await loanOf('state outstanding compensation { recovered }')).toEqual({
      state: 'OVERDUE',
      outstanding: '10000000.00',
      compensation: null,
    });
  });

  it('waits until the guarantor has withdrawn the record of a payment', async () => {
    const paid = await done(
      running.act(
        city.guarantor.user,
        'payGuarantorShare',
        { loanId: city.loanId, paidOn: DAY_26, amount: '0.01', document: '误记' },
        'guarantorPayment { id }',
      ),
    );
    const compensation = await reverse(await entryOf('DEDUCTION'), DAY_26);
    expect(await errorOf(running, city.office2, 'decideReversal', compensation)).toMatchObject({
      code: 'CONFLICT',
    });
    const conclude = { loanId: city.loanId, reason: '终结', document: '结案-1' };
    expect(await errorOf(running, city.office, 'concludeRecovery', conclude)).toMatchObject({
      code: 'CONFLICT',
    });
    const guarantorPaymentId: string = paid.guarantorPayment.id;
    const withdrawn = () =>
      running.act(
        city.guarantor.user,
        'withdrawGuarantorPayment',
        { guarantorPaymentId, reason: '误记' },
        'guarantorPayment { withdrawnOn withdrawalReason }',
      );
    expect((await done(withdrawn())).guarantorPayment).toEqual({
      withdrawnOn: DAY_26,
      withdrawalReason: '误记',
    });
    await expect(withdrawn()).rejects.toThrow('CONFLICT');
    await done(running.act(city.office2, 'decideReversal', compensation, 'reversal { state }'));
    expect(await loanOf('state')).toEqual({ state: 'OVERDUE' });
  });

  it('is for the office, not for the fund manager', async () => {
    const input = await reverse(await entryOf('DEDUCTION'), DAY_26);
    expect(await errorOf(running, city.guarantor.second, 'decideReversal', input)).toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('a region replenishes (Art. 13)', () => {
  beforeEach(async () => {
    city = await troubledCity(running);
    await collectBy(running, city, DAY_26);
  });
  const replenish = (amount: string, valueDate = DAY_26) =>
    running.act(
      city.guarantor.user,
      'recordReplenishment',
      { regionId: city.region.id, amount, valueDate, document: '补充-1' },
      'entry { id }',
    );

  it('owes nothing before a compensation', async () => {
    expect(failed(await replenish('1.00'))).toEqual(['ART13_OWED']);
  });

  it('owes its 40 % of the pool’s part within ninety days, and a fen less leaves the duty open', async () => {
    await done(deduct(running, city, DAY_26));
    // 29 June plus 90 days is Saturday 27 September; Sunday the 28th is worked for the National Day.
    expect(await duties('REPLENISHMENT')).toMatchObject([
      { dueOn: '2025-09-28', metOn: null, debtor: { kind: 'DISTRICT' } },
    ]);
    await done(replenish('1599999.99'));
    expect(await duties('REPLENISHMENT')).toMatchObject([{ metOn: null }]);
    await done(replenish('0.01'));
    expect(await duties('REPLENISHMENT')).toMatchObject([{ metOn: DAY_26 }]);
    expect(failed(await replenish('0.01'))).toEqual(['ART13_OWED']);
  });

  it('is lowered by recoveries that are credited to it first', async () => {
    await done(deduct(running, city, DAY_26));
    await done(recover(running, city, { gross: '5000000.00' }, DAY_26));
    await done(replenish('800000.00'));
    expect(await duties('REPLENISHMENT')).toMatchObject([{ metOn: DAY_26 }]);
  });

  it('owes what it lacks to its minimum, until a pledge lifts it there', async () => {
    city = await troubledCity(running, '4000000.00', true);
    await collectBy(running, city, DAY_26);
    await done(deduct(running, city, DAY_26));
    await done(replenish('1599999.99'));
    expect(await duties('REPLENISHMENT')).toMatchObject([{ metOn: null }]);
    await done(replenish('0.01'));
    expect(await duties('REPLENISHMENT')).toMatchObject([{ metOn: DAY_26 }]);
    // Out of hardship its minimum is eight million; it has pledged four.
    await done(recogniseHardship(running, city, false));
    expect(await duties('REPLENISHMENT')).toMatchObject([{ metOn: null }]);
    await pay(running, city, city.region, '4000000.00', DAY_26);
    expect(await duties('REPLENISHMENT')).toMatchObject([{ metOn: DAY_26 }]);
    expect(failed(await replenish('0.01'))).toEqual(['ART13_OWED']);
  });

  it('owes again when its payment is reversed', async () => {
    await done(deduct(running, city, DAY_26));
    await done(replenish('1600000.00'));
    const input = await reverse(await entryOf('REPLENISHMENT'), DAY_26);
    await done(running.act(city.office2, 'decideReversal', input, 'reversal { state }'));
    expect(await duties('REPLENISHMENT')).toMatchObject([{ metOn: null }]);
  });
});
