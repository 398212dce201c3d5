import type { Bench, DataSet } from './bench.ts';
import type { Contender } from './measure.ts';
import { headersFor, type Work } from './works.ts';

// PostGraphile names and nests things its own way: the same questions in its words, and its answers in ours.

type Fields = Readonly<Record<string, string | number | boolean | null>>;
interface Loan extends Fields {
  readonly [name: string]: never;
}
interface Answer {
  readonly bank: {
    readonly nameZh: string;
    readonly exposure: Fields;
    readonly loans?: {
      readonly nodes: readonly (Loan & { readonly enterprise: Fields; readonly region: Fields })[];
      readonly pageInfo: Fields;
    };
  };
}

const EXPOSURE = `nameZh exposure { committed outstanding disbursed approvedLoans contractedLoans activeLoans overdueLoans
  compensatedLoans repaidLoans closedLoans cancelledLoans }`;
const LOANS = `loans: loansByPoolIdAndBankId(first: 50, orderBy: [ROW_ID_DESC]) {
  nodes { rowId number state late amount outstanding rate maturesOn
    enterprise: enterpriseByPoolIdAndEnterpriseId { name creditCode } region: regionByPoolIdAndRegionId { nameZh } }
  pageInfo { hasNextPage } }`;

function queryFor({ byHand }: Work, set: DataSet): string {
  const wanted = byHand?.(set.askers) as { wanted: string };
  const fields = wanted.wanted === 'loans' ? `${EXPOSURE} ${LOANS}` : EXPOSURE;
  return `query ($pool: UUID!, $bank: UUID!) { bank: bankByPoolIdAndRowId(poolId: $pool, rowId: $bank) { ${fields} } }`;
}

function yuan(fen: unknown): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const idOf = (prefix: string, uuid: unknown) => `${prefix}_${String(uuid).replaceAll('-', '')}`;

/** Outside of what is timed. */
const commonOf =
  (bankId: string) =>
  ({ bank: { nameZh, exposure, loans } }: Answer) => ({
    bank: {
      id: idOf('bk', bankId),
      nameZh,
      exposure: {
        committed: yuan(exposure.committed),
        outstanding: yuan(exposure.outstanding),
        disbursed: yuan(exposure.disbursed),
        loans: {
          approved: exposure.approvedLoans,
          contracted: exposure.contractedLoans,
          active: Number(exposure.activeLoans) - Number(exposure.overdueLoans),
          overdue: exposure.overdueLoans,
          compensated: exposure.compensatedLoans,
          repaid: exposure.repaidLoans,
          closed: exposure.closedLoans,
          cancelled: exposure.cancelledLoans,
        },
      },
      ...(loans ? { loans: { pageInfo: loans.pageInfo, nodes: loans.nodes.map(commonLoan) } } : {}),
    },
  });

function commonLoan({ rowId, late, state, amount, outstanding, ...same }: Fields) {
  return {
    ...same,
    id: idOf('ln', rowId),
    state: state === 'ACTIVE' && late ? 'OVERDUE' : state,
    amount: yuan(amount),
    outstanding: yuan(outstanding),
  };
}

export async function postgraphileOn(bench: Bench, set: DataSet, work: Work): Promise<Contender> {
  const { poolId, bankId } = set.askers;
  const query = queryFor(work, set);
  const body = JSON.stringify({ query, variables: { pool: poolId, bank: bankId } });
  return {
    set,
    common: commonOf(bankId) as (data: never) => unknown,
    target: {
      name: 'postgraphile',
      program: await bench.reference('postgraphile', set),
      headers: headersFor(set, work),
      ask: () => ({ path: '/graphql', body }),
      check(text) {
        if (text.includes('"errors"')) throw new Error(text.slice(0, 500));
      },
    },
  };
}
