import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { businessDateOf, instant, parseDate } from '../../src/domain/dates.ts';
import { printedSchema } from '../../src/graphql/print-schema.ts';
import { type Announced, breakingChanges, contractFaults } from '../support/compatibility.ts';

// What a client was promised by the last release holds, or was taken back half a year before.

const announced: readonly Announced[] = JSON.parse(readFileSync('schema/breaking-changes.json', 'utf8'));

it('the contract of today breaks no client of the last release', () => {
  const released = buildSchema(readFileSync('schema/released.graphql', 'utf8'));
  const day = businessDateOf(instant(new Date()));
  expect(contractFaults(released, buildSchema(printedSchema()), announced, day)).toEqual([]);
});

const RELEASED = `
  type Query { loans(first: Int = 20, state: State): [Loan!]! rate: String }
  type Loan { id: ID! amount: String! }
  enum State { ACTIVE CLOSED }
  input Repay { loan: ID! note: String }
  type Mutation { repay(input: Repay!): Loan! }
`;

const changesBy = (from: string, to: string) =>
  breakingChanges(buildSchema(RELEASED), buildSchema(RELEASED.replace(from, to)));

describe('a change that breaks clients is found', () => {
  it.each([
    ['rate: String', '', 'Query.rate was removed.'],
    ['amount: String!', 'amount: String', 'Loan.amount changed type from String! to String.'],
    ['amount: String!', 'amount: Int!', 'Loan.amount changed type from String! to Int!.'],
    [', state: State', '', 'Query.loans arg state was removed.'],
    ['state: State', 'state: State, day: String!', 'A required arg day on Query.loans was added.'],
    ['first: Int = 20', 'first: Int = 10', 'Query.loans arg first has changed defaultValue from 20 to 10.'],
    ['ACTIVE CLOSED', 'ACTIVE', 'CLOSED was removed from enum type State.'],
    ['note: String', 'note: String!', 'Repay.note changed type from String to String!.'],
    ['note: String', 'note: String day: String!', 'A required field day on input type Repay was added.'],
  ])('%s becomes "%s"', (from, to, change) => {
    expect(changesBy(from, to)).toContain(change);
  });

  it.each([
    ['rate: String', 'rate: String price: String'],
    ['rate: String', 'rate: String!'],
    ['ACTIVE CLOSED', 'ACTIVE CLOSED OVERDUE'],
    ['note: String', 'note: String day: String'],
    ['loan: ID!', 'loan: ID'],
    ['state: State', 'state: State, day: String'],
  ])('and one that breaks none is not: %s becomes %s', (from, to) => {
    expect(changesBy(from, to)).toEqual([]);
  });
});

describe('an announcement', () => {
  const REASON = 'rate：自2026-07-01起取消。Goes on 2026-07-01; use price.';
  const deprecatedSchema = RELEASED.replace('rate: String', `rate: String @deprecated(reason: "${REASON}")`);
  const withoutRate = RELEASED.replace('rate: String', '');
  const notice: Announced = {
    change: 'Query.rate was removed.',
    deprecated: 'Query.rate',
    announcedOn: '2026-01-01',
    breaksOn: '2026-07-01',
    insteadZh: '改用price',
    insteadEn: 'use price',
  };
  const faults = (released: string, today: string, day: string, ...notices: Announced[]) =>
    contractFaults(buildSchema(released), buildSchema(today), notices, parseDate(day));

  it('lets the change through from its day on, and not a day before', () => {
    expect(faults(deprecatedSchema, withoutRate, '2026-06-30', notice)).toEqual([
      'made before 2026-07-01: Query.rate was removed.',
    ]);
    expect(faults(deprecatedSchema, withoutRate, '2026-07-01', notice)).toEqual([]);
    expect(faults(deprecatedSchema, withoutRate, '2026-07-02', notice)).toEqual([]);
  });

  it('stands in the schema meanwhile', () => {
    expect(faults(RELEASED, deprecatedSchema, '2026-01-01', notice)).toEqual([]);
    expect(faults(RELEASED, RELEASED, '2026-01-01', notice)).toEqual([
      'not deprecated in the schema: Query.rate',
    ]);
    expect(faults(RELEASED, deprecatedSchema.replaceAll('2026-07-01', '某日'), '2026-01-01', notice)).toEqual(
      ['its reason does not name 2026-07-01: Query.rate'],
    );
  });

  it('must have been in a release before the change is', () => {
    expect(faults(RELEASED, withoutRate, '2026-07-01', notice)).toEqual([
      'not deprecated in the schema: Query.rate',
    ]);
  });

  it('is needed for the change, and for a deprecation', () => {
    expect(faults(RELEASED, withoutRate, '2026-07-01')).toEqual([
      'breaks clients and was not announced: Query.rate was removed.',
    ]);
    expect(faults(RELEASED, deprecatedSchema, '2026-01-01')).toEqual([
      'deprecated, with no day in breaking-changes.json: Query.rate',
    ]);
  });

  it.each([
    ['2026-06-30', 'less than 6 months’ notice: Query.rate was removed.'],
    ['2026-06-31', 'announced without a date: Query.rate was removed.'],
  ])('that names %s is refused', (breaksOn, fault) => {
    const reworded = deprecatedSchema.replaceAll('2026-07-01', breaksOn);
    expect(faults(RELEASED, reworded, '2026-01-01', { ...notice, breaksOn })).toEqual([fault]);
  });

  it('is made in the past, and says what to use instead', () => {
    expect(faults(RELEASED, deprecatedSchema, '2025-12-31', notice)).toEqual([
      'announced in the future: Query.rate was removed.',
    ]);
    expect(faults(RELEASED, deprecatedSchema, '2026-01-01', { ...notice, insteadZh: ' ' })).toEqual([
      'says not in both languages what to use instead: Query.rate was removed.',
    ]);
  });
});
