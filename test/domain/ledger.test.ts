import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAIN_START, canonical, chainHash, firmKeyOf } from '../../src/domain/audit.ts';
import { parseDate } from '../../src/domain/dates.ts';
import {
  contributionReceived,
  deducted,
  depositPlaced,
  depositReturned,
  excessDeducted,
  excessReturned,
  type FundSource,
  interestCredited,
  type Posting,
  poolFigures,
  recoveryReturned,
  replenishmentReceived,
  reversalOf,
  type SourcePart,
  supplementReceived,
} from '../../src/domain/ledger.ts';
import { Yuan } from '../../src/domain/money.ts';
import { standingOf } from '../../src/domain/obligation.ts';
import type { Id } from '../../src/domain/words.ts';

const BANK = 'b' as Id<'bank'>;
const SOURCES: FundSource[] = [
  { source: 'AUTONOMOUS_REGION', regionId: null },
  { source: 'CITY', regionId: null },
  { source: 'REGION', regionId: 'r' as Id<'region'> },
];
const PARTS = (...amounts: [string, string, string]): SourcePart[] =>
  SOURCES.map((from, at) => ({ from, amount: Yuan.parse(amounts[at] ?? '') }));
const amount = fc.bigInt(1n, 10n ** 13n).map(Yuan.fromFen);
const posting: fc.Arbitrary<Posting> = fc.oneof(
  fc.tuple(fc.constantFrom(...SOURCES), amount).map(([from, money]) => contributionReceived(from, money)),
  fc.tuple(fc.constantFrom(null, BANK), amount).map(([on, money]) => interestCredited(on, money)),
  amount.map((money) => depositPlaced(BANK, money)),
  fc.tuple(amount, amount, amount).map((moneys) =>
    deducted(
      BANK,
      SOURCES.map((from, at) => ({ from, amount: moneys[at] ?? Yuan.ZERO })),
    ),
  ),
  amount.map((money) => excessDeducted(BANK, money)),
);
const written = ({ lines }: Posting) =>
  lines.map(({ account, amount: money }) => [account.code, money.toString()]);

