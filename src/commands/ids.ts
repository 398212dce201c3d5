import { isUuid, readId } from '../domain/ids.ts';
import type { Id } from '../domain/words.ts';
import { UsageError } from './command.ts';

/** A pool's id as it is written on a command line: pl_… or a UUID. */
export function readPool(text: string, usage: string): Id<'pool'> {
  return readOne('pool', text, usage);
}

/** A tenant's id, likewise. */
export function readTenant(text: string, usage: string): Id<'tenant'> {
  return readOne('tenant', text, usage);
}

function readOne<N extends 'pool' | 'tenant'>(noun: N, text: string, usage: string): Id<N> {
  const id = readId(noun, text) ?? text;
  if (!isUuid(id)) throw new UsageError(`"${text}" is not the id of a ${noun}`, `zhubao ${usage}`);
  return id as Id<N>;
}
