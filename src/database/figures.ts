import type { Actor } from '../acts/actor.ts';
import type { AsOf, Balance, ExposureFigures, OverdueLoan, OverdueSums } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { UnpaidInstalment } from '../domain/loan.ts';
import { Yuan } from '../domain/money.ts';
import type { AccountKind, ExposureScope, Id, Persona, Source } from '../domain/words.ts';
import type { Param } from './connection.ts';
import { selectionOf, textOf } from './rows.ts';
import { readsAll, scopeOf } from './scopes.ts';

/** Runs a statement whose $1 is the pool and $2 the tenant; the given parameters follow from $3 on. */
export type Query = (text: string, params: readonly Param[]) => Promise<unknown[][]>;

/** Sums come as text: bigint sums are numeric to the server. */
export const yuan = (fen: unknown) => Yuan.fromFen(BigInt(String(fen ?? '0')));

// ---- Ledger -----------------------------------------------------------------------------------------------

/**
 * Balances of the accounts that the persona may see: as they are, as they were on a value date, or as they were known
 * at a moment (Section 6, "as of").
 */
export async function balancesAt(
  query: Query,
  persona: Persona,
  { valueDate, recordedAt }: AsOf,
): Promise<Balance[]> {
  const accounts = scopeOf('account', persona);
  const columns = 't.code, t.kind, t.source, t.bank_id, t.region_id';
  const grouped = (movements: string) =>
    `select ${columns}, coalesce(sum(m.amount), 0)::text from account t left join ${movements}
      where ${accounts} group by ${columns} order by t.code`;
  const found =
    recordedAt !== null
      ? await query(
          textOf(`balances known ${persona}`, () =>
            grouped(
              `line m on m.pool_id = t.pool_id and m.code = t.code and m.recorded_at <= $3::timestamptz
                and ($4::date is null or m.value_date <= $4::date) and ${scopeOf('line', persona, 'm')}`,
            ),
          ),
          [recordedAt, valueDate],
        )
      : valueDate !== null
        ? await query(
            textOf(`balances on ${persona}`, () =>
              grouped(
                `(select pool_id, code, day, net as amount, bank_id, region_id from account_day) m on m.pool_id = t.pool_id
                  and m.code = t.code and m.day <= $3::date and ${scopeOf('accountDay', persona, 'm')}`,
              ),
            ),
            [valueDate],
          )
        : await query(
            textOf(
              `balances now ${persona}`,
              () => `select ${columns}, t.balance::text from account t where ${accounts} order by t.code`,
            ),
            [],
          );
  return found.map(([code, kind, source, bankId, regionId, balance]) => ({
    code: String(code),
    kind: kind as AccountKind,
    source: source as Source | null,
    bankId: bankId as Id<'bank'> | null,
    regionId: regionId as Id<'region'> | null,
    balance: yuan(balance),
  }));
}

// ---- Exposure ---------------------------------------------------------------------------------------------

const NOTHING: ExposureFigures = {
  committed: Yuan.ZERO,
  outstanding: Yuan.ZERO,
  disbursed: Yuan.ZERO,
  approvedLoans: 0,
  contractedLoans: 0,
  activeLoans: 0,
  compensatedLoans: 0,
  repaidLoans: 0,
  closedLoans: 0,
  cancelledLoans: 0,
  compensatedPrincipal: Yuan.ZERO,
  deducted: Yuan.ZERO,
  recovered: Yuan.ZERO,
  returned: Yuan.ZERO,
  overdueLoans: 0,
};

/** A scope without a row has no loans yet; whether that may be said depends on whose scope it is. */
function mayKnowEmpty({ persona, tenantId }: Actor, scope: ExposureScope, id: string): boolean {
  if (readsAll('exposure', persona)) return true;
  const own: Partial<Record<Persona, ExposureScope>> = {
    DISTRICT: 'REGION',
    BANK: 'BANK',
    GUARANTOR: 'GUARANTOR',
    FUND_MANAGER: 'GUARANTOR',
  };
  return own[persona] === scope && id === tenantId;
}

/** The business date, where `today` is a parameter that holds it for a pool without a date of its own. */
const businessDate = (today: string) =>
  `coalesce((select p.sandbox_date from pool p where p.pool_id = $1::uuid), ${today}::date)`;

