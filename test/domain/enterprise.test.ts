import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAOTOU, BAOTOU_DIVISIONS } from '../../src/domain/divisions.data.ts';
import {
  type CreditCode,
  checkCharacter,
  creditCodeKind,
  industryOfCode,
  makeCreditCode,
  organisationCodeLooksRight,
  parseCreditCode,
  sizeOf,
} from '../../src/domain/enterprise.ts';
import { Yuan } from '../../src/domain/money.ts';
import { SIZE_STANDARDS } from '../../src/domain/size-standards.data.ts';
import { INDUSTRIES, type Industry, type Size, wordsOf } from '../../src/domain/words.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

function codeOf(text: string): CreditCode {
  const reading = parseCreditCode(text);
  if (!reading.ok) throw new Error(`${text}: ${reading.reason}`);
  return reading.code;
}

// Codes of real registers, with what is peculiar about each.
const SOUND: [code: string, what: string][] = [
  ['911500007014649754', 'registered with the autonomous region'],
  ['91150291740146937K', 'the high-tech zone’s registrar, which no list of divisions has'],
  ['91150203MA13UFLH92', 'Kundulun'],
  ['91150207MA13TYXX2A', 'Jiuyuan'],
  ['91150121MA0QJK324N', 'another city'],
  ['9144030071526726XG', 'organisation check X'],
  ['91110000802100433B', 'check B'],
  ['91310000631696382C', 'check C'],
  ['91100000100003962T', 'the national registrar'],
  ['911000001000013428', 'digits only'],
  ['121200004013590816', 'a public institution'],
  ['9132050857376821XP', 'organisation check X'],
  ['91210100001608667P', 'an organisation code that begins with zeros'],
];

/** Made up; their weighted sum divides evenly, where naive code has no check character. */
const CHECK_ZERO = ['91150203MALG2EHWM0', '91150203MAEBM3F560', '91150203MA4K9T1120'];

