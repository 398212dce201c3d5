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
/** The entries behind a loan's compensation and recovery. */
const booked = (...names: string[]) => [...of('deduction', ...names), ...of('return of recovery', ...names)];
/** Whoever sees a loan sees what hangs on it, whichever of the loan's tenants recorded it. */
const BY_LOAN: Readonly<Record<Who, readonly string[]>> = {
  office: ['1-1-1', '1-2-2', '2-2-2'],
  district1: ['1-1-1', '1-2-2'],
  district2: ['2-2-2'],
  bank1: ['1-1-1'],
  bank2: ['1-2-2', '2-2-2'],
  fundManager: ['1-1-1'],
  guarantor2: ['1-2-2', '2-2-2'],
};
const ofLoans = (...nouns: string[]) =>
  Object.fromEntries(WHO.map((who) => [who, nouns.flatMap((noun) => of(noun, ...BY_LOAN[who]))])) as Record<
    Who,
    string[]
  >;
/** What has an id of its own and hangs on a loan, and how the seed labels it. */
const HANGING: readonly (readonly [Noun, string])[] = [
  ['aftercare', 'visit of district on'],
  ['aftercare', 'visit of bank on'],
  ['aftercare', 'visit of guarantor on'],
  ['compensation', 'compensation'],
  ['guarantorPayment', 'payment of guarantor on'],
  ['legalAction', 'action at law'],
  ['recovery', 'recovery'],
  ['recoveryReport', 'report on recovery'],
];
/** As many ids as `nodes` takes at once. */
const NODES_MAX = 100;
const TENANTS: Readonly<Record<Who, readonly string[]>> = {
  office: ['OFFICE 1', 'DISTRICT 1', 'DISTRICT 2', 'BANK 1', 'BANK 2', 'GUARANTOR 1', 'GUARANTOR 2'],
  district1: ['DISTRICT 1'],
  district2: ['DISTRICT 2'],
  bank1: ['BANK 1'],
  bank2: ['BANK 2'],
  fundManager: ['GUARANTOR 1'],
  guarantor2: ['GUARANTOR 2'],
};
const ofTenants = (noun: string) =>
  Object.fromEntries(WHO.map((who) => [who, of(noun, ...TENANTS[who])])) as Record<Who, string[]>;