/** Of kept rows `x` of exposure: the loans overdue, from the days kept for them; firms have few loans, which are counted. */
function overdueOf(persona: Persona, today: string): string {
  const days = `select sum(d.loans) from due_day d where d.pool_id = $1::uuid and d.scope = x.scope and d.scope_id = x.scope_id
      and d.loans <> 0 and d.day < ${businessDate(today)}`;
  const loans = `select count(*) from loan l where ${scopeOf('loan', persona, 'l')} and l.firm_key = x.scope_id
      and l.state = 'ACTIVE' and l.next_due_on < ${businessDate(today)}`;
  return `case x.scope when 'FIRM' then (${loans}) else coalesce((${days}), 0) end`;
}

const KEPT = selectionOf(
  'exposure',
  new Set(['scopeId', ...Object.keys(NOTHING).filter((key) => key !== 'overdueLoans')]),
);

/** How kept figures are selected from a row `x` of exposure. */
export const keptColumns = (persona: Persona, today: string) =>
  `${KEPT.list('x')}, ${overdueOf(persona, today)}`;

/** The figures in such columns; null where there was no row. */
export function keptFrom(
  values: readonly unknown[],
  at = 0,
): (ExposureFigures & { readonly scopeId: string }) | null {
  if (values[at] === null) return null;
  const overdueLoans = Number(values[at + KEPT.columns.length]);
  return Object.assign(KEPT.decode(values, at), { overdueLoans });
}

/** What is said of a scope that has no row: nothing lent, where that may be said. */
export function emptyExposure(actor: Actor, scope: ExposureScope, id: string): ExposureFigures | null {
  return mayKnowEmpty(actor, scope, id) ? NOTHING : null;
}

export async function keptExposure(
  query: Query,
  actor: Actor,
  today: BusinessDate,
  scope: ExposureScope,
  ids: readonly string[],
): Promise<Map<string, ExposureFigures>> {
  const { persona } = actor;
  const text = textOf(
    `exposure ${persona}`,
    () =>
      `select ${keptColumns(persona, '$5')} from exposure x where ${scopeOf('exposure', persona, 'x')}
        and x.scope = $3::text and x.scope_id = any($4::uuid[])`,
  );
  const found = await query(text, [scope, ids, today]);
  const answers = new Map<string, ExposureFigures>();
  for (const id of ids) {
    const empty = emptyExposure(actor, scope, id);
    if (empty) answers.set(id, empty);
  }
  for (const values of found) {
    const kept = keptFrom(values);
    if (kept) answers.set(kept.scopeId, kept);
  }
  return answers;
}

/** The figures of firms over those of their loans that the persona may see. */
export async function visibleExposure(
  query: Query,
  persona: Persona,
  today: BusinessDate,
  firmKeys: readonly string[],
): Promise<Map<string, ExposureFigures>> {
  const counted = ['APPROVED', 'CONTRACTED', 'ACTIVE', 'COMPENSATED', 'REPAID', 'CLOSED', 'CANCELLED'];
  const text = textOf(
    `visible exposure ${persona}`,
    () =>
      `select t.firm_key,
        coalesce(sum(t.amount) filter (where t.state = 'CONTRACTED'), 0)::text,
        coalesce(sum(t.outstanding) filter (where t.state in ('ACTIVE', 'COMPENSATED')), 0)::text,
        coalesce(sum(t.amount) filter (where t.disbursed_on is not null), 0)::text,
        sum(t.compensated_principal)::text, sum(t.deducted)::text, sum(t.recovered)::text, sum(t.returned)::text,
        ${counted.map((state) => `count(*) filter (where t.state = '${state}')`).join(', ')},
        count(*) filter (where t.state = 'ACTIVE' and t.next_due_on < ${businessDate('$4')})
        from loan t where ${scopeOf('loan', persona)} and t.firm_key = any($3::uuid[]) group by t.firm_key`,
  );
  const found = await query(text, [firmKeys, today]);
  const answers = new Map<string, ExposureFigures>(firmKeys.map((key) => [key, NOTHING]));
  for (const [
    key,
    committed,
    outstanding,
    disbursed,
    principal,
    deducted,
    recovered,
    returned,
    ...counts
  ] of found) {
    const [approved, contracted, active, compensated, repaid, closed, cancelled, overdue] =
      counts.map(Number);
    answers.set(String(key), {
      committed: yuan(committed),
      outstanding: yuan(outstanding),
      disbursed: yuan(disbursed),
      approvedLoans: approved ?? 0,
      contractedLoans: contracted ?? 0,
      activeLoans: active ?? 0,
      compensatedLoans: compensated ?? 0,
      repaidLoans: repaid ?? 0,
      closedLoans: closed ?? 0,
      cancelledLoans: cancelled ?? 0,
      compensatedPrincipal: yuan(principal),
      deducted: yuan(deducted),
      recovered: yuan(recovered),
      returned: yuan(returned),
      overdueLoans: overdue ?? 0,
    });
  }
  return answers;
}

