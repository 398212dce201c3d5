import { Yuan } from './money.ts';
import { CODES_OF_INDUSTRY, type Floors, SECTIONS, SIZE_STANDARDS } from './size-standards.data.ts';
import type { Industry, Size } from './words.ts';

// ---- Unified social credit code ---------------------------------------------------------------------------

/** A unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters with a sound check character. */
export type CreditCode = string & { readonly __brand: 'CreditCode' };

export type CreditCodeFault = 'EMPTY' | 'INVALID_LENGTH' | 'INVALID_CHARACTER' | 'INVALID_CHECK';
export type CreditCodeReading =
  | { readonly ok: true; readonly code: CreditCode }
  | { readonly ok: false; readonly reason: CreditCodeFault };

/** Thirty-one characters: the letters I, O, S, V and Z are left out because they look like digits. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Registrar's kind and class, the registrar's six digits, the organisation code, the check character. */
const CODE_SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** The organisation code inside (GB 11714-1997) has an alphabet and a check character of its own. */
const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

function weightedSum(text: string, alphabet: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * alphabet.indexOf(text.charAt(at)), 0);
}

/** The eighteenth character that belongs to the first seventeen. */
export function checkCharacter(first17: string): string {
  const left = weightedSum(first17, ALPHABET, WEIGHTS) % 31;
  // A sum that divides evenly has the check character 0; without the second remainder it would have none.
  return ALPHABET.charAt((31 - left) % 31);
}

function organisationCheckCharacter(body: string): string {
  const check = (11 - (weightedSum(body, ORGANISATION_ALPHABET, ORGANISATION_WEIGHTS) % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

/** Reads a credit code as people type it: spaces around it and small letters are put right, nothing else is. */
export function parseCreditCode(text: string): CreditCodeReading {
  const code = text.trim().toUpperCase();
  if (code === '') return { ok: false, reason: 'EMPTY' };
  if (code.length !== 18) return { ok: false, reason: 'INVALID_LENGTH' };
  if (!CODE_SHAPE.test(code)) return { ok: false, reason: 'INVALID_CHARACTER' };
  if (checkCharacter(code) !== code.charAt(17)) return { ok: false, reason: 'INVALID_CHECK' };
  return { ok: true, code: code as CreditCode };
}

/** Whether the organisation code inside is sound too. Only a warning: registries have issued placeholders. */
export function organisationCodeLooksRight(code: CreditCode): boolean {
  return organisationCheckCharacter(code.slice(8, 16)) === code.charAt(16);
}

/** ENTERPRISE is a company (91); sole traders (92), farmers' co-operatives (93), public bodies and all else are OTHER. */
export function creditCodeKind(code: CreditCode): 'ENTERPRISE' | 'OTHER' {
  return code.startsWith('91') ? 'ENTERPRISE' : 'OTHER';
}

/**
 * A sound code for a made-up firm, from six digits of a registrar and eight characters of an organisation code.
 * Throws for parts of another shape.
 */
export function makeCreditCode(registrar: string, organisation: string, kind = '91'): CreditCode {
  const first17 = `${kind}${registrar}${organisation}${organisationCheckCharacter(organisation)}`;
  const reading = parseCreditCode(`${first17}${checkCharacter(first17)}`);
  if (!reading.ok)
    throw new RangeError(`no credit code of ${kind}, ${registrar}, ${organisation}: ${reading.reason}`);
  return reading.code;
}

// ---- Size -------------------------------------------------------------------------------------------------

/** What a firm's size is computed from: people employed, and revenue and total assets of the year. */
export interface SizeFigures {
  readonly employees: number;
  readonly revenue: Yuan;
  readonly assets: Yuan;
}

/** The place of a class's floor in the standard; micro has none. */
const PLACES = { LARGE: 0, MEDIUM: 1, SMALL: 2 } as const satisfies Partial<Record<Size, 0 | 1 | 2>>;

/** Thresholds of money are written in 万元. */
function fromTenThousands(count: number): Yuan {
  return Yuan.fromFen(BigInt(count) * 1_000_000n);
}

/**
 * The size class of a firm (Art. 4). From the top: a firm has the first class whose floors it reaches in every
 * indicator of its industry, and is micro when it has none. Throws for a number of employees that cannot be.
 */
export function sizeOf(industry: Industry, figures: SizeFigures): Size {
  if (!Number.isSafeInteger(figures.employees) || figures.employees < 0)
    throw new RangeError(`not a number of employees: ${figures.employees}`);

  const standard = SIZE_STANDARDS[industry];
  const reachesAll = (size: keyof typeof PLACES): boolean => {
    const floorOf = (floors: Floors) => floors[PLACES[size]];
    if (standard.employees && figures.employees < floorOf(standard.employees)) return false;
    if (standard.revenue && figures.revenue.lessThan(fromTenThousands(floorOf(standard.revenue))))
      return false;
    if (standard.assets && figures.assets.lessThan(fromTenThousands(floorOf(standard.assets)))) return false;
    return true;
  };
  if (reachesAll('LARGE')) return 'LARGE';
  if (reachesAll('MEDIUM')) return 'MEDIUM';
  if (reachesAll('SMALL')) return 'SMALL';
  return 'MICRO';
}

// ---- Industry ---------------------------------------------------------------------------------------------

/** A section letter, or a division with or without it, down to a class: "C", "26", "C26", "261", "2614". */
const INDUSTRY_CODE = /^([A-T]?)(\d{2,4})?$/;

const industryByCode = new Map(
  Object.entries(CODES_OF_INDUSTRY).flatMap(([industry, codes]) =>
    codes.map((code) => [code, industry as Industry] as const),
  ),
);

function sectionOfDivision(division: number): string | null {
  const found = SECTIONS.find(([, first, last]) => first <= division && division <= last);
  return found ? found[0] : null;
}

/**
 * The industry of the size standard for a code of GB/T 4754-2017. Null for a code that does not exist, that the
 * standard does not cover, or that is too short or too ambiguous to decide: then a person has to say.
 */
export function industryOfCode(text: string): Industry | null {
  const match = INDUSTRY_CODE.exec(text.trim().toUpperCase());
  if (!match) return null;
  const [, letter = '', digits = ''] = match;
  const section = digits === '' ? letter : sectionOfDivision(Number(digits.slice(0, 2)));
  if (section === null || section === '' || (letter !== '' && letter !== section)) return null;

  for (let length = digits.length; length >= 2; length -= 1) {
    const industry = industryByCode.get(digits.slice(0, length));
    if (industry) return industry;
  }
  return industryByCode.get(section) ?? null;
}
