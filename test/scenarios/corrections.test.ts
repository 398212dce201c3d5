import { afterAll, beforeAll, expect, test } from 'vitest';
import { addBank, addFirm, addGuarantor, approvedLoan, joinBank, type Place } from '../support/city.ts';
import { answerInput, askFor, type Dialogue, step, verified } from '../support/dialogue.ts';
import { advance, disburse, errorOf, fundedCity, repay, sign } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import { DAY_26, done, LENT, type Troubled, troubledCity } from '../support/recovery.ts';

// The dialogue about a record that may be wrong (section 12): who may say what when, and what an accepted one does.

let running: Running;
let city: Troubled & { otherLoanId: string };
let stranger: Place;
let otherBank: Place;

beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
  stranger = await addGuarantor(running, city.pool, '丙担保');
  otherBank = await addBank(running, city.pool, '丁银行');
  await joinBank(running, city, otherBank, LENT);
}, 60_000);
afterAll(() => running?.stop());

const LOAN = `outstanding state nextDueOn endedOn instalments { unpaid } repayments { id principal reversedOn document }`;

async function loanOf(loanId: string) {
  return (await running.ask(city.office, `query ($id: ID!) { loan(id: $id) { ${LOAN} } }`, { id: loanId }))
    .data.loan;
}

/** Records a repayment; answers its id. */
async function repaid(loanId: string, principal: string, on = LENT): Promise<string> {
  await done(repay(running, city.bank, loanId, principal, on));
  return (await loanOf(loanId)).repayments.at(-1).id;
}

async function newLoan(amount = '1000000.00'): Promise<string> {
  const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
  const loanId = await approvedLoan(running, city, firm.id, { amount }, LENT);
  await done(sign(running, city.bank, loanId));
  await done(disburse(running, city.bank, loanId, LENT));
  return loanId;
}

test('a bank asks about its own repayment; the office accepts; the amount is right to the fen', async () => {
  const loanId = await newLoan();
  const repaymentId = await repaid(loanId, '100000.00');
  const asked = await askFor(running, city.bank.user, {
    repaymentId,
    proposed: { principal: '10000.01' },
  });
  expect(asked).toMatchObject({
    state: 'ASKED',
    version: 1,
    about: { id: repaymentId },
    recorded: { principal: '100000.00' },
    proposed: { principal: '10000.01' },
  });
  expect((await loanOf(loanId)).outstanding).toBe('900000.00');
  const accepted = await step(running, city.office, 'accept', asked);
  expect(accepted).toMatchObject({ state: 'ACCEPTED', version: 2, result: { __typename: 'Repayment' } });
  expect(accepted.log.map(({ state }: { state: string }) => state)).toEqual(['ASKED', 'ACCEPTED']);
  const after = await loanOf(loanId);
  expect(after.outstanding).toBe('989999.99');
  expect(after.repayments).toMatchObject([
    { principal: '100000.00', reversedOn: LENT },
    { id: accepted.result.id, principal: '10000.01', reversedOn: null },
  ]);
});

test('a repayment on the wrong loan moves to the right one; a last repayment opens its loan again', async () => {
  const [wrong, right] = [await newLoan(), await newLoan()];
  const repaymentId = await repaid(wrong, '1000000.00');
  expect(await loanOf(wrong)).toMatchObject({ state: 'REPAID', endedOn: LENT });
  const asked = await askFor(running, city.office, { repaymentId, loanId: right, proposed: {} });
  await step(running, city.bank.user, 'accept', asked);
  expect(await loanOf(wrong)).toMatchObject({ state: 'ACTIVE', outstanding: '1000000.00', endedOn: null });
  expect(await loanOf(right)).toMatchObject({ state: 'REPAID', outstanding: '0.00' });
});

