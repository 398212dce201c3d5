import { type Askers, loansCursor } from './askers.ts';
import type { Bench, DataSet, Reference } from './bench.ts';
import type { Target } from './load.ts';
import type { Contender } from './measure.ts';

// What is asked, of the product and of the references. All answer the same; the bench compares before it measures.

type Asking = 'BANK' | 'OFFICE' | 'DISTRICT';

export interface Work {
  readonly what: string;
  readonly asking: Asking;
  /** The document that the product and Mercurius are asked; on each set its own variables. */
  readonly query: string;
  readonly variables: (askers: Askers) => Readonly<Record<string, unknown>>;
  /** What the hand-written handler knows it by; null where nobody wrote an answer by hand. */
  readonly byHand: ((askers: Askers) => object) | null;
}

const EXPOSURE =
  'id nameZh exposure { committed outstanding disbursed loans { approved contracted active overdue compensated repaid closed cancelled } }';
const LOAN =
  'id number state amount outstanding rate maturesOn enterprise { name creditCode } region { nameZh }';
const PAGE = `nodes { ${LOAN} } pageInfo { hasNextPage }`;

const bankId = ({ bankId }: Askers) => ({ id: `bk_${bankId.replaceAll('-', '')}` });

export const EXPOSURE_ALONE: Work = {
  what: 'a bank’s exposure',
  asking: 'BANK',
  query: `query ($id: ID!) { bank(id: $id) { ${EXPOSURE} } }`,
  variables: bankId,
  byHand: () => ({ wanted: 'exposure' }),
};

export const EXPOSURE_AND_LOANS: Work = {
  what: 'exposure and 50 loans with firm and region',
  asking: 'BANK',
  query: `query ($id: ID!) { bank(id: $id) { ${EXPOSURE} loans(first: 50) { ${PAGE} } } }`,
  variables: bankId,
  byHand: () => ({ wanted: 'loans' }),
};

const SCOPE = 'committed outstanding disbursed loans { contracted active overdue compensated repaid closed }';

export const OPENING_PAGE: Work = {
  what: 'the opening page of a city',
  asking: 'OFFICE',
  query: `query Opening {
    pool {
      nameZh businessDate newBusiness { open }
      breaker { tripped thresholdPercent ratioPercent amounts { netCompensation fundsTotal } }
      funds { total available }
      exposure { ${SCOPE} creditLine utilisationPercent compensated recovered net }
      headroom { amount }
    }
    regions(first: 10) { nodes { id nameZh standing { pledged paidIn } exposure { ${SCOPE} } } }
    obligations(first: 20, filter: { states: [OVERDUE] }) { nodes { kind dueOn debtor { nameZh } } }
  }`,
  variables: () => ({}),
  byHand: () => ({ wanted: 'opening' }),
};

export const REFERRALS: Work = {
  what: 'referrals by state, purpose and day',
  asking: 'DISTRICT',
  query: `query ($filter: ReferralFilter) { referrals(first: 20, filter: $filter) {
    nodes { id version number state amount termMonths submittedOn formNumber reason
      enterprise { name } bank { nameZh } loan { number state outstanding } }
    pageInfo { hasNextPage } } }`,
  variables: () => ({
    filter: {
      states: ['RECOMMENDED', 'APPROVED'],
      purposes: ['PRODUCTION_TURNOVER', 'RAW_MATERIALS'],
      submittedOn: { from: '2025-01-01' },
    },
  }),
  byHand: () => ({ wanted: 'referrals' }),
};

/** The nth of the pages in which all loans of the pool are looked at. */
export const pageWork = (what: string, nth: number): Work => ({
  what,
  asking: 'OFFICE',
  query: `query ($after: String) { loans(first: 50, after: $after) { ${PAGE} } }`,
  variables: (askers) => ({ after: loansCursor(askers, askers.pages[nth]?.after ?? null) }),
  byHand: ({ pages }) => ({ wanted: 'page', after: pages[nth]?.after ?? null }),
});

function mustAnswer(text: string): void {
  if (text.includes('"errors"') || !text.startsWith('{"data":')) throw new Error(text.slice(0, 500));
}

const tenantOf = (asking: Asking, { bankId, officeId, districtId }: Askers) =>
  ({ BANK: bankId, OFFICE: officeId, DISTRICT: districtId })[asking];

function fixed(path: string, body: object): Target['ask'] {
  const text = JSON.stringify(body);
  return () => ({ path, body: text });
}

export async function productOn(bench: Bench, set: DataSet, work: Work): Promise<Contender> {
  const token = await bench.token(set, tenantOf(work.asking, set.askers));
  const target: Target = {
    name: 'zhubao',
    program: await bench.product(set),
    headers: { authorization: `Bearer ${token}` },
    ask: fixed('/graphql', { query: work.query, variables: work.variables(set.askers) }),
    check: mustAnswer,
  };
  return { target, set };
}

/** Pool, tenant and role in headers: references sign nobody in, but for our own schema, which signs in as the product does. */
export function headersFor({ askers }: DataSet, { asking }: Work): Record<string, string> {
  return {
    'x-pool': askers.poolId,
    'x-tenant': tenantOf(asking, askers),
    'x-role': `zhubao_${asking.toLowerCase()}`,
  };
}

/** A reference that is asked the same document; the handler by hand is told what is wanted instead. */
export async function referenceFor(
  bench: Bench,
  name: Exclude<Reference, 'postgraphile'>,
  set: DataSet,
  work: Work,
): Promise<Contender> {
  const program = await bench.reference(name, set);
  if (name === 'mercurius, our schema') {
    const { target } = await productOn(bench, set, work);
    return { target: { ...target, name, program }, set };
  }
  const body =
    name === 'by hand'
      ? work.byHand?.(set.askers)
      : { query: work.query, variables: work.variables(set.askers) };
  if (!body) throw new Error(`nobody wrote ${work.what} by hand`);
  const headers = headersFor(set, work);
  return {
    target: { name, program, headers, ask: fixed('/graphql', body), check: mustAnswer },
    set,
  };
}
