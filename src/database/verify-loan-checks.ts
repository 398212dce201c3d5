import {
  differ,
  figures,
  lineOf,
  loanName,
  pair,
  type RowCheck,
  STANDING,
  wire,
  yuanOf,
} from './verify-sql.ts';

// What must hold of loans, their schedules, compensations and recoveries.

const SCHEDULES = `(select loan_id, sum(principal) as principal, sum(compensated) as compensated, sum(unpaid) as unpaid,
  min(due_on) filter (where unpaid > 0) as next_due from instalment where pool_id = $1 group by loan_id)`;
const PAID =
  '(select loan_id, sum(principal) as paid from repayment where pool_id = $1 and reversed_on is null group by loan_id)';
const BORNE =
  'case when l.disbursed_on is null then 0 else l.amount end - coalesce(p.paid, 0) - l.compensated_principal';

const WAS_REVERSED =
  'exists (select 1 from compensation c where c.pool_id = $1 and c.loan_id = l.id and c.reversed_on is not null)';

/** What a loan's own columns and its conclusion say of its state. */
const STATE = `case when l.cancel_reason is not null then 'CANCELLED' when l.disbursed_on is null
    then case when l.signed_on is null then 'APPROVED' else 'CONTRACTED' end
  when c.loan_id is not null then 'CLOSED' when l.compensated_principal > 0 then 'COMPENSATED'
  when l.outstanding = 0 then 'REPAID' else 'ACTIVE' end`;

const LOAN_SUMS = ['compensated_principal', 'deducted', 'recovered', 'returned', 'guarantor_paid'];

export const LOAN_CHECKS: readonly RowCheck[] = [
  {
    code: 'LOAN_OUTSTANDING',
    money: true,
    text: `select ${loanName}, l.outstanding::text, (${BORNE})::text from loan l left join ${PAID} p on p.loan_id = l.id
      where l.pool_id = $1 and l.outstanding <> ${BORNE}`,
  },
  {
    code: 'LOAN_NEXT_DUE',
    text: `select ${loanName}, l.next_due_on::text, s.next_due::text from loan l left join ${SCHEDULES} s on s.loan_id = l.id
      where l.pool_id = $1 and l.next_due_on is distinct from s.next_due`,
  },
  {
    code: 'LOAN_STATE',
    text: `select ${loanName}, l.state, ${STATE} from loan l
      left join conclusion c on c.pool_id = l.pool_id and c.loan_id = l.id where l.pool_id = $1 and l.state <> ${STATE}`,
  },
  {
    code: 'INSTALMENT_TOTAL',
    money: true,
    text: `select ${loanName}, coalesce(s.principal, 0)::text, (case when l.disbursed_on is null then 0 else l.amount end)::text
      from loan l left join ${SCHEDULES} s on s.loan_id = l.id
      where l.pool_id = $1 and coalesce(s.principal, 0) <> case when l.disbursed_on is null then 0 else l.amount end`,
  },
  {
    code: 'INSTALMENT_UNPAID',
    money: true,
    // What is compensated of an instalment was not paid before it and is not paid after it, so the oldest paid first
    // holds over what is left of each. Where a compensation was reversed, later instalments may have been repaid while
    // it stood; there only the sum follows.
    text: `select ${loanName} || ' #' || i.number, i.unpaid::text, (i.due - i.paid)::text from (
        select loan_id, number, unpaid, due, greatest(0, least(due, coalesce(paid, 0) - (upto - due))) as paid from (
          select s.loan_id, s.number, s.unpaid, s.principal - s.compensated as due, p.paid,
            sum(s.principal - s.compensated) over (partition by s.loan_id order by s.due_on, s.number) as upto
          from instalment s left join ${PAID} p on p.loan_id = s.loan_id where s.pool_id = $1) d
      ) i join loan l on l.pool_id = $1 and l.id = i.loan_id where i.unpaid <> i.due - i.paid
        and not ${WAS_REVERSED}
      union all
      select ${loanName}, s.unpaid::text, l.outstanding::text from loan l join ${SCHEDULES} s on s.loan_id = l.id
      where l.pool_id = $1 and s.unpaid <> l.outstanding and ${WAS_REVERSED}`,
  },
  {
    code: 'LOAN_COMPENSATED',
    money: true,
    text: `select ${loanName.replaceAll('l.', 'k.')}, ${figures('k', LOAN_SUMS)}, ${figures('s', LOAN_SUMS)} from loan k left join (
        select loan_id, sum(a) as compensated_principal, sum(b) as deducted, sum(c) as recovered, sum(d) as returned, sum(e) as guarantor_paid
        from (
          select loan_id, principal as a, deducted as b, 0 as c, 0 as d, 0 as e from compensation where pool_id = $1 and reversed_on is null
          union all select loan_id, 0, 0, net, returned, 0 from recovery where pool_id = $1 and reversed_on is null
          union all select loan_id, 0, 0, 0, 0, amount from guarantor_payment where pool_id = $1 and withdrawn_on is null
        ) parts group by loan_id) s on s.loan_id = k.id
      where k.pool_id = $1 and (${differ(LOAN_SUMS)})
      union all
      select ${loanName}, 'instalments=' || s.compensated, 'loan=' || l.compensated_principal
      from loan l join ${SCHEDULES} s on s.loan_id = l.id where l.pool_id = $1 and s.compensated <> l.compensated_principal
      union all
      select ${loanName}, 'recovered=' || l.recovered, 'most=' || l.compensated_principal
      from loan l where l.pool_id = $1 and l.recovered > l.compensated_principal`,
  },
];

