import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeId } from '../../src/domain/ids.ts';
import type { Id } from '../../src/domain/words.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { freshDatabase } from '../support/database.ts';
import { everything } from '../support/everything.ts';
import { type SeededPool, seedPool } from '../support/seed.ts';
import { WAYS, type Walled, walled } from '../support/walls.ts';

// Exposure and headroom (section 11): the figures of one moment, to those who may know them; to the others the outcome.

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let walls: Walled;
let ours: SeededPool;

beforeAll(async () => {
  fresh = await freshDatabase();
  ours = await seedPool(fresh.owner, 1);
  walls = walled(fresh.database, fresh.owner);
});

afterAll(async () => {
  await fresh.database.close();
  await fresh.drop();
});

type Who = keyof SeededPool['actors'];
const id = (noun: 'enterprise' | 'region' | 'bank', n: 1 | 2) =>
  writeId(noun, ours.idOf(`${noun} ${n}`) as Id<typeof noun>);

const HEADROOM = `query ($input: HeadroomInput) { headroom(input: $input) {
  amount withheld binding { code article limit used room } limits { code caps limit withheld }
  relief { kind amount consents } loans { fits verdicts { code outcome actual withheld } } newBusiness { code outcome }
} }`;

async function headroom(who: Who, input: object | null = null) {
  const { data, errors } = await walls.ask('both walls', ours.actors[who], HEADROOM, { input });
  expect(errors).toEqual([]);
  return data.headroom;
}

