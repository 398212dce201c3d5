import type { Context } from './mercurius.ts';

// The part of the API that is measured, in a schema of its own. Names are the product's, so that answers compare.

export const SCHEMA = `
  type Query { bank(id: ID!): Bank }
  type Bank { id: ID! nameZh: String! exposure: Exposure loans(first: Int! = 20): LoanConnection! }
  type Exposure { committed: String! outstanding: String! disbursed: String! loans: LoanCounts! }
  type LoanCounts { approved: Int! contracted: Int! active: Int! overdue: Int! compensated: Int! repaid: Int! closed: Int! cancelled: Int! }
  type LoanConnection { nodes: [Loan!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! }
  type Loan { id: ID! number: String! state: String! amount: String! outstanding: String! rate: String! maturesOn: String
    enterprise: Enterprise! region: Region! }
  type Enterprise { name: String! creditCode: String! }
  type Region { nameZh: String! }
`;

type Row = Readonly<Record<string, unknown>>;

const uuidOf = (id: string) => id.slice(3).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const idOf = (prefix: string, uuid: unknown) => `${prefix}_${String(uuid).replaceAll('-', '')}`;

function yuan(fen: unknown): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const BANK = 'select id, name_zh from bank where pool_id = $1 and id = $2';
const EXPOSURE = `select x.*, (select coalesce(sum(d.loans), 0)::int from due_day d where d.pool_id = x.pool_id and d.scope = x.scope
    and d.scope_id = x.scope_id and d.loans <> 0 and d.day < p.sandbox_date) as overdue_loans
  from exposure x join pool p on p.pool_id = x.pool_id where x.pool_id = $1 and x.scope = 'BANK' and x.scope_id = $2`;
const LOANS = `select l.id, l.number, l.state, l.amount, l.outstanding, l.rate, l.matures_on::text, l.enterprise_id, l.region_id,
    l.next_due_on < p.sandbox_date as late
  from loan l join pool p on p.pool_id = l.pool_id where l.pool_id = $1 and l.bank_id = $2 order by l.id desc limit $3`;
const ENTERPRISES =
  'select id, name, credit_code from enterprise where pool_id = $1 and id = any($2::uuid[])';
const REGIONS = 'select id, name_zh from region where pool_id = $1 and id = any($2::uuid[])';

export const RESOLVERS = {
  Query: {
    async bank(_: unknown, { id }: { id: string }, { pool, query }: Context) {
      const [row] = await query(BANK, [pool, uuidOf(id)]);
      return row ?? null;
    },
  },
  Bank: {
    id: ({ id }: Row) => idOf('bk', id),
    nameZh: ({ name_zh }: Row) => name_zh,
    async exposure({ id }: Row, _: unknown, { pool, query }: Context) {
      const [row] = await query(EXPOSURE, [pool, id]);
      return row ?? null;
    },
    async loans({ id }: Row, { first }: { first: number }, { pool, query }: Context) {
      const rows = await query(LOANS, [pool, id, first + 1]);
      return { nodes: rows.slice(0, first), pageInfo: { hasNextPage: rows.length > first } };
    },
  },
  Exposure: {
    committed: ({ committed }: Row) => yuan(committed),
    outstanding: ({ outstanding }: Row) => yuan(outstanding),
    disbursed: ({ disbursed }: Row) => yuan(disbursed),
    loans: (row: Row) => ({
      approved: row.approved_loans,
      contracted: row.contracted_loans,
      active: Number(row.active_loans) - Number(row.overdue_loans),
      overdue: row.overdue_loans,
      compensated: row.compensated_loans,
      repaid: row.repaid_loans,
      closed: row.closed_loans,
      cancelled: row.cancelled_loans,
    }),
  },
  Loan: {
    id: ({ id }: Row) => idOf('ln', id),
    state: ({ state, late }: Row) => (state === 'ACTIVE' && late ? 'OVERDUE' : state),
    amount: ({ amount }: Row) => yuan(amount),
    outstanding: ({ outstanding }: Row) => yuan(outstanding),
    maturesOn: ({ matures_on }: Row) => matures_on,
  },
  Enterprise: { creditCode: ({ credit_code }: Row) => credit_code },
  Region: { nameZh: ({ name_zh }: Row) => name_zh },
};

type Queries = readonly { readonly obj: Row }[];

/** One statement for all rows that name something, each thing once. */
const named =
  (text: string, by: string) =>
  async (queries: Queries, { pool, query }: Context) => {
    const ids = queries.map(({ obj }) => String(obj[by]));
    const found = new Map((await query(text, [pool, [...new Set(ids)]])).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  };

export const LOADERS = {
  Loan: { enterprise: named(ENTERPRISES, 'enterprise_id'), region: named(REGIONS, 'region_id') },
};
