import { randomUUID } from 'node:crypto';
import { isInputObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFERED_ACTS } from '../../src/graphql/act.table.ts';
import { theBareSchema } from '../support/bare-schema.ts';
import { addFirm, approvedLoan, type City, newCity, signing } from '../support/city.ts';
import { actNamed, type DummyAct, dummyActs, mutationOf } from '../support/dummies.ts';
import type { Running, User } from '../support/product.ts';
import { send } from '../support/raw.ts';
import { type Side, startTwins, successorDraft, type Twin } from '../support/twin.ts';

// In whose name an act is done: by the token and nothing else, by one person for one thing, with its tenant's own keys,
// and told no more than its tenant may know.

const TODAY = '2025-03-10';

let running: Running;
let ours: Twin;
let theirs: City;

beforeAll(async () => {
  ({ running, ours } = await startTwins());
  theirs = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

test('a key belongs to its tenant: the same key of another tenant or pool is another key, and its answer is not told', async () => {
  const key = randomUUID();
  const input = (name: string) => ({ amount: '1.00', reason: name });
  const text = mutationOf(actNamed('askTopUp'));
  const ask = (who: User, name: string) => running.ask(who, text, { key, input: input(name) });
  const registering = mutationOf(actNamed('registerBank'));
  const register = (who: User, nameZh: string) =>
    running.ask(who, registering, { key, input: { nameZh, nameEn: nameZh } });
  const first = await register(ours.city.office, '戊银行');
  expect(first.data.registerBank.done).toBe(true);
  // Another pool's office, with the same key and another body: no conflict, since it is another key.
  expect((await register(theirs.office, '己银行')).data.registerBank.done).toBe(true);
  // The same tenant with another body is told so, whoever of its people asks.
  const reused = await register(ours.city.office2, '庚银行');
  expect(reused.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
  // A tenant beside it in the same pool may use it for something else.
  const beside = await ask(ours.first.bank.user, '再次申请');
  expect(beside.errors?.[0]?.extensions.code).not.toBe('IDEMPOTENCY_KEY_REUSED');
});

test('headers that name a tenant, a pool or a role change nothing', async () => {
  const query = '{ viewer { tenant { nameZh } kind persona role } loans { totalCount nodes { id } } }';
  const who = { ...ours.first.bank.user, role: 'VIEWER' as const };
  const plain = await send(running, who, query, {});
  const { poolId, tenantId } = theirs.office;
  for (const [pool, tenant] of [
    [poolId, tenantId],
    [who.poolId, ours.city.office.tenantId],
  ]) {
    const dressed = await send(
      running,
      who,
      query,
      {},
      {
        'x-tenant-id': tenant,
        'x-tenant': tenant,
        'x-pool-id': pool,
        'x-role': 'APPROVER',
        'x-user-id': 'office-a',
        'x-forwarded-user': 'office-a',
        'x-hasura-role': 'admin',
      },
    );
    expect(dressed).toEqual(plain);
  }
  const refused = await send(
    running,
    who,
    mutationOf(actNamed('decideAsBank')),
    {
      key: randomUUID(),
      input: { referralId: 're_', outcome: 'DECLINE', reason: '否', terms: null },
    },
    { 'x-role': 'APPROVER' },
  );
  expect(refused.body).toMatch(/"code":"FORBIDDEN"/);
});

const SMUGGLED = {
  tenantId: 'x',
  poolId: 'x',
  status: 'APPROVED',
  state: 'ACTIVE',
  approvedBy: 'x',
  id: 'x',
  userId: 'x',
};

test('an input takes its own fields and no others', async () => {
  const types = theBareSchema().getTypeMap();
  for (const act of dummyActs()) {
    const type = types[act.inputType];
    if (!isInputObjectType(type)) throw new Error(`${act.inputType} is no input`);
    for (const [field, value] of Object.entries(SMUGGLED)) {
      if (field in type.getFields()) continue;
      const variables = { key: randomUUID(), input: { ...act.input, [field]: value } };
      const { status, body } = await send(running, ownerOf(act), mutationOf(act), variables);
      expect([act.name, field, status, body]).toEqual([
        act.name,
        field,
        400,
        expect.stringMatching(/"BAD_USER_INPUT"/),
      ]);
    }
  }
});

function ownerOf(act: DummyAct): User {
  const [persona] = OFFERED_ACTS.find(({ name }) => name === act.name)?.deed.by.personas ?? [];
  if (!persona) throw new Error(`${act.name} is nobody's`);
  const { city, first, second } = ours;
  return {
    OFFICE: city.office,
    DISTRICT: first.region.user,
    BANK: first.bank.user,
    FUND_MANAGER: first.guarantor.user,
    GUARANTOR: second.guarantor.user,
  }[persona];
}

test('one person does not approve what that person entered, whatever the role of the day', async () => {
  const { office, office2, first } = { ...ours.city, first: ours.first };
  const asOperator = (user: User): User => ({ ...user, role: 'OPERATOR' });
  const refusal = async (who: User, name: string, input: object) => {
    const text = mutationOf(actNamed(name));
    const { errors } = await running.ask(who, text, { key: randomUUID(), input });
    return errors?.[0] && (errors[0].extensions.reason ?? errors[0].extensions.code);
  };
  const asked = await running.act(
    asOperator(office),
    'askWaiver',
    {
      ruleCode: 'ART22_FIRM_CAP',
      subjectKind: 'ENTERPRISE',
      subjectId: first.firm,
      reason: '订单',
      newLimit: '12000000.00',
      validFrom: TODAY,
      validTo: '2025-12-31',
    },
    'waiver { id }',
  );
  const answer = { waiverId: asked.waiver.id, consent: true, note: '同意' };
  expect(await refusal(office, 'answerWaiver', answer)).toBe('SECOND_PERSON');
  expect(await refusal(office2, 'answerWaiver', answer)).toBeUndefined();

  const { data } = await running.ask(office, '{ ledgerEntries { nodes { id } } }');
  const entryId = data.ledgerEntries.nodes[0].id;
  const reversing = await running.act(
    asOperator(office),
    'askReversal',
    { entryId, reason: '误记' },
    'reversal { id }',
  );
  const reversal = {
    reversalId: reversing.reversal.id,
    approve: true,
    valueDate: TODAY,
    document: '红字',
  };
  expect(await refusal(office, 'decideReversal', reversal)).toBe('SECOND_PERSON');

  const drafted = await running.act(
    asOperator(office),
    'draftEdition',
    { ...(await successorDraft(running, office)), number: '2026-2' },
    'edition { id version }',
  );
  const enacting = { editionId: drafted.edition.id, version: drafted.edition.version };
  expect(await refusal(office, 'enactEdition', enacting)).toBe('SECOND_PERSON');
  expect(await refusal(office2, 'enactEdition', enacting)).toBeUndefined();
});

/**
 * The firm's cap and the breaker's ratio, which are public; what the two ask for; all loans of the bank itself, and ten
 * times its own deposit.
 */
const RATIO = '10.4950';
const TEN_DEPOSITS = '1603979.90';
const PUBLIC_OR_OWN = new Set(['10000000.00', RATIO, '4000000.00', '21654318.09', TEN_DEPOSITS]);

test('what a bank and a guarantor are told of the caps holds no figure of anyone else', async () => {
  const { city, first, second } = ours;
  const firm = await addFirm(running, first.region);
  const at = (side: Side, amount: string) =>
    approvedLoan(
      running,
      city,
      firm.id,
      { amount, district: first.region, bank: side.bank, guarantor: side.guarantor },
      TODAY,
    );
  const [one, other] = [await at(first, '6543210.98'), await at(second, '4000000.00')];
  await running.act(first.bank.user, 'signContracts', signing(one, '2025-12-31'), 'loan { id }');
  const refused = await send(running, second.bank.user, mutationOf(actNamed('signContracts')), {
    key: randomUUID(),
    input: signing(other, '2025-12-31'),
  });
  const head = await send(
    running,
    second.guarantor.user,
    'query ($id: ID!) { headroom(input: { enterprise: $id, loans: [{ enterprise: $id, amount: "4000000.00" }] }) { amount withheld limits { code limit used room message { zh en } } relief { amount message { zh en } } loans { fits verdicts { code limit actual message { zh en } } } } }',
    { id: firm.id },
  );
  expect(refused.body).toMatch(/ART22_FIRM_CAP/);
  for (const { body } of [refused, head]) {
    const amounts = body.match(/\d[\d,]*\.\d+/g) ?? [];
    expect(amounts.filter((amount) => !PUBLIC_OR_OWN.has(amount.replaceAll(',', '')))).toEqual([]);
  }
});

test('第十三条 what a region owes is the same figure to whoever may know it, whichever loans they see', async () => {
  const { city, first, second } = ours;
  const owed = async (who: User) => {
    const { data, errors } = await running.ask(
      who,
      '{ regions { nodes { id standing { replenishmentOwed } } } }',
    );
    expect(errors).toBeUndefined();
    return data.regions.nodes;
  };
  // 40 % of the pool’s 800,000.00 and 40,000.01, less 40 % of the 400.00 that came back to it.
  const of = (side: Side) => ({ id: side.region.id, standing: { replenishmentOwed: '335840.01' } });
  const all = [of(first), of(second)];
  expect(await owed(city.office)).toEqual(all);
  // The fund manager guarantees the loans of the first side only.
  expect(await owed(first.guarantor.user)).toEqual(all);
  expect(await owed(first.region.user)).toEqual([of(first)]);
  expect(await owed(second.region.user)).toEqual([of(second)]);
  for (const who of [first.bank.user, second.guarantor.user])
    expect((await owed(who)).every(({ standing }: { standing: unknown }) => standing === null)).toBe(true);
});
