import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFirm, approvedLoan, type City, joinBank, newCity, pay } from '../support/city.ts';
import { advance, disburse, errorOf, failed, fundedCity, sign } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import { collectBy, DAY_26, deduct, done, LENT, type Troubled, topUp } from '../support/recovery.ts';

// Supplements of the pool by the city, over HTTP (Art. 38): on a ground, by two people, within what was granted.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

const asking = (ground: string, evaluationId: string | null = null) => ({
  ground,
  evaluationId,
  amount: '3000000.00',
  decisionDocument: '包府纪要〔2025〕7号',
  reason: '扩大业务规模',
});

const ask = (city: City, ground: string, evaluationId: string | null = null) =>
  running.act(
    city.office,
    'askSupplement',
    asking(ground, evaluationId),
    'supplement { id state version amount received ground evaluation { year } }',
  );

const decide = (city: City, supplementId: string, approve = true) =>
  running.act(
    city.office2,
    'decideSupplement',
    { supplementId, approve, version: 1 },
    'supplement { id state received }',
  );

const coming = (supplementId: string, amount: string, valueDate = TODAY) => ({
  supplementId,
  amount,
  valueDate,
  document: '拨款-1',
});

const receive = (city: City, supplementId: string, amount: string) =>
  running.act(
    city.guarantor.user,
    'recordSupplement',
    coming(supplementId, amount),
    'entry { id kind lines { account amount } }',
  );