test('a repayment recorded twice is taken back only', async () => {
  const loanId = await newLoan();
  await repaid(loanId, '0.01');
  const twice = await repaid(loanId, '0.01');
  const asked = await askFor(running, city.bank.user, { repaymentId: twice });
  const accepted = await step(running, city.office, 'accept', asked);
  expect(accepted.result).toBeNull();
  expect((await loanOf(loanId)).outstanding).toBe('999999.99');
  const input = { repaymentId: twice, reason: '再次' };
  expect(await errorOf(running, city.bank.user, 'askCorrection', input)).toMatchObject({ code: 'CONFLICT' });
});

test('nobody accepts what they asked for, under whichever tenant they come', async () => {
  const repaymentId = await repaid(await newLoan(), '0.01');
  const asked = await askFor(running, city.bank.user, { repaymentId });
  const oneself = { ...city.office, userId: city.bank.user.userId };
  const error = await errorOf(running, oneself, 'acceptCorrection', answerInput(asked, 'accept'));
  expect(error).toMatchObject({ code: 'CONFLICT', reason: 'SECOND_PERSON' });
  await step(running, city.office, 'accept', asked);
});

test('what the rules refuse of the new record leaves the old one as it is', async () => {
  const loanId = await newLoan();
  const repaymentId = await repaid(loanId, '500000.00');
  const whole = await askFor(running, city.bank.user, { repaymentId, proposed: { principal: '1000000.01' } });
  const before = await loanOf(loanId);
  const checked = await running.ask(
    city.office,
    'query ($input: AcceptCorrectionInput!) { check { acceptCorrection(input: $input) { allowed verdicts { code outcome } } } }',
    { input: answerInput(whole, 'accept') },
  );
  expect(checked.data.check.acceptCorrection.allowed).toBe(false);
  const refused = await running.act(
    city.office,
    'acceptCorrection',
    answerInput(whole, 'accept'),
    'correction { id }',
  );
  expect(refused.done).toBe(false);
  expect(await loanOf(loanId)).toEqual(before);
  await step(running, city.bank.user, 'withdraw', whole);
  const edge = await askFor(running, city.bank.user, { repaymentId, proposed: { principal: '1000000.00' } });
  await step(running, city.office, 'accept', edge);
  expect(await loanOf(loanId)).toMatchObject({ state: 'REPAID', outstanding: '0.00' });
});

