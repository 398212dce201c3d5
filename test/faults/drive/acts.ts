import type { Person, Wish } from './client.ts';
import type { Random } from './random.ts';
import type { Loan, World } from './world.ts';

/** What an act has learned, once it was done. */
type Learn = (thing: Readonly<Record<string, unknown>>) => void;

/** A wish with what follows from its being done, and from its being refused for good. */
export interface Deed extends Wish {
  readonly learn?: Learn;
  readonly refused?: () => void;
  /** It was too late: somebody else has done it. */
  readonly late?: () => void;
  /** The loan it is about, which is looked up again where nobody knows what became of the act. */
  readonly loan?: Loan;
}

/** Draws an act; null where there is nothing yet that it could be about. */
export type Draw = (world: World, random: Random) => Deed | null;

/** How often an act is drawn. */
export type Weighted = readonly (readonly [number, Draw])[];

/** Marks every input with something that nobody else says, so that each act can be told apart by what it said. */
export const mark = (random: Random): string => `凭证-${random.uuid()}`;

export function fundManager(world: World): Person {
  const [manager] = world.guarantors;
  if (!manager) throw new Error('there is a fund manager');
  return manager.a;
}

/** Of two people of an office the one who is not named. */
export function other(world: World, user: string): Person {
  return world.office.a.user === user ? world.office.b : world.office.a;
}

/** Draws one of several acts by their weights. */
export function drawOne(all: Weighted, world: World, random: Random): Deed | null {
  let left = random.below(all.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, draw] of all) {
    left -= weight;
    if (left < 0) return draw(world, random);
  }
  return null;
}
