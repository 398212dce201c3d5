import type { Bench, DataSet } from './bench.ts';
import type { Run } from './load.ts';
import { type Contender, figureOf, type Measured, measured, ratioOf } from './measure.ts';
import { postgraphileOn } from './postgraphile-works.ts';
import type { Bar, Finding, Result } from './result.ts';
import {
  EXPOSURE_ALONE,
  EXPOSURE_AND_LOANS,
  OPENING_PAGE,
  pageWork,
  productOn,
  REFERRALS,
  referenceFor,
  type Work,
} from './works.ts';

// Parts (a) to (e): questions. The product stands on every data set at once, and beside the references on one of them,
// so that all ratios, those between sizes too, come from rounds measured together.

/** The set on which references are measured, where it is among those asked for; else the greatest. */
const REFERENCE_LOANS = 100_000;

const SIZES_BAR: Bar = { atMost: 1.3 };
const BY_HAND_BAR: Bar = { atLeast: 0.75 };
const POSTGRAPHILE_BAR: Bar = { atLeast: 2 };
const MERCURIUS_BAR: Bar = { atLeast: 2.5 };
const OUR_SCHEMA_BAR: Bar = { atLeast: 0.9 };
const OPENING_BAR: Bar = { atMost: 3 };

const perSecond = (one: Run) => one.perSecond;
const p50 = (one: Run) => one.p50;

async function setsOf(bench: Bench): Promise<{ sets: DataSet[]; middle: DataSet }> {
  const sets: DataSet[] = [];
  for (const loans of bench.options.loans) sets.push(await bench.set(loans));
  const middle = sets.find(({ loans }) => loans === REFERENCE_LOANS) ?? sets.at(-1);
  if (!middle) throw new Error('no data set was asked for');
  return { sets, middle };
}

/** How long the median answer takes on each greater set, against the smallest. */
function againstSmallest(part: string, what: string, products: readonly Measured[]): Finding[] {
  const [smallest, ...greater] = products;
  if (!smallest) return [];
  return greater.map((one) => {
    const { loans } = one.set;
    const about = { part, what: `${what}: p50 against ${smallest.set.loans} loans`, loans };
    return ratioOf(about, one, smallest, p50, loans === 1_000_000 ? SIZES_BAR : null);
  });
}

interface Against {
  readonly contender: Contender;
  readonly bar: Bar | null;
}

/** One work of a part: the product on all sets, and what it is compared with on the middle one. */
async function compared(
  bench: Bench,
  part: string,
  work: Work,
  against: (middle: DataSet) => Promise<readonly Against[]>,
): Promise<Result & { readonly product: Measured; readonly others: readonly Measured[] }> {
  const { sets, middle } = await setsOf(bench);
  const products: Contender[] = [];
  for (const set of sets) products.push(await productOn(bench, set, work));
  const references = await against(middle);
  const all = await measured(bench, [...products, ...references.map(({ contender }) => contender)]);
  const own = all.slice(0, products.length);
  const others = all.slice(products.length);
  const product = own.find(({ set }) => set === middle);
  if (!product) throw new Error('the product was not measured beside its references');
  const ratios = others.flatMap((other, at) => {
    if (references[at]?.contender.common === null) return [];
    const what = `${work.what}: zhubao / ${other.target.name}`;
    const bar = references[at]?.bar ?? null;
    return ratioOf({ part, what, loans: middle.loans }, product, other, perSecond, bar);
  });
  return {
    figures: all.map((one) => figureOf(part, work.what, one)),
    findings: [...ratios, ...againstSmallest(part, work.what, own)],
    product,
    others,
  };
}

/** Against everything there is. */
function withAll(bench: Bench, work: Work) {
  return async (set: DataSet): Promise<Against[]> => [
    { contender: await referenceFor(bench, 'by hand', set, work), bar: BY_HAND_BAR },
    { contender: await postgraphileOn(bench, set, work), bar: POSTGRAPHILE_BAR },
    { contender: await referenceFor(bench, 'mercurius', set, work), bar: MERCURIUS_BAR },
    { contender: await referenceFor(bench, 'mercurius, our schema', set, work), bar: OUR_SCHEMA_BAR },
  ];
}

function withHandler(bench: Bench, work: Work) {
  return async (set: DataSet): Promise<Against[]> => [
    { contender: await referenceFor(bench, 'by hand', set, work), bar: null },
  ];
}

export function bankExposure(bench: Bench): Promise<Result> {
  return compared(bench, 'a', EXPOSURE_ALONE, withAll(bench, EXPOSURE_ALONE));
}

export function bankLoans(bench: Bench): Promise<Result> {
  return compared(bench, 'b', EXPOSURE_AND_LOANS, withAll(bench, EXPOSURE_AND_LOANS));
}

/** Also against (a), which is measured once more for it: a page of many figures may take three times as long as one. */
export async function openingPage(bench: Bench): Promise<Result> {
  const alone = async (set: DataSet) => ({
    contender: relabelled(await productOn(bench, set, EXPOSURE_ALONE), 'zhubao, (a)'),
    bar: null,
  });
  const byHand = withHandler(bench, OPENING_PAGE);
  const { product, others, figures, findings } = await compared(bench, 'c', OPENING_PAGE, async (set) => [
    ...(await byHand(set)),
    await alone(set),
  ]);
  const single = others.at(-1);
  if (!single) throw new Error('(a) was not measured beside (c)');
  const about = { part: 'c', what: 'the opening page: p50 against (a)', loans: product.set.loans };
  return { figures, findings: [...findings, ratioOf(about, product, single, p50, OPENING_BAR)] };
}

/** Under a name of its own, and left out of the comparison of answers. */
function relabelled({ target, set }: Contender, name: string): Contender {
  return { target: { ...target, name }, set, common: null };
}

export function districtReferrals(bench: Bench): Promise<Result> {
  return compared(bench, 'd', REFERRALS, withHandler(bench, REFERRALS));
}

export async function poolPages(bench: Bench): Promise<Result> {
  const { middle } = await setsOf(bench);
  const results: Result[] = [];
  for (const [nth, { what }] of middle.askers.pages.entries()) {
    const work = pageWork(what, nth);
    results.push(await compared(bench, 'e', work, withHandler(bench, work)));
  }
  return {
    figures: results.flatMap(({ figures }) => figures),
    findings: results.flatMap(({ findings }) => findings),
  };
}