describe('headroom names the limit that binds, its article, and what would relieve it', () => {
  it('第九条 the pool alone: 10 times 66,000,000.00 less 6,000,000.00', async () => {
    expect(await headroom('office')).toMatchObject({
      amount: '654000000.00',
      binding: {
        code: 'ART09_POOL_LEVERAGE',
        article: 9,
        limit: '660000000.00',
        used: '6000000.00',
        room: '654000000.00',
      },
      relief: [{ kind: 'PAY_INTO_POOL', amount: null, consents: [] }],
    });
  });

  it('第十三条 a region: 25 times 18,000,000.00 less 5,000,000.00', async () => {
    expect(await headroom('office', { region: id('region', 1) })).toMatchObject({
      amount: '445000000.00',
      binding: { code: 'ART13_REGION_LEVERAGE', article: 13, limit: '450000000.00', used: '5000000.00' },
      relief: [
        { kind: 'REGION_PAYS_IN', amount: null },
        { kind: 'WAIVER', consents: ['OFFICE'] },
      ],
    });
  });

  it('第二十二条 a firm: 10,000,000.00 less its 5,000,000.00 in two banks', async () => {
    expect(await headroom('office', { enterprise: id('enterprise', 1) })).toMatchObject({
      amount: '5000000.00',
      binding: { code: 'ART22_FIRM_CAP', article: 22, limit: '10000000.00', used: '5000000.00' },
    });
  });

  it('第九条、第十三条 what is missing is named in money that would be paid in', async () => {
    const answer = await headroom('office', { loans: [{ region: id('region', 1), amount: '660000000' }] });
    expect(answer.loans[0].fits).toBe(false);
    expect(answer.relief).toEqual([
      { kind: 'PAY_INTO_POOL', amount: '600000.00', consents: [] },
      { kind: 'REGION_PAYS_IN', amount: '8600000.00', consents: [] },
      { kind: 'WAIVER', amount: '215000000.00', consents: ['OFFICE'] },
    ]);
  });

  it('第十六条 a bank’s multiple of its deposit stops nothing', async () => {
    const answer = await headroom('office', { bank: id('bank', 1) });
    expect(answer.binding.code).toBe('ART09_POOL_LEVERAGE');
    expect(answer.limits).toContainEqual({
      code: 'ART16_TOP_UP_ASK',
      caps: false,
      limit: '10000000.00',
      withheld: false,
    });
  });

  it.each([
    ['one fen below', '4999999.99', true, '0.01'],
    ['at the cap', '5000000.00', true, '0.00'],
    ['one fen above', '5000000.01', false, '5000000.00'],
  ])('第二十二条 a hypothetical loan %s', async (_name, amount, fits, left) => {
    const answer = await headroom('office', { enterprise: id('enterprise', 1), loans: [{ amount }] });
    expect(answer.loans[0].fits).toBe(fits);
    expect(answer.amount).toBe(left);
    expect(answer.relief).toEqual([{ kind: 'WAIVER', amount: fits ? null : '0.01', consents: ['OFFICE'] }]);
  });

  it('loans are placed one after the other, and one that does not fit takes nothing from the next', async () => {
    const answer = await headroom('office', {
      loans: [
        { enterprise: id('enterprise', 1), amount: '3000000' },
        { enterprise: id('enterprise', 1), amount: '2000000.01' },
        { enterprise: id('enterprise', 1), amount: '2000000' },
        { enterprise: id('enterprise', 2), amount: '9000000' },
        { enterprise: id('enterprise', 2), amount: '0.01' },
      ],
    });
    expect(answer.loans.map(({ fits }: { fits: boolean }) => fits)).toEqual([true, false, true, true, false]);
    // 5,000,000.00 used and 7,000,000.01 asked; 1,000,000.00 used and 9,000,000.01 asked.
    expect(answer.relief).toEqual([
      { kind: 'WAIVER', amount: '2000000.01', consents: ['OFFICE'] },
      { kind: 'WAIVER', amount: '0.01', consents: ['OFFICE'] },
    ]);
    const first = answer.loans[1].verdicts.find(({ code }: { code: string }) => code === 'ART22_FIRM_CAP');
    expect(first).toMatchObject({ outcome: 'WAIVER_NEEDED', actual: '10000000.01' });
  });

  it.each([
    [12, ['PASS', 'PASS']],
    [13, ['WAIVER_NEEDED', 'PASS']],
    [24, ['WAIVER_NEEDED', 'PASS']],
    [25, ['WAIVER_NEEDED', 'REFUSED']],
  ])('第二十二条 the term is judged when it is given: %i months', async (termMonths, outcomes) => {
    const answer = await headroom('office', { loans: [{ amount: '1', termMonths }] });
    const terms = answer.loans[0].verdicts.filter(({ code }: { code: string }) =>
      code.startsWith('ART22_TERM'),
    );
    expect(terms.map(({ outcome }: { outcome: string }) => outcome)).toEqual(outcomes);
  });

  it('more than 50 loans, and amounts of nothing, are refused', async () => {
    for (const [loans, field] of [
      [Array.from({ length: 51 }, () => ({ amount: '1' })), 'input.loans'],
      [[{ amount: '1' }, { amount: '0' }], 'input.loans[1].amount'],
      [[{ amount: '-1' }], 'input.loans[0].amount'],
    ] as const) {
      const { errors } = await walls.ask('both walls', ours.actors.office, HEADROOM, { input: { loans } });
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', field }]);
    }
  });
});

describe.each(WAYS)('who may not know a figure learns the outcome: %s', (way) => {
  it.each(['bank1', 'guarantor2', 'fundManager', 'district1', 'office'] as const)('%s', async (who) => {
    const { data } = await walls.ask(way, ours.actors[who], HEADROOM, {
      input: {
        loans: [
          { enterprise: id('enterprise', 1), amount: '5000000' },
          { enterprise: id('enterprise', 1), amount: '100000' },
        ],
      },
    });
    const { loans, limits } = data.headroom;
    expect(loans.map(({ fits }: { fits: boolean }) => fits)).toEqual([true, false]);
    const cap = loans[1].verdicts.find(({ code }: { code: string }) => code === 'ART22_FIRM_CAP');
    const knowsFirms = who === 'office' || who === 'district1';
    expect(cap).toMatchObject({
      outcome: 'WAIVER_NEEDED',
      withheld: !knowsFirms,
      actual: knowsFirms ? '10100000.00' : null,
    });
    const told = limits
      .filter(({ limit }: { limit: string | null }) => limit !== null)
      .map(({ code }: { code: string }) => code);
    expect(told).toEqual(
      {
        office: ['ART09_POOL_LEVERAGE', 'ART13_REGION_LEVERAGE', 'ART22_FIRM_CAP'],
        district1: ['ART13_REGION_LEVERAGE', 'ART22_FIRM_CAP'],
        fundManager: [],
        bank1: [],
        guarantor2: [],
      }[who],
    );
  });
});

