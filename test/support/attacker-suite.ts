import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import type { Noun } from '../../src/domain/words.ts';
import { type Attack, attackLeaf, cursorsOf, nounsFor } from './attack.ts';
import { type Foreign, foreignTo, type Stored, storedIn } from './attack-foreign.ts';
import { type Place, placesOf, selectionOf, walksOf } from './attack-paths.ts';
import { type Attacker, attackersOf, counterpartOf, newWorld, type World } from './attack-world.ts';
import { theBareSchema } from './bare-schema.ts';
import { type Walled, type Way, walled } from './walls.ts';

// The generated attacker. It reads the schema, not our knowledge of it: every field that leads anywhere is followed to
// depth 4 from what an attacker may read, and every argument that can name a thing is given foreign things, by every
// persona in every role, of one pool against the other side of it and against the other pool. A field that somebody adds
// tomorrow is attacked tomorrow. Acts and their dry runs: attacker-acts.test.ts. That it would find something:
// attacker-planted.test.ts.

const DEPTH = 4;
const MADE = 120_000;
const TRIED = 240_000;

let world: World;
let walls: Walled;
let stored: readonly Stored[];
let places: readonly Place[];
let nounsIn: Attack['nounsIn'];
const schema: GraphQLSchema = theBareSchema();
/** Dry runs belong to the acts. */
const WITHOUT = new Set(['Query.check']);

const NAMES = ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;
const ROLE_SETS: Readonly<Record<Way, readonly ('VIEWER' | 'OPERATOR' | 'APPROVER')[]>> = {
  // An operator reads what a viewer reads: matrix-seen compares the three.
  'both walls': ['VIEWER', 'APPROVER'],
  // Without shield no role is looked at in reading; without row security shield looks at it as before.
  'without shield': ['APPROVER'],
  'without row security': ['APPROVER'],
};

const attackers = (way: Way, persona: (typeof NAMES)[number]): Attacker[] =>
  [...attackersOf(world, 'A', ROLE_SETS[way]), ...attackersOf(world, 'B', ['APPROVER'])].filter(
    (attacker) => attacker.persona === persona,
  );

const isThorough = ({ pool, actor }: Attacker): boolean => pool === 'A' && actor.role === 'APPROVER';

/** What an answer tells that it should not, in words. */
function wrongIn(foreign: Foreign, where: string, answer: unknown): string[] {
  const text = JSON.stringify(answer);
  const defects = text.includes('"INTERNAL"') ? [`${where} meets a defect`] : [];
  return [...foreign.trespasses(text).map((told) => `${where} tells ${told}`), ...defects];
}

