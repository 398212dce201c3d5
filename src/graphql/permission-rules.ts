import { allow, rule } from 'graphql-shield';
import { type Actor, mayAct } from '../acts/actor.ts';
import type { Persona } from '../domain/words.ts';
import type { RequestContext } from './context.ts';
import { forbiddenError, unauthenticated } from './errors.ts';

// The handful of rules that permissions.ts gives to fields. A rule looks at who asks, and at most at whose thing it
// is; what differs inside an allowed action is a norm of the regulation.

/** A fact that this reader does not learn; becomes null in the answer. */
export class Hidden extends Error {}

export type Rule = ReturnType<ReturnType<typeof rule>> | typeof allow;

// Never cached: shield's cache knows a rule only by its name, and a rule that looks at its parent would answer for
// another one.
const ruled = (
  name: string,
  may: (actor: Actor, parent: { readonly id?: unknown }) => boolean | Error,
): Rule =>
  rule(name, { cache: 'no_cache' })((parent, _args, { actor }: RequestContext) => may(actor, parent ?? {}));

const hiding = new Set<Rule>();
const kept = (one: Rule): Rule => {
  hiding.add(one);
  return one;
};

/** True for a rule under which a reader may get null in the place of a fact. */
export const hides = (one: Rule): boolean => hiding.has(one);

/** Any field of a thing that was found in the reader's scope. Costs nothing: its wrapper is taken off. */
export const anyone = allow;

/** A root field for everyone who is signed in. */
export const signedIn = ruled('signedIn', (actor) => (actor ? true : unauthenticated()));

/** A root field for some personas; FORBIDDEN for the others. */
export const only = (name: string, ...personas: Persona[]): Rule =>
  ruled(name, ({ persona }) => personas.includes(persona) || forbiddenError());

/** A fact for some personas; null for the others. */
export const shownTo = (name: string, ...personas: Persona[]): Rule =>
  kept(ruled(name, ({ persona }) => personas.includes(persona) || new Hidden()));

/** A fact about a tenant: for that tenant and for some personas; null for the others. */
export const itselfOr = (name: string, ...personas: Persona[]): Rule =>
  kept(
    ruled(
      name,
      ({ persona, tenantId }, { id }) => personas.includes(persona) || id === tenantId || new Hidden(),
    ),
  );

/** An act of some personas, from a role up; FORBIDDEN for the others, before anything is read. */
export const actOf = (name: string, role: 'OPERATOR' | 'APPROVER', ...personas: Persona[]): Rule =>
  ruled(name, (actor) => mayAct(actor, { personas, role }) || forbiddenError());
