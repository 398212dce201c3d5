import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Id, PERSONAS, type Persona, ROLES, type Role, wordsOf } from '../../src/domain/words.ts';
import { OFFERED_ACTS } from '../../src/graphql/act.table.ts';
import { addGuarantor, newCity } from '../support/city.ts';
import { checkOf, type DummyAct, dummyActs, mutationOf } from '../support/dummies.ts';
import { type Running, startProduct, type User, uuidOf } from '../support/product.ts';

// Who may do which act and ask for which check: every one of them is really called over HTTP by every persona in every
// role, with an input that means nothing. Kept as text, reviewed as a diff; UPDATE=1 writes it anew.

const TODAY = '2025-03-10';
const ROLE_ORDER = wordsOf(ROLES);

let running: Running;
const tenants = {} as Record<Persona, Id<'tenant'>>;
let poolId: Id<'pool'>;

beforeAll(async () => {
  running = await startProduct();
  const city = await newCity(running, TODAY);
  const second = await addGuarantor(running, city.pool, '丁担保');
  poolId = city.pool.poolId;
  tenants.OFFICE = city.pool.officeId;
  tenants.DISTRICT = uuidOf(city.region.id);
  tenants.BANK = uuidOf(city.bank.id);
  tenants.FUND_MANAGER = uuidOf(city.guarantor.id);
  tenants.GUARANTOR = uuidOf(second.id);
});
afterAll(() => running?.stop());

const user = (persona: Persona, role: Role): User => ({
  poolId,
  tenantId: tenants[persona],
  userId: `${persona}-${role}`.toLowerCase(),
  role,
});

test('the users are who the matrix says they are', async () => {
  for (const persona of wordsOf(PERSONAS))
    for (const role of ROLE_ORDER) {
      const { data } = await running.ask(user(persona, role), '{ viewer { persona role } }');
      expect(data.viewer).toEqual({ persona, role });
    }
});

/** True unless the answer is FORBIDDEN; any other end of the call means that it got past the door. */
async function letsIn(who: User, query: string, variables: object): Promise<boolean> {
  const answer = await running.ask(who, query, variables);
  const codes = (answer.errors ?? []).map(({ extensions }) => extensions.code);
  expect(codes.filter((code) => code === 'INTERNAL' || code === 'GRAPHQL_VALIDATION_FAILED')).toEqual([]);
  return !codes.includes('FORBIDDEN');
}

/** For each persona the least role that is let in, and that no higher role is kept out. */
async function lineOf(kind: 'act' | 'check', act: DummyAct): Promise<string> {
  const cells: string[] = [];
  for (const persona of wordsOf(PERSONAS)) {
    const may: boolean[] = [];
    for (const role of ROLE_ORDER) {
      const query = kind === 'act' ? mutationOf(act) : checkOf(act);
      may.push(await letsIn(user(persona, role), query, { key: randomUUID(), input: act.input }));
    }
    const least = may.indexOf(true);
    expect([act.name, persona, may]).toEqual([
      act.name,
      persona,
      may.map((_, i) => least >= 0 && i >= least),
    ]);
    if (least >= 0) cells.push(`${persona} from ${ROLE_ORDER[least]}`);
  }
  return `${kind} ${act.name}: ${cells.join(', ') || 'nobody'}`;
}

test('every act and every check, called by every persona in every role', async () => {
  const lines: string[] = [];
  for (const act of dummyActs()) {
    lines.push(await lineOf('act', act));
    if (act.judged) lines.push(await lineOf('check', act));
  }
  const declared = OFFERED_ACTS.flatMap(({ name, deed, judged }) => {
    const personas = wordsOf(PERSONAS).filter((persona) => deed.by.personas.includes(persona));
    const line = (kind: string, role: string) =>
      `${kind} ${name}: ${personas.map((persona) => `${persona} from ${role}`).join(', ')}`;
    return [line('act', deed.by.role), ...(judged ? [line('check', 'VIEWER')] : [])];
  });
  expect(lines).toEqual(declared);
  const text = `# act or check: the personas that are let in, each with the least role; all others get FORBIDDEN.\n\n${lines.join('\n')}\n`;
  const path = 'test/walls/matrix-acts.txt';
  if (process.env.UPDATE) writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
});