describe('the posting templates', () => {
  it.each([
    [
      'a contribution of the city (Art. 8)',
      contributionReceived({ source: 'CITY', regionId: null }, Yuan.parse('5.00')),
      [
        ['custody', '5.00'],
        ['fund:CITY', '-5.00'],
      ],
    ],
    [
      'interest on custody (Art. 12)',
      interestCredited(null, Yuan.parse('0.01')),
      [
        ['custody', '0.01'],
        ['interest', '-0.01'],
      ],
    ],
    [
      'interest on a deposit (Art. 12)',
      interestCredited(BANK, Yuan.parse('0.01')),
      [
        ['deposit:b', '0.01'],
        ['interest', '-0.01'],
      ],
    ],
    [
      'a deduction, borne by the sources (Art. 32)',
      deducted(BANK, PARTS('1200000.00', '1200000.00', '1600000.00')),
      [
        ['compensation:AUTONOMOUS_REGION', '1200000.00'],
        ['compensation:CITY', '1200000.00'],
        ['compensation:REGION:r', '1600000.00'],
        ['deposit:b', '-4000000.00'],
      ],
    ],
    [
      'a deduction of one fen: a source without a part has no line',
      deducted(BANK, PARTS('0.00', '0.00', '0.01')),
      [
        ['compensation:REGION:r', '0.01'],
        ['deposit:b', '-0.01'],
      ],
    ],
    [
      'a recovery returned to the deposit (Art. 34)',
      recoveryReturned(BANK, PARTS('0.30', '0.30', '0.40')),
      [
        ['compensation:AUTONOMOUS_REGION', '-0.30'],
        ['compensation:CITY', '-0.30'],
        ['compensation:REGION:r', '-0.40'],
        ['deposit:b', '1.00'],
      ],
    ],
    [
      'a recovery returned to custody, with a fen back from a source whose remainder fell otherwise',
      recoveryReturned(null, PARTS('0.02', '-0.01', '0.00')),
      [
        ['compensation:AUTONOMOUS_REGION', '-0.02'],
        ['compensation:CITY', '0.01'],
        ['custody', '0.01'],
      ],
    ],
    [
      'what a bank took in excess (Art. 32)',
      excessDeducted(BANK, Yuan.parse('5.00')),
      [
        ['suspense:b', '5.00'],
        ['deposit:b', '-5.00'],
      ],
    ],
    [
      'and put back',
      excessReturned(BANK, Yuan.parse('5.00')),
      [
        ['deposit:b', '5.00'],
        ['suspense:b', '-5.00'],
      ],
    ],
    [
      'a replenishment of a region (Art. 13)',
      replenishmentReceived('r' as Id<'region'>, Yuan.parse('5.00')),
      [
        ['custody', '5.00'],
        ['fund:REGION:r', '-5.00'],
      ],
    ],
    [
      'a supplement of the city (Art. 38)',
      supplementReceived(Yuan.parse('5.00')),
      [
        ['custody', '5.00'],
        ['fund:CITY', '-5.00'],
      ],
    ],
    [
      'the deposit of a departed bank (Art. 18)',
      depositReturned(BANK, Yuan.parse('5.00')),
      [
        ['custody', '5.00'],
        ['deposit:b', '-5.00'],
      ],
    ],
    [
      'a deposit placed (Art. 16)',
      depositPlaced(BANK, Yuan.parse('7.00')),
      [
        ['deposit:b', '7.00'],
        ['custody', '-7.00'],
      ],
    ],
  ])('%s', (_, made, lines) => {
    expect(written(made)).toEqual(lines);
  });

  it('sum to zero, and so do their reversals, which leave nothing', () => {
    fc.assert(
      fc.property(posting, (made) => {
        expect(Yuan.sum(made.lines.map((line) => line.amount)).isZero()).toBe(true);
        const back = reversalOf(made.lines);
        expect(written(back)).toEqual(
          written(made).map(([code, money]) => [
            code,
            Yuan.parse(money ?? '')
              .negated()
              .toString(),
          ]),
        );
      }),
    );
  });

  it('move nothing for nothing', () => {
    for (const money of [Yuan.ZERO, Yuan.parse('-0.01')])
      expect(() => depositPlaced(BANK, money)).toThrow(RangeError);
  });

  it('funds available are custody and deposits; the total is what came in, interest included', () => {
    const balances = [
      { kind: 'CUSTODY' as const, balance: Yuan.parse('19000000.00') },
      { kind: 'DEPOSIT' as const, balance: Yuan.parse('1000123.45') },
      { kind: 'FUND' as const, balance: Yuan.parse('-20000000.00') },
      { kind: 'INTEREST' as const, balance: Yuan.parse('-123.45') },
    ];
    const { fundsAvailable, fundsTotal, netCompensation } = poolFigures(balances);
    expect([fundsAvailable, fundsTotal, netCompensation].map(String)).toEqual([
      '20000123.45',
      '20000123.45',
      '0.00',
    ]);
  });
});

describe('the audit chain', () => {
  const record = (sequence: number, content: string) => ({
    sequence,
    recordedAt: '2026-01-01T00:00:00.000Z' as never,
    businessDate: parseDate('2026-01-01'),
    tenantId: 't',
    userId: 'u',
    act: 'disburse',
    content,
  });

  it('the canonical text does not depend on the order of keys, and tells values apart', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))),
        (value) => {
          const turned = Object.fromEntries(Object.entries(value).reverse());
          expect(canonical(turned)).toBe(canonical(value));
        },
      ),
    );
    expect(canonical({ a: 1 })).not.toBe(canonical({ a: '1' }));
    expect(canonical({ a: undefined, b: Yuan.parse('1') })).toBe('{"b":"1.00"}');
  });

  it('a changed field, or another record before, changes the hash', () => {
    const first = chainHash(CHAIN_START, record(1, '{}'));
    expect(chainHash(CHAIN_START, record(1, '{} '))).not.toBe(first);
    expect(chainHash(first, record(2, '{}'))).not.toBe(chainHash(CHAIN_START, record(2, '{}')));
  });

  it('a firm’s key depends on pool and credit code alone, and is shaped as a UUID', () => {
    expect(firmKeyOf('p', 'A')).toBe(firmKeyOf('p', 'A'));
    expect(firmKeyOf('p', 'A')).not.toBe(firmKeyOf('q', 'A'));
    expect(firmKeyOf('p', 'A')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('a duty on a date', () => {
  const due = (metOn: string | null) => ({
    dueOn: parseDate('2026-03-10'),
    metOn: metOn === null ? null : parseDate(metOn),
  });
  it.each([
    [null, '2026-03-10', 'OPEN'],
    [null, '2026-03-11', 'LATE'],
    ['2026-03-10', '2026-03-20', 'MET'],
    ['2026-03-11', '2026-03-20', 'MET_LATE'],
  ])('met on %s, seen on %s: %s', (metOn, today, standing) => {
    expect(standingOf(due(metOn), parseDate(today))).toBe(standing);
  });
});
