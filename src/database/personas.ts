import { ACTING, actingRoleOf, roleOf, SIGN_IN, SWEEP } from '../../schema/tables/columns.ts';
import type { Persona } from '../domain/words.ts';

/** The database role that a persona's reads run as. */
export const personaRole = (persona: Persona): string => roleOf(persona);

/** The database role that a persona's acts write as. */
export const actingRole = (persona: Persona): string => actingRoleOf(persona);

/** The database role that looks up who is signing in. */
export const signInRole = SIGN_IN;

/** The database role that lists the pools for the daily sweep. */
export const sweepRole = SWEEP;

/** The group of all acting roles: reads one whole pool; on its own, without a persona's, it is used only to read. */
export const wholePoolRole = ACTING;
