import postgres from 'postgres';
import type { Actor } from '../src/acts/actor.ts';
import type { Persona } from '../src/domain/words.ts';
import { writeCursor } from '../src/graphql/connection.ts';

/** Who asks in a data set: the bank and the district with most of it, and the office; all ids are rows' ids. */
export interface Askers {
  readonly poolId: string;
  readonly bankId: string;
  readonly districtId: string;
  readonly officeId: string;
  /** The pool's business date. */
  readonly today: string;
  /** Rows after which the office's pages of all loans begin; null before the first. */
  readonly pages: readonly { readonly what: string; readonly after: string | null }[];
}

const PAGE = 50;
const HUNDREDTH = 100;

/** The product's own cursor after a row of the list of all loans, newest first. */
export function loansCursor(
  { poolId, officeId }: Pick<Askers, 'poolId' | 'officeId'>,
  after: string | null,
): string | null {
  if (after === null) return null;
  const office = { poolId, tenantId: officeId, persona: 'OFFICE' satisfies Persona } as Actor;
  return writeCursor(office, 'loan NEWEST', { value: after, key: after });
}

export async function askersOf(ownerUrl: string): Promise<Askers> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const [bank] = await sql<{ poolId: string; bankId: string; loans: number }[]>`
      select pool_id as "poolId", scope_id as "bankId", 0 as loans from exposure where scope = 'BANK' order by active_loans desc limit 1`;
    if (!bank) throw new Error('a set without loans');
    const { poolId, bankId } = bank;
    const [rest] = await sql<{ districtId: string; officeId: string; today: string; loans: number }[]>`
      select (select scope_id from exposure where scope = 'REGION' order by active_loans desc limit 1) as "districtId",
        (select id from tenant where kind = 'OFFICE') as "officeId", sandbox_date::text as today,
        (select count(*)::int from loan) as loans from pool`;
    if (!rest) throw new Error('a set without a pool');
    const { districtId, officeId, today, loans } = rest;
    const rowBefore = async (offset: number) => {
      const [row] = await sql<
        { id: string }[]
      >`select id from loan order by id desc offset ${offset - 1} limit 1`;
      return row?.id ?? null;
    };
    const hundredth = Math.min(PAGE * (HUNDREDTH - 1), Math.floor(loans / 2));
    return {
      poolId,
      bankId,
      districtId,
      officeId,
      today,
      pages: [
        { what: 'page 1 of all loans', after: null },
        { what: 'page 100 of all loans', after: await rowBefore(hundredth) },
        { what: 'the last page of all loans', after: await rowBefore(loans - PAGE) },
      ],
    };
  } finally {
    await sql.end();
  }
}
