import { randomUUID } from 'node:crypto';
import type { GraphQLInputType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { theBareSchema } from '../support/bare-schema.ts';
import { type City, newCity } from '../support/city.ts';
import { actNamed, mutationOf } from '../support/dummies.ts';
import { literal } from '../support/literals.ts';
import { type Answer, type Running, startProduct, type User } from '../support/product.ts';
import { send } from '../support/raw.ts';

// Values that pass the border: those that their field cannot mean, which the act refuses; the JSON of an edition; and
// those that are stored as given.

const TODAY = '2025-03-10';

let running: Running;
let city: City;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

function actorOf(act: string): User {
  if (['pledge', 'registerEnterprise'].includes(act)) return city.region.user;
  return act === 'askTopUp' ? city.bank.user : city.office;
}

describe('a value of the right kind that its field cannot mean is refused by the act, with the field', () => {
  test.each([
    ['pledge', 'amount', '-1.00'],
    ['pledge', 'amount', '0.00'],
    ['pledge', 'amount', '-0'],
    ['registerEnterprise', 'employees', -1],
    ['registerEnterprise', 'revenue', '-0.01'],
    ['registerEnterprise', 'assets', '-0.01'],
    ['registerEnterprise', 'figuresYear', 0],
    ['registerEnterprise', 'figuresYear', 2026],
    ['registerEnterprise', 'divisionCode', '15020'],
    ['registerEnterprise', 'divisionCode', '１５０２０３'],
    ['registerRegion', 'divisionCode', '110101'],
    ['recordLpr', 'oneYear', '-3.00'],
    ['recordLpr', 'oneYear', '3.12345'],
    ['recordLpr', 'fiveYear', '100.01'],
    ['askTopUp', 'amount', '-1.00'],
    ['askTopUp', 'amount', '0.00'],
  ] as const)('%s %s %s', async (name, field, value) => {
    const act = actNamed(name);
    const input = {
      ...act.input,
      ...(name === 'pledge' ? { regionId: city.region.id } : {}),
      [field]: value,
    };
    const { status, body } = await send(running, actorOf(name), mutationOf(act), {
      key: randomUUID(),
      input,
    });
    const { errors, data } = JSON.parse(body);
    expect([status, data?.[name] ?? null, errors?.[0].extensions]).toEqual([
      200,
      null,
      expect.objectContaining({ code: 'BAD_USER_INPUT', field }),
    ]);
  });
});

describe('the parameters of an edition, which are JSON', () => {
  const draft = actNamed('draftEdition');
  const asked = async (parameters: string) => {
    const token = await running.product.issuer?.issue({ ...city.office, name: null });
    const variables = JSON.stringify({ key: randomUUID(), input: { ...draft.input, parameters: 0 } });
    const response = await fetch(running.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: `{"query":${JSON.stringify(mutationOf(draft))},"variables":${variables.replace('"parameters":0', `"parameters":${parameters}`)}}`,
    });
    return { status: response.status, ...((await response.json()) as Answer) };
  };

  test.each([
    'null',
    '0',
    '1e400',
    '-1e400',
    '0.1',
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '[]',
    '{}',
    'true',
    '{"__proto__":{"a":1}}',
    '{"constructor":1}',
    '{"lossShares":"\\ud800"}',
    '{"\\ud800":1}',
    '{"\\u0000":1}',
    '{"lossShares":[{"party":"POOL","weight":1e400}]}',
    `${'['.repeat(40)}${']'.repeat(40)}`,
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
    `[${'1,'.repeat(20000)}1]`,
    '99999999999999999999',
    '1e21',
  ])('%s', async (parameters) => {
    const { status, errors, data } = await asked(parameters);
    expect([status, errors?.[0]?.extensions, data?.draftEdition ?? null]).toEqual([
      expect.any(Number),
      expect.objectContaining({
        messages: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/./) },
      }),
      null,
    ]);
    expect(status).toBeLessThan(500);
    expect(errors?.[0]?.extensions.code).not.toBe('INTERNAL');
  });

  test('a number with a fraction, written in the document, is refused in its place', async () => {
    const input = literal(
      { ...draft.input, parameters: { breakerPercent: 0.5 } },
      theBareSchema().getType(draft.inputType) as GraphQLInputType,
    );
    const { body } = await send(
      running,
      city.office,
      `mutation { draftEdition(idempotencyKey: "12345678", input: ${input}) { done } }`,
      {},
    );
    expect(JSON.parse(body).errors[0].extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.parameters',
    });
  });
});

