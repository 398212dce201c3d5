import { afterAll, beforeAll, expect, test } from 'vitest';
import { addBank, addGuarantor, type Place } from '../support/city.ts';
import { askFor, step, verified } from '../support/dialogue.ts';
import { advance, errorOf } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import { DAY_26, done, LENT, type Troubled, troubledCity } from '../support/recovery.ts';

// A statement of a bank’s special account against the ledger (Art. 11): lines match, five differences are explained or
// corrected, and the statement is closed.

const FROM = '2024-06-03';
const TO = '2025-06-29';
let running: Running;
let city: Troubled;
let stranger: Place;
let otherBank: Place;

beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
  stranger = await addGuarantor(running, city.pool, '丙担保');
  otherBank = await addBank(running, city.pool, '丁银行');
  await advance(running, city, DAY_26);
}, 60_000);
afterAll(() => running?.stop());

const STATEMENT = `statement { id state version whole lineCount opening closing balanceOurs difference
  unmatchedLines { id number amount explanation { reason author { nameZh } } }
  missingEntries { entryId amount document explanation { reason } }
  lines(first: 100) { totalCount nodes { id number match { id way lines { number } entries { id document } } } } }`;

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers
type Read = any;

const line = (
  bookedOn: string,
  amount: string,
  reference: string | null = null,
  text: string | null = null,
) => ({
  bookedOn,
  amount,
  reference,
  text,
});
const period = { periodFrom: FROM, periodTo: TO, document: '对账单-1' };

const act = (user: User, name: string, input: object): Promise<Read> =>
  done(running.act(user, name, input, STATEMENT)).then(({ statement }: Read) => statement);

async function read(id: string, user: User = city.office): Promise<Read> {
  const answer = await running.ask(
    user,
    `query ($id: ID!) { ${STATEMENT.replace('statement', 'statement(id: $id)')} }`,
    { id },
  );
  expect(answer.errors).toBeUndefined();
  return answer.data.statement;
}

const standing = async () =>
  (
    await running.ask(
      city.bank.user,
      'query ($id: ID!) { bank(id: $id) { standing { deposit reconciliation { reconciledThrough openStatements openLines openEntries } } } }',
      { id: city.bank.id },
    )
  ).data.bank.standing;

/** Interest that the fund manager records on the bank’s deposit. */
const interest = (amount: string, valueDate: string, document: string) =>
  done(
    running.act(
      city.guarantor.user,
      'creditInterest',
      { onDeposit: true, bankId: city.bank.id, amount, valueDate, document },
      'entry { id }',
    ),
  ).then(({ entry }) => entry.id as string);

let statementId: string;

test('what does not add up or does not follow is refused, field by field', async () => {
  const { user } = city.bank;
  const upload = (input: object) =>
    errorOf(running, user, 'uploadStatement', {
      ...period,
      opening: '0.00',
      closing: '0.00',
      lines: [],
      ...input,
    });
  const field = (name: string) => ({ code: 'BAD_USER_INPUT', field: name });
  expect(await upload({ periodTo: '2025-06-30' })).toEqual(field('periodTo'));
  expect(await upload({ periodFrom: TO, periodTo: FROM })).toEqual(field('periodFrom'));
  expect(await upload({ opening: '0.01' })).toEqual(field('opening'));
  expect(await upload({ daysApartMax: 32 })).toEqual(field('daysApartMax'));
  expect(await upload({ daysApartMax: -1 })).toEqual(field('daysApartMax'));
  expect(await upload({ lines: [line('2024-06-02', '1.00')] })).toEqual(field('lines.0.bookedOn'));
  expect(await upload({ lines: [line(FROM, '1.00'), line(TO, '0.00')] })).toEqual(field('lines.1.amount'));
  expect(await upload({ periodFrom: '2024-06-04', opening: '4999999.99' })).toEqual(field('opening'));
});

