import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETER_KEYS, parameter } from '../../src/regulation/catalogue.ts';
import { type EditionValues, editionOn, editionOverlaps } from '../../src/regulation/edition.ts';
import { parseEditionValues, writeEditionValues } from '../../src/regulation/edition-json.ts';
import { editionWarnings } from '../../src/regulation/edition-warnings.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { anyEditionValues } from './any.ts';
import { day, yuan } from './facts.ts';

const written = writeEditionValues(BAOTOU_2021.values);

/** The paths that are complained about. */
function faults(json: unknown): string[] {
  const parsed = parseEditionValues(json);
  return parsed.ok ? [] : parsed.problems.map((problem) => problem.path);
}

describe('an edition as JSON', () => {
  it('comes back as it was written, whatever its figures', () => {
    fc.assert(
      fc.property(anyEditionValues, (values) => {
        const json = JSON.parse(JSON.stringify(writeEditionValues(values)));
        const parsed = parseEditionValues(json);
        expect(parsed.ok).toBe(true);
        if (parsed.ok) expect(writeEditionValues(parsed.values)).toEqual(json);
      }),
    );
  });

  it('writes money as text and lists in order', () => {
    expect(written.firmCap).toBe('10000000.00');
    expect(written.lossShares).toEqual([
      { party: 'POOL', weight: 40 },
      { party: 'BANK', weight: 20 },
      { party: 'GUARANTOR', weight: 40 },
    ]);
  });

  it('is complete: every parameter of the catalogue, each missing one named', () => {
    expect(Object.keys(written)).toEqual(PARAMETER_KEYS);
    for (const key of PARAMETER_KEYS) {
      const { [key]: _gone, ...rest } = written;
      const found = faults(rest);
      expect(found.length).toBeGreaterThan(0);
      expect(found.every((path) => path.startsWith(key))).toBe(true);
    }
  });

  it.each([
    ['money as a number', { firmCap: 10_000_000 }, ['firmCap']],
    ['money below zero', { firmCap: '-0.01' }, ['firmCap']],
    ['money with a third decimal', { firmCap: '0.001' }, ['firmCap']],
    ['a multiple of zero', { poolLeverageMultiple: 0 }, ['poolLeverageMultiple']],
    ['a fraction of a multiple', { poolLeverageMultiple: 2.5 }, ['poolLeverageMultiple']],
    ['a number as text', { graceDaysMax: '25' }, ['graceDaysMax']],
    ['days below zero', { graceDaysMax: -1 }, ['graceDaysMax']],
    ['an unknown word', { allowedPurposes: ['GAMBLING'] }, ['allowedPurposes[0]']],
    ['an empty list', { allowedPurposes: [] }, ['allowedPurposes']],
    ['no prohibited fee is possible', { prohibitedFees: [] }, []],
    ['a word twice', { prohibitedFees: ['MARGIN', 'MARGIN'] }, ['prohibitedFees']],
    [
      'a party twice',
      {
        lossShares: [
          { party: 'POOL', weight: 50 },
          { party: 'POOL', weight: 50 },
        ],
      },
      ['lossShares'],
    ],
    ['a weight above one whole', { lossShares: [{ party: 'POOL', weight: 101 }] }, ['lossShares[0].weight']],
    ['a party in small letters', { lossShares: [{ party: 'pool', weight: 100 }] }, ['lossShares[0].party']],
    ['a field too many', { breaker: { ...BAOTOU_2021.values.breaker, tier: 1 } }, ['breaker.tier']],
    [
      'a threshold of zero',
      { breaker: { ...BAOTOU_2021.values.breaker, thresholdPercent: 0 } },
      ['breaker.thresholdPercent'],
    ],
    ['a threshold of one percent', { breaker: { ...BAOTOU_2021.values.breaker, thresholdPercent: 1 } }, []],
    [
      'a threshold above one whole',
      { breaker: { ...BAOTOU_2021.values.breaker, thresholdPercent: 101 } },
      ['breaker.thresholdPercent'],
    ],
    [
      'nobody to consent',
      { waiverConsents: { ...BAOTOU_2021.values.waiverConsents, ART22_FIRM_CAP: [] } },
      ['waiverConsents.ART22_FIRM_CAP'],
    ],
    [
      'a waiver for an absolute rule',
      { waiverConsents: { ...BAOTOU_2021.values.waiverConsents, ART22_TERM_MAX: ['OFFICE'] } },
      ['waiverConsents.ART22_TERM_MAX'],
    ],
    ['a parameter nobody knows', { firmFloor: 1 }, ['firmFloor']],
    ['two faults at once', { firmCap: 1, termMonthsMax: 0 }, ['firmCap', 'termMonthsMax']],
  ])('%s', (_title, change, paths) => {
    expect(faults({ ...written, ...change })).toEqual(paths);
  });

  it.each([[null], [[]], ['{}'], [7]])('is refused when it is no object: %j', (json) => {
    expect(faults(json)).toContain('');
  });

  it('names what is wrong in both languages, for whatever JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const parsed = parseEditionValues(json);
        expect(parsed.ok).toBe(false);
        if (!parsed.ok) for (const { zh, en } of parsed.problems) expect(zh && en).toBeTruthy();
      }),
    );
  });

  it('refuses fields that only look like there, such as __proto__', () => {
    expect(faults(JSON.parse(`{"__proto__": ${JSON.stringify(written)}}`))).toContain('firmCap');
  });
});

