import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES, wordsOf } from '../../src/domain/words.ts';
import { walksOf } from '../support/attack-paths.ts';
import { type Attacker, attackersOf, newWorld, type World } from '../support/attack-world.ts';
import { theBareSchema } from '../support/bare-schema.ts';
import { type Walled, walled } from '../support/walls.ts';

// Which field of which type really holds something for whom: found by asking for everything, to depth 4, as every persona
// in every role, in a pool that is full. Kept as text, reviewed as a diff; UPDATE=1 writes it anew. What each rule says
// about a field is in matrix-fields.txt; here is what comes of it together with the rows.

let world: World;
let walls: Walled;
beforeAll(async () => {
  world = await newWorld();
  walls = walled(world.running.product.database, world.running.owner, { actsOf: world.actsOf });
}, 120_000);
afterAll(() => world?.running.stop());

const DEPTH = 4;

/** The fields of every type that were answered with something other than null. */
function seenIn(schema: GraphQLSchema, data: unknown, seen: Set<string>): void {
  if (Array.isArray(data)) for (const one of data) seenIn(schema, one, seen);
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return;
  const typeName = (data as { __typename?: string }).__typename;
  for (const [name, value] of Object.entries(data)) {
    if (name === '__typename' || value === null) continue;
    const type = typeName ? schema.getType(typeName) : schema.getQueryType();
    // Values of scalars that are objects have no fields of the schema.
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    if (!field) continue;
    seen.add(`${typeName ?? 'Query'}.${name}`);
    if (isObjectType(getNamedType(field.type))) seenIn(schema, value, seen);
  }
}

async function seenBy(schema: GraphQLSchema, attacker: Attacker): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const document of walksOf(schema, DEPTH, new Set(['Query.check'])).values()) {
    const { data } = await walls.answer('both walls', attacker.actor, document);
    seenIn(schema, data, seen);
  }
  return seen;
}

/** What a rule says of a field: the personas to whom it is null or refused whatever the row. */
function hiddenByRule(): Map<string, Set<string>> {
  const hidden = new Map<string, Set<string>>();
  for (const line of readFileSync('test/walls/matrix-fields.txt', 'utf8').split('\n')) {
    const [, field, said] = /^(\w+\.\w+): (.*)$/.exec(line) ?? [];
    if (!field || !said) continue;
    const cells = said.split('; ').flatMap((cell) => /^(\w+) (null|no)$/.exec(cell)?.[1] ?? []);
    hidden.set(field, new Set(cells));
  }
  return hidden;
}

test('every field of the schema, by who is answered something in it', async () => {
  const schema = theBareSchema();
  const byPersona = new Map<string, Set<string>>();
  for (const attacker of attackersOf(world, 'A', wordsOf(ROLES))) {
    const seen = await seenBy(schema, attacker);
    const other = byPersona.get(attacker.persona);
    // Reading does not depend on the role.
    if (other) expect([attacker.name, [...seen].sort()]).toEqual([attacker.name, [...other].sort()]);
    byPersona.set(attacker.persona, seen);
  }
  const hidden = hiddenByRule();
  const lines: string[] = [];
  const mutation = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap()).sort((one, other) =>
    one.name < other.name ? -1 : 1,
  )) {
    if (!isObjectType(type) || type.name.startsWith('__') || type === mutation) continue;
    for (const name of Object.keys(type.getFields()).sort()) {
      const field = `${type.name}.${name}`;
      const personas = [...byPersona].filter(([, seen]) => seen.has(field)).map(([persona]) => persona);
      for (const persona of personas)
        expect([field, persona, hidden.get(field)?.has(persona) ?? false]).toEqual([field, persona, false]);
      const said = personas.length === byPersona.size ? 'everyone' : personas.join(', ') || 'nobody here';
      lines.push(`${field}: ${said}`);
    }
  }
  const text = `# Type.field: the personas to whom it held something, of all that they can reach to depth 4 in a pool full of business.\n# "nobody here": not reached by reading (answers of acts, dry runs, look-ups by id), or null in this pool.\n# The district, the bank and the fund manager are the first of two of their kind, the guarantor is the second.\n\n${lines.join('\n')}\n`;
  const path = 'test/walls/matrix-seen.txt';
  if (process.env.UPDATE) writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
}, 240_000);
