import { LOAN_CHECKS, LOSS_CHECKS } from './verify-loan-checks.ts';
import { differ, figures, loanName, pair, type RowCheck, received, STANDING, wire } from './verify-sql.ts';

// What must hold between the rows of a pool.

const gaps = (table: 'entry' | 'event') => `select '${table}#' || missing, null, null from (
    select sequence, lag(sequence, 1, 0::bigint) over (order by sequence) as before from ${table} where pool_id = $1
    union all
    select j.${table}_sequence + 1, (select coalesce(max(sequence), 0) from ${table} where pool_id = $1) from journal j where j.pool_id = $1
  ) s, generate_series(s.before + 1, s.sequence - 1) missing`;

const LEDGER: readonly RowCheck[] = [
  { code: 'ENTRY_MISSING', text: gaps('entry') },
  { code: 'EVENT_MISSING', text: gaps('event') },
  {
    code: 'ENTRY_UNBALANCED',
    money: true,
    text: `select 'entry#' || e.sequence, coalesce(sum(n.amount), 0)::text, '0' from entry e
      left join line n on n.pool_id = e.pool_id and n.entry_id = e.id where e.pool_id = $1
      group by e.sequence having count(n.number) < 2 or coalesce(sum(n.amount), 0) <> 0`,
  },
  {
    code: 'LINE_DATE',
    text: `select 'entry#' || e.sequence || '.' || n.number, n.value_date::text, e.value_date::text from line n
      join entry e on e.pool_id = n.pool_id and e.id = n.entry_id
      where n.pool_id = $1 and (n.value_date <> e.value_date or n.recorded_at <> e.recorded_at)`,
  },
  {
    code: 'ACCOUNT_BALANCE',
    money: true,
    text: `select a.code, a.balance::text, coalesce(n.amount, 0)::text from account a
      left join (select code, sum(amount) as amount from line where pool_id = $1 group by code) n on n.code = a.code
      where a.pool_id = $1 and a.balance <> coalesce(n.amount, 0)`,
  },
  {
    code: 'ACCOUNT_DAY',
    money: true,
    text: `select coalesce(d.code, n.code) || ' ' || coalesce(d.day, n.day), coalesce(d.net, 0)::text, coalesce(n.net, 0)::text
      from (select code, day, net from account_day where pool_id = $1) d
      full join (select code, value_date as day, sum(amount) as net from line where pool_id = $1 group by code, value_date) n
        on n.code = d.code and n.day = d.day where coalesce(d.net, 0) <> coalesce(n.net, 0)`,
  },
  {
    code: 'ACCOUNT_OVERDRAWN',
    money: true,
    text: `select distinct on (code) code || ' ' || day, balance::text, '0' from (
        select n.code, n.day, sum(n.net) over (partition by n.code order by n.day) as balance from
          (select code, value_date as day, sum(amount) as net from line where pool_id = $1 group by code, value_date) n
        join account a on a.pool_id = $1 and a.code = n.code and a.kind in ('CUSTODY', 'DEPOSIT', 'SUSPENSE')
      ) days where balance < 0 order by code, day`,
  },
  {
    code: 'REVERSAL_MIRROR',
    money: true,
    text: `select 'entry#' || r.sequence || ' ' || n.code, sum(n.amount) filter (where n.entry_id = r.id)::text,
        (-sum(n.amount) filter (where n.entry_id = r.reverses_id))::text
      from entry r join line n on n.pool_id = r.pool_id and n.entry_id in (r.id, r.reverses_id)
      where r.pool_id = $1 and r.reverses_id is not null group by r.sequence, n.code having sum(n.amount) <> 0`,
  },
];

const AMOUNTS = [
  'committed',
  'outstanding',
  'disbursed',
  'compensated_principal',
  'deducted',
  'recovered',
  'returned',
];
const COUNTED = ['approved', 'contracted', 'active', 'compensated', 'repaid', 'closed', 'cancelled'];
const COUNTS = COUNTED.map((state) => `${state}_loans`);

/** The loans of every scope, summed in one pass over them. */
const SUMMED = `select case grouping(region_id, bank_id, guarantor_id, firm_key) when 7 then 'REGION' when 11 then 'BANK'
    when 13 then 'GUARANTOR' when 14 then 'FIRM' else 'POOL' end as scope,
  coalesce(region_id, bank_id, guarantor_id, firm_key, $1::uuid) as scope_id,
  coalesce(sum(amount) filter (where state = 'CONTRACTED'), 0) as committed, coalesce(sum(outstanding), 0) as outstanding,
  coalesce(sum(amount) filter (where disbursed_on is not null), 0) as disbursed,
  ${AMOUNTS.slice(3)
    .map((name) => `coalesce(sum(${name}), 0) as ${name}`)
    .join(', ')},
  ${COUNTED.map((state) => `count(*) filter (where state = '${state.toUpperCase()}') as ${state}_loans`).join(', ')}
  from loan where pool_id = $1 group by grouping sets ((), (region_id), (bank_id), (guarantor_id), (firm_key))`;

/** Counts are told with a blank, so that they are not taken for money. */
const counts = (of: string) =>
  COUNTS.map((name) => `'${name} ' || coalesce(${of}.${name}, 0)`).join(` || ' ' || `);