describe('exposure', () => {
  const FIGURES = `scope creditLine committed outstanding utilisationPercent shares { pool bank guarantor }
    overdue { loans principal bands { days1to25 days26to90 days91on } } loans { active overdue } net deposit mayAskTopUp { allowed verdict { code } }`;
  const bands = (amount: string) => ({ days1to25: amount, days26to90: '0.00', days91on: '0.00' });

  it('of the pool, for the office', async () => {
    const { data } = await walls.ask(
      'both walls',
      ours.actors.office,
      `{ pool { exposure { ${FIGURES} } } }`,
    );
    expect(data.pool.exposure).toEqual({
      scope: 'POOL',
      creditLine: '660000000.00',
      committed: '0.00',
      outstanding: '6000000.00',
      utilisationPercent: '0.90',
      shares: { pool: '2400000.00', bank: '1200000.00', guarantor: '2400000.00' },
      overdue: { loans: 3, principal: '6000000.00', bands: bands('6000000.00') },
      loans: { active: 0, overdue: 3 },
      net: '0.00',
      deposit: null,
      mayAskTopUp: null,
    });
  });

  it('of a bank, for the bank itself', async () => {
    const { data } = await walls.ask(
      'both walls',
      ours.actors.bank2,
      `{ banks { nodes { exposure { ${FIGURES} } } } }`,
    );
    expect(data.banks.nodes).toEqual([
      {
        exposure: {
          scope: 'BANK',
          creditLine: '20000000.00',
          committed: '0.00',
          outstanding: '3000000.00',
          utilisationPercent: '15.00',
          shares: { pool: '1200000.00', bank: '600000.00', guarantor: '1200000.00' },
          overdue: { loans: 2, principal: '3000000.00', bands: bands('3000000.00') },
          loans: { active: 0, overdue: 2 },
          net: '0.00',
          deposit: '2000000.00',
          mayAskTopUp: { allowed: false, verdict: { code: 'ART16_TOP_UP_ASK' } },
        },
      },
    ]);
  });

  it('of a region and a guarantor, for themselves; the credit line of a guarantor is none', async () => {
    const district = await walls.ask(
      'both walls',
      ours.actors.district1,
      '{ regions { nodes { exposure { scope creditLine outstanding } } } }',
    );
    expect(district.data.regions.nodes).toEqual([
      { exposure: { scope: 'REGION', creditLine: '450000000.00', outstanding: '5000000.00' } },
    ]);
    const guarantor = await walls.ask(
      'both walls',
      ours.actors.guarantor2,
      '{ guarantors { nodes { exposure { scope creditLine outstanding } } } }',
    );
    expect(guarantor.data.guarantors.nodes).toEqual([
      { exposure: { scope: 'GUARANTOR', creditLine: null, outstanding: '3000000.00' } },
    ]);
  });

  it('of a firm: all its loans for the office and its district', async () => {
    for (const who of ['office', 'district1'] as const) {
      const { data } = await walls.ask(
        'both walls',
        ours.actors[who],
        'query ($id: ID!) { enterprise(id: $id) { exposure { creditLine outstanding loans { overdue } } } }',
        {
          id: id('enterprise', 1),
        },
      );
      expect(data.enterprise.exposure).toEqual({
        creditLine: '10000000.00',
        outstanding: '5000000.00',
        loans: { overdue: 2 },
      });
    }
  });
});