test('every step is open to one side in its states, and to nobody else', async () => {
  const loanId = await newLoan();
  const repaymentId = await repaid(loanId, '1.00');
  const { office, bank } = city;
  const STEPS = ['accept', 'explain', 'insist', 'withdraw', 'settle'] as const;
  const refusals = async (dialogue: Dialogue, open: Readonly<Record<string, User>>) => {
    for (const to of STEPS)
      for (const user of [office, bank.user]) {
        if (open[to] === user) continue;
        const error = await errorOf(running, user, `${to}Correction`, answerInput(dialogue, to));
        expect([to, error]).toEqual([to, { code: 'CONFLICT', reason: 'STATE' }]);
      }
    for (const foreign of [otherBank.user, stranger.user]) {
      const error = await errorOf(running, foreign, 'explainCorrection', answerInput(dialogue, 'explain'));
      expect(error).toMatchObject({ code: 'NOT_FOUND' });
      const read = await running.ask(
        foreign,
        'query ($id: ID!) { correction(id: $id) { id } corrections { totalCount } }',
        dialogue,
      );
      expect(read.data).toEqual({ correction: null, corrections: { totalCount: 0 } });
    }
  };
  const asked = await askFor(running, office, { repaymentId });
  await refusals(asked, { accept: bank.user, explain: bank.user, withdraw: office });
  const explained = await step(running, bank.user, 'explain', asked);
  await refusals(explained, { insist: office, withdraw: office, settle: office });
  const stale = answerInput({ ...explained, version: 1 }, 'insist');
  expect(await errorOf(running, office, 'insistCorrection', stale)).toEqual({
    code: 'CONFLICT',
    reason: 'VERSION',
  });
  const insisted = await step(running, office, 'insist', explained);
  await refusals(insisted, { accept: bank.user, explain: bank.user, withdraw: office });
  const again = await step(running, bank.user, 'explain', insisted);
  const settled = await step(running, office, 'settle', again);
  await refusals(settled, {});
  expect(settled.log.map(({ state }: { state: string }) => state)).toEqual([
    'ASKED',
    'EXPLAINED',
    'INSISTED',
    'EXPLAINED',
    'SETTLED',
  ]);
  expect((await loanOf(loanId)).outstanding).toBe('999999.00');
  const district = await running.ask(city.region.user, '{ corrections { totalCount } }');
  expect(district.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test('an operator explains; only an approver accepts', async () => {
  const loanId = await newLoan();
  const asked = await askFor(running, city.office, { repaymentId: await repaid(loanId, '1.00') });
  const operator: User = { ...city.bank.user, userId: 'clerk', role: 'OPERATOR' };
  const error = await errorOf(running, operator, 'acceptCorrection', answerInput(asked, 'accept'));
  expect(error).toEqual({ code: 'FORBIDDEN' });
  await step(running, operator, 'explain', asked);
});

test('what is asked has to make sense', async () => {
  const loanId = await newLoan();
  const repaymentId = await repaid(loanId, '5.00');
  const ask = (input: object, by = city.bank.user) =>
    errorOf(running, by, 'askCorrection', { reason: '有误', ...input });
  const invalid = (field: string) => ({ code: 'BAD_USER_INPUT', field });
  expect(await ask({})).toMatchObject(invalid('entryId'));
  expect(await ask({ repaymentId, entryId: repaymentId })).toMatchObject(invalid('entryId'));
  expect(await ask({ repaymentId: 'rp_0' })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await ask({ repaymentId, proposed: {} })).toMatchObject(invalid('proposed'));
  expect(await ask({ repaymentId, proposed: { principal: '5.00' } })).toMatchObject(invalid('proposed'));
  expect(await ask({ repaymentId, proposed: { gross: '5.00' } })).toMatchObject(invalid('proposed.gross'));
  expect(await ask({ repaymentId, reverseOn: LENT })).toMatchObject(invalid('reverseOn'));
  expect(await ask({ repaymentId, loanId: 'ln_0', proposed: {} })).toMatchObject({ code: 'NOT_FOUND' });
  await askFor(running, city.bank.user, { repaymentId });
  expect(await ask({ repaymentId })).toMatchObject({ code: 'CONFLICT', reason: 'DUPLICATE' });
  expect(await ask({ repaymentId }, otherBank.user)).toMatchObject({ code: 'NOT_FOUND' });
});

const ENTRIES = `query ($kinds: [EntryKind!]) { ledgerEntries(first: 100, filter: { kinds: $kinds }) { nodes { id kind valueDate lines { amount } reversedBy { id } } } }`;

async function entriesOf(...kinds: string[]) {
  const answer = await running.ask(city.office, ENTRIES, { kinds });
  expect(answer.errors).toBeUndefined();
  return answer.data.ledgerEntries.nodes.filter((one: { reversedBy: unknown }) => !one.reversedBy);
}

test('money that was recorded wrongly is reversed and recorded anew in one act', async () => {
  const manager = city.guarantor.user;
  await done(
    running.act(
      manager,
      'creditInterest',
      { onDeposit: false, bankId: null, amount: '100.00', valueDate: LENT, document: '息' },
      'entry { id }',
    ),
  );
  const [interest] = await entriesOf('INTEREST');
  const custody = () =>
    running.ask(city.office, '{ pool { funds { custody interest } } }').then((a) => a.data.pool.funds);
  const before = await custody();
  const asked = await askFor(running, city.office, { entryId: interest.id, proposed: { amount: '99.99' } });
  const accepted = await step(running, manager, 'accept', asked);
  expect(accepted).toMatchObject({ result: { __typename: 'LedgerEntry' } });
  expect(accepted.reversal.id).toMatch(/^le_/);
  const after = await custody();
  expect([before.interest, after.interest]).toEqual(['100.00', '99.99']);
  const [deposit] = await entriesOf('DEPOSIT_PLACED');
  const own = await askFor(running, manager, { entryId: deposit.id, proposed: { document: '划款-9' } });
  await step(running, city.office, 'accept', own);
  expect((await entriesOf('DEPOSIT_PLACED')).length).toBeGreaterThan(0);
  expect(await custody()).toEqual(after);
  expect(await verified(running, city.pool.poolId)).toEqual([]);
});

test('of a contribution that is used already only the difference has to be there, to the fen', async () => {
  const small = await fundedCity(running, LENT);
  const ledger = await running.ask(small.office, ENTRIES, { kinds: ['CONTRIBUTION'] });
  const entryId = ledger.data.ledgerEntries.nodes[0].id;
  // Eight million came in, one went to the bank: the contribution cannot have been less than that one.
  const tooLittle = await askFor(running, small.office, { entryId, proposed: { amount: '999999.99' } });
  const { user } = small.guarantor;
  expect(await errorOf(running, user, 'acceptCorrection', answerInput(tooLittle, 'accept'))).toEqual({
    code: 'CONFLICT',
    reason: 'STATE',
  });
  await step(running, small.office, 'withdraw', tooLittle);
  const back = await askFor(running, small.office, { entryId });
  expect(await errorOf(running, user, 'acceptCorrection', answerInput(back, 'accept'))).toEqual({
    code: 'CONFLICT',
    reason: 'STATE',
  });
  await step(running, small.office, 'withdraw', back);
  const edge = await askFor(running, small.office, { entryId, proposed: { amount: '1000000.00' } });
  await step(running, user, 'accept', edge);
  const funds = await running.ask(small.office, '{ pool { funds { custody total } } }');
  expect(funds.data.pool.funds).toEqual({ custody: '0.00', total: '1000000.00' });
  expect(await verified(running, small.pool.poolId)).toEqual([]);
});

test('a compensation, a guarantor’s payment and a recovery are corrected by either side', async () => {
  await advance(running, city, DAY_26);
  const { bank, office, guarantor, loanId } = city;
  for (const attemptedOn of ['2025-06-10', '2025-06-20'])
    await running.act(
      bank.user,
      'recordCollectionAttempt',
      { loanId, channel: 'TELEPHONE', attemptedOn, findings: '已催收', document: '催-1' },
      'aftercare { id }',
    );
  const reported = await done(
    running.act(
      bank.user,
      'reportDeduction',
      { loanId, deductedOn: DAY_26, amount: '4500000.00', document: '划-1' },
      'compensation { id deducted excessEntry { id } }',
    ),
  );
  expect(reported.compensation).toMatchObject({ deducted: '4000000.00' });
  // The bank typed half a million too much; the office asks, the bank accepts.
  const asked = await askFor(running, office, {
    compensationId: reported.compensation.id,
    proposed: { amount: '4000000.00' },
  });
  const accepted = await step(running, bank.user, 'accept', asked);
  expect(accepted.excessReversal.id).toMatch(/^le_/);
  expect(accepted.result.__typename).toBe('Compensation');
  const deposit = await running.ask(
    office,
    'query ($id: ID!) { bank(id: $id) { standing { deposit suspense } } }',
    {
      id: bank.id,
    },
  );
  expect(deposit.data.bank.standing).toEqual({ deposit: '1000000.00', suspense: '0.00' });
  // Then the deduction was right all along: taken back and made again by the office, at the bank's own request.
  const own = await askFor(running, bank.user, {
    compensationId: accepted.result.id,
    proposed: { document: '划-2' },
  });
  const remade = await step(running, office, 'accept', own);
  const paid = await done(
    running.act(
      guarantor.user,
      'payGuarantorShare',
      { loanId, paidOn: DAY_26, amount: '3000000.00', document: '付-1' },
      'guarantorPayment { id }',
    ),
  );
  const blocked = await askFor(running, bank.user, { compensationId: remade.result.id });
  const conflict = await errorOf(running, office, 'acceptCorrection', answerInput(blocked, 'accept'));
  expect(conflict).toEqual({ code: 'CONFLICT', reason: 'STATE' });
  await step(running, bank.user, 'withdraw', blocked);
  const payment = await askFor(running, guarantor.user, {
    guarantorPaymentId: paid.guarantorPayment.id,
    proposed: { amount: '4000000.00' },
  });
  const repayed = await step(running, office, 'accept', payment);
  expect(repayed.result.__typename).toBe('GuarantorPayment');
  const recovered = await done(
    running.act(
      bank.user,
      'recordRecovery',
      { loanId, receivedOn: DAY_26, gross: '100.05', costs: [], destination: 'DEPOSIT', document: '回-1' },
      'recovery { id }',
    ),
  );
  const recovery = await askFor(running, office, {
    recoveryId: recovered.recovery.id,
    proposed: { gross: '110.05', costs: [{ kind: 'AGENCY', amount: '10.02', note: '代理费' }] },
  });
  const again = await step(running, bank.user, 'accept', recovery);
  const read = await running.ask(
    office,
    'query ($id: ID!) { node(id: $id) { ... on Recovery { net returned costs } } }',
    {
      id: again.result.id,
    },
  );
  expect(read.data.node).toEqual({ net: '100.03', returned: '40.01', costs: '10.02' });
  const back = await askFor(running, bank.user, { recoveryId: again.result.id });
  await step(running, office, 'accept', back);
  expect(await verified(running, city.pool.poolId)).toEqual([]);
}, 30_000);

test('of two that accept at once one does, and the other is told', async () => {
  const loanId = await newLoanLater();
  const repaymentId = await repaid(loanId, '100.00', DAY_26);
  const asked = await askFor(running, city.office, { repaymentId, proposed: { principal: '10.00' } });
  const both = await Promise.all(
    [city.bank.user, city.bank.second].map((user) =>
      running.act(user, 'acceptCorrection', answerInput(asked, 'accept'), 'correction { state }').then(
        (answer) => answer.correction.state,
        (error: Error) => error.message,
      ),
    ),
  );
  expect(both.filter((one) => one === 'ACCEPTED')).toHaveLength(1);
  expect(both.find((one) => one !== 'ACCEPTED')).toContain('CONFLICT');
  expect(await loanOf(loanId)).toMatchObject({ outstanding: '999990.00' });
});

test('corrections and new entries at the same time wait for each other, and all are done', async () => {
  const manager = city.guarantor.user;
  const credit = () =>
    done(
      running.act(
        manager,
        'creditInterest',
        { onDeposit: true, bankId: city.bank.id, amount: '1.00', valueDate: DAY_26, document: '息' },
        'entry { id }',
      ),
    );
  const asked: Dialogue[] = [];
  for (const amount of ['1.01', '1.02', '1.03', '1.04']) {
    const { entry } = await credit();
    asked.push(await askFor(running, city.office, { entryId: entry.id, proposed: { amount } }));
  }
  await Promise.all(asked.flatMap((one) => [step(running, manager, 'accept', one), credit()]));
  const funds = await running.ask(city.office, '{ pool { funds { interest } } }');
  // 99.99 from before, four corrected ones, four new ones.
  expect(funds.data.pool.funds.interest).toBe('108.09');
  expect(await verified(running, city.pool.poolId)).toEqual([]);
});

async function newLoanLater(): Promise<string> {
  const firm = await addFirm(running, city.region, '150203', { figuresYear: 2024 });
  const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, DAY_26);
  await done(sign(running, city.bank, loanId));
  await done(disburse(running, city.bank, loanId, DAY_26));
  return loanId;
}