describe('unified social credit code (GB 32100-2015)', () => {
  it.each(SOUND)('%s: %s', (text) => {
    const code = codeOf(text);
    expect(code).toBe(text);
    expect(checkCharacter(text)).toBe(text.charAt(17));
    expect(organisationCodeLooksRight(code)).toBe(true);
    expect(creditCodeKind(code)).toBe(text.startsWith('91') ? 'ENTERPRISE' : 'OTHER');
  });

  it.each(CHECK_ZERO)('%s: a sum that divides evenly has the check character 0', (text) => {
    expect(codeOf(text)).toBe(text);
  });

  it.each([
    ['914403001922038217', 'INVALID_CHECK', 'the last character is another'],
    ['9144030019220382160', 'INVALID_LENGTH', '19 characters'],
    ['91440300192203821', 'INVALID_LENGTH', '17 characters'],
    ['91440300O92203821X', 'INVALID_CHARACTER', 'the letter O for a zero'],
    ['91AB0300192203821X', 'INVALID_CHARACTER', 'letters in the registrar’s digits'],
    ['９１1500007014649754', 'INVALID_CHARACTER', 'full-width digits'],
    ['9133010057462616XH', 'INVALID_CHECK', 'made up by others'],
    ['91150000114156425D', 'INVALID_CHECK', 'remembered wrongly'],
    ['916201055811843000', 'INVALID_CHECK', 'a placeholder of a public list'],
    ['', 'EMPTY', 'nothing'],
    [' \t ', 'EMPTY', 'only spaces'],
  ])('%j: %s, %s', (text, reason) => {
    expect(parseCreditCode(text)).toEqual({ ok: false, reason });
  });

  it('puts spaces and small letters right', () => {
    expect(codeOf('914403001922038216 ')).toBe('914403001922038216');
    expect(codeOf(' 91150203ma13uflh92')).toBe('91150203MA13UFLH92');
  });

  it('warns of an organisation code that does not add up, without refusing it', () => {
    const first17 = '91150203MA13UFLH8';
    const code = codeOf(`${first17}${checkCharacter(first17)}`);
    expect(organisationCodeLooksRight(code)).toBe(false);
  });

  it.each([
    ['92', 'OTHER'],
    ['93', 'OTHER'],
    ['12', 'OTHER'],
    ['91', 'ENTERPRISE'],
  ])('kind %s is %s', (kind, expected) => {
    expect(creditCodeKind(makeCreditCode('150203', 'MA000001', kind))).toBe(expected);
  });

  const made = fc
    .tuple(
      fc.stringMatching(/^[0-9]{6}$/),
      fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 8, maxLength: 8 }),
    )
    .map(([registrar, organisation]) => makeCreditCode(registrar, organisation));

  it('every code that is made is sound, inside and outside', () => {
    fc.assert(
      fc.property(made, (code) => {
        expect(codeOf(code)).toBe(code);
        expect(organisationCodeLooksRight(code)).toBe(true);
      }),
    );
  });

  it.each([
    ['15020', 'MA000001'],
    ['1502O3', 'MA000001'],
    ['150203', 'MA00001'],
    ['150203', 'MAI00001'],
  ])('makes none of %s and %s', (registrar, organisation) => {
    expect(() => makeCreditCode(registrar, organisation)).toThrow(RangeError);
  });

  it('no single wrong character goes unnoticed', () => {
    // 31 is prime, no weight is a multiple of it, and the 31 values differ: the sum cannot stay the same.
    fc.assert(
      fc.property(made, fc.nat(17), fc.constantFrom(...ALPHABET), (code, at, other) => {
        fc.pre(code.charAt(at) !== other);
        expect(parseCreditCode(code.slice(0, at) + other + code.slice(at + 1)).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

// ---- Size -------------------------------------------------------------------------------------------------

/** X employees; Y revenue and Z assets in 万元, as the standard writes them. */
interface Figures {
  X?: number;
  Y?: number | string;
  Z?: number | string;
}

/** An amount in 万元 with up to six decimals. */
function tenThousands(count: number | string): Yuan {
  const [whole = '', decimals = ''] = String(count).split('.');
  return Yuan.fromFen(BigInt(whole + decimals.padEnd(6, '0')));
}

function size(industry: Industry, { X = 0, Y = 0, Z = 0 }: Figures): Size {
  return sizeOf(industry, { employees: X, revenue: tenThousands(Y), assets: tenThousands(Z) });
}

// Per industry: at the large floor, at the medium floor, at the small floor. Written down apart from the product's
// table, from the standard, so that a slip in one of the two shows.
const AT_THE_FLOORS: [Industry, Figures, Figures, Figures][] = [
  ['AGRICULTURE', { Y: 20000 }, { Y: 500 }, { Y: 50 }],
  ['INDUSTRY', { X: 1000, Y: 40000 }, { X: 300, Y: 2000 }, { X: 20, Y: 300 }],
  ['CONSTRUCTION', { Y: 80000, Z: 80000 }, { Y: 6000, Z: 5000 }, { Y: 300, Z: 300 }],
  ['WHOLESALE', { X: 200, Y: 40000 }, { X: 20, Y: 5000 }, { X: 5, Y: 1000 }],
  ['RETAIL', { X: 300, Y: 20000 }, { X: 50, Y: 500 }, { X: 10, Y: 100 }],
  ['TRANSPORT', { X: 1000, Y: 30000 }, { X: 300, Y: 3000 }, { X: 20, Y: 200 }],
  ['WAREHOUSING', { X: 200, Y: 30000 }, { X: 100, Y: 1000 }, { X: 20, Y: 100 }],
  ['POST', { X: 1000, Y: 30000 }, { X: 300, Y: 2000 }, { X: 20, Y: 100 }],
  ['ACCOMMODATION', { X: 300, Y: 10000 }, { X: 100, Y: 2000 }, { X: 10, Y: 100 }],
  ['CATERING', { X: 300, Y: 10000 }, { X: 100, Y: 2000 }, { X: 10, Y: 100 }],
  ['INFORMATION_TRANSMISSION', { X: 2000, Y: 100000 }, { X: 100, Y: 1000 }, { X: 10, Y: 100 }],
  ['SOFTWARE', { X: 300, Y: 10000 }, { X: 100, Y: 1000 }, { X: 10, Y: 50 }],
  ['REAL_ESTATE', { Y: 200000, Z: 10000 }, { Y: 1000, Z: 5000 }, { Y: 100, Z: 2000 }],
  ['PROPERTY_MANAGEMENT', { X: 1000, Y: 5000 }, { X: 300, Y: 1000 }, { X: 100, Y: 500 }],
  ['LEASING_AND_BUSINESS', { X: 300, Z: 120000 }, { X: 100, Z: 8000 }, { X: 10, Z: 100 }],
  ['OTHER', { X: 300 }, { X: 100 }, { X: 10 }],
];

const CLASSES: Size[] = ['LARGE', 'MEDIUM', 'SMALL', 'MICRO'];

/** Every floor with each of its indicators one person or one fen short; the others stay at the floor. */
const ONE_BELOW = AT_THE_FLOORS.flatMap(([industry, ...floors]) =>
  floors.flatMap((floor, at) =>
    (['X', 'Y', 'Z'] as const).flatMap((indicator) => {
      const value = floor[indicator];
      if (value === undefined) return [];
      const short = indicator === 'X' ? Number(value) - 1 : `${Number(value) - 1}.999999`;
      return [[industry, CLASSES[at], indicator, { ...floor, [indicator]: short }, CLASSES[at + 1]] as const];
    }),
  ),
);

describe('Art. 4: size by the national standard (工信部联企业〔2011〕300号)', () => {
  it.each(AT_THE_FLOORS)('%s: a firm at a floor belongs to the class', (industry, large, medium, small) => {
    expect([large, medium, small].map((figures) => size(industry, figures))).toEqual([
      'LARGE',
      'MEDIUM',
      'SMALL',
    ]);
    expect(size(industry, {})).toBe('MICRO');
  });

  it.each(ONE_BELOW)('%s %s, %s one short', (industry, _size, indicator, figures, expected) => {
    expect(size(industry, figures), indicator).toBe(expected);
  });

  it('tests every threshold of the table from below', () => {
    const thresholds = Object.values(SIZE_STANDARDS).flatMap((standard) => Object.values(standard).flat());
    expect(ONE_BELOW).toHaveLength(thresholds.length);
    expect(AT_THE_FLOORS.map(([industry]) => industry)).toEqual(wordsOf(INDUSTRIES));
  });

  it.each(AT_THE_FLOORS.filter(([, large]) => Object.keys(large).length > 1))(
    '%s: large in one indicator and small in the other is small',
    (industry, large, _medium, small) => {
      const [first = 'X', second = 'Y'] = Object.keys(large) as (keyof Figures)[];
      expect(size(industry, { [first]: large[first], [second]: small[second] } as Figures)).toBe('SMALL');
      expect(size(industry, { [first]: small[first], [second]: large[second] } as Figures)).toBe('SMALL');
      expect(size(industry, { [first]: large[first] } as Figures)).toBe('MICRO');
    },
  );

  it.each([
    ['INFORMATION_TRANSMISSION', { X: 500, Y: 50000 }, 'MEDIUM'],
    ['SOFTWARE', { X: 103, Y: '15735.28' }, 'MEDIUM'],
  ] as const)('%s %j: %s, on which others went wrong', (industry, figures, expected) => {
    expect(size(industry, figures)).toBe(expected);
  });

  it('looks only at the indicators of the industry', () => {
    expect(size('OTHER', { X: 9, Y: 900000, Z: 900000 })).toBe('MICRO');
    expect(size('AGRICULTURE', { X: 0, Y: 20000 })).toBe('LARGE');
  });

  it.each([-1, 1.5, Number.NaN])('%s people are no number of employees', (X) => {
    expect(() => size('OTHER', { X })).toThrow(RangeError);
  });
});

describe('industry of a code of GB/T 4754-2017', () => {
  it.each([
    ['C26', 'INDUSTRY'],
    ['2614', 'INDUSTRY'],
    ['c2614', 'INDUSTRY'],
    ['A', 'AGRICULTURE'],
    ['01', 'AGRICULTURE'],
    ['05', 'AGRICULTURE'],
    ['06', 'INDUSTRY'],
    ['43', 'INDUSTRY'],
    ['46', 'INDUSTRY'],
    ['47', 'CONSTRUCTION'],
    ['50', 'CONSTRUCTION'],
    ['51', 'WHOLESALE'],
    ['F52', 'RETAIL'],
    ['54', 'TRANSPORT'],
    ['58', 'TRANSPORT'],
    ['591', 'TRANSPORT'],
    ['5910', 'TRANSPORT'],
    ['592', 'WAREHOUSING'],
    ['599', 'WAREHOUSING'],
    ['60', 'POST'],
    ['61', 'ACCOMMODATION'],
    ['62', 'CATERING'],
    ['63', 'INFORMATION_TRANSMISSION'],
    ['64', 'INFORMATION_TRANSMISSION'],
    ['65', 'SOFTWARE'],
    ['701', 'REAL_ESTATE'],
    ['K7020', 'PROPERTY_MANAGEMENT'],
    ['703', 'OTHER'],
    ['709', 'OTHER'],
    ['L', 'LEASING_AND_BUSINESS'],
    ['71', 'LEASING_AND_BUSINESS'],
    ['72', 'LEASING_AND_BUSINESS'],
    ['73', 'OTHER'],
    ['82', 'OTHER'],
    ['85', 'OTHER'],
    ['86', 'OTHER'],
    ['90', 'OTHER'],
  ])('%s is %s', (code, industry) => {
    expect(industryOfCode(code)).toBe(industry);
  });

  it.each([
    ['53', 'railways'],
    ['5310', 'railways'],
    ['J', 'finance'],
    ['66', 'finance'],
    ['69', 'finance'],
    ['P', 'education'],
    ['83', 'education'],
    ['84', 'health'],
    ['91', 'public administration'],
    ['96', 'public administration'],
    ['97', 'international organisations'],
    ['704', 'ambiguous'],
    ['59', 'too short to tell transport from warehousing'],
    ['70', 'too short to tell the kinds of real estate apart'],
    ['F', 'too short to tell wholesale from retail'],
    ['00', 'no division'],
    ['98', 'no division'],
    ['A26', 'the division is not of that section'],
    ['5', 'too short'],
    ['26144', 'too long'],
    ['U', 'no section'],
    ['', 'nothing'],
    ['C-26', 'no code'],
  ])('%s is none: %s', (code) => {
    expect(industryOfCode(code)).toBeNull();
  });
});

describe('the regions of the city', () => {
  it('are ten, with codes of the city and names that differ', () => {
    expect(BAOTOU_DIVISIONS).toHaveLength(10);
    expect(BAOTOU_DIVISIONS.every(({ code }) => code.startsWith(BAOTOU.code.slice(0, 4)))).toBe(true);
    for (const part of ['code', 'zh', 'shortZh', 'en'] as const)
      expect(new Set(BAOTOU_DIVISIONS.map((one) => one[part])).size).toBe(10);
  });
});