const LISTS: Readonly<Record<string, Readonly<Record<Who, readonly string[]>>>> = {
  disabledUsers: ofTenants('disabled user of'),
  revokedTokens: ofTenants('revoked token of'),
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
      ...booked('1-1-1', '1-2-2', '2-2-2'),
    ],
    district1: [...of('contribution of region', '1'), ...booked('1-1-1', '1-2-2')],
    district2: [...of('contribution of region', '2'), ...booked('2-2-2')],
    bank1: [...of('deposit of bank', '1'), ...booked('1-1-1')],
    bank2: [...of('deposit of bank', '2'), ...booked('1-2-2', '2-2-2')],
    fundManager: [
      'contribution of the city',
      ...of('contribution of region', '1', '2'),
      ...of('deposit of bank', '1', '2'),
      ...booked('1-1-1', '1-2-2', '2-2-2'),
    ],
    guarantor2: [],
  },
  aftercareRecords: ofLoans('visit of district on', 'visit of bank on', 'visit of guarantor on'),
  compensations: ofLoans('compensation'),
  recoveries: ofLoans('recovery'),
  editions: Object.fromEntries(WHO.map((who) => [who, ['edition']])) as Record<Who, string[]>,
  evaluations: Object.fromEntries(WHO.map((who) => [who, ['evaluation']])) as Record<Who, string[]>,
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
      for (let from = 0; from < asked.length; from += NODES_MAX) {
        const ids = asked.slice(from, from + NODES_MAX);
        const { data } = await walls.ask(
          way,
          ours.actors[who],
          'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
          { ids },
        );
        expect(data.nodes).toEqual(ids.map(() => null));
      }
      const { data, errors } = await walls.ask(
        way,
        ours.actors[who],
        `query ($loan: ID!) {
        foreign: loan(id: $loan) { id }
        unknown: loan(id: "ln_ffffffffffffffffffffffffffffffff") { id }
        malformed: loan(id: "%27 or 1=1") { id }
        otherKind: loan(id: "bk_ffffffffffffffffffffffffffffffff") { id }
      }`,
        { loan: writeId('loan', theirs.idOf('loan 1-1-1') as Id<'loan'>) },
      );
      expect(errors).toEqual([]);
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

  it.each(WHO)(
    'by its id %s finds what hangs on its loans, whoever recorded it, and nothing else',
    async (who) => {
      const asked = HANGING.flatMap(([noun, start]) =>
        BY_LOAN.office.map((loan) => ({
          loan,
          id: writeId(noun, ours.idOf(`${start} ${loan}`) as Id<Noun>),
        })),
      );
      const { data } = await walls.ask(
        way,
        ours.actors[who],
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
        { ids: asked.map(({ id }) => id) },
      );
      expect(data.nodes).toEqual(asked.map(({ loan, id }) => (BY_LOAN[who].includes(loan) ? { id } : null)));
    },
  );

  it('who recorded something is told by tenant to its readers, by person to the office alone', async () => {
    const PEOPLE = `{ aftercareRecords { nodes { author { nameZh } person } }
      recoveries { nodes { author { nameZh } person entry { recovery { id } compensation { id } } } }
      loans { nodes { legalActions { openedBy { nameZh } steps { author { nameZh } person } }
        recoveryReports { author { nameZh } person } conclusion { person } } } }`;
    for (const who of WHO) {
      const { data, errors } = await walls.ask(way, ours.actors[who], PEOPLE);
      expect(errors).toEqual([]);
      const told = [...JSON.stringify(data).matchAll(/"person":(null|"[^"]*")/g)].map(([, person]) => person);
      expect(told.length).toBe(7 * BY_LOAN[who].length);
      expect([who, told.filter((person) => person !== 'null').length]).toEqual([
        who,
        who === 'office' ? told.length : 0,
      ]);
      expect(JSON.stringify(data)).not.toMatch(/"(author|openedBy)":null/);
    }
  });

  it('an entry of the ledger names the compensation and the recovery behind it to those who may see the loan', async () => {
    const seen: Record<string, number> = {};
    for (const who of WHO) {
      const { data } = await walls.ask(
        way,
        ours.actors[who],
        '{ ledgerEntries { nodes { kind loan { id } compensation { id } recovery { id } } } }',
      );
      const behind = data.ledgerEntries.nodes.filter(
        ({ compensation, recovery }: { compensation: unknown; recovery: unknown }) =>
          compensation ?? recovery,
      );
      expect(behind.every(({ loan }: { loan: unknown }) => loan)).toBe(true);
      seen[who] = behind.length;
    }
    expect(seen).toEqual({
      office: 6,
      district1: 4,
      district2: 2,
      bank1: 2,
      bank2: 4,
      // It sees all six entries, and what lies behind those of the loan that it guarantees.
      fundManager: 2,
      guarantor2: 0,
    });
  });

  it('figures of compensation are of the reader’s own scope: three loans of 100.00 each, recovered in full', async () => {
    const figures = 'exposure { compensatedPrincipal recoveredInAll compensated recovered net }';
    const of = (loans: number) => ({
      compensatedPrincipal: `${loans}00.00`,
      recoveredInAll: `${loans}00.00`,
      compensated: `${loans * 40}.00`,
      recovered: `${loans * 40}.00`,
      net: '0.00',
    });
    const shown: Record<string, unknown> = {};
    for (const who of WHO) {
      const { data, errors } = await walls.ask(
        way,
        ours.actors[who],
        `{ pool { ${figures} } regions { nodes { ${figures} } } banks { nodes { ${figures} } } guarantors { nodes { ${figures} } }
           enterprises(orderBy: OLDEST) { nodes { ${figures} } } }`,
      );
      expect(errors).toEqual([]);
      const list = ({ nodes }: { nodes: { exposure: unknown }[] }) => nodes.map(({ exposure }) => exposure);
      shown[who] = {
        pool: data.pool.exposure,
        regions: list(data.regions),
        banks: list(data.banks),
        guarantors: list(data.guarantors),
        firms: list(data.enterprises),
      };
    }
    const none = [null, null];
    expect(shown).toEqual({
      office: {
        pool: of(3),
        regions: [of(2), of(1)],
        banks: [of(1), of(2)],
        guarantors: [of(1), of(2)],
        firms: [of(2), of(1)],
      },
      district1: { pool: null, regions: [of(2)], banks: none, guarantors: none, firms: [of(2)] },
      district2: { pool: null, regions: [of(1)], banks: none, guarantors: none, firms: [of(1)] },
      bank1: { pool: null, regions: [null], banks: [of(1)], guarantors: none, firms: [of(1)] },
      bank2: { pool: null, regions: none, banks: [of(2)], guarantors: none, firms: [of(1), of(1)] },
      fundManager: { pool: null, regions: none, banks: none, guarantors: [of(1), null], firms: [of(1)] },
      guarantor2: { pool: null, regions: none, banks: none, guarantors: [of(2)], firms: [of(1), of(1)] },
    });
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
    aftercare: 'visit of ',
    compensation: 'compensation ',
    guarantorPayment: 'payment of guarantor ',
    legalAction: 'action at law ',
    recovery: 'recovery ',
    recoveryReport: 'report on recovery ',
    breakerTurn: 'turn of ',
    evaluation: 'evaluation',
    supplement: 'supplement',
    tenant: 'bank ',
    disabledUser: 'disabled user of ',
    revokedToken: 'revoked token of ',
    statement: 'statement of ',
    statementLine: 'statement line of ',
    statementMatch: 'match of ',
    explanation: 'explanation of ',
    correction: 'correction of ',
    event: 'event of ',
    importJob: 'import of ',
    takeOver: 'take-over',
    webhook: 'webhook of ',
    webhookDelivery: 'webhook delivery of ',
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

  it.each(WHO)('so are supplements, with shield and without: %s', async (who) => {
    const may = who === 'office' || who === 'fundManager';
    const ask = (way: (typeof WAYS)[number]) =>
      walls.ask(way, ours.actors[who], '{ supplements { totalCount nodes { reason } } }');
    expect((await ask('both walls')).errors.map(({ code }) => code)).toEqual(may ? [] : ['FORBIDDEN']);
    const { data } = await ask('without shield');
    expect([data.supplements.totalCount, data.supplements.nodes.length]).toEqual(may ? [1, 1] : [0, 0]);
  });

  it.each(WHO)('and without shield there is nothing to see: %s', async (who) => {
    const { data } = await walls.ask('without shield', ours.actors[who], '{ reversals { totalCount } }');
    expect(data.reversals.totalCount).toBe(who === 'office' || who === 'fundManager' ? 2 : 0);
  });
});

describe('each of the two descriptions of who sees which rows says the same', () => {
  const readable = (Object.keys(tables) as TableName[]).filter(
    (table) => !['journal', 'numbering', 'idempotency', 'access', 'agenda', 'logTree'].includes(table),
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