const isReversed = (entry: string) =>
  `exists (select 1 from entry r where r.pool_id = $1 and r.reverses_id = ${entry})`;
const takenBy = (entry: string) => lineOf(entry, `'deposit:' || c.bank_id`);
const regionLine = `'compensation:REGION:' || c.region_id`;
const RETURNED_TO = `case c.destination when 'CUSTODY' then 'custody' else 'deposit:' || c.bank_id end`;

export const LOSS_CHECKS: readonly RowCheck[] = [
  {
    code: 'COMPENSATION_ENTRY',
    money: true,
    text: `select name, kept, computed from (
        select ${wire('compensation', 'c.id')} as name,
          ${pair(['deducted', 'c.deducted'], ['excess', '(c.taken - c.deducted)'], ['region', 'c.region_part'])} as kept,
          ${pair(['deducted', `-${takenBy('c.entry_id')}`], ['excess', `-${takenBy('c.excess_entry_id')}`], ['region', lineOf('c.entry_id', regionLine)])} as computed
        from compensation c where c.pool_id = $1) amounts where kept <> computed
      union all
      select ${wire('compensation', 'c.id')}, 'reversed ' || (c.reversed_on is not null), 'reversed ' || ${isReversed('c.entry_id')}
      from compensation c where c.pool_id = $1 and c.entry_id is not null and (c.reversed_on is not null) <> ${isReversed('c.entry_id')}
      union all
      select 'entry#' || e.sequence, ${wire('compensation', 'e.compensation_id')}, ${wire('compensation', 'c.id')} from (${STANDING}) e
      left join compensation c on c.pool_id = e.pool_id and c.entry_id = e.id
      where e.kind = 'DEDUCTION' and (c.id is null or c.id is distinct from e.compensation_id or c.loan_id is distinct from e.loan_id)`,
  },
  {
    code: 'COMPENSATION_PARTS',
    money: true,
    text: `select ${wire('compensation', 'c.id')}, ${yuanOf('c.parts')}::text, c.principal::text from compensation c
      where c.pool_id = $1 and ${yuanOf('c.parts')} <> c.principal`,
  },
  {
    code: 'RECOVERY_ENTRY',
    money: true,
    text: `select name, kept, computed from (
        select ${wire('recovery', 'c.id')} as name, ${pair(['returned', 'c.returned'], ['region', 'c.region_part'])} as kept,
          ${pair(['returned', lineOf('c.entry_id', RETURNED_TO)], ['region', `-${lineOf('c.entry_id', regionLine)}`])} as computed
        from recovery c where c.pool_id = $1) amounts where kept <> computed
      union all
      select ${wire('recovery', 'c.id')}, 'reversed ' || (c.reversed_on is not null), 'reversed ' || ${isReversed('c.entry_id')}
      from recovery c where c.pool_id = $1 and c.entry_id is not null and (c.reversed_on is not null) <> ${isReversed('c.entry_id')}
      union all
      select 'entry#' || e.sequence, ${wire('recovery', 'e.recovery_id')}, ${wire('recovery', 'c.id')} from (${STANDING}) e
      left join recovery c on c.pool_id = e.pool_id and c.entry_id = e.id
      where e.kind = 'RECOVERY' and (c.id is null or c.id is distinct from e.recovery_id or c.loan_id is distinct from e.loan_id)`,
  },
  {
    code: 'RECOVERY_PARTS',
    money: true,
    text: `select name, kept, computed from (
        select ${wire('recovery', 'c.id')} as name, ${pair(['net', 'c.net'], ['costs', 'c.costs'])} as kept,
          ${pair(['net', yuanOf('c.parts')], ['costs', 'coalesce((select sum(t.amount) from recovery_cost t where t.pool_id = $1 and t.recovery_id = c.id), 0)'])} as computed
        from recovery c where c.pool_id = $1) parts where kept <> computed`,
  },
];
