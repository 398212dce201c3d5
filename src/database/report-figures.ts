import type { Actor } from '../acts/actor.ts';
import type {
  BusinessSums,
  LedgerLine,
  LoanOnDay,
  LossMove,
  OpenDuty,
  Period,
  ReportReads,
  Turnover,
} from '../acts/report-reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { Persona } from '../domain/words.ts';
import { type Query, yuan } from './figures.ts';
import { losses } from './report-losses.ts';
import { PART_ROWS, partsOf } from './report-parts.ts';
import { textOf } from './rows.ts';
import { scopeOf } from './scopes.ts';
import { type Asked, compensated, type Groups, lent, recovered, repaid } from './year-figures.ts';

// What reports read. Every list is read in parts, each of which begins after the last row of the one before; nothing of a
// part is kept. Every table is bound to the reader’s scope, beside row security.

/**
 * Principal that was neither repaid nor compensated at the end of a day, and what of it was past due, of the loans that
 * the reader sees; loans without any are left out. The day is $3 and more conditions follow.
 */
function stockOn(persona: Persona, columns: string, when: string): string {
  const by = (table: 'instalment' | 'repayment' | 'compensation', alias: string, condition: string) =>
    `coalesce((select sum(${alias}.principal) from ${table} ${alias} where ${scopeOf(table, persona, alias)}
      and ${alias}.loan_id = t.id and ${condition}), 0)`;
  const standing = '(c.reversed_on is null or c.reversed_on > $3::date)';
  return `select s.*, s.amount - s.settled as left_over, greatest(0, s.fallen_due - s.settled) as past_due from (
    select ${columns}, t.amount, ${by('repayment', 'r', 'r.paid_on <= $3::date and r.reversed_on is null')}
      + ${by('compensation', 'c', `c.deducted_on <= $3::date and ${standing}`)} as settled,
      ${by('instalment', 'i', 'i.due_on < $3::date')} as fallen_due
    from loan t where ${scopeOf('loan', persona)} and t.disbursed_on <= $3::date
      and (t.ended_on is null or t.ended_on > $3::date) and ${when}) s where s.amount > s.settled`;
}

async function stock(query: Query, persona: Persona, day: string): Promise<Groups> {
  const text = textOf(
    `report stock ${persona}`,
    () => `select coalesce(k.region_id, k.bank_id, $1::uuid), count(*), count(distinct k.firm_key),
      coalesce(sum(k.left_over), 0)::text, count(*) filter (where k.past_due > 0), coalesce(sum(k.past_due), 0)::text
      from (${stockOn(persona, 't.id, t.region_id, t.bank_id, t.firm_key', 'true')}) k
      group by grouping sets ((), (k.region_id), (k.bank_id))`,
  );
  return new Map((await query(text, [day])).map(([key, ...sums]) => [String(key), sums]));
}

/** One that is not recommended to a bank yet counts for its region and in all. */
async function referred({ query, actor: { persona }, first, last }: Asked): Promise<Groups> {
  const text = textOf(
    `report referred ${persona}`,
    () => `select coalesce(t.region_id, t.bank_id, $1::uuid), count(*), coalesce(sum(t.amount), 0)::text
      from referral t where ${scopeOf('referral', persona)} and t.submitted_on between $3::date and $4::date
      group by grouping sets ((), (t.region_id), (t.bank_id)) having not (grouping(t.bank_id) = 0 and t.bank_id is null)`,
  );
  return new Map((await query(text, [first, last])).map(([key, ...sums]) => [String(key), sums]));
}

async function businessSums(query: Query, actor: Actor, { first, last }: Period) {
  const asked: Asked = { query, actor, first, last };
  const [referrals, loans, repayments, stocks, claims, recoveries] = await Promise.all([
    referred(asked),
    lent(asked),
    repaid(asked),
    stock(query, actor.persona, last),
    compensated(asked),
    recovered(asked),
  ]);
  const keys = new Set(
    [referrals, loans, repayments, stocks, claims, recoveries].flatMap((g) => [...g.keys()]),
  );
  return new Map(
    [...keys].map((key): [string, BusinessSums] => {
      const money = (groups: Groups, place: number) => yuan(groups.get(key)?.[place]);
      const times = (groups: Groups, place: number) => Number(groups.get(key)?.[place] ?? 0);
      return [
        key,
        {
          referrals: times(referrals, 0),
          referred: money(referrals, 1),
          loansDisbursed: times(loans, 0),
          disbursed: money(loans, 1),
          firmsSupported: times(loans, 2),
          repaid: money(repayments, 0),
          loans: times(stocks, 0),
          firms: times(stocks, 1),
          outstanding: money(stocks, 2),
          overdueLoans: times(stocks, 3),
          overdue: money(stocks, 4),
          compensations: times(claims, 0),
          compensatedPrincipal: money(claims, 1),
          deducted: money(claims, 2),
          recoveries: times(recoveries, 0),
          recovered: money(recoveries, 1),
          returned: money(recoveries, 2),
        },
      ];
    }),
  );
}

const date = (value: unknown) => value as BusinessDate;
const text = (value: unknown) => String(value);
const textOrNull = (value: unknown) => (value === null ? null : String(value));

