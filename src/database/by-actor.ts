import type { Actor } from '../acts/actor.ts';
import type { Context, Database, Tx } from './connection.ts';
import { actingRole, personaRole } from './personas.ts';

/** In whose name a transaction of an actor reads. */
export function contextOf({ persona, poolId, tenantId, userId }: Actor): Context {
  return { persona: personaRole(persona), poolId, tenantId, userId };
}

/** Writes in an actor's name, as its acts do, what is kept beside the acts: rows of a file, the places of deliveries. */
export function writerOn(database: Database) {
  return <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.act(contextOf(actor), (tx) => {
      void tx.become(actingRole(actor.persona));
      return work(tx);
    });
}
