import { extendSchema, type GraphQLFieldResolver, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOUNS, type Noun } from '../../src/domain/words.ts';
import { type Attack, attackLeaf, cursorsOf } from '../support/attack.ts';
import { type Foreign, foreignTo, storedIn } from '../support/attack-foreign.ts';
import { type Place, placesOf, walksOf } from '../support/attack-paths.ts';
import { type Attacker, attackersOf, newWorld, type World } from '../support/attack-world.ts';
import { theBareSchema } from '../support/bare-schema.ts';
import { WAYS, walled } from '../support/walls.ts';

// The attacker is tried on holes that are planted for it: fields that nobody told it of, resolved past both walls.

let world: World;
let bank: Attacker;
let foreign: Foreign;

beforeAll(async () => {
  world = await newWorld();
  const found = attackersOf(world, 'A', ['VIEWER']).find(({ persona }) => persona === 'BANK');
  if (!found) throw new Error('a pool has a bank');
  bank = found;
  foreign = foreignTo(world, await storedIn(world), bank);
}, 120_000);
afterAll(() => world?.running.stop());

type Resolve = GraphQLFieldResolver<unknown, unknown, Record<string, string>>;

/** A schema with one more field, which reads as the database's owner. */
function withHole(schema: GraphQLSchema, where: string, field: string, resolve: Resolve): GraphQLSchema {
  const wider = extendSchema(schema, parse(`extend type ${where} { ${field} }`));
  const type = wider.getType(where);
  const made = isObjectType(type) ? type.getFields()[field.split(/[(:]/)[0] ?? ''] : undefined;
  if (!made) throw new Error(`${where} has no such field`);
  made.resolve = resolve;
  return wider;
}

const one = async (sql: string, params: readonly unknown[] = []) =>
  (await world.running.owner(sql, params))[0];
const uuid = (wire: string | undefined): string => wire?.slice(3) ?? '';

const HOLES: readonly {
  readonly name: string;
  readonly where: string;
  readonly field: string;
  readonly resolve: Resolve;
}[] = [
  {
    name: 'a text of the other side, two steps away from one’s own loan',
    where: 'Enterprise',
    field: 'neighbour: String',
    resolve: async () =>
      (
        await one('select name from enterprise where region_id = $1 limit 1', [
          world.pools.A.second.region.user.tenantId,
        ])
      )?.name,
  },
  {
    name: 'an amount of the other side, in the words of a verdict',
    where: 'Viewer',
    field: 'hint: String',
    resolve: async () => {
      const row = await one('select max(amount)::text as fen from loan where bank_id = $1', [
        world.pools.A.second.bank.user.tenantId,
      ]);
      const fen = BigInt(String(row?.fen));
      const yuan = String(fen / 100n).replace(/\B(?=(\d{3})+$)/g, ',');
      return `其他银行最大一笔为 ${yuan}.${String(fen % 100n).padStart(2, '0')} 元`;
    },
  },
  {
    name: 'a document of the other pool in a list',
    where: 'Pool',
    field: 'notes: [String!]!',
    resolve: async () =>
      (
        await world.running.owner('select document from repayment where pool_id = $1', [
          world.pools.B.city.pool.poolId,
        ])
      ).map(({ document }) => document),
  },
  {
    name: 'a thing by its id, whosever it is',
    where: 'Query',
    field: 'firmName(key: ID!): String',
    resolve: async (_source, { key }) =>
      (await one('select name from enterprise where id::text = $1', [dashed(uuid(key))]))?.name ?? null,
  },
  {
    name: 'whether there is a thing of this id',
    where: 'Query',
    field: 'isThere(key: ID!): Boolean!',
    resolve: async (_source, { key }) =>
      (await one('select 1 from loan where id::text = $1', [dashed(uuid(key))])) !== undefined,
  },
  {
    name: 'an error that differs for a thing that is there',
    where: 'Query',
    field: 'mine(key: ID!): Boolean!',
    resolve: async (_source, { key }) => {
      const there = await one('select 1 from loan where id::text = $1', [dashed(uuid(key))]);
      throw new Error(there ? 'not yours' : 'no such loan');
    },
  },
  {
    name: 'how many loans there are above an amount',
    where: 'Query',
    field: 'loansFrom(amount: Yuan!): Int!',
    resolve: async (_source, { amount }) =>
      Number(
        (
          await one('select count(*) from loan where amount >= $1', [
            String(BigInt(Math.round(Number(amount) * 100))),
          ])
        )?.count,
      ),
  },
  {
    name: 'how many firms have a text in their name',
    where: 'Query',
    field: 'firmsNamed(text: Name!): Int!',
    resolve: async (_source, { text }) =>
      Number((await one('select count(*) from enterprise where name like $1', [`%${text}%`]))?.count),
  },
  {
    name: 'a cursor that works in other hands',
    where: 'Query',
    field: 'page(after: String): String',
    resolve: (_source, { after }) => (after && after.length > 20 ? 'from there on' : null),
  },
];

function dashed(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

async function attacked(alter: (schema: GraphQLSchema) => GraphQLSchema, name: string): Promise<string[]> {
  const schema = alter(theBareSchema());
  const walls = walled(world.running.product.database, world.running.owner, { actsOf: world.actsOf, alter });
  const findings: string[] = [];
  const places: readonly Place[] = placesOf(schema, 3, new Set(['Query.check']));
  const everyNoun = new Set(Object.keys(NOUNS) as Noun[]);
  const nounsIn = new Map(
    places.flatMap((place) =>
      place.leaves.map((leaf) => [`${place.name}(${leaf.name})`, everyNoun] as const),
    ),
  );
  // The planted list has no pages of its own: cursors of another list do.
  const [office] = attackersOf(world, 'B', ['APPROVER']);
  const theirs = office ? await cursorsOf({ walls, actor: office.actor, places }) : new Map();
  const cursors = new Map([[`Query.${name}`, theirs.get('Query.loans') ?? []]]);
  for (const way of WAYS) {
    const before = findings.length;
    for (const [walk, document] of walksOf(schema, 3, new Set(['Query.check']))) {
      if (!document.includes(name)) continue;
      const answer = await walls.answer(way, bank.actor, document);
      findings.push(
        ...foreign.trespasses(JSON.stringify(answer)).map((told) => `${way} ${walk} tells ${told}`),
      );
    }
    const attack: Attack = { schema, walls, way, attacker: bank, foreign, nounsIn, cursors };
    for (const place of places)
      if (place.name === `Query.${name}`)
        for (const leaf of place.leaves)
          findings.push(...(await attackLeaf(attack, place, leaf, 1)).findings);
    if (findings.length === before) findings.push(`${way}: nothing found`);
  }
  // Leaves the tables as they were.
  await walls.answer('both walls', bank.actor, '{ viewer { role } }');
  return findings;
}

it.each(HOLES)(
  'finds $name, whichever wall stands',
  async ({ where, field, resolve }) => {
    const name = field.split(/[(:]/)[0] ?? '';
    const findings = await attacked((schema) => withHole(schema, where, field, resolve), name);
    expect(findings.filter((finding) => finding.endsWith('nothing found'))).toEqual([]);
  },
  120_000,
);

it('a field of a kind that nobody decided about stops the attacker', () => {
  const wider = extendSchema(
    theBareSchema(),
    parse('scalar Passport extend type Query { holder(passport: Passport): String }'),
  );
  expect(() => placesOf(wider, 3, new Set())).toThrow('decide whether a Passport can name a foreign thing');
});
