import type { Actor } from '../../src/acts/actor.ts';
import { performAndSweep } from '../../src/acts/daily-sweep.ts';
import { check } from '../../src/acts/perform.ts';
import {
  PERSONAS,
  type Persona,
  ROLES,
  type Role,
  type TenantKind,
  wordsOf,
} from '../../src/domain/words.ts';
import type { Acts } from '../../src/graphql/context.ts';
import { firmsMade, numberFirmsFrom } from './city.ts';
import { startFurnished } from './furnished.ts';
import { type Mark, marking, type SideName } from './marked.ts';
import type { Running, User } from './product.ts';
import { newTwin, reviveTwin, type Side, successorDraft, type Twin } from './twin.ts';

// Two pools full of business, in each two sides that have nothing to do with one another, every text and amount marked;
// and the people who will try to read what is not theirs.

const TODAY = '2025-03-10';

export type PoolName = 'A' | 'B';

export interface World {
  readonly running: Running;
  readonly pools: Readonly<Record<PoolName, Twin>>;
  readonly marks: readonly Mark[];
  actsOf(actor: Actor): Acts;
}

export interface Attacker {
  /** "BANK A first APPROVER" */
  readonly name: string;
  readonly actor: Actor;
  readonly user: User;
  readonly pool: PoolName;
  readonly persona: Persona;
  /** The side of its pool that it is of; the office is of neither. */
  readonly side: SideName;
}

const KINDS: Readonly<Record<Persona, TenantKind>> = {
  OFFICE: 'OFFICE',
  DISTRICT: 'DISTRICT',
  BANK: 'BANK',
  GUARANTOR: 'GUARANTOR',
  FUND_MANAGER: 'GUARANTOR',
};

interface Made {
  readonly pools: Record<PoolName, Twin>;
  readonly marks: readonly Mark[];
  readonly firms: number;
}

async function furnish(running: Running): Promise<Made> {
  const marks: Mark[] = [];
  const pools = {} as Record<PoolName, Twin>;
  for (const name of ['A', 'B'] as const) {
    const marked = marking(running, name);
    const twin = await newTwin(marked.running, TODAY);
    const { office } = twin.city;
    // What waits for a second person, of each side.
    for (const { bank } of [twin.first, twin.second]) {
      const { data } = await running.ask(
        office,
        'query ($bank: ID) { ledgerEntries(filter: { bank: $bank, kinds: [DEPOSIT_PLACED] }) { nodes { id } } }',
        { bank: bank.id },
      );
      const entryId = data.ledgerEntries.nodes[0].id;
      await marked.running.act(office, 'askReversal', { entryId, reason: '误记' }, 'reversal { id }');
    }
    await marked.running.act(office, 'draftEdition', await successorDraft(running, office), 'edition { id }');
    marks.push(...marked.marks);
    pools[name] = twin;
  }
  return { pools, marks, firms: firmsMade() };
}

/** On a product of its own; made once in a run of the tests. */
export async function newWorld(): Promise<World> {
  const { running, made } = await startFurnished({ name: 'world', furnish });
  numberFirmsFrom(made.firms);
  const { ports } = running.product;
  return {
    running,
    pools: { A: reviveTwin(made.pools.A), B: reviveTwin(made.pools.B) },
    marks: made.marks,
    actsOf: (actor) => ({
      perform: (deed, input, key) => performAndSweep(ports, actor, deed, input, key),
      check: (deed, input) => check(ports, actor, deed, input),
    }),
  };
}

/** Who attacks: every persona of a pool in the roles named, from the side of the pool that has one. */
export function attackersOf(
  world: World,
  pool: PoolName,
  roles: readonly Role[] = wordsOf(ROLES),
): Attacker[] {
  const { city, first, second } = world.pools[pool];
  const people: Readonly<Record<Persona, readonly [User, SideName]>> = {
    OFFICE: [city.office, 'pool'],
    DISTRICT: [first.region.user, 'first'],
    BANK: [first.bank.user, 'first'],
    GUARANTOR: [second.guarantor.user, 'second'],
    FUND_MANAGER: [first.guarantor.user, 'first'],
  };
  return wordsOf(PERSONAS).flatMap((persona) =>
    roles.map((role) => {
      const [user, side] = people[persona];
      const actor: Actor = { ...user, role, persona, kind: KINDS[persona], userName: null };
      return {
        name: `${persona} ${pool} ${side} ${role}`,
        actor,
        user: { ...user, role },
        pool,
        persona,
        side,
      };
    }),
  );
}

/** The same kind of tenant on the other side of the pool, where there is one: whose cursors one would like to have. */
export function counterpartOf(world: World, { pool, persona, side, actor }: Attacker): Actor | null {
  const other: Side = side === 'first' ? world.pools[pool].second : world.pools[pool].first;
  const user = {
    DISTRICT: other.region,
    BANK: other.bank,
    GUARANTOR: other.guarantor,
    FUND_MANAGER: other.guarantor,
  };
  if (persona === 'OFFICE') return null;
  const theirs: Persona =
    persona === 'FUND_MANAGER' ? 'GUARANTOR' : persona === 'GUARANTOR' ? 'FUND_MANAGER' : persona;
  return { ...actor, ...user[persona].user, persona: theirs };
}