const EXPOSURES = `select coalesce(k.scope, s.scope) || ' ' || coalesce(k.scope_id, s.scope_id)::text,
    ${figures('k', AMOUNTS)} || ' ' || ${counts('k')}, ${figures('s', AMOUNTS)} || ' ' || ${counts('s')}
  from (select * from exposure where pool_id = $1) k full join (${SUMMED}) s on s.scope = k.scope and s.scope_id = k.scope_id
  where ${differ([...AMOUNTS, ...COUNTS])}`;

const DUE_DAYS = `select coalesce(k.scope, s.scope) || ' ' || coalesce(k.scope_id, s.scope_id)::text || ' ' || coalesce(k.day, s.day),
    coalesce(k.loans, 0)::text, coalesce(s.loans, 0)::text
  from (select * from due_day where pool_id = $1) k full join
    (select c.scope, c.scope_id, next_due_on as day, count(*) as loans from loan, lateral (values ('POOL', pool_id), ('REGION', region_id),
      ('BANK', bank_id), ('GUARANTOR', guarantor_id)) c (scope, scope_id)
      where pool_id = $1 and state = 'ACTIVE' and next_due_on is not null group by 1, 2, 3) s
    on s.scope = k.scope and s.scope_id = k.scope_id and s.day = k.day
  where coalesce(k.loans, 0) <> coalesce(s.loans, 0)`;

const STANDINGS: readonly RowCheck[] = [
  { code: 'EXPOSURE', money: true, text: EXPOSURES },
  { code: 'DUE_DAY', text: DUE_DAYS },
  {
    code: 'PLEDGE_PAID',
    money: true,
    text: `select ${wire('pledge', 'k.id')}, k.paid::text, coalesce(s.amount, 0)::text from pledge k
      left join ${received('pledge_id', 'CONTRIBUTION', 'OPENING')} s on s.id = k.id where k.pool_id = $1 and k.paid <> coalesce(s.amount, 0)`,
  },
  {
    code: 'REGION_STANDING',
    money: true,
    text: `select ${wire('region', 'k.region_id')}, ${figures('k', ['pledged', 'paid_in', 'replenished'])},
        ${pair(['pledged', 'coalesce(p.pledged, 0)'], ['paid_in', 'coalesce(p.paid_in, 0)'], ['replenished', 'coalesce(s.amount, 0)'])}
      from region_standing k
      left join (select region_id, sum(amount) as pledged, sum(paid) as paid_in from pledge where pool_id = $1 group by region_id) p on p.region_id = k.region_id
      left join ${received('region_id', 'REPLENISHMENT')} s on s.id = k.region_id
      where k.pool_id = $1 and (k.pledged, k.paid_in, k.replenished)
        is distinct from (coalesce(p.pledged, 0), coalesce(p.paid_in, 0), coalesce(s.amount, 0))`,
  },
  {
    code: 'TOP_UP_STATE',
    text: `select ${wire('topUp', 't.id')}, t.state, case when e.id is null then 'APPROVED' else 'PLACED' end from top_up t
      left join (${STANDING}) e on e.top_up_id = t.id and e.kind = 'DEPOSIT_PLACED'
      where t.pool_id = $1 and ((t.state = 'PLACED') <> (e.id is not null) or t.entry_id is distinct from e.id)`,
  },
  {
    code: 'SUPPLEMENT_RECEIVED',
    money: true,
    text: `select ${wire('supplement', 'k.id')}, k.received::text, coalesce(s.amount, 0)::text from supplement k
      left join ${received('supplement_id', 'SUPPLEMENT')} s on s.id = k.id
      where k.pool_id = $1 and (k.received <> coalesce(s.amount, 0) or (k.state = 'RECEIVED') <> (k.received = k.amount))`,
  },
];

const dutyOf = (kind: string, subject: string, debtor: string) =>
  `exists (select 1 from obligation o where o.pool_id = $1 and o.kind = '${kind}' and o.subject_id = ${subject} and o.debtor_id = ${debtor})`;
const missing = (kind: string, party: 'bank_id' | 'guarantor_id') =>
  `select '${kind} ' || ${loanName}, null, null from loan l where l.pool_id = $1 and l.disbursed_on is not null
    and l.taken_over_on is null and not ${dutyOf(kind, 'l.id', `l.${party}`)}`;

const DUTIES: readonly RowCheck[] = [
  {
    code: 'OBLIGATION_LATE',
    text: `select ${wire('obligation', 'o.id')} || ' ' || o.kind, o.late::text, (o.met_on > o.due_on)::text from obligation o
      where o.pool_id = $1 and o.met_on is not null and o.late is distinct from (o.met_on > o.due_on)`,
  },
  {
    code: 'OBLIGATION_MISSING',
    text: `${missing('DISBURSEMENT_NOTICE', 'bank_id')} union all ${missing('MATURITY_REMINDER', 'bank_id')}
      union all ${missing('MATURITY_REMINDER', 'guarantor_id')}
      union all select 'DEDUCTION_NOTICE ' || ${wire('compensation', 'c.id')}, null, null from compensation c
      where c.pool_id = $1 and not ${dutyOf('DEDUCTION_NOTICE', 'c.id', 'c.bank_id')}`,
  },
];

/** Every check that the database can make by itself. */
export const ROW_CHECKS: readonly RowCheck[] = [
  ...LEDGER,
  ...LOAN_CHECKS,
  ...LOSS_CHECKS,
  ...STANDINGS,
  ...DUTIES,
];