test('an idempotency key is 8 to 100 visible ASCII characters', async () => {
  const act = actNamed('askTopUp');
  for (const key of [
    '',
    '1234567',
    'a'.repeat(101),
    '12345 78',
    '1234567\r\n',
    '1234567\u0000',
    '幂等键幂等键幂等',
    '12345678\ud800',
  ]) {
    const { errors } = await running.ask(city.bank.user, mutationOf(act), { key, input: act.input });
    expect([key, errors?.[0]?.extensions]).toEqual([
      key,
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'idempotencyKey' }),
    ]);
  }
});

describe('what may be is stored as given', () => {
  const registerBank = (nameZh: string, nameEn = 'Bank') =>
    running.act(city.office, 'registerBank', { nameZh, nameEn }, 'bank { nameZh nameEn }');

  test.each([
    "乙'; drop table bank; --",
    '%_乙\\',
    '{{7*7}} <script>alert(1)</script>',
    '=HYPERLINK("http://x")',
    '+1-1@a',
    '𠮷野家银行',
    'ᠮᠣᠩᠭᠣᠯ ᠪᠠᠩᠬ',
    '甲（内蒙古）银行·包头',
    '👍🏽',
  ])('%s', async (name) => {
    expect((await registerBank(name, name)).bank).toEqual({ nameZh: name, nameEn: name });
    const { data } = await running.ask(city.office, '{ banks(first: 100) { nodes { nameZh } } }');
    expect(data.banks.nodes.map((bank: { nameZh: string }) => bank.nameZh)).toContain(name);
  });

  test('in Unicode normal form C, without spaces around it, lines ended by a line feed', async () => {
    expect((await registerBank(' \u3000Cafe\u0301 银行\u00a0')).bank.nameZh).toBe('Caf\u00e9 银行');
    const note = '第一行\r\n第二行\tA';
    const asked = await running.act(
      city.region.user,
      'askWaiver',
      {
        ruleCode: 'ART13_REGION_LEVERAGE',
        subjectKind: 'REGION',
        subjectId: city.region.id,
        reason: note,
        newLimit: '210000000.00',
        validFrom: TODAY,
        validTo: TODAY,
      },
      'waiver { reason }',
    );
    expect(asked.waiver.reason).toBe('第一行\n第二行\tA');
  });

  test('numbers that differ only in how they are encoded are one number', async () => {
    const { data } = await running.ask(city.office, '{ editions { nodes { parametersJson } } }');
    const { parametersJson: parameters } = data.editions.nodes[0];
    const draft = (number: string) =>
      running.ask(city.office, mutationOf(actNamed('draftEdition')), {
        key: randomUUID(),
        input: { ...actNamed('draftEdition').input, parameters, number },
      });
    expect((await draft('É-1')).errors).toBeUndefined();
    expect((await draft(' E\u0301-1\u3000')).errors?.[0]?.extensions.code).toBe('CONFLICT');
    expect((await draft('É-2')).errors).toBeUndefined();
  });

  test('a credit code in small letters with spaces around it is the same code', async () => {
    const code = makeCreditCode('150203', 'MA0V0001'.replace('V', 'W'));
    const register = (creditCode: string) =>
      running.act(
        city.region.user,
        'registerEnterprise',
        { ...actNamed('registerEnterprise').input, creditCode },
        'enterprise { creditCode }',
      );
    expect((await register(` ${code.toLowerCase()} `)).enterprise.creditCode).toBe(code);
    await expect(register(code)).rejects.toThrow(/CONFLICT/);
  });
});
