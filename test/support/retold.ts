import { randomUUID } from 'node:crypto';
import { type GraphQLSchema, isObjectType, Kind, parse, valueFromASTUntyped } from 'graphql';
import { dummyActs } from './dummies.ts';
import type { Answer, Asked, User } from './product.ts';

/** An act that was done over HTTP, as it could be asked again. */
export interface Told {
  readonly user: User;
  readonly name: string;
  readonly key: string;
  readonly input: object;
  /** Null where the first answer did not ask for them. */
  readonly verdicts: readonly { readonly code: string; readonly outcome: string }[] | null;
}

/** The acts that a request did; none for a query, and none of those that were refused or failed. */
export function toldIn({ user, query, variables, answer }: Asked): Told[] {
  return parse(query).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'mutation') return [];
    return definition.selectionSet.selections.flatMap((field) => {
      if (field.kind !== Kind.FIELD) return [];
      const given = new Map(
        field.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value, { ...variables })]),
      );
      const payload = answer.data?.[field.alias?.value ?? field.name.value];
      const wasDone =
        payload?.done ?? (payload !== undefined && payload !== null && answer.errors === undefined);
      if (!wasDone) return [];
      return [
        {
          user,
          name: field.name.value,
          key: String(given.get('idempotencyKey')),
          input: given.get('input') as object,
          verdicts: payload.verdicts ?? null,
        },
      ];
    });
  });
}

/** What every mutation has in common; a sentence for each that has not. */
export function mutationsWithoutKey(schema: GraphQLSchema): string[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args, type }) => {
    const payload = 'ofType' in type ? type.ofType : type;
    const lacking = [
      ...(args.map((arg) => `${arg.name}: ${arg.type}`).includes('idempotencyKey: String!')
        ? []
        : ['idempotencyKey: String!']),
      ...(args.length === 2 && args[1]?.name === 'input' ? [] : ['input and nothing else']),
      ...(isObjectType(payload)
        ? ['done', 'replayed', 'verdicts'].filter((field) => !(field in payload.getFields()))
        : ['a payload']),
    ];
    return lacking.length === 0 ? [] : [`${name} lacks ${lacking.join(', ')}`];
  });
}

const retelling = (name: string, inputType: string): string =>
  `mutation ($key: String!, $input: ${inputType}!) { ${name}(idempotencyKey: $key, input: $input) { done replayed verdicts { code outcome } } }`;

/** How an act was answered when it was asked again, as one line. */
function endOf({ data, errors }: Answer, name: string): string {
  if (errors) return errors.map(({ extensions }) => extensions.code).join();
  const { done, replayed } = data[name];
  return `${done ? 'done' : 'refused'}${replayed ? ', replayed' : ''}`;
}

type Ask = (user: User, query: string, variables: object) => Promise<Answer>;

/** Asks every act again in other ways, and answers what came back otherwise than section 12 wants. */
export async function retold(told: readonly Told[], ask: Ask): Promise<string[]> {
  const acts = new Map(dummyActs().map((act) => [act.name, act]));
  const wrong: string[] = [];
  for (const { user, name, key, input, verdicts } of told) {
    const act = acts.get(name);
    if (!act) throw new Error(`no act ${name}`);
    const text = retelling(name, act.inputType);
    const expectEnd = (what: string, answer: Answer, ...ends: string[]) => {
      const end = endOf(answer, name);
      if (!ends.includes(end)) wrong.push(`${name}, ${what}: ${end}`);
    };
    const again = await ask(user, text, { key, input });
    expectEnd('the same again', again, 'done, replayed');
    const bare = (all: Told['verdicts']) => all?.map(({ code, outcome }) => `${code} ${outcome}`).join();
    if (verdicts && bare(verdicts) !== bare(again.data?.[name]?.verdicts))
      wrong.push(`${name}: other verdicts`);
    const colleague = { ...user, userId: 'a-colleague' };
    expectEnd('by a colleague', await ask(colleague, text, { key, input }), 'done, replayed');
    expectEnd('another input', await ask(user, text, { key, input: act.input }), 'IDEMPOTENCY_KEY_REUSED');
  }
  return wrong;
}

/**
 * Uses the keys of others for inputs that mean nothing, and answers where a key told a stranger anything: the end is to
 * be that of a key which nobody has used.
 */
export async function toldToStrangers(told: readonly Told[], ask: Ask, stranger: User): Promise<string[]> {
  const acts = new Map(dummyActs().map((act) => [act.name, act]));
  const wrong: string[] = [];
  for (const { name, key } of told) {
    const act = acts.get(name);
    if (!act || act.ids.length === 0) continue;
    const text = retelling(name, act.inputType);
    const [used, fresh] = [
      await ask(stranger, text, { key, input: act.input }),
      await ask(stranger, text, { key: randomUUID(), input: act.input }),
    ];
    if (endOf(used, name) !== endOf(fresh, name)) wrong.push(`${name}: ${endOf(used, name)}`);
  }
  return wrong;
}
