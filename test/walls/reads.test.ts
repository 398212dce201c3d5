import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TableName, tables } from '../../schema/tables/all.ts';
import type { Actor } from '../../src/acts/actor.ts';
import { personaRole } from '../../src/database/personas.ts';
import { shapeOf } from '../../src/database/rows.ts';
import { scopeOf } from '../../src/database/scopes.ts';
import { readAnyId, writeId } from '../../src/domain/ids.ts';
import type { Id, Noun } from '../../src/domain/words.ts';
import { NODES } from '../../src/graphql/node.type.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { freshDatabase } from '../support/database.ts';
import { everything } from '../support/everything.ts';
import { type SeededPool, seedPool } from '../support/seed.ts';
import { WAYS, type Walled, walled } from '../support/walls.ts';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let walls: Walled;
let ours: SeededPool;
let theirs: SeededPool;

beforeAll(async () => {
  fresh = await freshDatabase();
  ours = await seedPool(fresh.owner, 1);
  theirs = await seedPool(fresh.owner, 2);
  walls = walled(fresh.database, fresh.owner);
});

afterAll(async () => {
  await fresh.database.close();
  await fresh.drop();
});

type Who = keyof SeededPool['actors'];
const WHO: readonly Who[] = [
  'office',
  'district1',
  'district2',
  'bank1',
  'bank2',
  'fundManager',
  'guarantor2',
];

function labelsOf(ids: readonly string[]): string[] {
  return ids.map((id) => ours.labels.get(readAnyId(id)?.id ?? id) ?? `FOREIGN ${id}`).sort();
}

/** Section 10, written out by hand: who finds what in each list. */
const LOANS = ['loan 1-1-1', 'loan 1-2-2', 'loan 2-2-2'];
const of = (noun: string, ...names: string[]) => names.map((name) => `${noun} ${name}`);
const LISTS: Readonly<Record<string, Readonly<Record<Who, readonly string[]>>>> = {
  loans: {
    office: LOANS,
    district1: of('loan', '1-1-1', '1-2-2'),
    district2: of('loan', '2-2-2'),
    bank1: of('loan', '1-1-1'),
    bank2: of('loan', '1-2-2', '2-2-2'),
    fundManager: of('loan', '1-1-1'),
    guarantor2: of('loan', '1-2-2', '2-2-2'),
  },
  referrals: {
    office: of('referral', '1-1-1', '1-2-2', '2-2-2'),
    district1: of('referral', '1-1-1', '1-2-2'),
    district2: of('referral', '2-2-2'),
    bank1: of('referral', '1-1-1'),
    bank2: of('referral', '1-2-2', '2-2-2'),
    fundManager: of('referral', '1-1-1'),
    guarantor2: of('referral', '1-2-2', '2-2-2'),
  },
  enterprises: {
    office: of('enterprise', '1', '2'),
    district1: of('enterprise', '1'),
    district2: of('enterprise', '2'),
    bank1: of('enterprise', '1'),
    bank2: of('enterprise', '1', '2'),
    fundManager: of('enterprise', '1'),
    guarantor2: of('enterprise', '1', '2'),
  },
  regions: {
    office: of('region', '1', '2'),
    district1: of('region', '1'),
    district2: of('region', '2'),
    bank1: of('region', '1'),
    bank2: of('region', '1', '2'),
    fundManager: of('region', '1', '2'),
    guarantor2: of('region', '1', '2'),
  },
  banks: {
    office: of('bank', '1', '2'),
    district1: of('bank', '1', '2'),
    district2: of('bank', '1', '2'),
    bank1: of('bank', '1'),
    bank2: of('bank', '2'),
    fundManager: of('bank', '1', '2'),
    guarantor2: of('bank', '1', '2'),
  },
  guarantors: {
    office: of('guarantor', '1', '2'),
    district1: of('guarantor', '1', '2'),
    district2: of('guarantor', '1', '2'),
    bank1: of('guarantor', '1', '2'),
    bank2: of('guarantor', '1', '2'),
    fundManager: of('guarantor', '1', '2'),
    guarantor2: of('guarantor', '2'),
  },
  waivers: {
    office: of('waiver', '1-1-1', '1-2-2', '2-2-2'),
    district1: of('waiver', '1-1-1', '1-2-2'),
    district2: of('waiver', '2-2-2'),
    bank1: of('waiver', '1-1-1'),
    bank2: of('waiver', '1-2-2', '2-2-2'),
    fundManager: of('waiver', '1-1-1'),
    guarantor2: of('waiver', '1-2-2', '2-2-2'),
  },
  proposals: {
    office: of('proposal of', 'bank 1', 'bank 2', 'guarantor 1', 'guarantor 2'),
    district1: of('proposal of', 'bank 1', 'guarantor 1'),
    district2: of('proposal of', 'bank 2', 'guarantor 2'),
    bank1: of('proposal of', 'bank 1'),
    bank2: of('proposal of', 'bank 2'),
    fundManager: of('proposal of', 'guarantor 1'),
    guarantor2: of('proposal of', 'guarantor 2'),
  },
  obligations: {
    office: [
      ...of('contribution duty of region', '1', '2'),
      ...of('notice of bank on', '1-1-1', '1-2-2', '2-2-2'),
      ...of('reminder of guarantor on', '1-1-1', '1-2-2', '2-2-2'),
    ],
    district1: [
      ...of('contribution duty of region', '1'),
      ...of('notice of bank on', '1-1-1', '1-2-2'),
      ...of('reminder of guarantor on', '1-1-1', '1-2-2'),
    ],
    district2: [
      ...of('contribution duty of region', '2'),
      ...of('notice of bank on', '2-2-2'),
      ...of('reminder of guarantor on', '2-2-2'),
    ],
    bank1: of('notice of bank on', '1-1-1'),
    bank2: of('notice of bank on', '1-2-2', '2-2-2'),
    fundManager: of('reminder of guarantor on', '1-1-1'),
    guarantor2: of('reminder of guarantor on', '1-2-2', '2-2-2'),
  },
  ledgerEntries: {
    office: [
      'contribution of the city',
      ...of('contribution of region', '1', '2'),
      ...of('deposit of bank', '1', '2'),
    ],
    district1: of('contribution of region', '1'),
    district2: of('contribution of region', '2'),
    bank1: of('deposit of bank', '1'),
    bank2: of('deposit of bank', '2'),
    fundManager: [
      'contribution of the city',
      ...of('contribution of region', '1', '2'),
      ...of('deposit of bank', '1', '2'),
    ],
    guarantor2: [],
  },
  editions: Object.fromEntries(WHO.map((who) => [who, ['edition']])) as Record<Who, string[]>,
};