function loansOn(query: Query, persona: Persona, day: BusinessDate, regionId: string) {
  const columns = `t.id, t.number, t.region_id, t.bank_id, t.guarantor_id, t.enterprise_id, t.contract_number, t.rate,
    t.disbursed_on, t.matures_on`;
  const statement = textOf(
    `report loans on ${persona}`,
    () => `select k.id, k.number, k.region_id, k.bank_id, k.guarantor_id, e.name, e.credit_code, e.size, k.contract_number,
        k.amount::text, k.rate, k.disbursed_on, k.matures_on, k.left_over::text, k.past_due::text,
        case when k.past_due > 0 then (select min(p.due_on) from (select i.due_on, sum(i.principal) over (order by i.number)
          as up_to from instalment i where ${scopeOf('instalment', persona, 'i')} and i.loan_id = k.id) p
          where p.up_to > k.settled) end
      from (${stockOn(persona, columns, 't.region_id = $4::uuid and t.id > $5::uuid')}
        order by s.id limit ${PART_ROWS}) k
      join enterprise e on e.id = k.enterprise_id and ${scopeOf('enterprise', persona, 'e')} order by k.id`,
  );
  return partsOf(
    (after) => query(statement, [day, regionId, ...after]),
    ['00000000-0000-0000-0000-000000000000'],
    (row): LoanOnDay => ({
      id: text(row[0]),
      number: text(row[1]),
      regionId: text(row[2]),
      bankId: text(row[3]),
      guarantorId: text(row[4]),
      firm: text(row[5]),
      creditCode: text(row[6]),
      size: textOrNull(row[7]),
      contractNumber: textOrNull(row[8]),
      amount: yuan(row[9]),
      rate: text(row[10]),
      disbursedOn: date(row[11]),
      maturesOn: row[12] === null ? null : date(row[12]),
      outstanding: yuan(row[13]),
      overdue: yuan(row[14]),
      overdueSince: row[15] === null ? null : date(row[15]),
    }),
    ({ id }) => [id],
  );
}

/** Before every entry: no entry has a number below one. */
const BEGINNING = ['1900-01-01', '0', '0'];

function ledgerLines(query: Query, persona: Persona, { first, last }: Period) {
  const statement = textOf(
    `report ledger ${persona}`,
    () => `select e.sequence, e.value_date, t.number, e.kind, e.document, t.code, t.amount::text, o.sequence
      from entry e join line t on t.entry_id = e.id and ${scopeOf('line', persona)}
      left join entry o on o.id = e.reverses_id and ${scopeOf('entry', persona, 'o')}
      where ${scopeOf('entry', persona, 'e')} and e.value_date between $3::date and $4::date
        and (e.value_date, e.sequence) >= ($5::date, $6::bigint)
        and (e.value_date, e.sequence, t.number) > ($5::date, $6::bigint, $7::integer)
      order by e.value_date, e.sequence, t.number limit ${PART_ROWS}`,
  );
  return partsOf(
    (after) => query(statement, [first, last, ...after]),
    BEGINNING,
    (row): LedgerLine => ({
      sequence: Number(row[0]),
      valueDate: date(row[1]),
      number: Number(row[2]),
      kind: row[3] as LedgerLine['kind'],
      document: text(row[4]),
      code: text(row[5]),
      amount: yuan(row[6]),
      reverses: row[7] === null ? null : Number(row[7]),
    }),
    ({ valueDate, sequence, number }) => [valueDate, String(sequence), String(number)],
  );
}

async function turnovers(query: Query, persona: Persona, { first, last }: Period): Promise<Turnover[]> {
  const statement = textOf(
    `report turnover ${persona}`,
    () => `select t.code, coalesce(sum(t.amount) filter (where (t.amount > 0) <> (e.kind = 'REVERSAL')), 0)::text,
        coalesce(- sum(t.amount) filter (where (t.amount > 0) = (e.kind = 'REVERSAL')), 0)::text
      from line t join entry e on e.id = t.entry_id and ${scopeOf('entry', persona, 'e')}
      where ${scopeOf('line', persona)} and t.value_date between $3::date and $4::date group by t.code`,
  );
  const rows = await query(statement, [first, last]);
  return rows.map(([code, debit, credit]) => ({
    code: text(code),
    debit: yuan(debit),
    credit: yuan(credit),
  }));
}

function openDuties(query: Query, persona: Persona) {
  const statement = textOf(
    `report duties ${persona}`,
    () => `select t.id, t.kind, t.article, t.debtor_id, l.number, e.name, t.region_id, t.bank_id, t.period, t.amount::text,
        t.arose_on, t.due_on, t.due_confirmed
      from obligation t left join loan l on l.id = t.loan_id and ${scopeOf('loan', persona, 'l')}
      left join enterprise e on e.id = l.enterprise_id and ${scopeOf('enterprise', persona, 'e')}
      where ${scopeOf('obligation', persona)} and t.met_on is null and (t.due_on, t.id) > ($3::date, $4::uuid)
      order by t.due_on, t.id limit ${PART_ROWS}`,
  );
  return partsOf(
    (after) => query(statement, after),
    ['1900-01-01', '00000000-0000-0000-0000-000000000000'],
    (row): OpenDuty => ({
      id: text(row[0]),
      kind: row[1] as OpenDuty['kind'],
      article: Number(row[2]),
      debtorId: text(row[3]),
      loanNumber: textOrNull(row[4]),
      firm: textOrNull(row[5]),
      regionId: textOrNull(row[6]),
      bankId: textOrNull(row[7]),
      period: text(row[8]),
      amount: row[9] === null ? null : yuan(row[9]),
      aroseOn: date(row[10]),
      dueOn: date(row[11]),
      dueConfirmed: row[12] === true,
    }),
    ({ dueOn, id }) => [dueOn, id],
  );
}

/** The reads of reports in one view. */
export function reportReads(query: Query, actor: Actor): ReportReads {
  const { persona } = actor;
  return {
    businessSums: (period) => businessSums(query, actor, period),
    loansOn: (day, regionId) => loansOn(query, persona, day, regionId),
    lossesIn: (period, kind: LossMove['kind']) => losses(query, persona, period, kind),
    ledgerLines: (period) => ledgerLines(query, persona, period),
    turnovers: (period) => turnovers(query, persona, period),
    openDuties: () => openDuties(query, persona),
  };
}