async function supplements(city: City) {
  const { data, errors } = await running.ask(
    city.guarantor.user,
    '{ supplements { nodes { state amount received decisionDocument askedBy } } pool { funds { total custody } } }',
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return { own: data.supplements.nodes, funds: data.pool.funds };
}

/** A city on a day in 2025, and the id of its evaluation of 2024. */
async function evaluated(): Promise<{ city: City; evaluationId: string }> {
  const city = await fundedCity(running, '2024-06-03');
  await advance(running, city, TODAY);
  const banks = [{ bankId: city.bank.id, conclusion: '规范', decision: 'CONTINUE' }];
  const input = { year: 2024, conclusion: '平稳', document: '自评', banks };
  const made = await done(running.act(city.office, 'evaluateYear', input, 'evaluation { id }'));
  return { city, evaluationId: made.evaluation.id };
}

describe('第三十八条 Art. 38: after an evaluation', () => {
  test('it names one that is on record', async () => {
    const { city, evaluationId } = await evaluated();
    expect(failed(await ask(city, 'EVALUATION'))).toEqual(['ART38_GROUND']);
    const foreign = asking('EVALUATION', (await evaluated()).evaluationId);
    expect(await errorOf(running, city.office, 'askSupplement', foreign)).toEqual({
      code: 'NOT_FOUND',
      field: 'evaluationId',
    });
    const asked = await ask(city, 'EVALUATION', evaluationId);
    expect(failed(asked)).toEqual([]);
    expect(asked.supplement).toMatchObject({
      state: 'ASKED',
      version: 1,
      received: '0.00',
      evaluation: { year: 2024 },
    });
  });

  test('two people: nobody approves what they entered; a version that is not the latest is a conflict', async () => {
    const { city, evaluationId } = await evaluated();
    const { supplement } = await ask(city, 'EVALUATION', evaluationId);
    const input = { supplementId: supplement.id, approve: true, version: 1 };
    expect(await errorOf(running, city.office, 'decideSupplement', input)).toEqual({
      code: 'CONFLICT',
      reason: 'SECOND_PERSON',
    });
    expect(await errorOf(running, city.office2, 'decideSupplement', { ...input, version: 2 })).toEqual({
      code: 'CONFLICT',
      reason: 'VERSION',
    });
    expect((await decide(city, supplement.id)).supplement.state).toBe('GRANTED');
    expect(await errorOf(running, city.office2, 'decideSupplement', { ...input, version: 2 })).toEqual({
      code: 'CONFLICT',
      reason: 'STATE',
    });
  });

  test('nothing comes in before it is granted, or after it was declined', async () => {
    const { city, evaluationId } = await evaluated();
    const { supplement } = await ask(city, 'EVALUATION', evaluationId);
    const input = coming(supplement.id, '1.00');
    const conflict = { code: 'CONFLICT', reason: 'STATE' };
    expect(await errorOf(running, city.guarantor.user, 'recordSupplement', input)).toEqual(conflict);
    expect((await decide(city, supplement.id, false)).supplement.state).toBe('DECLINED');
    expect(await errorOf(running, city.guarantor.user, 'recordSupplement', input)).toEqual(conflict);
  });

  test('in parts, to the fen and no further; the money is the city’s', async () => {
    const { city, evaluationId } = await evaluated();
    const { supplement } = await ask(city, 'EVALUATION', evaluationId);
    await decide(city, supplement.id);
    expect(failed(await receive(city, supplement.id, '3000000.01'))).toEqual(['ART38_GRANTED']);
    const first = await receive(city, supplement.id, '1000000.00');
    expect(first.entry).toMatchObject({
      kind: 'SUPPLEMENT',
      lines: [
        { account: 'custody', amount: '1000000.00' },
        { account: 'fund:CITY', amount: '-1000000.00' },
      ],
    });
    expect(failed(await receive(city, supplement.id, '2000000.01'))).toEqual(['ART38_GRANTED']);
    expect((await supplements(city)).own).toEqual([
      {
        state: 'GRANTED',
        amount: '3000000.00',
        received: '1000000.00',
        decisionDocument: '包府纪要〔2025〕7号',
        askedBy: null,
      },
    ]);
    const last = await receive(city, supplement.id, '2000000.00');
    const all = await supplements(city);
    expect(all.own[0]).toMatchObject({ state: 'RECEIVED', received: '3000000.00' });
    expect(all.funds).toEqual({ total: '11000000.00', custody: '10000000.00' });
    const again = coming(supplement.id, '0.01');
    expect(await errorOf(running, city.guarantor.user, 'recordSupplement', again)).toEqual({
      code: 'CONFLICT',
      reason: 'STATE',
    });
    // An entry that is reversed has not come in: that part is still to come.
    const { reversal } = await done(
      running.act(city.office, 'askReversal', { entryId: last.entry.id, reason: '误记' }, 'reversal { id }'),
    );
    const decided = { reversalId: reversal.id, approve: true, valueDate: TODAY, document: '红字' };
    await done(running.act(city.office2, 'decideReversal', decided, 'reversal { id }'));
    expect((await supplements(city)).own[0]).toMatchObject({ state: 'GRANTED', received: '1000000.00' });
    expect(failed(await receive(city, supplement.id, '2000000.00'))).toEqual([]);
  });

  test('others than the office and the fund manager do not see it and take no part in it', async () => {
    const { city, evaluationId } = await evaluated();
    const { supplement } = await ask(city, 'EVALUATION', evaluationId);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    for (const { user } of [city.bank, city.region]) {
      const listed = await running.ask(user, '{ supplements { totalCount } }');
      expect(listed.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect((await running.ask(user, node, { id: supplement.id })).data.node).toBeNull();
      expect(await errorOf(running, user, 'recordSupplement', coming(supplement.id, '1.00'))).toEqual({
        code: 'FORBIDDEN',
      });
    }
    const asked = asking('EVALUATION', evaluationId);
    expect(await errorOf(running, city.guarantor.user, 'askSupplement', asked)).toEqual({
      code: 'FORBIDDEN',
    });
  });
});

/** A pool of 20,000,000.00 and a little more, and a compensation of 4,000,000.00 out of it: a fifth, or a little less. */
async function hit(more: string): Promise<Troubled> {
  const city = await newCity(running, LENT);
  await pay(running, city, city.region, '8000000.00', LENT);
  await pay(running, city, 'CITY', '12000000.00', LENT);
  if (more !== '0.00') await pay(running, city, 'AUTONOMOUS_REGION', more, LENT);
  await joinBank(running, city, city.bank, LENT);
  const lent: string[] = [];
  for (const amount of ['10000000.00', '100.00']) {
    const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
    const loanId = await approvedLoan(running, city, firm.id, { amount }, LENT);
    await done(sign(running, city.bank, loanId));
    await done(disburse(running, city.bank, loanId, LENT));
    lent.push(loanId);
  }
  await topUp(running, city, '3000000.00', LENT);
  const troubled = { ...city, loanId: lent[0] ?? '' };
  await collectBy(running, troubled, DAY_26);
  await done(deduct(running, troubled, DAY_26));
  return troubled;
}

describe('第三十八条 Art. 38: because compensation has reached the line', () => {
  test('one fen below the line is no ground', async () => {
    const city = await hit('0.01');
    const refused = await ask(city, 'BREAKER');
    expect(failed(refused)).toEqual(['ART38_GROUND']);
    expect(refused.verdicts[0]).toMatchObject({ limit: '20', actual: '19.9999' });
  });

  test('at the line it is; an evaluation is not named, and what comes in reopens new business', async () => {
    const city = await hit('0.00');
    const named = { ...asking('BREAKER'), evaluationId: 'ev_0197f5a8c1d07a3e8b2c4d5e6f708192' };
    expect(await errorOf(running, city.office, 'askSupplement', named)).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'evaluationId',
    });
    const asked = await ask(city, 'BREAKER');
    expect(failed(asked)).toEqual([]);
    await decide(city, asked.supplement.id);
    const breaker = async () =>
      (await running.ask(city.bank.user, '{ pool { breaker { tripped } } }')).data.pool.breaker;
    expect(await breaker()).toEqual({ tripped: true });
    const input = coming(asked.supplement.id, '0.01', DAY_26);
    await done(running.act(city.guarantor.user, 'recordSupplement', input, 'entry { id }'));
    expect(await breaker()).toEqual({ tripped: false });
  });

  test('below the line again, it is a ground once: until a supplement was entered that is not declined', async () => {
    const city = await hit('0.00');
    await pay(running, city, 'CITY', '0.01', DAY_26);
    const first = await ask(city, 'BREAKER');
    expect(failed(first)).toEqual([]);
    await decide(city, first.supplement.id, false);
    expect(failed(await ask(city, 'BREAKER'))).toEqual([]);
    expect(failed(await ask(city, 'BREAKER'))).toEqual(['ART38_GROUND']);
  });
});
