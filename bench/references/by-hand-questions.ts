import { OPENING } from './by-hand-opening.ts';
import { idOf, type Question, type Rows, yuan } from './by-hand-shapes.ts';

// One entry for each question: its statements, and how their rows become the answer that the product gives.

const PAGE = 50;

const EXPOSURE = `select b.name_zh, x.committed::text, x.outstanding::text, x.disbursed::text, x.approved_loans, x.contracted_loans,
    x.active_loans, x.compensated_loans, x.repaid_loans, x.closed_loans, x.cancelled_loans,
    (select coalesce(sum(d.loans), 0)::int from due_day d where d.pool_id = $1 and d.scope = 'BANK' and d.scope_id = $2
      and d.loans <> 0 and d.day < p.sandbox_date)
  from bank b join exposure x on x.pool_id = b.pool_id and x.scope = 'BANK' and x.scope_id = b.id
  join pool p on p.pool_id = b.pool_id
  where b.pool_id = $1 and b.id = $2`;

const loans = (
  where: string,
  page: string,
) => `select l.id, l.number, l.state, l.amount::text, l.outstanding::text,
    l.rate, l.matures_on::text, l.next_due_on < p.sandbox_date, e.name, e.credit_code, r.name_zh
  from loan l join pool p on p.pool_id = l.pool_id
  join enterprise e on e.pool_id = l.pool_id and e.id = l.enterprise_id
  join region r on r.pool_id = l.pool_id and r.id = l.region_id
  where l.pool_id = $1 and ${where} order by l.id desc limit ${page}`;
const LOANS_OF_BANK = loans('l.bank_id = $2', String(PAGE + 1));
const ALL_LOANS = loans('true', String(PAGE + 1));
const ALL_LOANS_AFTER = loans('l.id < $2', String(PAGE + 1));

const REFERRALS = `select f.id, f.version, f.number, f.state, f.amount::text, f.term_months, f.submitted_on::text, f.form_number,
    f.reason, e.name, b.name_zh, l.number, l.state, l.outstanding::text, l.next_due_on < p.sandbox_date
  from referral f join pool p on p.pool_id = f.pool_id
  join enterprise e on e.pool_id = f.pool_id and e.id = f.enterprise_id
  left join bank b on b.pool_id = f.pool_id and b.id = f.bank_id
  left join loan l on l.pool_id = f.pool_id and l.id = f.loan_id
  where f.pool_id = $1 and f.region_id = $2 and f.state = any ('{RECOMMENDED,APPROVED}') and f.submitted_on >= '2025-01-01'
    and f.purpose = any ('{PRODUCTION_TURNOVER,RAW_MATERIALS}')
  order by f.id desc limit 21`;

function shapeBank([row = []]: Rows) {
  const [nameZh, committed, outstanding, disbursed, ...counts] = row;
  const [approved, contracted, active, compensated, repaid, closed, cancelled, overdue] = counts;
  return {
    nameZh,
    exposure: {
      committed: yuan(committed),
      outstanding: yuan(outstanding),
      disbursed: yuan(disbursed),
      loans: {
        approved,
        contracted,
        active: Number(active) - Number(overdue),
        overdue,
        compensated,
        repaid,
        closed,
        cancelled,
      },
    },
  };
}

const stateOf = (state: string | null | undefined, isLate: unknown) =>
  state === 'ACTIVE' && isLate ? 'OVERDUE' : state;

function shapeLoans(rows: Rows) {
  const nodes = rows.slice(0, PAGE).map((row) => {
    const [id, number, state, amount, outstanding, rate, maturesOn, isLate, name, creditCode, nameZh] = row;
    return {
      id: idOf('ln', id),
      number,
      state: stateOf(state, isLate),
      amount: yuan(amount),
      outstanding: yuan(outstanding),
      rate,
      maturesOn,
      enterprise: { name, creditCode },
      region: { nameZh },
    };
  });
  return { nodes, pageInfo: { hasNextPage: rows.length > PAGE } };
}

function shapeReferrals(rows: Rows) {
  const nodes = rows.slice(0, 20).map((row) => {
    const [id, version, number, state, amount, termMonths, submittedOn, formNumber, reason, ...others] = row;
    const [name, bank, loanNumber, loanState, outstanding, isLate] = others;
    return {
      id: idOf('rf', id),
      version,
      number,
      state,
      amount: yuan(amount),
      termMonths,
      submittedOn,
      formNumber,
      reason,
      enterprise: { name },
      bank: bank === null ? null : { nameZh: bank },
      loan:
        loanNumber === null
          ? null
          : { number: loanNumber, state: stateOf(loanState, isLate), outstanding: yuan(outstanding) },
    };
  });
  return { nodes, pageInfo: { hasNextPage: rows.length > 20 } };
}

export const QUESTIONS: Readonly<Record<string, Question>> = {
  exposure: {
    statements: ({ pool, tenant }) => [{ text: EXPOSURE, values: [pool, tenant] }],
    shape: ({ tenant }, bank = []) => ({ bank: { id: idOf('bk', tenant), ...shapeBank(bank) } }),
  },
  loans: {
    statements: ({ pool, tenant }) => [
      { text: EXPOSURE, values: [pool, tenant] },
      { text: LOANS_OF_BANK, values: [pool, tenant] },
    ],
    shape: ({ tenant }, bank = [], rows = []) => ({
      bank: { id: idOf('bk', tenant), ...shapeBank(bank), loans: shapeLoans(rows) },
    }),
  },
  page: {
    statements: ({ pool, after }) => [
      after ? { text: ALL_LOANS_AFTER, values: [pool, after] } : { text: ALL_LOANS, values: [pool] },
    ],
    shape: (_, rows = []) => ({ loans: shapeLoans(rows) }),
  },
  referrals: {
    statements: ({ pool, tenant }) => [{ text: REFERRALS, values: [pool, tenant] }],
    shape: (_, rows = []) => ({ referrals: shapeReferrals(rows) }),
  },
  opening: OPENING,
};