const OVERDUE_KEYS: Readonly<Record<ExposureScope, string>> = {
  POOL: 't.pool_id',
  REGION: 't.region_id',
  BANK: 't.bank_id',
  GUARANTOR: 't.guarantor_id',
  FIRM: 'l.firm_key',
};

/** Unpaid principal past its due date, by age, over the instalments that the persona may see. */
export async function overdueSums(
  query: Query,
  persona: Persona,
  scope: ExposureScope,
  ids: readonly string[],
  today: BusinessDate,
): Promise<Map<string, OverdueSums>> {
  const key = OVERDUE_KEYS[scope];
  const text = textOf(`overdue ${scope} ${persona}`, () => {
    const firm =
      scope === 'FIRM' ? `join loan l on l.id = t.loan_id and ${scopeOf('loan', persona, 'l')}` : '';
    const band = (ages: string) =>
      `coalesce(sum(t.unpaid) filter (where $3::date - t.due_on ${ages}), 0)::text`;
    return `select ${key}, count(distinct t.loan_id), ${band('between 1 and 25')}, ${band('between 26 and 90')}, ${band('> 90')}
      from instalment t ${firm}
      where ${scopeOf('instalment', persona)} and t.unpaid > 0 and t.due_on < $3::date and ${key} = any($4::uuid[]) group by ${key}`;
  });
  const found = await query(text, [today, ids]);
  const none: OverdueSums = { loans: 0, days1to25: Yuan.ZERO, days26to90: Yuan.ZERO, days91on: Yuan.ZERO };
  const answers = new Map<string, OverdueSums>(ids.map((id) => [id, none]));
  for (const [id, loans, young, older, old] of found)
    answers.set(String(id), {
      loans: Number(loans),
      days1to25: yuan(young),
      days26to90: yuan(older),
      days91on: yuan(old),
    });
  return answers;
}

/** Overdue loans that the persona may see, each with its unpaid instalments that fall due by a day, oldest first. */
export async function overdueLoans(
  query: Query,
  persona: Persona,
  scope: 'POOL' | 'BANK',
  id: string,
  today: BusinessDate,
  dueBy: BusinessDate,
): Promise<OverdueLoan[]> {
  const text = textOf(
    `overdue loans ${scope} ${persona}`,
    () => `select l.id, l.amount::text, l.edition_number, l.compensated_principal::text, t.due_on, t.unpaid::text
      from instalment t join loan l on l.id = t.loan_id and ${scopeOf('loan', persona, 'l')}
      where ${scopeOf('instalment', persona)} and ${OVERDUE_KEYS[scope]} = $3::uuid and t.unpaid > 0 and t.due_on <= $5::date
        and exists (select 1 from instalment o where o.pool_id = t.pool_id and o.loan_id = t.loan_id and o.unpaid > 0
          and o.due_on < $4::date)
      order by l.id, t.due_on`,
  );
  const found = await query(text, [id, today, dueBy]);
  const loans = new Map<string, OverdueLoan & { instalments: UnpaidInstalment[] }>();
  for (const [loanId, amount, editionNumber, compensated, dueOn, unpaid] of found) {
    const key = String(loanId);
    const loan = loans.get(key) ?? {
      loanId: key,
      amount: yuan(amount),
      editionNumber: String(editionNumber),
      compensatedPrincipal: yuan(compensated),
      instalments: [],
    };
    loan.instalments.push({ dueOn: dueOn as BusinessDate, unpaid: yuan(unpaid) });
    loans.set(key, loan);
  }
  return [...loans.values()];
}
