import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { NOUNS, type Noun } from '../../src/domain/words.ts';
import { OFFERED_ACTS } from '../../src/graphql/act.table.ts';
import { theBareSchema } from './bare-schema.ts';

// Inputs that pass the border of the API and mean nothing: made from the schema, so that an act that somebody adds
// tomorrow has one too.

export const UNKNOWN = '0197ffff000070008000000000000000';

/** An id that looks like one of ours and names nothing. */
export const unknownId = (noun: Noun): string => `${NOUNS[noun]}_${UNKNOWN}`;

/** Fields whose name is not that of a noun; a waiver's subject is an enterprise, as its dummy says. */
const NAMED: Readonly<Record<string, Noun>> = {
  subjectId: 'enterprise',
  importId: 'importJob',
  lineIds: 'statementLine',
  matchId: 'statementMatch',
};

/** What a field of an id, or of several, names: "loanId" a loan. */
export function nounOf(field: string): Noun {
  const noun = NAMED[field] ?? field.replace(/Ids?$/, '');
  if (!(noun in NOUNS)) throw new Error(`${field} names no noun`);
  return noun as Noun;
}

const BY_SCALAR: Readonly<Record<string, unknown>> = {
  Yuan: '1.00',
  Date: '2025-03-10',
  Percent: '3.00',
  Text: '说明',
  Name: '名称',
  Int: 1,
  Boolean: true,
  CreditCode: makeCreditCode('150203', 'MA0T0000'),
  JSON: {},
};

/** Fields whose scalar says less than they mean. */
const BY_FIELD: Readonly<Record<string, unknown>> = {
  address: 'https://bank.example.cn/webhooks',
  divisionCode: '150203',
  industryCode: 'C33',
  ruleCode: 'ART22_FIRM_CAP',
  subjectKind: 'ENTERPRISE',
  source: 'REGION',
  newLimit: '12000000.00',
  figuresYear: 2024,
  employees: 60,
  termMonths: 12,
  validTo: '2026-03-10',
  endsOn: '2026-03-10',
};

/** A value for a field of an input, or for an argument, that passes the border and means nothing. */
export function dummy(type: GraphQLInputType, field: string): unknown {
  const bare = getNullableType(type);
  if (field in BY_FIELD) return BY_FIELD[field];
  if (isListType(bare)) return [dummy(bare.ofType, field)];
  if (isInputObjectType(bare))
    return Object.fromEntries(
      Object.values(bare.getFields()).map((inner) => [inner.name, dummy(inner.type, inner.name)]),
    );
  if (isEnumType(bare)) return bare.getValues()[0]?.name;
  if (isNonNullType(bare)) throw new Error('unreachable: nullable already');
  if (bare.name === 'ID') return unknownId(nounOf(field));
  if (!(bare.name in BY_SCALAR)) throw new Error(`no dummy for ${bare.name}`);
  return BY_SCALAR[bare.name];
}

export interface DummyAct {
  readonly name: string;
  readonly judged: boolean;
  readonly inputType: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The fields of the input that hold an id. */
  readonly ids: readonly string[];
}

/** Fields of which one goes only without the others: the dummy leaves these out. */
const INSTEAD_OF_OTHERS: Readonly<Record<string, readonly string[]>> = {
  askCorrection: ['compensationId', 'entryId', 'guarantorPaymentId', 'recoveryId'],
};

/** Every act on offer, with an input that the border lets through. */
export function dummyActs(): DummyAct[] {
  const mutations = theBareSchema().getMutationType()?.getFields() ?? {};
  return OFFERED_ACTS.map(({ name, judged }) => {
    const arg = mutations[name]?.args.find((one) => one.name === 'input');
    const type = arg && getNullableType(arg.type);
    if (!type || !isInputObjectType(type)) throw new Error(`${name} takes no input`);
    const whole = Object.entries(dummy(type, 'input') as Record<string, unknown>);
    const input = Object.fromEntries(whole.filter(([field]) => !INSTEAD_OF_OTHERS[name]?.includes(field)));
    const isId = (inner: GraphQLInputType) => {
      const bare = getNullableType(inner);
      return 'name' in bare && bare.name === 'ID';
    };
    const ids = Object.values(type.getFields())
      .filter((field) => isId(field.type))
      .map(({ name: field }) => field);
    return { name, judged, inputType: type.name, input, ids };
  });
}

export const mutationOf = ({ name, inputType }: DummyAct): string =>
  `mutation ($key: String!, $input: ${inputType}!) { ${name}(idempotencyKey: $key, input: $input) { done verdicts { code outcome limit actual message { zh en } } } }`;

export const checkOf = ({ name, inputType }: DummyAct): string =>
  `query ($input: ${inputType}!) { check { ${name}(input: $input) { allowed verdicts { code outcome limit actual message { zh en } } } } }`;

export function actNamed(name: string): DummyAct {
  const found = dummyActs().find((act) => act.name === name);
  if (!found) throw new Error(`no act ${name}`);
  return found;
}
