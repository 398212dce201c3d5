import type { Act, Sought } from '../acts/perform.ts';
import { readAnyId, readId } from '../domain/ids.ts';
import type { Noun } from '../domain/words.ts';
import type { Payload } from './act.type.ts';
import type { AnyAct } from './context.ts';

// How an act is offered by the API: with an input, an answer, and the fields of its input that are ids.

type Ids = Readonly<Record<string, Noun | 'ANY'>>;

/** The input of an act as the client gave it: ids as opaque texts, absent values undefined. */
type Given<Input, I extends Ids> = {
  readonly [K in keyof Input]: K extends keyof I
    ? Input[K] extends readonly unknown[]
      ? readonly string[]
      : string | null
    : Input[K];
};

export interface OfferedAct {
  readonly name: string;
  readonly description: string;
  readonly input: new () => object;
  readonly payload: Payload;
  readonly judged: boolean;
  readonly deed: AnyAct;
  /** Reads the ids of an input; a text that is no id of ours is unknown, never absent. */
  readonly read: (given: object) => unknown;
}

/** The id that nothing has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function reader(ids: Ids): (given: object) => unknown {
  const namesIds = (one: unknown): one is object =>
    typeof one === 'object' && one !== null && Object.keys(one).some((field) => field in ids);
  const idOf = (noun: Noun | 'ANY', text: string): string =>
    (noun === 'ANY' ? readAnyId(text)?.id : readId(noun, text)) ?? NOBODY;
  const read = (given: object): unknown =>
    Object.fromEntries(
      Object.entries(given).map(([field, value]) => {
        const noun = ids[field];
        const isId = (one: unknown): one is string => noun !== undefined && typeof one === 'string';
        if (Array.isArray(value))
          return [
            field,
            value.map((one) => (noun && isId(one) ? idOf(noun, one) : namesIds(one) ? read(one) : one)),
          ];
        return [field, noun && isId(value) ? idOf(noun, value) : (value ?? null)];
      }),
    );
  return read;
}

export function offer<Input, S extends Record<string, Sought>, const I extends Ids>(
  deed: Act<Input, S>,
  input: new () => Given<Input, I> & object,
  payload: Payload,
  ids: I,
  description: string,
): OfferedAct {
  return {
    name: deed.name,
    description,
    input,
    payload,
    judged: false,
    deed: deed as unknown as AnyAct,
    read: reader(ids),
  };
}

/** An act that rules are judged for: it can be checked first. */
export function judged(offered: OfferedAct): OfferedAct {
  return { ...offered, judged: true };
}