describe.each(WAYS)('%s', (way) => {
  describe.each(Object.keys(LISTS))('第十条所列可见范围: %s', (list) => {
    it.each(WHO)('%s', async (who) => {
      const { data, errors } = await walls.ask(
        way,
        ours.actors[who],
        `{ ${list} { totalCount nodes { id } } }`,
      );
      expect(errors).toEqual([]);
      const expected = [...(LISTS[list]?.[who] ?? [])].sort();
      expect(labelsOf(data[list].nodes.map(({ id }: { id: string }) => id))).toEqual(expected);
      expect(data[list].totalCount).toBe(expected.length);
    });
  });

  it.each(WHO)('nothing that hangs on anything shows another’s: %s reads everything', async (who) => {
    const { data, errors } = await walls.ask(way, ours.actors[who], everything(createSchema(), 3));
    expect(errors).toEqual([]);
    const seen = new Set(JSON.stringify(data).match(/标记-[^"]*/g));
    const foreign = [...seen].filter((mark) => !mark.startsWith('标记-1-'));
    expect(foreign).toEqual([]);
    await expect(`${[...seen].sort().join('\n')}\n`).toMatchFileSnapshot(`reads/${who}.txt`);
  });

  it.each(WHO)(
    'node, nodes and look-ups by id answer foreign, unknown and malformed alike: %s',
    async (who) => {
      const asked = Object.values(NODES).flatMap(({ noun, table }) => idsOf(noun, table, theirs));
      const { data, errors } = await walls.ask(
        way,
        ours.actors[who],
        `query ($ids: [ID!]!, $loan: ID!) {
        nodes(ids: $ids) { __typename id }
        foreign: loan(id: $loan) { id }
        unknown: loan(id: "ln_ffffffffffffffffffffffffffffffff") { id }
        malformed: loan(id: "%27 or 1=1") { id }
        otherKind: loan(id: "bk_ffffffffffffffffffffffffffffffff") { id }
      }`,
        { ids: asked.slice(0, 100), loan: writeId('loan', theirs.idOf('loan 1-1-1') as Id<'loan'>) },
      );
      expect(errors).toEqual([]);
      expect(data.nodes).toEqual(asked.slice(0, 100).map(() => null));
      expect(data).toMatchObject({ foreign: null, unknown: null, malformed: null, otherKind: null });
    },
  );

  it.each(WHO)('one’s own and another’s ids mixed: %s finds its own', async (who) => {
    const ids = LOANS.map((label) => writeId('loan', ours.idOf(label) as Id<'loan'>));
    const { data } = await walls.ask(
      way,
      ours.actors[who],
      `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
      { ids },
    );
    const visible = LISTS.loans?.[who] ?? [];
    expect(data.nodes).toEqual(LOANS.map((label, at) => (visible.includes(label) ? { id: ids[at] } : null)));
  });

  it('a bank that borrows a firm with another bank sees its own loans to it and sums of these alone', async () => {
    const { data } = await walls.ask(
      way,
      ours.actors.bank1,
      '{ enterprises { nodes { exposure { outstanding creditLine loans { active overdue } } loans { totalCount } headroom { amount withheld binding { code } } } } }',
    );
    expect(data.enterprises.nodes).toEqual([
      {
        exposure: { outstanding: '3000000.00', creditLine: null, loans: { active: 0, overdue: 1 } },
        loans: { totalCount: 1 },
        headroom: { amount: null, withheld: true, binding: null },
      },
    ]);
  });

  it('the sum of all balances is shown to nobody who sees but some accounts', async () => {
    for (const who of WHO) {
      const { data, errors } = await walls.ask(
        way,
        ours.actors[who],
        '{ pool { funds { total } breaker { tripped amounts { fundsTotal } } exposure { outstanding } } }',
      );
      expect(errors).toEqual([]);
      const money = who === 'office' || who === 'fundManager';
      expect(data.pool).toEqual({
        funds: money ? { total: '66000000.00' } : null,
        breaker: { tripped: false, amounts: money ? { fundsTotal: '66000000.00' } : null },
        exposure: who === 'office' ? { outstanding: '6000000.00' } : null,
      });
    }
  });
});

function idsOf(noun: Noun, table: TableName, pool: SeededPool): string[] {
  const nouns: Partial<Record<TableName, string>> = {
    loan: 'loan ',
    referral: 'referral ',
    enterprise: 'enterprise ',
    region: 'region ',
    bank: 'bank ',
    guarantor: 'guarantor ',
    waiver: 'waiver ',
    pledge: 'pledge ',
    topUp: 'top-up ',
    agreement: 'agreement ',
    counterGuarantee: 'counter-guarantee ',
    dueDiligence: 'diligence ',
    decision: 'decision ',
    repayment: 'repayment ',
    proposal: 'proposal ',
    obligation: 'notice ',
    entry: 'deposit ',
    reversal: 'reversal ',
    pool: 'pool',
    edition: 'edition',
  };
  const start = nouns[table];
  if (!start) throw new Error(`no label for ${table}`);
  return [...pool.labels]
    .filter(([, label]) => label.startsWith(start))
    .map(([id]) => writeId(noun, id as Id<Noun>));
}

describe('who may never ask', () => {
  it.each(WHO)('reversals are the office’s and the fund manager’s: %s', async (who) => {
    const { data, errors } = await walls.ask(
      'both walls',
      ours.actors[who],
      '{ reversals { nodes { id } } }',
    );
    const may = who === 'office' || who === 'fundManager';
    expect(errors.map(({ code }) => code)).toEqual(may ? [] : ['FORBIDDEN']);
    expect(data?.reversals?.nodes.length ?? 0).toBe(may ? 2 : 0);
  });

  it.each(WHO)('and without shield there is nothing to see: %s', async (who) => {
    const { data } = await walls.ask('without shield', ours.actors[who], '{ reversals { totalCount } }');
    expect(data.reversals.totalCount).toBe(who === 'office' || who === 'fundManager' ? 2 : 0);
  });
});

describe('each of the two descriptions of who sees which rows says the same', () => {
  const readable = (Object.keys(tables) as TableName[]).filter(
    (table) => !['journal', 'numbering', 'idempotency', 'access'].includes(table),
  );

  it.each(readable)('%s', async (table) => {
    const { table: name } = shapeOf(table);
    for (const pool of [ours, theirs])
      for (const [who, actor] of Object.entries(pool.actors)) {
        const byPolicy = await fresh.database.read(contextOf(actor), (tx) =>
          tx.query(`select to_jsonb(t)::text from ${name} t`, []),
        );
        const byScope = await fresh.owner(
          `select to_jsonb(t)::text as row from ${name} t where ${scopeOf(table, actor.persona)}`,
          [actor.poolId, actor.tenantId],
        );
        expect([who, byPolicy.map(([row]) => String(row)).sort()]).toEqual([
          who,
          byScope.map(({ row }) => String(row)).sort(),
        ]);
      }
  });

  function contextOf({ persona, poolId, tenantId, userId }: Actor) {
    return { persona: personaRole(persona), poolId, tenantId, userId };
  }
});
