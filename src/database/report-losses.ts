import type { LossMove, Period } from '../acts/report-reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import type { Persona } from '../domain/words.ts';
import { type Query, yuan } from './figures.ts';
import { PART_ROWS, partsOf } from './report-parts.ts';
import { textOf } from './rows.ts';
import { scopeOf } from './scopes.ts';

// Compensations and recoveries of a period as they moved the ledger: what was reversed in the period comes again on the
// day of its reversal, with the opposite sign, so that the sum of the rows is the net movement of the period.

const OWN_COLUMNS: Readonly<Record<LossMove['kind'], string>> = {
  COMPENSATION:
    't.principal, t.deducted as pool, t.region_part, t.parts, null::bigint as gross, null::bigint as costs',
  RECOVERY: 't.net as principal, t.returned as pool, t.region_part, t.parts, t.gross, t.costs',
};
const DAY_OF: Readonly<Record<LossMove['kind'], string>> = {
  COMPENSATION: 'deducted_on',
  RECOVERY: 'received_on',
};

function statementOf(persona: Persona, kind: LossMove['kind']): string {
  const table = kind === 'COMPENSATION' ? 'compensation' : 'recovery';
  const moved = (day: string, reversing: boolean) =>
    `select t.id, t.loan_id, t.region_id, t.bank_id, t.guarantor_id, t.document, t.${day} as day, ${reversing} as reversing,
      ${OWN_COLUMNS[kind]} from ${table} t where ${scopeOf(table, persona)} and t.${day} between $3::date and $4::date`;
  return `select m.id, m.reversing, m.day, m.region_id, m.bank_id, m.guarantor_id, e.name, e.credit_code, l.number,
      l.amount::text, l.matures_on, m.principal::text, m.pool::text, m.region_part::text, m.parts, m.gross::text,
      m.costs::text, m.document
    from (${moved(DAY_OF[kind], false)} union all ${moved('reversed_on', true)}) m
    join loan l on l.id = m.loan_id and ${scopeOf('loan', persona, 'l')}
    join enterprise e on e.id = l.enterprise_id and ${scopeOf('enterprise', persona, 'e')}
    where (m.day, m.id, m.reversing) > ($5::date, $6::uuid, $7::boolean)
    order by m.day, m.id, m.reversing limit ${PART_ROWS}`;
}

type Parts = readonly { readonly party: string; readonly amount: string }[];

function readMove(kind: LossMove['kind'], row: readonly unknown[]): LossMove {
  const reversing = row[1] === true;
  const signed = (amount: Yuan) => (reversing ? amount.negated() : amount);
  const money = (at: number) => signed(yuan(row[at]));
  const moneyOrNull = (at: number) => (row[at] === null ? null : money(at));
  return {
    kind,
    reversing,
    id: String(row[0]),
    day: row[2] as BusinessDate,
    regionId: String(row[3]),
    bankId: String(row[4]),
    guarantorId: String(row[5]),
    firm: String(row[6]),
    creditCode: String(row[7]),
    loanNumber: String(row[8]),
    loanAmount: yuan(row[9]),
    maturesOn: row[10] as BusinessDate | null,
    principal: money(11),
    pool: money(12),
    regionPart: money(13),
    parts: (row[14] as Parts).map(({ party, amount }) => ({ party, amount: signed(Yuan.parse(amount)) })),
    gross: moneyOrNull(15),
    costs: moneyOrNull(16),
    document: String(row[17]),
  };
}

export function losses(query: Query, persona: Persona, { first, last }: Period, kind: LossMove['kind']) {
  const statement = textOf(`report losses ${kind} ${persona}`, () => statementOf(persona, kind));
  return partsOf(
    (after) => query(statement, [first, last, ...after]),
    ['1900-01-01', '00000000-0000-0000-0000-000000000000', 'false'],
    (row) => readMove(kind, row),
    ({ day, id, reversing }) => [day, id, String(reversing)],
  );
}
