import type { Industry } from './words.ts';

/** The floors of large, medium and small; a figure at the floor belongs to the class. */
export type Floors = readonly [large: number, medium: number, small: number];

/** Per indicator that counts in the industry: employees in persons, revenue and assets in 万元 (10,000 yuan). */
export interface SizeStandard {
  readonly employees?: Floors;
  readonly revenue?: Floors;
  readonly assets?: Floors;
}

/**
 * Size classes of enterprises: 《中小企业划型标准规定》（工信部联企业〔2011〕300号） and, with the same thresholds on the
 * industries of GB/T 4754-2017, 《统计上大中小微型企业划分办法（2017）》（国统字〔2017〕213号）. Sure throughout.
 * Not used: the draft revision of April 2021, of which no promulgation was found; and the separate standard for
 * financial firms (银发〔2015〕309号).
 */
// biome-ignore format: one industry a line
export const SIZE_STANDARDS: Readonly<Record<Industry, SizeStandard>> = {
  AGRICULTURE: { revenue: [20_000, 500, 50] },
  INDUSTRY: { employees: [1_000, 300, 20], revenue: [40_000, 2_000, 300] },
  CONSTRUCTION: { revenue: [80_000, 6_000, 300], assets: [80_000, 5_000, 300] },
  WHOLESALE: { employees: [200, 20, 5], revenue: [40_000, 5_000, 1_000] },
  RETAIL: { employees: [300, 50, 10], revenue: [20_000, 500, 100] },
  TRANSPORT: { employees: [1_000, 300, 20], revenue: [30_000, 3_000, 200] },
  WAREHOUSING: { employees: [200, 100, 20], revenue: [30_000, 1_000, 100] },
  POST: { employees: [1_000, 300, 20], revenue: [30_000, 2_000, 100] },
  ACCOMMODATION: { employees: [300, 100, 10], revenue: [10_000, 2_000, 100] },
  CATERING: { employees: [300, 100, 10], revenue: [10_000, 2_000, 100] },
  INFORMATION_TRANSMISSION: { employees: [2_000, 100, 10], revenue: [100_000, 1_000, 100] },
  SOFTWARE: { employees: [300, 100, 10], revenue: [10_000, 1_000, 50] },
  REAL_ESTATE: { revenue: [200_000, 1_000, 100], assets: [10_000, 5_000, 2_000] },
  PROPERTY_MANAGEMENT: { employees: [1_000, 300, 100], revenue: [5_000, 1_000, 500] },
  LEASING_AND_BUSINESS: { employees: [300, 100, 10], assets: [120_000, 8_000, 100] },
  OTHER: { employees: [300, 100, 10] },
};

/**
 * Which codes of GB/T 4754-2017 belong to which industry of the standard; the longest that fits counts. Codes that no
 * line covers lie outside the standard: railways (53), finance (J), education (P), health (84), public
 * administration (S), international organisations (T). Division 59 is split by group, since loading and unloading (591)
 * counts as transport. Group 704 changed its meaning between the editions of 2011 and 2017 and is left to a person.
 */
// biome-ignore format: one industry a line
export const CODES_OF_INDUSTRY: Readonly<Record<Industry, readonly string[]>> = {
  AGRICULTURE: ['A'],
  INDUSTRY: ['B', 'C', 'D'],
  CONSTRUCTION: ['E'],
  WHOLESALE: ['51'],
  RETAIL: ['52'],
  TRANSPORT: ['54', '55', '56', '57', '58', '591'],
  WAREHOUSING: ['592', '593', '594', '595', '596', '599'],
  POST: ['60'],
  ACCOMMODATION: ['61'],
  CATERING: ['62'],
  INFORMATION_TRANSMISSION: ['63', '64'],
  SOFTWARE: ['65'],
  REAL_ESTATE: ['701'],
  PROPERTY_MANAGEMENT: ['702'],
  LEASING_AND_BUSINESS: ['L'],
  OTHER: ['M', 'N', 'O', '85', 'R', '703', '709'],
};

/** The sections of GB/T 4754-2017 with their first and last division. */
// biome-ignore format: a table
export const SECTIONS: readonly (readonly [section: string, first: number, last: number])[] = [
  ['A', 1, 5], ['B', 6, 12], ['C', 13, 43], ['D', 44, 46], ['E', 47, 50], ['F', 51, 52], ['G', 53, 60],
  ['H', 61, 62], ['I', 63, 65], ['J', 66, 69], ['K', 70, 70], ['L', 71, 72], ['M', 73, 75], ['N', 76, 79],
  ['O', 80, 82], ['P', 83, 83], ['Q', 84, 85], ['R', 86, 90], ['S', 91, 96], ['T', 97, 97],
];
