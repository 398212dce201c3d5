import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFirm, approvedLoan, type City, joinBank, newCity, pay } from '../support/city.ts';
import { failed, type Judged, sign } from '../support/edges.ts';
import { persist } from '../support/persist.ts';
import { type Running, startProduct } from '../support/product.ts';
import { mustBeWhole } from '../support/whole.ts';

// Limits of one firm and of one bank, asked for by many at the same moment. What fits stands, to the fen; all the rest is
// refused by the rule of that limit; no deadlock comes to be, and every kept figure is what the records give.

let running: Running;
const TODAY = '2025-03-10';
const TOUCHED = 120_000;

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

async function lendingCity(): Promise<City> {
  const city = await newCity(running, TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  return city;
}

/** How many acts stood, and the rules that refused the others. */
function ended(answers: readonly Judged[]): { readonly stood: number; readonly codes: readonly string[] } {
  const refused = answers.filter(({ done }) => !done);
  return { stood: answers.length - refused.length, codes: [...new Set(refused.flatMap(failed))].sort() };
}

test(
  '第二十二条 nine contracts of one firm at once, three fit under its ten million, and then one fen more',
  async () => {
    const city = await lendingCity();
    const firm = await addFirm(running, city.region);
    const loans: string[] = [];
    for (const amount of [...Array<string>(9).fill('3333333.33'), '0.02', '0.01'])
      loans.push(await approvedLoan(running, city, firm.id, { amount }, TODAY));
    const [over = '', fits = ''] = loans.splice(9);
    const answers = await Promise.all(loans.map((loanId) => sign(running, city.bank, loanId)));
    expect(ended(answers)).toEqual({ stood: 3, codes: ['ART22_FIRM_CAP'] });
    const rest = await Promise.all(
      [over, over, over, fits].map((loanId) => sign(running, city.bank, loanId)),
    );
    // Whichever comes first, the fen fits and the two fen never do.
    expect(ended(rest)).toEqual({ stood: 1, codes: ['ART22_FIRM_CAP'] });
    const [row] = await running.owner(
      `select sum(amount)::text as fen from loan where pool_id = $1 and state = 'CONTRACTED'`,
      [city.pool.poolId],
    );
    expect(row?.fen).toBe('1000000000');
    await mustBeWhole(running, city, TODAY);
  },
  TOUCHED,
);

test(
  '第十六条 an approved top-up placed by ten at once is placed once, and to the fen as approved',
  async () => {
    const city = await lendingCity();
    const firm = await addFirm(running, city.region);
    // The bank's deposit of a million carries ten million; what was asked beyond it gives the right to more.
    await sign(
      running,
      city.bank,
      await approvedLoan(running, city, firm.id, { amount: '10000000.00' }, TODAY),
    );
    const second = await addFirm(running, city.region);
    await sign(
      running,
      city.bank,
      await approvedLoan(running, city, second.id, { amount: '1000000.00' }, TODAY),
    );
    const asked = await running.act(
      city.bank.user,
      'askTopUp',
      { amount: '100000.01', reason: '超过十倍' },
      'topUp { id }',
    );
    const topUpId = asked.topUp.id;
    await running.act(city.office, 'decideTopUp', { topUpId, approved: '100000.01', note: '同意' }, 'done');
    const place = (amount: string) =>
      persist(running, city.guarantor.user, 'placeTopUp', {
        topUpId,
        amount,
        valueDate: TODAY,
        document: '划款-2',
      });
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => place('100000.01')),
      place('100000.00'),
      place('100000.02'),
    ]);
    expect(answers.filter((answer) => 'done' in answer && answer.done)).toHaveLength(1);
    // One that comes after it was placed is told that it was: an error of its state, not a refusal.
    for (const answer of answers)
      if ('code' in answer) expect(answer.code).toBe('CONFLICT');
      else if (!answer.done) expect(failed(answer)).toEqual(['ART16_TOP_UP_AMOUNT']);
    const [row] = await running.owner(
      `select sum(balance)::text as fen from account where pool_id = $1 and kind = 'DEPOSIT'`,
      [city.pool.poolId],
    );
    expect(row?.fen).toBe('110000001');
    await mustBeWhole(running, city, TODAY);
  },
  TOUCHED,
);

test(
  '第十八条 a bank leaves while its contracts are signed: those that stand were signed before, the rest are refused',
  async () => {
    const city = await lendingCity();
    const loans: string[] = [];
    for (let made = 0; made < 12; made += 1) {
      const firm = await addFirm(running, city.region);
      loans.push(await approvedLoan(running, city, firm.id, { amount: '100000.00' }, TODAY));
    }
    const signing = (some: readonly string[]) => some.map((loanId) => sign(running, city.bank, loanId));
    const leave = { bankId: city.bank.id, leavingOn: TODAY, reason: '业务调整', document: '函-1' };
    const [left, ...answers] = await Promise.all([
      ...[running.act(city.office, 'leaveBank', leave, 'bank { id }')],
      ...signing(loans),
    ]);
    expect(left?.done).toBe(true);
    const { stood, codes } = ended(answers);
    if (stood < loans.length) expect(codes).toEqual(['ART18_LEAVING']);
    const [row] = await running.owner(
      `select count(*) filter (where act = 'signContracts' and sequence > (select sequence from audit l where l.pool_id = a.pool_id and l.act = 'leaveBank'))::int as late,
       count(*) filter (where act = 'signContracts')::int as signed from audit a where pool_id = $1`,
      [city.pool.poolId],
    );
    expect(row).toEqual({ late: 0, signed: stood });
    await mustBeWhole(running, city, TODAY);
  },
  TOUCHED,
);

test(
  'the sweep of a month asked for by six at once is done once, with no duty twice',
  async () => {
    const city = await lendingCity();
    const firm = await addFirm(running, city.region);
    await sign(
      running,
      city.bank,
      await approvedLoan(running, city, firm.id, { amount: '100000.00' }, TODAY),
    );
    const to = '2025-04-10';
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => persist(running, city.office, 'advanceClock', { to })),
    );
    expect(answers.filter((answer) => 'done' in answer && answer.done)).toHaveLength(1);
    // Whoever comes second finds that day there already.
    for (const answer of answers) if ('code' in answer) expect(answer.code).toBe('BAD_USER_INPUT');
    const twice = await running.owner(
      `select kind, subject_id, due_on, count(*)::int as count from obligation where pool_id = $1 group by 1, 2, 3 having count(*) > 1`,
      [city.pool.poolId],
    );
    expect(twice).toEqual([]);
    await mustBeWhole(running, city, to);
  },
  TOUCHED,
);
