import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { theBareSchema } from './bare-schema.ts';
import type { Running } from './product.ts';

// Marks that can't be mistaken: every text and every amount that goes in through an act is changed on its way so that
// it names the pool and the side of the pool whose business it is. Whoever reads it elsewhere has seen a foreign thing.

/** The two sides of a pool that have nothing to do with one another, and what belongs to neither. */
export type SideName = 'first' | 'second' | 'pool';

export interface Mark {
  readonly text: string;
  readonly pool: string;
  readonly side: SideName;
  readonly act: string;
  readonly field: string;
}

export interface Marking {
  readonly running: Running;
  readonly marks: readonly Mark[];
}

const SIDE_DIGIT: Readonly<Record<SideName, string>> = { pool: '0', first: '1', second: '2' };
/** The cents of each side's amounts, for two pools. */
const CENTS: Readonly<Record<string, Readonly<Record<SideName, string>>>> = {
  A: { pool: '00', first: '19', second: '37' },
  B: { pool: '00', first: '53', second: '71' },
};

export const TEXT_MARK = /外部[A-Z]\d{6}/g;
const WIRE_ID = /\b[a-z]{2}_[0-9a-f]{32}\b/g;
const MARKED_SCALARS = new Set(['Text', 'Name', 'String']);
/** Texts that mean something to the rules. */
const PLAIN_FIELDS = new Set(['divisionCode', 'industryCode', 'ruleCode', 'number', 'newLimit', 'address']);
/** The edition fixes it to the yuan; a statement opens with the balance that is there. */
const PLAIN_AMOUNTS = new Set(['placeFirstDeposit', 'uploadStatement']);
/** Not less than the regulation asks for; all others are rather less than it allows. */
const RAISED_AMOUNTS = new Set(['pledge', 'recordContribution']);

/** A running product that marks what is given to it for one pool. */
export function marking(running: Running, pool: string): Marking {
  const marks: Mark[] = [];
  const sideOf = new Map<string, SideName>();
  const inputs = theBareSchema().getMutationType()?.getFields() ?? {};
  const registered = new Map<string, number>();

  const sidesIn = (value: unknown): Set<SideName> => {
    const ids = JSON.stringify(value ?? null).match(WIRE_ID) ?? [];
    return new Set(ids.flatMap((id) => sideOf.get(id) ?? []));
  };
  const only = (sides: ReadonlySet<SideName>): SideName | undefined => {
    if (sides.size > 1) return 'pool';
    return [...sides][0];
  };

  function marked(
    type: GraphQLInputType,
    value: unknown,
    field: string,
    act: string,
    side: SideName,
  ): unknown {
    const bare = getNullableType(type);
    if (value === null || value === undefined) return value;
    if (isListType(bare))
      return (value as unknown[]).map((one) =>
        marked(bare.ofType, one, field, act, only(sidesIn(one)) ?? side),
      );
    if (isInputObjectType(bare)) return markedObject(bare, value as object, act, side);
    if (typeof value !== 'string') return value;
    const name = String(bare);
    const note = (text: string): string => {
      marks.push({ text, pool, side, act, field });
      return text;
    };
    if (name === 'CreditCode') return act === 'registerEnterprise' ? note(value) : value;
    if (name === 'Yuan') {
      const [yuan = ''] = value.split('.');
      if (side === 'pool' || yuan.length < 4 || PLAIN_AMOUNTS.has(act)) return value;
      return note(`${BigInt(yuan) + (RAISED_AMOUNTS.has(act) ? 1n : -1n)}.${CENTS[pool]?.[side]}`);
    }
    if (!MARKED_SCALARS.has(name) || PLAIN_FIELDS.has(field)) return value;
    const mark = note(`外部${pool}${SIDE_DIGIT[side]}${String(marks.length).padStart(5, '0')}`);
    return `${value}-${mark}`;
  }

  function markedObject(type: GraphQLInputObjectType, value: object, act: string, side: SideName): object {
    const fields = type.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const field = fields[name];
        return [name, field ? marked(field.type, inner, name, act, side) : inner];
      }),
    );
  }

  return {
    marks,
    running: {
      ...running,
      async act(user, name, input, select, key) {
        const type = getNullableType(inputs[name]?.args.find((arg) => arg.name === 'input')?.type);
        if (!type || !isInputObjectType(type)) throw new Error(`${name} takes no input`);
        // The tenants of the first side are registered before those of the second.
        const times = registered.get(name) ?? 0;
        if (/^register(Region|Bank|Guarantor)$/.test(name)) registered.set(name, times + 1);
        const mine = sideOf.get(user.tenantId);
        const side =
          only(sidesIn(input)) ??
          mine ??
          (/^register(Region|Bank|Guarantor)$/.test(name) ? (times === 0 ? 'first' : 'second') : 'pool');
        const answer = await running.act(user, name, markedObject(type, input, name, side), select, key);
        for (const id of JSON.stringify(answer).match(WIRE_ID) ?? [])
          if (!sideOf.has(id)) {
            sideOf.set(id, side);
            const hex = id.slice(3);
            const uuid = [
              hex.slice(0, 8),
              hex.slice(8, 12),
              hex.slice(12, 16),
              hex.slice(16, 20),
              hex.slice(20),
            ];
            sideOf.set(uuid.join('-'), side);
          }
        return answer;
      },
    },
  };
}
