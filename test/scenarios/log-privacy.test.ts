import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/http/log.ts';
import { ASKED, addFirm, type City, joinBank, newCity, pay, referToDecision } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';

// Everything personal or secret that goes in is marked, at the most talkative level of the log, and none of it comes
// out there: names, credit codes, telephone numbers, texts, documents, tokens, passwords, queries and their variables.

const MARK = 'Geheim7Q';
const PHONE = '13947218866';
const TODAY = '2025-03-10';
let lines: string[] = [];
let running: Running;
let city: City;
const secrets: string[] = [MARK, PHONE, '6222000011112222'];

beforeAll(async () => {
  running = await startProduct({}, { level: 'trace', write: (line) => void lines.push(line) });
  city = await newCity(running, TODAY);
  await pay(running, city, 'CITY', '30000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
});
afterAll(() => running?.stop());

const post = async (body: string, headers: Record<string, string> = {}, path = '') =>
  fetch(`${running.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await running.tokenOf(city.office)}`,
      ...headers,
    },
    body,
  });

test('what is done, refused, misspelt, forged, too large or broken leaves no trace of whom it is about', async () => {
  const user = { ...city.region.user, userId: `user-${MARK}` };
  const token = await running.tokenOf(user);
  secrets.push(token, token.split('.')[1] ?? '', token.split('.')[2] ?? '');

  const firm = await addFirm(running, { ...city.region, user }, '150203', { name: `包头市${MARK}机械厂` });
  const { data } = await running.ask(user, '{ enterprises(first: 5) { nodes { id creditCode name } } }');
  secrets.push(data.enterprises.nodes[0].creditCode);
  await referToDecision(running, city, firm.id, { amount: '3000000.00' }, TODAY);

  // Refused, with texts.
  const refused = await running.act(
    user,
    'submitReferral',
    { enterpriseId: firm.id, ...ASKED, amount: '99000000.00', note: `联系电话${PHONE} ${MARK}` },
    'referral { id }',
  );
  expect(refused.done).toBe(false);
  // Unknown, forbidden, of a wrong kind, and a document that is wrong in every way.
  await running.ask(user, `{ enterprise(id: "en_${MARK}") { name } }`);
  await running.ask(
    user,
    `mutation { advanceClock(idempotencyKey: "${MARK}-key", input: { to: "${MARK}" }) { done } }`,
  );
  await running.ask(user, `{ nothing(${MARK}: "${PHONE}") }`);
  await running.ask(user, `query ($${MARK}: Nothing) { pool { nameZh } }`, { [MARK]: PHONE });
  await post(`{"query": "{ pool { nameZh } }", "variables": {"x": "${MARK}`);
  await post(JSON.stringify({ query: `# ${MARK}`.repeat(20_000) }));
  await post(JSON.stringify({ query: '{ pool { nameZh } }' }), { 'content-type': `text/${MARK}` });
  await post(JSON.stringify({ query: '{ pool { nameZh } }' }), { accept: `text/${MARK}` });
  await post(JSON.stringify({ query: '{ pool { nameZh } }' }), {}, `/${encodeURIComponent(MARK)}`);
  // In the address, where other servers log it.
  const inAddress = new URLSearchParams({
    query: `{ enterprise(id: "${PHONE}") { name } }`,
    variables: `{"${MARK}":1}`,
  });
  await fetch(`${running.url}?${inAddress}`, { headers: { authorization: `Bearer ${token}` } });
  await fetch(`${running.url}?access_token=${token}`);
  // Forged, and signed by somebody else.
  for (const authorization of [`Bearer ${MARK}`, `Bearer ${token}x`, `Basic ${btoa(`${MARK}:${PHONE}`)}`])
    await post('{}', { authorization });

  const requests = lines.filter((line) => line.includes('"msg":"request"'));
  expect(requests.length).toBeGreaterThan(30);
  const statuses = new Set(requests.map((line) => JSON.parse(line).status));
  for (const status of [200, 400, 401, 404, 406, 413, 415]) expect([...statuses]).toContain(status);
  for (const line of lines) for (const secret of secrets) expect(line).not.toContain(secret);
});

test('a defect is told with its place, and without the statement’s values', async () => {
  lines = [];
  // A column that the program reads is gone: PostgreSQL refuses, and drivers like to quote the statement.
  await running.owner('alter table enterprise rename column name to name_gone');
  const answer = await running.ask(
    city.office,
    `{ enterprises(search: "${MARK}", first: 1) { nodes { name } } }`,
  );
  await running
    .act(
      city.region.user,
      'registerEnterprise',
      {
        creditCode: secrets.at(-1),
        name: `${MARK}二厂`,
        divisionCode: '150203',
        industryCode: 'C33',
        employees: 60,
        revenue: '30000000.00',
        assets: '20000000.00',
        figuresYear: 2024,
      },
      'enterprise { id }',
      randomUUID(),
    )
    .catch(() => undefined);
  await running.owner('alter table enterprise rename column name_gone to name');
  expect(answer.errors).toBeDefined();
  const told = lines.filter((line) => line.includes('defect'));
  expect(told.length).toBeGreaterThan(0);
  for (const line of lines) for (const secret of secrets) expect(line).not.toContain(secret);
});

test('the words that a program would log by mistake are found by this test', () => {
  const log = createLog({ level: 'trace', format: 'json', write: (line) => void lines.push(line) });
  lines = [];
  log.info({ name: `张${MARK}` }, 'planted');
  expect(lines.some((line) => line.includes(MARK))).toBe(true);
});
