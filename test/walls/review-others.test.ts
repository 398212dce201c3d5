import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/acts/actor.ts';
import { personaRole } from '../../src/database/personas.ts';
import type { Persona, TenantKind } from '../../src/domain/words.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { compensateAndRecover, deductTooEarly, done, lendAndCall } from '../support/aftermath.ts';
import { pay } from '../support/city.ts';
import { everything } from '../support/everything.ts';
import type { Running, User } from '../support/product.ts';
import { type Side, startTwins, type Twin } from '../support/twin.ts';
import { WAYS, type Walled, walled } from '../support/walls.ts';

// What one side of a pool does leaves no trace in anything that the other side reads, whichever wall stands alone: every
// field there is, and every event, before and after. Only the pool's breaker, which is everybody's to see, may move.

const TODAY = '2025-03-10';
const LATER = '2025-04-08';
const TOUCHED = 240_000;

let running: Running;
let twin: Twin;
let walls: Walled;

beforeAll(async () => {
  ({ running, ours: twin } = await startTwins());
  walls = walled(running.product.database, running.owner);
}, TOUCHED);
afterAll(() => running?.stop());

const KINDS: Readonly<Record<Persona, TenantKind>> = {
  OFFICE: 'OFFICE',
  DISTRICT: 'DISTRICT',
  BANK: 'BANK',
  GUARANTOR: 'GUARANTOR',
  FUND_MANAGER: 'GUARANTOR',
};

const actorOf = (user: User, persona: Persona): Actor =>
  ({ ...user, persona, kind: KINDS[persona], userName: null }) as Actor;

/** The pool's breaker and what rests on its ratio. */
function withoutPoolsBreaker(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPoolsBreaker);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if ('code' in value && value.code === 'ART37_BREAKER') return 'ART37_BREAKER';
  return Object.fromEntries(
    entries
      .filter(
        ([name, inner]) =>
          !(name === 'breaker' && (inner as { __typename?: string })?.__typename === 'Breaker'),
      )
      .map(([name, inner]) => [name, withoutPoolsBreaker(inner)]),
  );
}

const FIGURES = createSchema().getType('EvaluationFigures');
const YEAR = `{ yearFigures(year: 2025) { tenant { nameZh } figures { ${isObjectType(FIGURES) ? Object.keys(FIGURES.getFields()).join(' ') : ''} } } }`;

async function eventsOf({ poolId, tenantId, userId }: User, persona: Persona): Promise<unknown[][]> {
  return running.product.database.read({ persona: personaRole(persona), poolId, tenantId, userId }, (tx) =>
    tx.query('select kind, subject, to_jsonb(e)::text from event e order by sequence', []),
  );
}

async function viewOf(user: User, persona: Persona): Promise<Record<string, unknown>> {
  const views: Record<string, unknown> = {};
  // Row security, which takes long to switch, is on again after the last way.
  for (const way of [...WAYS].reverse()) {
    const actor = actorOf(user, persona);
    const all = await walls.ask(way, actor, everything(createSchema(), way === 'both walls' ? 3 : 2));
    const year = await walls.ask(way, actor, YEAR);
    expect([...all.errors, ...year.errors]).toEqual([]);
    views[way] = withoutPoolsBreaker({ ...all.data, ...year.data });
  }
  const events = await eventsOf(user, persona);
  views.events = events.filter(([kind]) => !String(kind).startsWith('breaker.'));
  return views;
}

/** The deposit of each side has been spent on loans of before; more of it is placed. */
async function topUp({ bank }: Side): Promise<void> {
  const { city } = twin;
  const { data } = await running.ask(
    city.office,
    'query ($id: ID!) { bank(id: $id) { standing { topUps { id state version } } } }',
    { id: bank.id },
  );
  const asked = data.bank.standing.topUps.find(({ state }: { state: string }) => state === 'ASKED');
  await done(running, city.office, 'decideTopUp', {
    topUpId: asked.id,
    approved: '2000000.00',
    note: '同意',
  });
  await done(running, city.guarantor.user, 'placeTopUp', {
    topUpId: asked.id,
    amount: '2000000.00',
    valueDate: LATER,
    document: '补充',
  });
}

