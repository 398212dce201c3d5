import { type GraphQLInputType, getNamedType, getNullableType, isInputObjectType, isListType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOUNS, type Noun } from '../../src/domain/words.ts';
import { attackLeaf, keyOf } from '../support/attack.ts';
import { foreignTo, type Stored, storedIn } from '../support/attack-foreign.ts';
import { actPlacesOf, type Fill, type Leaf } from '../support/attack-paths.ts';
import { type Attacker, attackersOf, newWorld, type World } from '../support/attack-world.ts';
import { theBareSchema } from '../support/bare-schema.ts';
import { dummy } from '../support/dummies.ts';
import { fingerprint } from '../support/edges.ts';
import { send } from '../support/raw.ts';
import { WAYS, type Walled, type Way, walled } from '../support/walls.ts';

// The generated attacker and the acts: every id in every input of every act and of every dry run, the other ids being the
// attacker's own, with foreign things, by every persona in every role. And what nobody is answered: nothing at all.

let world: World;
let walls: Walled;
let stored: readonly Stored[];
const schema = theBareSchema();

beforeAll(async () => {
  world = await newWorld();
  walls = walled(world.running.product.database, world.running.owner, { actsOf: world.actsOf });
  stored = await storedIn(world);
}, 120_000);
afterAll(() => world?.running.stop());

const PERSONAS = ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;

const nounOf = (name: string): Noun | null => {
  const noun = (name.split('.').at(-1) ?? '').replace(/Ids?$/, '');
  return noun in NOUNS ? (noun as Noun) : null;
};

/** What stands in the other places of an input: things of the attacker's own, so that it gets as far as the foreign one. */
async function fillOf({ actor }: Attacker): Promise<Fill> {
  const own = new Map<Noun, string>();
  for (const noun of Object.keys(NOUNS) as Noun[]) {
    const ids = foreignIdsOf(noun);
    if (ids.length === 0) continue;
    const { data } = await walls.ask(
      'both walls',
      actor,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      {
        ids: ids.slice(0, 100),
      },
    );
    const mine = data.nodes.find((node: unknown) => node);
    if (mine) own.set(noun, mine.id);
  }
  const fill: Fill = (type: GraphQLInputType, name: string) => {
    const bare = getNullableType(type);
    if (isListType(bare)) return [fill(bare.ofType, name)];
    if (isInputObjectType(bare))
      return Object.fromEntries(
        Object.values(bare.getFields()).map((field) => [field.name, fill(field.type, field.name)]),
      );
    if (getNamedType(bare).name === 'String') return 'attacker-key-1';
    const noun =
      getNamedType(bare).name === 'ID' ? nounOf(name === 'subjectId' ? 'enterpriseId' : name) : null;
    return (noun && own.get(noun)) ?? dummy(type, name);
  };
  return fill;
}

const idsByNoun = new Map<Noun, string[]>();
function foreignIdsOf(noun: Noun): readonly string[] {
  if (idsByNoun.size === 0)
    for (const pool of ['A', 'B'] as const) {
      const [office] = attackersOf(world, pool === 'A' ? 'B' : 'A', ['APPROVER']);
      if (!office) throw new Error('a pool has an office');
      for (const one of foreignTo(world, stored, office).ids)
        if (one.relation === 'other pool')
          idsByNoun.set(one.noun, [...(idsByNoun.get(one.noun) ?? []), one.wire]);
    }
  return idsByNoun.get(noun) ?? [];
}

/** A field of an id takes what its name says; one whose name says nothing takes anything. */
const nounsOf = (leaf: Leaf): ReadonlySet<Noun> => {
  const noun = nounOf(leaf.name);
  return new Set(noun ? [noun] : (['region', 'enterprise', 'referral', 'loan', 'bank'] as const));
};

describe.each(WAYS)('%s', (way: Way) => {
  it.each(PERSONAS)(
    'an act or a dry run of %s on a foreign thing is answered as on an unknown one, and changes nothing',
    async (persona) => {
      const roles =
        way === 'both walls' ? (['VIEWER', 'OPERATOR', 'APPROVER'] as const) : (['APPROVER'] as const);
      const attackers = [...attackersOf(world, 'A', roles), ...attackersOf(world, 'B', ['APPROVER'])];
      const before = await fingerprint(world.running);
      const findings: string[] = [];
      let tried = 0;
      for (const attacker of attackers.filter((one) => one.persona === persona)) {
        const all = foreignTo(world, stored, attacker);
        // What it may know of, it may also act on: a district names the bank that is to consent.
        const foreign = { ...all, ids: all.ids.filter(({ known }) => !known) };
        for (const place of actPlacesOf(schema, await fillOf(attacker)))
          for (const leaf of place.leaves) {
            if (leaf.scalar !== 'ID') continue;
            const nounsIn = new Map([[keyOf(place, leaf), nounsOf(leaf)]]);
            const attack = { schema, walls, way, attacker, foreign, nounsIn, cursors: new Map() };
            const ended = await attackLeaf(attack, place, leaf, 1);
            tried += ended.tried;
            findings.push(...ended.findings);
          }
      }
      expect(findings).toEqual([]);
      expect(tried).toBeGreaterThan(300);
      expect(await fingerprint(world.running)).toEqual(before);
    },
    240_000,
  );
});

it('nobody is answered the same to everything, with an unknown token or none, before anything is read', async () => {
  const [office] = attackersOf(world, 'A', ['APPROVER']);
  if (!office) throw new Error('a pool has an office');
  const { ids } = foreignTo(world, stored, office);
  const loan = ids.find(({ noun }) => noun === 'loan')?.wire ?? '';
  const documents = [
    '{ viewer { role } }',
    '{ loans { totalCount nodes { id number } } }',
    '{ __schema { types { name } } }',
    `{ loan(id: "${loan}") { id } }`,
    `{ loan(id: "ln_${'0'.repeat(32)}") { id } }`,
    `{ node(id: "${loan}") { id } }`,
    'mutation { recordVisit(idempotencyKey: "nobody-1", input: {}) { done } }',
    '{ there is no such thing',
    '',
  ];
  const answers = new Set<string>();
  for (const authorization of ['', 'Bearer ', 'Bearer e30.e30.e30'])
    for (const query of documents) {
      // A sender who fails often is slowed down, whatever was asked: it asks again until it is heard.
      let answer = await send(world.running, office.user, query, {}, { authorization });
      while (answer.status === 429)
        answer = await send(world.running, office.user, query, {}, { authorization });
      answers.add(`${answer.status} ${answer.body}`);
    }
  expect([...answers]).toEqual([expect.stringMatching(/^401 .*UNAUTHENTICATED/)]);
});
