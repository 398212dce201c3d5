import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ROLES, wordsOf } from '../../src/domain/words.ts';
import { addFirm, type City, joinBank, newCity, type Place, pay, referToDecision } from '../support/city.ts';
import { errorOf, fingerprint } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import { successorDraft } from '../support/twin.ts';

// Section 10: nobody approves what they entered themselves, where the act needs two people: waivers, reversals, editions,
// supplements, take-overs. For each: the same person is refused in every role, from every tenant, in the other pool and by whatever
// key; the second person succeeds; and while it waits, the thing itself says so and who asked.

/** A year before it there was business to evaluate. */
const FOUNDED = '2024-06-03';
const TODAY = '2025-03-10';

let running: Running;
let city: City;
let elsewhere: City;

beforeAll(async () => {
  running = await startProduct();
  city = await funded();
  elsewhere = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

async function funded(): Promise<City> {
  const made = await newCity(running, FOUNDED);
  await pay(running, made, made.region, '8000000.00', FOUNDED);
  await joinBank(running, made, made.bank, FOUNDED);
  await running.act(made.office, 'advanceClock', { to: TODAY }, 'pool { id }');
  return made;
}

interface Waiting {
  /** Names the thing in the input of the act that decides. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Answers how the thing stands, to a reader. */
  readonly look: string;
  readonly id: string;
}

interface TwoPeople {
  readonly what: string;
  readonly article: string;
  readonly ask: string;
  readonly decide: string;
  /** Who asks, in the least role that may. */
  asker(): User;
  /** The second person, of the asker's own tenant. */
  second(): User;
  wait(by: User): Promise<Waiting>;
  /** What is shown of it to a reader while it waits, and once it is decided. */
  readonly waits: Readonly<Record<string, unknown>>;
  readonly decided: Readonly<Record<string, unknown>>;
}

const office = (user: User, role: User['role'] = 'APPROVER'): User => ({ ...user, role });

const WHERE_TWO: readonly TwoPeople[] = [
  {
    what: '放宽',
    article: '第二十三条',
    ask: 'askWaiver',
    decide: 'answerWaiver',
    asker: () => office(city.office),
    second: () => office(city.office2),
    async wait(by) {
      const firm = await addFirm(running, city.region);
      const { waiver } = await running.act(
        by,
        'askWaiver',
        {
          ruleCode: 'ART22_FIRM_CAP',
          subjectKind: 'ENTERPRISE',
          subjectId: firm.id,
          reason: '重点企业',
          newLimit: '12000000.00',
          validFrom: TODAY,
          validTo: '2025-12-31',
        },
        'waiver { id }',
      );
      return {
        id: waiver.id,
        input: { waiverId: waiver.id, consent: true, note: '同意' },
        look: 'query ($id: ID!) { thing: node(id: $id) { ... on Waiver { state asker { nameEn } consents { consented } } } }',
      };
    },
    waits: { state: 'ASKED', asker: { nameEn: 'Coordination office' }, consents: [{ consented: null }] },
    decided: { state: 'IN_FORCE', asker: { nameEn: 'Coordination office' }, consents: [{ consented: true }] },
  },
  {
    what: '冲销',
    article: '第十条',
    ask: 'askReversal',
    decide: 'decideReversal',
    asker: () => office(city.office),
    second: () => office(city.office2),
    async wait(by) {
      const interest = await running.act(
        city.guarantor.user,
        'creditInterest',
        { amount: '12.34', onDeposit: false, valueDate: TODAY, document: '利息' },
        'entry { id }',
      );
      const { reversal } = await running.act(
        by,
        'askReversal',
        { entryId: interest.entry.id, reason: '误记' },
        'reversal { id }',
      );
      return {
        id: reversal.id,
        input: { reversalId: reversal.id, approve: true, valueDate: TODAY, document: '冲销' },
        look: 'query ($id: ID!) { thing: node(id: $id) { ... on Reversal { state askedBy decidedBy asker { nameEn } } } }',
      };
    },
    waits: { state: 'ASKED', askedBy: 'office-a', decidedBy: null, asker: { nameEn: 'Coordination office' } },
    decided: {
      state: 'POSTED',
      askedBy: 'office-a',
      decidedBy: 'office-b',
      asker: { nameEn: 'Coordination office' },
    },
  },
  {
    what: '政策版本',
    article: '第四十条',
    ask: 'draftEdition',
    decide: 'enactEdition',
    asker: () => office(city.office),
    second: () => office(city.office2),
    async wait(by) {
      const draft = await successorDraft(running, by);
      const { edition } = await running.act(by, 'draftEdition', draft, 'edition { id version }');
      return {
        id: edition.id,
        input: { editionId: edition.id, version: edition.version },
        look: 'query ($id: ID!) { thing: node(id: $id) { ... on Edition { state draftedBy enactedBy } } }',
      };
    },
    waits: { state: 'DRAFT', draftedBy: 'office-a', enactedBy: null },
    decided: { state: 'ENACTED', draftedBy: 'office-a', enactedBy: 'office-b' },
  },
  {
    what: '补充资金',
    article: '第三十八条',
    ask: 'askSupplement',
    decide: 'decideSupplement',
    asker: () => office(city.office),
    second: () => office(city.office2),
    async wait(by) {
      const evaluated = await running.act(
        city.office2,
        'evaluateYear',
        {
          year: 2024,
          conclusion: '平稳',
          document: '自评',
          banks: [{ bankId: city.bank.id, conclusion: '尚可', decision: 'CONTINUE' }],
        },
        'evaluation { id }',
      );
      const { supplement } = await running.act(
        by,
        'askSupplement',
        {
          ground: 'EVALUATION',
          evaluationId: evaluated.evaluation.id,
          amount: '1000000.00',
          decisionDocument: '纪要',
          reason: '绩效评价',
        },
        'supplement { id version }',
      );
      return {
        id: supplement.id,
        input: { supplementId: supplement.id, approve: true, version: supplement.version },
        look: 'query ($id: ID!) { thing: node(id: $id) { ... on Supplement { state askedBy decidedBy } } }',
      };
    },
    waits: { state: 'ASKED', askedBy: 'office-a', decidedBy: null },
    decided: { state: 'GRANTED', askedBy: 'office-a', decidedBy: 'office-b' },
  },
  {
    what: '期初接管',
    article: '第十条',
    ask: 'openTakeOver',
    decide: 'confirmTakeOver',
    asker: () => office(city.office),
    second: () => office(city.office2),
    async wait(by) {
      const input = { takenOverOn: TODAY, document: '期初' };
      const { takeOver } = await running.act(by, 'openTakeOver', input, 'takeOver { id }');
      return {
        id: takeOver.id,
        input: { takeOverId: takeOver.id, approve: true },
        look: 'query ($id: ID!) { thing: node(id: $id) { ... on TakeOver { state } } }',
      };
    },
    waits: { state: 'OPENING' },
    decided: { state: 'OPEN' },
  },
];

/** The acts in whose code a second person is asked for. */
function actsThatAskForTwo(): string[] {
  const folder = 'src/acts';
  return readdirSync(folder)
    .filter((file) => file !== 'failures.ts')
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/(?=export const \w+ = act\()/))
    .filter((text) => text.includes("'SECOND_PERSON'"))
    .map((text) => /^export const (\w+) = act\(/.exec(text)?.[1] ?? 'a helper')
    .sort();
}

test('第十条 the acts that need two people are those of this table, and no others', () => {
  // A correction is asked for by one tenant and accepted by another: test/scenarios/corrections.test.ts.
  const here = WHERE_TWO.map(({ decide }) => decide);
  expect(actsThatAskForTwo()).toEqual([...here, 'acceptCorrection'].sort());
});

const people = (): readonly (readonly [string, Place['user']])[] => [
  ['district', city.region.user],
  ['bank', city.bank.user],
  ['fund manager', city.guarantor.user],
];

describe.each(WHERE_TWO)('$article $what', ({ ask, decide, asker, second, wait, waits, decided }) => {
  it('the one who asked is refused in every role and by every way around; a second person succeeds', async () => {
    const first = asker();
    const waiting = await wait(first);
    const look = async (who: User) => (await running.ask(who, waiting.look, { id: waiting.id })).data.thing;
    expect(await look(first)).toEqual(waits);
    expect(await look(second())).toEqual(waits);
    const before = await fingerprint(running);
    const unchanged = async (how: string) => expect([how, await fingerprint(running)]).toEqual([how, before]);

    for (const role of wordsOf(ROLES)) {
      const error = await errorOf(running, office(first, role), decide, waiting.input);
      expect([role, error]).toEqual([
        role,
        role === 'APPROVER' ? { code: 'CONFLICT', reason: 'SECOND_PERSON' } : { code: 'FORBIDDEN' },
      ]);
      await unchanged(role);
    }
    // The same person with a token of another tenant of the pool.
    for (const [tenant, { tenantId }] of people()) {
      const error = await errorOf(running, { ...first, tenantId }, decide, waiting.input);
      expect([tenant, error?.reason ?? error?.code]).toEqual([
        tenant,
        expect.stringMatching(/^(SECOND_PERSON|FORBIDDEN|NOT_FOUND)$/),
      ]);
      await unchanged(tenant);
    }
    // Of another pool, as the same person and as another: there is no such thing there.
    for (const user of [elsewhere.office, elsewhere.office2]) {
      const error = await errorOf(running, user, decide, waiting.input);
      expect(error).toMatchObject({ code: 'NOT_FOUND' });
      expect(await look(user)).toBeNull();
      await unchanged('another pool');
    }

    // A key under which they were refused keeps nothing; one under which somebody else succeeded does nothing again.
    const key = randomUUID();
    await expect(running.act(first, decide, waiting.input, 'done', key)).rejects.toThrow('SECOND_PERSON');
    await unchanged('a key');
    const answer = await running.act(second(), decide, waiting.input, 'done', key);
    expect(answer.done).toBe(true);
    expect(await look(first)).toEqual(decided);
    const after = await fingerprint(running);
    const again = await running.ask(
      first,
      `mutation ($key: String!, $input: ${decide[0]?.toUpperCase()}${decide.slice(1)}Input!) { ${decide}(idempotencyKey: $key, input: $input) { done replayed } }`,
      { key, input: waiting.input },
    );
    const said = again.errors?.[0]?.extensions.code ?? again.data[decide];
    expect([said, await fingerprint(running)]).toEqual([
      expect.toSatisfy(
        (answered: unknown) =>
          ['CONFLICT', 'IDEMPOTENCY_KEY_REUSED'].includes(String(answered)) ||
          (answered as { replayed?: boolean }).replayed === true,
      ),
      after,
    ]);
    expect(ask).not.toBe(decide);
  });
});

test('第二十三条 of three who consent, none is the asker, and nobody consents for two', async () => {
  const firm = await addFirm(running, city.region);
  const referralId = await referToDecision(running, city, firm.id, { amount: '1000000.00' }, TODAY);
  const { waiver } = await running.act(
    city.region.user,
    'askWaiver',
    {
      ruleCode: 'ART23_CONTINUITY',
      subjectKind: 'REFERRAL',
      subjectId: referralId,
      reason: '连续支持',
      newLimit: '4',
      validFrom: TODAY,
      validTo: '2025-12-31',
    },
    'waiver { id }',
  );
  const input = { waiverId: waiver.id, consent: true, note: '同意' };
  const tenants = [city.office, city.bank.user, city.guarantor.user];
  // The asker, wherever they may also work.
  for (const { tenantId } of tenants)
    expect(await errorOf(running, { ...city.region.user, tenantId }, 'answerWaiver', input)).toEqual({
      code: 'CONFLICT',
      reason: 'SECOND_PERSON',
    });
  const shared = { ...city.bank.user, userId: 'works-at-two' };
  await running.act(shared, 'answerWaiver', input, 'done');
  for (const { tenantId } of [city.office, city.guarantor.user])
    expect(await errorOf(running, { ...shared, tenantId }, 'answerWaiver', input)).toEqual({
      code: 'CONFLICT',
      reason: 'SECOND_PERSON',
    });
  await running.act(city.office, 'answerWaiver', input, 'done');
  const last = await running.act(city.guarantor.user, 'answerWaiver', input, 'waiver { state }');
  expect(last.waiver.state).toBe('IN_FORCE');

  // 第三十九条 Who the people were is evidence for the office; to the others only whose people they were.
  const shown = async (who: User) => {
    const text = 'query ($id: ID!) { waiver(id: $id) { askedBy consents { tenantKind answeredBy } } }';
    const { askedBy, consents } = (await running.ask(who, text, { id: waiver.id })).data.waiver;
    const answered = consents.map((one: { tenantKind: string; answeredBy: string | null }) => [
      one.tenantKind,
      one.answeredBy,
    ]);
    return { askedBy, answered: Object.fromEntries(answered) };
  };
  expect(await shown(city.office)).toEqual({
    askedBy: city.region.user.userId,
    answered: {
      OFFICE: city.office.userId,
      BANK: 'works-at-two',
      GUARANTOR: city.guarantor.user.userId,
    },
  });
  for (const { user } of [city.region, city.bank, city.guarantor]) {
    const { askedBy, answered } = await shown(user);
    expect([askedBy, ...Object.values(answered)].every((name) => name === null)).toBe(true);
  }
});