/** The paths at which two answers differ. */
function differences(before: unknown, after: unknown, path = ''): string[] {
  if (Object.is(before, after)) return [];
  if (before && after && typeof before === 'object' && typeof after === 'object') {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      differences(
        (before as Record<string, unknown>)[name],
        (after as Record<string, unknown>)[name],
        `${path}.${name}`,
      ),
    );
  }
  return [`${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`];
}

test('an event names a thing that whoever reads it may look up', async () => {
  const { city, first, second } = twin;
  const { data } = await running.ask(city.office, '{ ledgerEntries(first: 100) { nodes { id kind } } }');
  for (const kind of ['DEDUCTION', 'RECOVERY', 'DEPOSIT_PLACED', 'CONTRIBUTION']) {
    const entry = data.ledgerEntries.nodes.find((one: { kind: string }) => one.kind === kind);
    await done(running, city.office, 'askReversal', { entryId: entry.id, reason: '误记' });
  }
  const readers: readonly (readonly [Persona, User])[] = [
    ...[first, second].flatMap(({ region, bank }) => [
      ['DISTRICT', region.user] as const,
      ['BANK', bank.user] as const,
    ]),
    ['FUND_MANAGER', first.guarantor.user],
    ['GUARANTOR', second.guarantor.user],
  ];
  for (const [persona, user] of readers) {
    const events = await eventsOf(user, persona);
    expect(events.length).toBeGreaterThan(50);
    const hidden = new Set<unknown>();
    for (let from = 0; from < events.length; from += 100) {
      const asked = events.slice(from, from + 100);
      const ids = asked.map(([, subject]) => subject);
      const found = await running.ask(user, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
      for (const [at, node] of found.data.nodes.entries()) if (!node) hidden.add(asked[at]?.[0]);
    }
    expect([persona, [...hidden]]).toEqual([persona, []]);
  }
});

test(
  'what the other side does after a loan leaves no trace in what a tenant reads',
  async () => {
    const { city, first, second } = twin;
    const called = new Map<Side, Awaited<ReturnType<typeof lendAndCall>>>();
    for (const [side, division] of [
      [first, '150203'],
      [second, '150204'],
    ] as const)
      called.set(side, await lendAndCall(running, city, side, division, TODAY));
    await running.act(city.office, 'advanceClock', { to: LATER }, 'pool { id }');
    // Enough money that the breaker stays open: its tripping is told to everybody.
    await pay(running, city, first.region, '30000000.00', LATER);
    for (const side of [first, second]) await topUp(side);
    const observers: [Side, [Persona, User][]][] = [
      [
        second,
        [
          ['DISTRICT', first.region.user],
          ['BANK', first.bank.user],
        ],
      ],
      [
        first,
        [
          ['DISTRICT', second.region.user],
          ['BANK', second.bank.user],
          ['GUARANTOR', second.guarantor.user],
        ],
      ],
    ];
    for (const [acting, watching] of observers) {
      const before = [];
      for (const [persona, user] of watching) before.push(await viewOf(user, persona));
      const aftermath = called.get(acting);
      if (!aftermath) throw new Error('both sides have lent');
      await compensateAndRecover(running, city, acting, aftermath, LATER);
      await deductTooEarly(running, acting, acting.activeLoan, LATER);
      await done(running, acting.region.user, 'recordVisit', {
        loanId: acting.activeLoan,
        visitedOn: LATER,
        findings: '走访',
        measures: null,
        document: '走访记录',
      });
      await done(running, city.guarantor.user, 'recordReplenishment', {
        regionId: acting.region.id,
        amount: '5000.00',
        valueDate: LATER,
        document: '补充',
      });
      await done(running, city.office, 'leaveBank', {
        bankId: acting.bank.id,
        leavingOn: LATER,
        reason: '到期不续',
        document: '退出',
      });
      for (const [at, [persona, user]] of watching.entries())
        expect.soft([persona, differences(before[at], await viewOf(user, persona))]).toEqual([persona, []]);
    }
  },
  TOUCHED,
);
