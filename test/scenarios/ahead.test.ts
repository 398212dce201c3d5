import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getOperationAST,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/acts/actor.ts';
import type { Ahead } from '../../src/acts/reads.ts';
import { connect, type Database } from '../../src/database/connection.ts';
import { openReadsOn } from '../../src/database/reads.ts';
import { instant } from '../../src/domain/dates.ts';
import { aheadOf } from '../../src/graphql/ahead.ts';
import { Reader } from '../../src/graphql/context.ts';
import { createExecutor } from '../../src/graphql/executor.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { freshDatabase } from '../support/database.ts';
import { type SeededPool, seedPool } from '../support/seed.ts';

// What an operation will read is told ahead, and a query that comes again is compiled. Neither may change an answer.

const schema = createSchema();
const usual = createExecutor(schema, Number.POSITIVE_INFINITY);
const compiled = createExecutor(schema, 0);

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let counting: Database;
let pool: SeededPool;
let statements: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  pool = await seedPool(fresh.owner, 1);
  counting = connect(fresh.appUrl, {
    log: { warn: () => undefined, info: () => undefined, error: () => undefined },
    trace(name, _kept, work) {
      statements.push(name);
      return work();
    },
  });
});

afterAll(async () => {
  await counting.close();
  await fresh.database.close();
  await fresh.drop();
});

async function ask(actor: Actor, text: string, way: 'ahead' | 'plainly', variables: object = {}) {
  const document = parse(text);
  const operation = getOperationAST(document) ?? undefined;
  const now = instant(new Date());
  const reader = new Reader(
    actor,
    openReadsOn(counting, () => now),
    now,
  );
  const ahead: Ahead | null = operation ? aheadOf(schema, document, operation) : null;
  if (way === 'ahead') reader.expect(ahead);
  statements = [];
  try {
    const { data, errors } = await (way === 'ahead' ? compiled : usual)({
      document,
      operation,
      operationName: null,
      request: { variables: variables as Record<string, unknown> },
      context: { actor, reader, requestId: 'test', acts: null },
    });
    const counted = statements.length;
    return { answer: JSON.parse(JSON.stringify({ data, errors })) as object, told: ahead !== null, counted };
  } finally {
    await reader.end();
  }
}

/** The first leaf of a type that needs no argument, as deep as it takes. */
function leafOf(type: GraphQLObjectType, depth = 0): string | null {
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const leaf = fields.find((field) => isLeafType(getNamedType(field.type)));
  if (leaf) return leaf.name;
  for (const field of depth < 3 ? fields : []) {
    const inner = getNamedType(field.type);
    const below = isObjectType(inner) ? leafOf(inner, depth + 1) : null;
    if (below) return `${field.name} { ${below} }`;
  }
  return null;
}

function selectionOf(field: GraphQLField<unknown, unknown>): string | null {
  if (field.args.some(isRequiredArgument)) return null;
  const type = getNamedType(field.type);
  if (isLeafType(type)) return field.name;
  const leaf = isObjectType(type) ? leafOf(type) : null;
  return leaf && `${field.name} { ${leaf} }`;
}

const LISTS = {
  Loan: 'loans',
  Enterprise: 'enterprises',
  Region: 'regions',
  Bank: 'banks',
  Referral: 'referrals',
  Obligation: 'obligations',
};

describe('what is told ahead', () => {
  it.each(Object.entries(LISTS))(
    'changes no answer about a %s, whichever field is asked for',
    async (name, list) => {
      const type = schema.getType(name) as GraphQLObjectType;
      const selections = Object.values(type.getFields()).flatMap((field) => selectionOf(field) ?? []);
      expect(selections.length).toBeGreaterThan(5);
      for (const actor of Object.values(pool.actors))
        for (const selection of selections) {
          const text = `{ ${list}(first: 5) { nodes { ${selection} } pageInfo { endCursor } } }`;
          const plainly = await ask(actor, text, 'plainly');
          expect((await ask(actor, text, 'ahead')).answer, `${actor.persona}: ${text}`).toEqual(
            plainly.answer,
          );
        }
    },
  );
});

describe('a compiled query', () => {
  it.each([
    '{ loans(filter: { amount: { from: "1000.00" } }) { totalCount } }',
    '{ loans(filter: { amount: { from: 1000 } }) { totalCount } }',
    'query ($filter: LoanFilter = { amount: { to: "900000000.00" } }) { loans(filter: $filter) { totalCount } }',
    '{ loans(filter: { approvedOn: { from: "2020-01-01" }, states: [ACTIVE, REPAID] }) { totalCount } }',
    '{ loans(filter: { approvedOn: { from: "2020-02-30" } }) { totalCount } }',
    '{ pool { funds(asOf: "2030-01-01") { total } } }',
    '{ loans(first: 0) { totalCount } bank(id: "nothing") { id } }',
    'query ($first: Int) { loans(first: $first) { totalCount } }',
  ])('answers as one that is not: %s', async (text) => {
    const [{ answer }, plainly] = [
      await ask(pool.actors.office, text, 'ahead'),
      await ask(pool.actors.office, text, 'plainly'),
    ];
    expect(answer).toEqual(plainly.answer);
  });
});

const EXPOSURE = 'exposure { committed outstanding loans { active overdue repaid } }';
const LOAN = 'id state amount outstanding enterprise { name creditCode } region { nameZh }';

/** Polled questions, and the statements that an answer takes, whatever it holds. */
const POLLED: readonly (readonly [string, (pool: SeededPool) => Actor, string, number])[] = [
  [
    'a bank’s exposure',
    ({ actors }) => actors.bank1,
    `query ($bank: ID!) { bank(id: $bank) { id nameZh ${EXPOSURE} } }`,
    1,
  ],
  [
    'exposure and loans',
    ({ actors }) => actors.bank1,
    `query ($bank: ID!, $first: Int!) { bank(id: $bank) { ${EXPOSURE} loans(first: $first) { nodes { ${LOAN} } } } }`,
    3,
  ],
  [
    'loans',
    ({ actors }) => actors.office,
    `query ($first: Int!) { loans(first: $first) { nodes { ${LOAN} } pageInfo { hasNextPage } } }`,
    2,
  ],
  [
    'regions with their exposure',
    ({ actors }) => actors.office,
    `query ($first: Int!) { regions(first: $first) { nodes { nameZh ${EXPOSURE} } } }`,
    1,
  ],
];

describe('statements of an answer', () => {
  it.each(POLLED)('%s: as many as ever', async (_what, actorOf, text, expected) => {
    const actor = actorOf(pool);
    const bank = `bk_${pool.actors.bank1.tenantId.replaceAll('-', '')}`;
    for (const first of [1, 50]) {
      const { answer, told, counted } = await ask(actor, text, 'ahead', { bank, first });
      expect(answer).not.toHaveProperty('errors');
      expect(told).toBe(true);
      expect(counted, statements.join(', ')).toBe(expected);
    }
  });
});
