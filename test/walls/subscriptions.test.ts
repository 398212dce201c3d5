import { GraphQLObjectType, GraphQLSchema, GraphQLString, parse, subscribe } from 'graphql';
import { expect, test } from 'vitest';
import { guard } from '../../src/graphql/guard.ts';
import { only } from '../../src/graphql/permission-rules.ts';

// Wall 1 stands in front of opening a subscription, not only in front of what it then resolves: a rule that denies is asked
// before anything is subscribed to, and a subscription that the table of permissions does not name is denied.

function schemaWith(opened: { count: number }): GraphQLSchema {
  async function* source() {
    yield { secret: 'secret' };
  }
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { secret: { type: GraphQLString } } }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        secret: {
          type: GraphQLString,
          subscribe: () => {
            opened.count += 1;
            return source();
          },
        },
      },
    }),
  });
}
const officeOnly = only('officeOnlyHere', 'OFFICE');
const document = parse('subscription { secret }');

async function opening(persona: string, permissions: Parameters<typeof guard>[1]) {
  const opened = { count: 0 };
  const schema = guard(schemaWith(opened), permissions);
  const answer = await subscribe({ schema, document, contextValue: { actor: { persona } } });
  const errors = 'errors' in answer ? answer.errors?.map(({ extensions }) => extensions.code) : [];
  if (Symbol.asyncIterator in answer) await answer.return?.(undefined);
  return { opened: opened.count, errors };
}

test('a reader whom the rule denies opens nothing; another one does', async () => {
  const permissions = { Query: { secret: officeOnly }, Subscription: { secret: officeOnly } };
  expect(await opening('BANK', permissions)).toEqual({ opened: 0, errors: ['FORBIDDEN'] });
  expect(await opening('OFFICE', permissions)).toEqual({ opened: 1, errors: [] });
});

test('a subscription that nobody has given a rule is opened by nobody', async () => {
  const denied = await opening('OFFICE', { Query: { secret: officeOnly } });
  expect(denied.opened).toBe(0);
  expect(denied.errors).toHaveLength(1);
});