test('a statement comes in parts; lines that are whole match by reference, then by day', async () => {
  const { user } = city.bank;
  // The fund manager books three credits of interest; one wrong by a digit, one the bank books a day later.
  await interest('120.00', '2025-06-20', '息-1');
  await interest('120.00', '2025-06-21', '息-2');
  await interest('87.30', '2025-06-25', '息-3');
  const first = await act(user, 'uploadStatement', {
    ...period,
    opening: '0.00',
    closing: '5000312.80',
    lines: [line(FROM, '1000000.00', null, '首笔 划款-1'), line(FROM, '4000000.00', '划款-2')],
  });
  statementId = first.id;
  expect(first).toMatchObject({ whole: false, lineCount: 2 });
  expect(first.unmatchedLines).toHaveLength(2);
  const whole = await act(user, 'addStatementLines', {
    statementId,
    lines: [
      line('2025-06-21', '120.00', '息-1'),
      line('2025-06-22', '120.00'),
      line('2025-06-25', '78.30', '息-3'),
      line('2025-06-26', '-10.00', 'F-77', '账户管理费'),
      line('2025-06-27', '2.50', null, '利息'),
      line('2025-06-28', '2.00', null, '利息'),
    ],
  });
  expect(whole).toMatchObject({ whole: true, lineCount: 8, state: 'OPEN' });
  expect(whole.lines.totalCount).toBe(8);
  const pairs = whole.lines.nodes.map(({ number, match }: Read) => [
    number,
    match?.entries[0].document ?? null,
  ]);
  expect(pairs).toEqual([
    [1, '划款-1'],
    [2, '划款-2'],
    [3, '息-1'],
    [4, '息-2'],
    [5, null],
    [6, null],
    [7, null],
    [8, null],
  ]);
  expect(whole.missingEntries).toMatchObject([{ amount: '87.30', document: '息-3', explanation: null }]);
  // The differences make up the difference: 78.30 − 10.00 + 2.50 + 2.00 − 87.30.
  expect(whole).toMatchObject({ closing: '5000312.80', balanceOurs: '5000327.30', difference: '-14.50' });
  expect(await standing()).toMatchObject({
    reconciliation: { reconciledThrough: null, openStatements: 1, openLines: 4, openEntries: 1 },
  });
});

test('while anything is open it is not closed, and the error names what', async () => {
  const { version } = await read(statementId);
  const answer = await running.ask(
    city.bank.user,
    'mutation ($input: CloseStatementInput!) { closeStatement(idempotencyKey: "close-too-soon", input: $input) { done } }',
    { input: { statementId, version } },
  );
  const [error] = answer.errors ?? [];
  expect(error?.extensions.code).toBe('CONFLICT');
  const { zh } = (error?.extensions.messages ?? { zh: '' }) as { zh: string };
  expect(zh).toContain('4 行明细未勾对且未说明');
  expect(zh).toContain('1 笔分录未勾对且未说明');
});

