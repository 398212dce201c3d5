import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { isGuarded } from '../../src/graphql/guard.ts';
import { NODES } from '../../src/graphql/node.type.ts';
import { hides } from '../../src/graphql/permission-rules.ts';
import { PERMISSIONS, type Permissions } from '../../src/graphql/permissions.ts';
import { printedSchema } from '../../src/graphql/print-schema.ts';
import { bareSchema, createSchema } from '../../src/graphql/schema.ts';

const DESCRIPTION_LEAST = 20;
const CHINESE = /[\u4e00-\u9fff]/;
const ENGLISH = /[A-Za-z]{2}/;

function ownTypes(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
}

function fieldsOf(schema: GraphQLSchema) {
  return ownTypes(schema).flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type: type.name, field })) : [],
  );
}

function withoutPermission(schema: GraphQLSchema, permissions: Permissions): string[] {
  return fieldsOf(schema)
    .filter(({ type, field }) => !permissions[type]?.[field.name])
    .map(({ type, field }) => `${type}.${field.name}`);
}

function stalePermissions(schema: GraphQLSchema, permissions: Permissions): string[] {
  const known = new Set(fieldsOf(schema).map(({ type, field }) => `${type}.${field.name}`));
  return Object.entries(permissions)
    .flatMap(([type, fields]) => Object.keys(fields).map((field) => `${type}.${field}`))
    .filter((name) => !known.has(name));
}

/** Descriptions that are missing, too short, or in one language only. */
function badDescriptions(schema: GraphQLSchema): string[] {
  const described: [string, string | null | undefined, boolean][] = [];
  for (const type of ownTypes(schema)) {
    const ours = !['String', 'Int', 'Boolean', 'ID', 'Float', 'Query', 'Mutation', 'Subscription'].includes(
      type.name,
    );
    if (ours) described.push([type.name, type.description, false]);
    if (isEnumType(type))
      for (const value of type.getValues())
        described.push([`${type.name}.${value.name}`, value.description, true]);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      for (const field of Object.values(type.getFields())) {
        described.push([`${type.name}.${field.name}`, field.description, false]);
        if ('args' in field)
          for (const arg of field.args)
            described.push([`${type.name}.${field.name}(${arg.name})`, arg.description, true]);
      }
  }
  return described
    .filter(([, text, mayBeShort]) => {
      if (!text || !CHINESE.test(text) || !ENGLISH.test(text)) return true;
      return !mayBeShort && text.length < DESCRIPTION_LEAST;
    })
    .map(([name]) => name);
}

/** Root fields and acts that no rule stands before. */
function unguardedRoots(schema: GraphQLSchema): string[] {
  return fieldsOf(schema)
    .filter(({ type }) => ['Query', 'Mutation', 'Subscription', 'Checks'].includes(type))
    .filter(({ field }) => !isGuarded(field.resolve))
    .map(({ type, field }) => `${type}.${field.name}`);
}

/** Facts that become null for some readers though the schema promises a value. */
function hiddenButPromised(schema: GraphQLSchema, permissions: Permissions): string[] {
  return fieldsOf(schema)
    .filter(({ type, field }) => {
      const rule = permissions[type]?.[field.name];
      return rule && hides(rule) && isNonNullType(field.type);
    })
    .map(({ type, field }) => `${type}.${field.name}`);
}

const schema = createSchema();

describe('the public contract', () => {
  it('is committed as the code says it; `npm run schema` writes it anew', () => {
    expect(readFileSync('schema/api.graphql', 'utf8')).toBe(printedSchema());
  });

  it('has a line in the table of permissions for every field', () => {
    expect(withoutPermission(schema, PERMISSIONS)).toEqual([]);
  });

  it('has no stale line in the table of permissions', () => {
    expect(stalePermissions(schema, PERMISSIONS)).toEqual([]);
  });

  it('has a guard before every root field and every check, also after pruning', () => {
    expect(unguardedRoots(schema)).toEqual([]);
  });

  it('promises no value where a rule may hide it', () => {
    expect(hiddenButPromised(schema, PERMISSIONS)).toEqual([]);
  });

  it('describes every type, field, argument and enum value in Chinese and English', () => {
    expect(badDescriptions(schema)).toEqual([]);
  });

  it('makes every id of a thing from its kind', () => {
    const withId = fieldsOf(schema).filter(({ field }) => field.name === 'id');
    expect(withId.map(({ type }) => type).sort()).toEqual(Object.keys(NODES).sort());
  });
});

describe('each check finds a planted violation', () => {
  const planted = buildSchema(`
    type Query { secret: Int! }
    enum Colour { RED }
  `);

  it('a field without a permission', () => {
    expect(withoutPermission(planted, PERMISSIONS)).toEqual(['Query.secret']);
  });

  it('a stale line', () => {
    const { viewer } = PERMISSIONS.Query ?? {};
    if (!viewer) throw new Error('Query.viewer has a rule');
    expect(stalePermissions(planted, { Query: { secret: viewer, gone: viewer } })).toEqual(['Query.gone']);
  });

  it('a root field without a guard', () => {
    expect(unguardedRoots(planted)).toEqual(['Query.secret']);
    expect(unguardedRoots(bareSchema())).toContain('Query.loans');
  });

  it('a hidden fact that the schema promises', () => {
    const hiding = PERMISSIONS.Pool?.funds;
    if (!hiding) throw new Error('Pool.funds has a rule');
    expect(hiddenButPromised(planted, { Query: { secret: hiding } })).toEqual(['Query.secret']);
  });

  it('a field and an enum value without a description', () => {
    expect(badDescriptions(planted)).toEqual(['Query.secret', 'Colour', 'Colour.RED']);
  });
});