describe('how many statements an answer takes', () => {
  it('follows from its shape and not from its rows: loans, their partners, schedules and figures', async () => {
    let statements = 0;
    const counting = {
      ...fresh.database,
      snapshot: (context: Parameters<typeof fresh.database.snapshot>[0]) => {
        const snapshot = fresh.database.snapshot(context);
        return {
          open: snapshot.open,
          close: snapshot.close,
          query: (...call: Parameters<typeof snapshot.query>) => {
            statements += 1;
            return snapshot.query(...call);
          },
        };
      },
    };
    const DOCUMENT = `{ loans { totalCount nodes { state overdue { days } shares { pool }
      enterprise { name region { nameZh loans(first: 2) { totalCount nodes { number } } } exposure { outstanding overdue { loans } } }
      bank { nameZh } guarantor { nameZh } referral { number waivers { consents { consented } } }
      instalments { unpaid } repayments { interest } obligations { state debtor { nameZh } } compensation { claimable }
      aftercare { findings } compensations { entry { kind } } guarantorPayments { amount } conclusion { reason }
      recoveries { costItems { amount } } recoveryReports { summary } legalActions { steps { stage } } } } }`;
    const taken: [number, number][] = [];
    for (const who of ['bank1', 'bank2'] as const) {
      statements = 0;
      const { data, errors } = await walled(counting, fresh.owner).ask(
        'both walls',
        ours.actors[who],
        DOCUMENT,
      );
      expect(errors).toEqual([]);
      taken.push([data.loans.totalCount, statements]);
    }
    expect(taken).toEqual([
      [1, taken[0]?.[1]],
      [2, taken[0]?.[1]],
    ]);
    expect(taken[0]?.[1]).toBeLessThan(45);
  });
});

describe('the sums that caps are judged by', () => {
  it('are read under the acting role in one stretch; no other statement of the answer comes between', async () => {
    const sent: string[] = [];
    const recording = {
      ...fresh.database,
      snapshot: (context: Parameters<typeof fresh.database.snapshot>[0]) => {
        const snapshot = fresh.database.snapshot(context);
        return {
          open: snapshot.open,
          close: snapshot.close,
          query: (...[text, params]: Parameters<typeof snapshot.query>) => {
            sent.push(text.includes('set_config') ? `become ${params[0]}` : text);
            return snapshot.query(text, params);
          },
        };
      },
    };
    const { errors } = await walled(recording, fresh.owner).ask(
      'both walls',
      ours.actors.bank1,
      everything(createSchema(), 2),
    );
    expect(errors).toEqual([]);
    const stretches = sent.flatMap((text, at) =>
      text === 'become zhubao_bank_act' ? [sent.slice(at + 1, sent.indexOf('become zhubao_bank', at))] : [],
    );
    expect(stretches.length).toBeGreaterThan(2);
    for (const stretch of stretches) {
      expect(stretch.length).toBeGreaterThan(2);
      for (const text of stretch) expect(text).toContain('pool_id = $1::uuid and $2::uuid is not null');
    }
    expect(sent.filter((text) => text.startsWith('become')).at(-1)).toBe('become zhubao_bank');
  });
});

describe('the ledger as of a date', () => {
  it.each([
    ['2025-01-09', null, '0.00'],
    ['2025-01-10', null, '63000000.00'],
    [null, null, '63000000.00'],
    [null, '2025-06-10T01:59:59.999Z', '0.00'],
    [null, '2025-06-10T02:00:00.000Z', '63000000.00'],
    ['2025-01-09', '2025-06-10T02:00:00.000Z', '0.00'],
  ])('value dates up to %s, known at %s: custody %s', async (asOf, knownAt, balance) => {
    const { data } = await walls.ask(
      'both walls',
      ours.actors.fundManager,
      'query ($asOf: Date, $knownAt: DateTime) { balances(asOf: $asOf, knownAt: $knownAt) { account balance } }',
      { asOf, knownAt },
    );
    expect(data.balances).toContainEqual({ account: 'custody', balance });
  });

  it('by source', async () => {
    const { data } = await walls.ask(
      'both walls',
      ours.actors.office,
      '{ pool { funds { total available custody deposits interest bySource { source contributed compensation region { divisionCode } } } } }',
    );
    expect(data.pool.funds).toEqual({
      total: '66000000.00',
      available: '66000000.00',
      custody: '63000000.00',
      deposits: '3000000.00',
      interest: '0.00',
      bySource: [
        { source: 'AUTONOMOUS_REGION', contributed: '0.00', compensation: '0.00', region: null },
        { source: 'CITY', contributed: '20000000.00', compensation: '0.00', region: null },
        {
          source: 'REGION',
          contributed: '18000000.00',
          compensation: '0.00',
          region: { divisionCode: '150201' },
        },
        {
          source: 'REGION',
          contributed: '28000000.00',
          compensation: '0.00',
          region: { divisionCode: '150202' },
        },
      ],
    });
  });
});