test('the walls: another bank and a guarantor see nothing; the office reads and explains, and does no more', async () => {
  for (const user of [otherBank.user, stranger.user]) {
    const seen = await running.ask(
      user,
      'query ($id: ID!) { statement(id: $id) { id } statements { totalCount } node(id: $id) { id } }',
      { id: statementId },
    );
    if (user === otherBank.user)
      expect(seen.data).toEqual({ statement: null, statements: { totalCount: 0 }, node: null });
    else expect(seen.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
  expect(await errorOf(running, otherBank.user, 'matchStatement', { statementId })).toMatchObject({
    code: 'NOT_FOUND',
  });
  for (const user of [city.office, city.region.user])
    expect(await errorOf(running, user, 'matchStatement', { statementId })).toEqual({ code: 'FORBIDDEN' });
  expect(await errorOf(running, city.guarantor.user, 'matchStatement', { statementId })).toEqual({
    code: 'CONFLICT',
    reason: 'STATE',
  });
  expect((await read(statementId, city.guarantor.user)).id).toBe(statementId);
});

test('by hand only what is equal to the fen is matched, each once', async () => {
  const { user } = city.bank;
  const { unmatchedLines, missingEntries } = await read(statementId);
  const lineOf = (number: number) => unmatchedLines.find((one: Read) => one.number === number).id;
  const entryId = missingEntries[0].entryId;
  const match = (lineIds: string[], entryIds: string[]) =>
    errorOf(running, user, 'matchLines', { statementId, lineIds, entryIds });
  expect(await match([lineOf(5)], [entryId])).toEqual({ code: 'BAD_USER_INPUT', field: 'entryIds' });
  expect(await match([lineOf(5), lineOf(5)], [entryId])).toEqual({
    code: 'BAD_USER_INPUT',
    field: 'lineIds',
  });
  expect(await match([lineOf(5)], ['le_0'])).toEqual({ code: 'NOT_FOUND', field: 'entryIds' });
  expect(await match([], [])).toEqual({ code: 'BAD_USER_INPUT', field: 'entryIds' });
  // Two credits of the bank are one entry of ours: recorded late, and matched two to one.
  const late = await interest('4.50', '2025-06-28', '息-4');
  expect(await match([lineOf(7)], [late])).toEqual({ code: 'BAD_USER_INPUT', field: 'entryIds' });
  const matched = await act(user, 'matchLines', {
    statementId,
    lineIds: [lineOf(7), lineOf(8)],
    entryIds: [late],
  });
  const two = matched.lines.nodes.find(({ number }: Read) => number === 8).match;
  expect(two).toMatchObject({ way: 'BY_HAND', lines: [{ number: 7 }, { number: 8 }] });
  expect(await match([lineOf(7)], [late])).toMatchObject({ code: 'NOT_FOUND' });
  const apart = await act(user, 'unmatchLines', { statementId, matchId: two.id });
  expect(apart.unmatchedLines).toHaveLength(4);
  expect(await errorOf(running, user, 'unmatchLines', { statementId, matchId: two.id })).toMatchObject({
    code: 'CONFLICT',
  });
  await act(user, 'matchLines', { statementId, lineIds: [lineOf(7), lineOf(8)], entryIds: [late] });
});

test('a mistake of ours is corrected, the bank’s fee explained; then the statement closes, once', async () => {
  const { user } = city.bank;
  const { missingEntries } = await read(statementId);
  const asked = await askFor(running, city.office, {
    entryId: missingEntries[0].entryId,
    proposed: { amount: '78.30' },
  });
  await step(running, city.guarantor.user, 'accept', asked);
  // The wrong entry and its reversal cancel each other; the right one is the bank's line.
  const matched = await act(user, 'matchStatement', { statementId });
  expect(matched.missingEntries).toEqual([]);
  expect(matched.unmatchedLines).toMatchObject([{ number: 6, amount: '-10.00' }]);
  expect(matched.difference).toBe('-10.00');
  const lineIds = [matched.unmatchedLines[0].id];
  const explained = await act(city.office, 'explainDifference', {
    statementId,
    lineIds,
    entryIds: [],
    reason: '银行误收账户管理费，已要求退回',
    document: '函-3',
  });
  expect(explained.unmatchedLines[0].explanation).toEqual({
    reason: '银行误收账户管理费，已要求退回',
    author: { nameZh: '协调办公室' },
  });
  const again = { statementId, lineIds, entryIds: [], reason: '再次', document: null };
  expect(await errorOf(running, user, 'explainDifference', again)).toMatchObject({ code: 'CONFLICT' });
  const { version } = await read(statementId);
  expect(await errorOf(running, user, 'closeStatement', { statementId, version: version - 1 })).toEqual({
    code: 'CONFLICT',
    reason: 'VERSION',
  });
  const both = await Promise.all(
    [user, city.bank.second].map((one) =>
      running.act(one, 'closeStatement', { statementId, version }, 'statement { state }').then(
        (answer) => answer.statement.state,
        (error: Error) => error.message,
      ),
    ),
  );
  expect(both.filter((one) => one === 'RECONCILED')).toHaveLength(1);
  expect(await standing()).toMatchObject({
    deposit: '5000322.80',
    reconciliation: { reconciledThrough: TO, openStatements: 0, openLines: 0, openEntries: 0 },
  });
  const replaced = { ...period, opening: '0.00', closing: '0.00', lines: [] };
  expect(await errorOf(running, user, 'uploadStatement', replaced)).toEqual({
    code: 'CONFLICT',
    reason: 'STATE',
  });
  expect(await verified(running, city.pool.poolId)).toEqual([]);
});

test('the next goes on where it ended, and is replaced while it is open; what was explained may match later', async () => {
  await advance(running, city, '2025-07-31');
  const { user } = city.bank;
  const next = {
    periodFrom: '2025-06-30',
    periodTo: '2025-07-31',
    document: '对账单-2',
    opening: '5000312.80',
  };
  const error = (changes: object) =>
    errorOf(running, user, 'uploadStatement', { ...next, closing: '0.00', lines: [], ...changes });
  expect(await error({ periodFrom: '2025-06-29' })).toEqual({ code: 'BAD_USER_INPUT', field: 'periodFrom' });
  expect(await error({ periodFrom: '2025-07-01' })).toEqual({ code: 'BAD_USER_INPUT', field: 'periodFrom' });
  expect(await error({ opening: '5000312.81' })).toEqual({ code: 'BAD_USER_INPUT', field: 'opening' });
  const wrong = await act(user, 'uploadStatement', {
    ...next,
    closing: '5000311.80',
    lines: [line('2025-07-01', '-1.00')],
  });
  const right = await act(user, 'uploadStatement', {
    ...next,
    closing: '5000322.80',
    lines: [line('2025-07-03', '10.00', 'F-77', '退回账户管理费')],
  });
  expect(await read(wrong.id)).toMatchObject({ state: 'REPLACED' });
  // The refund cancels the fee of the month before: two lines, and no entry of ours.
  const [refund] = right.unmatchedLines;
  const { unmatchedLines } = await read(statementId);
  const cancelled = await act(user, 'matchLines', {
    statementId: right.id,
    lineIds: [refund.id, unmatchedLines[0].id],
    entryIds: [],
  });
  expect(cancelled).toMatchObject({ unmatchedLines: [], missingEntries: [], difference: '0.00' });
  const { version } = await read(right.id);
  const closed = await act(user, 'closeStatement', { statementId: right.id, version });
  expect(closed.state).toBe('RECONCILED');
});

test('the fund manager keeps the pool’s own account, which no bank sees', async () => {
  const uploaded = await act(city.guarantor.user, 'uploadStatement', {
    periodFrom: LENT,
    periodTo: LENT,
    document: '专户-1',
    opening: '0.00',
    closing: '35000000.00',
    lines: [
      line(LENT, '12000000.00'),
      line(LENT, '12000000.00'),
      line(LENT, '16000000.00'),
      line(LENT, '-1000000.00'),
      line(LENT, '-4000000.00'),
    ],
  });
  expect(uploaded).toMatchObject({ unmatchedLines: [], missingEntries: [], difference: '0.00' });
  const seen = await running.ask(
    city.bank.user,
    'query ($id: ID!) { statement(id: $id) { id } statements { totalCount } }',
    {
      id: uploaded.id,
    },
  );
  expect(seen.data).toEqual({ statement: null, statements: { totalCount: 3 } });
  const { version } = uploaded;
  const closed = await act(city.guarantor.user, 'closeStatement', { statementId: uploaded.id, version });
  expect(closed.state).toBe('RECONCILED');
});