describe('the catalogue', () => {
  it('gives every parameter an article and a name in both languages', () => {
    for (const key of PARAMETER_KEYS) {
      const { article, zh, en, reading, strength } = parameter(key);
      expect(article >= 1 && article <= 40).toBe(true);
      expect(zh && en).toBeTruthy();
      // What binds nobody by the text can only be a reading.
      if (strength === null) expect(reading).not.toBeNull();
    }
  });

  it('stands in the order of the articles', () => {
    const articles = PARAMETER_KEYS.map((key) => parameter(key).article);
    expect(articles).toEqual([...articles].sort((a, b) => a - b));
  });
});

describe('editions in time', () => {
  const next = { ...BAOTOU_2021, number: '2026', validFrom: day('2026-05-01'), validTo: day('2031-04-30') };
  const editions = [next, BAOTOU_2021];

  it.each([
    ['2021-04-29', null],
    ['2021-04-30', BAOTOU_2021.number],
    ['2026-04-30', BAOTOU_2021.number],
    ['2026-05-01', '2026'],
    ['2031-04-30', '2026'],
    ['2031-05-01', null],
  ])('on %s the edition in force is %s', (date, number) => {
    expect(editionOn(editions, day(date))?.number ?? null).toBe(number);
  });

  it.each([
    ['ends the day before', '2020-01-01', '2021-04-29', []],
    ['ends on the first day', '2020-01-01', '2021-04-30', [BAOTOU_2021.number]],
    ['starts on the last day', '2026-04-30', '2026-12-31', [BAOTOU_2021.number]],
    ['starts the day after', '2026-05-01', '2026-12-31', []],
    ['lies within', '2022-01-01', '2022-12-31', [BAOTOU_2021.number]],
    ['lies around', '2020-01-01', '2030-01-01', [BAOTOU_2021.number]],
  ])('a candidate that %s', (_title, from, to, numbers) => {
    const candidate = { validFrom: day(from), validTo: day(to) };
    expect(editionOverlaps([BAOTOU_2021], candidate).map((edition) => edition.number)).toEqual(numbers);
  });
});

describe('warnings about an edition whose numbers disagree', () => {
  const tier = (upTo: string) => ({ upTo: yuan(upTo), shares: BAOTOU_2021.values.lossShares });
  const warnings = (...warningPercents: number[]) => ({ ...BAOTOU_2021.values.breaker, warningPercents });
  const codes = (change: Partial<EditionValues>) =>
    editionWarnings({ ...BAOTOU_2021.values, ...change }).map((warning) => warning.code);

  it.each([
    ['2021 as issued', {}, []],
    ['a region’s multiple of 24', { regionLeverageMultiple: 24 }, ['LEVERAGES_DISAGREE']],
    ['a region’s multiple of 26', { regionLeverageMultiple: 26 }, ['LEVERAGES_DISAGREE']],
    ['a deposit’s multiple of 9', { depositLeverageMultiple: 9 }, ['DEPOSIT_LEVERAGE_DIFFERS']],
    [
      'shares of 99 percent',
      { lossShares: [{ party: 'POOL', weight: 99 }] },
      ['SHARES_NOT_ONE_WHOLE', 'BEARERS_NOT_WHOLE'],
    ],
    ['hardship at the minimum', { contributionMinimumHardship: yuan('8000000.00') }, []],
    [
      'hardship one fen above the minimum',
      { contributionMinimumHardship: yuan('8000000.01') },
      ['HARDSHIP_NOT_LOWER'],
    ],
    ['usual term of 24', { termMonthsUsual: 24 }, []],
    ['usual term of 25', { termMonthsUsual: 25 }, ['TERMS_CROSSED']],
    ['no share of the region', { poolShares: [{ source: 'CITY' as const, weight: 100 }] }, []],
    [
      'a share of the region that does not fit',
      {
        poolShares: [
          { source: 'CITY' as const, weight: 75 },
          { source: 'REGION' as const, weight: 25 },
        ],
      },
      ['LEVERAGES_DISAGREE'],
    ],
    ['tiers that rise', { lossTiers: [tier('1'), tier('2')] }, []],
    ['tiers that fall', { lossTiers: [tier('2'), tier('1')] }, ['TIERS_NOT_RISING']],
    ['a layer of 99 percent', { firstLoss: { party: 'FIRM_FUND', percentOfLoan: 99 } }, []],
    [
      'a layer of the whole loan',
      { firstLoss: { party: 'FIRM_FUND', percentOfLoan: 100 } },
      ['FIRST_LOSS_BEARS_ALL'],
    ],
    ['a bank alone', { lossShares: [{ party: 'BANK', weight: 100 }] }, ['POOL_BEARS_NOTHING']],
    [
      'a bank alone after the pool’s layer',
      { lossShares: [{ party: 'BANK', weight: 100 }], firstLoss: { party: 'POOL', percentOfLoan: 10 } },
      [],
    ],
    ['a last warning at 99 percent of the line', { breaker: warnings(50, 99) }, []],
    ['a last warning at the line', { breaker: warnings(50, 100) }, ['WARNINGS_NOT_RISING']],
    ['warnings that fall', { breaker: warnings(75, 50) }, ['WARNINGS_NOT_RISING']],
    [
      'one bank against the pool’s funds',
      { breaker: { ...BAOTOU_2021.values.breaker, scope: 'BANK' as const } },
      ['BANK_AGAINST_POOL'],
    ],
  ] as [string, Partial<EditionValues>, string[]][])('%s', (_title, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  it('says them in both languages', () => {
    const [warning] = editionWarnings({ ...BAOTOU_2021.values, regionLeverageMultiple: 24 });
    expect(warning?.zh).toContain('第十三条');
    expect(warning?.en).toContain('Art. 9, 13, 20');
  });
});