/** What the attacker tries in one state of the walls; a file each, so that they run beside one another. */
export function attackBy(way: Way): void {
  beforeAll(async () => {
    world = await newWorld();
    walls = walled(world.running.product.database, world.running.owner, { actsOf: world.actsOf });
    stored = await storedIn(world);
    places = placesOf(schema, DEPTH - 1, WITHOUT);
    const [ours, theirs] = (['A', 'B'] as const).map((pool) => attackersOf(world, pool, ['APPROVER'])[0]);
    if (!ours || !theirs) throw new Error('each pool has an office');
    const own = new Map<Noun, string[]>();
    const { ids } = foreignTo(world, stored, ours);
    for (const { noun, wire } of ids) own.set(noun, [...(own.get(noun) ?? []), wire]);
    // What a waiver is for is found only by its own few ids.
    const subjects = new Set(
      stored.flatMap(({ table, row }) =>
        table === 'waiver' ? [String(row.subject_id).replaceAll('-', '')] : [],
      ),
    );
    for (const [noun, all] of own)
      own.set(
        noun,
        all.filter((wire, at) => at % Math.ceil(all.length / 12) === 0 || subjects.has(wire.slice(3))),
      );
    nounsIn = await nounsFor({ schema, walls, way: 'both walls', attacker: theirs }, places, own);
  }, MADE);
  afterAll(() => world?.running.stop());

  test('the attacker has something to attack with: foreign things of every kind, and places for them', () => {
    const [office] = attackersOf(world, 'A', ['APPROVER']);
    if (!office) throw new Error('a pool has an office');
    const { ids, texts, amounts } = foreignTo(world, stored, office);
    const nouns = new Set(ids.map(({ noun }) => noun));
    expect(nouns.size).toBeGreaterThan(27);
    expect(texts.length).toBeGreaterThan(500);
    expect(amounts.length).toBeGreaterThan(40);
    // Every place of an id means something: at least one noun is answered in it.
    const idle = [...nounsIn].filter(([, found]) => found.size === 0).map(([place]) => place);
    expect(idle).toEqual([]);
    for (const { noun } of ids)
      expect([noun, nounsIn.get('Query.node(id)')?.has(noun)]).toEqual([noun, true]);
  });

  it.each(NAMES)(
    'what %s can reach to depth 4 from all that it may read holds nothing foreign',
    async (persona) => {
      const walks = walksOf(schema, DEPTH, WITHOUT);
      const findings: string[] = [];
      for (const attacker of attackers(way, persona)) {
        const foreign = foreignTo(world, stored, attacker);
        for (const [name, document] of walks) {
          const answer = await walls.answer(way, attacker.actor, document);
          findings.push(...wrongIn(foreign, `${attacker.name}: ${name}`, answer));
        }
        // From what it knows of the other side by name, or as the keeper of the money.
        const node = `query ($id: ID!) { node(id: $id) ${selectionOf(schema, schema.getType('Node') as never, DEPTH - 2)} }`;
        for (const { wire, known } of foreign.ids) {
          if (!known) continue;
          const answer = await walls.answer(way, attacker.actor, node, { id: wire });
          findings.push(...wrongIn(foreign, `${attacker.name}: node ${wire}`, answer));
        }
      }
      expect(findings).toEqual([]);
    },
    TRIED,
  );

  it.each(NAMES)(
    'no order and no choice of a filter shows %s anything foreign',
    async (persona) => {
      const findings: string[] = [];
      for (const attacker of attackers(way, persona)) {
        const foreign = foreignTo(world, stored, attacker);
        for (const { name, field, path, choices } of places) {
          if (path.length > 0) continue;
          for (const { written } of choices) {
            const type = schema.getQueryType()?.getFields()[field.name]?.type;
            const selected = selectionOf(
              schema,
              schema.getType(String(type).replace(/[[\]!]/g, '')) as never,
              1,
            );
            const aliases = written.map((args, at) => `a${at}: ${field.name}${args} ${selected}`);
            const answer = await walls.answer(way, attacker.actor, `{ ${aliases.join(' ')} }`);
            findings.push(...wrongIn(foreign, `${attacker.name}: ${name}${written.join(' ')}`, answer));
          }
        }
      }
      expect(findings).toEqual([]);
    },
    TRIED,
  );

  it.each(NAMES)(
    'ids, texts, amounts and cursors of foreign things are answered to %s as unknown ones, to the byte',
    async (persona) => {
      const findings: string[] = [];
      let tried = 0;
      for (const attacker of attackers(way, persona)) {
        const foreign = foreignTo(world, stored, attacker);
        const other = attackersOf(world, attacker.pool === 'A' ? 'B' : 'A', ['APPROVER']);
        const cursors = new Map<string, string[]>();
        for (const actor of [...other.map((one) => one.actor), counterpartOf(world, attacker)])
          if (actor)
            for (const [name, found] of await cursorsOf({ walls, actor, places }))
              cursors.set(name, [...(cursors.get(name) ?? []), ...found]);
        // A place in the feed that everybody is told of, such as a new edition, is the attacker's own as well.
        for (const [name, found] of await cursorsOf({ walls, actor: attacker.actor, places }))
          cursors.set(
            name,
            (cursors.get(name) ?? []).filter((cursor) => !found.includes(cursor)),
          );
        for (const place of places) {
          // The same filters stand again below other things; one role is enough for those.
          const isEnough = place.path.length > 0 && !isThorough(attacker);
          for (const leaf of isEnough ? [] : place.leaves) {
            const attack = { schema, walls, way, attacker, foreign, nounsIn, cursors };
            const ended = await attackLeaf(attack, place, leaf, 1);
            tried += ended.tried;
            findings.push(...ended.findings);
          }
        }
      }
      expect(findings).toEqual([]);
      expect(tried).toBeGreaterThan(1000);
    },
    TRIED,
  );
}
