import type { Target } from './load.ts';

// What is asked, of the product and of the references. All answer the same; the bench compares before it measures.

export interface Work {
  readonly part: string;
  readonly what: string;
  readonly query: string;
  readonly variables: (nth: number) => object;
  /** What the hand-written handler knows it by; absent where only the product is measured, against its smaller self. */
  readonly byHand?: string;
}

/** Whose bank is asked about. */
export interface Asker {
  readonly poolId: string;
  readonly bankId: string;
  /** Cursors after the first page, in the middle and before the last page of the bank's loans. */
  readonly cursors: Readonly<Record<'first' | 'middle' | 'last', string | null>>;
}

const EXPOSURE =
  'id nameZh exposure { committed outstanding disbursed loans { approved contracted active overdue compensated repaid closed cancelled } }';
const LOAN =
  'id number state amount outstanding rate maturesOn enterprise { name creditCode } region { nameZh }';

const bankOf = (fields: string) => `query ($id: ID!) { bank(id: $id) { ${fields} } }`;
const page = `query ($after: String) { loans(first: 50, after: $after) { nodes { ${LOAN} } pageInfo { hasNextPage } } }`;

export function works({ bankId, cursors }: Asker): readonly Work[] {
  const id = `bk_${bankId.replaceAll('-', '')}`;
  const at = (part: string, what: string, after: string | null): Work => ({
    part,
    what,
    query: page,
    variables: () => ({ after }),
  });
  return [
    {
      part: 'a',
      what: 'a bank’s exposure',
      query: bankOf(EXPOSURE),
      variables: () => ({ id }),
      byHand: 'exposure',
    },
    {
      part: 'b',
      what: 'exposure and 50 loans with firm and region',
      query: bankOf(`${EXPOSURE} loans(first: 50) { nodes { ${LOAN} } pageInfo { hasNextPage } }`),
      variables: () => ({ id }),
      byHand: 'loans',
    },
    at('e', 'page 1 of the bank’s loans', cursors.first),
    at('e', 'a page in the middle', cursors.middle),
    at('e', 'the last page', cursors.last),
  ];
}

function mustAnswer(text: string): void {
  if (text.includes('"errors"') || !text.startsWith('{"data":')) throw new Error(text.slice(0, 300));
}

export function ofProduct(work: Work, port: number, token: string): Target {
  return {
    name: 'zhubao',
    port,
    headers: { authorization: `Bearer ${token}` },
    ask: (nth) => ({
      path: '/graphql',
      body: JSON.stringify({ query: work.query, variables: work.variables(nth) }),
    }),
    check: mustAnswer,
  };
}

export function byHand(work: Work, port: number, { poolId, bankId }: Asker): Target {
  return {
    name: 'by hand',
    port,
    headers: { 'x-pool': poolId, 'x-tenant': bankId },
    ask: () => ({ path: '/', body: JSON.stringify({ wanted: work.byHand }) }),
    check: mustAnswer,
  };
}
