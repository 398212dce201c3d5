import type { Actor } from '../acts/actor.ts';
import { ENDED } from '../acts/dossier.ts';
import type { Balance } from '../acts/reads.ts';
import { type BusinessDate, earlier } from '../domain/dates.ts';
import { poolFigures } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import type { EntryKind, TenantKind } from '../domain/words.ts';
import { type YearFigures, yearSpan } from '../domain/year.ts';
import { balancesAt, type Query, yuan } from './figures.ts';
import { textOf } from './rows.ts';
import { scopeOf } from './scopes.ts';

// The figures of a year, by value date: what happened in it, and how things stood on its last day. Each statement walks
// over the year and what came after it, not over all that ever was: a stock of the last day is today’s less what has
// moved since. $3 is the first day and $4 the last.

/** Sums of one statement by the tenant they are about, the pool’s under the pool’s id. */
export type Groups = ReadonlyMap<string, readonly unknown[]>;

const BY_TENANT = 'coalesce(t.region_id, t.bank_id, t.guarantor_id, $1::uuid)';
const EACH = 'group by grouping sets ((), (t.region_id), (t.bank_id), (t.guarantor_id))';
const within = (column: string) => `${column} between $3::date and $4::date`;
const stood = '(t.reversed_on is null or t.reversed_on > $4::date)';

const sum = (column: string, when: string) => `coalesce(sum(t.${column}) filter (where ${when}), 0)`;
const count = (when: string) => `count(*) filter (where ${when})`;
/** What was added on days that hold, less what was taken back on such days. */
const net = (column: string, added: string, when: (column: string) => string) =>
  `(${sum(column, when(`t.${added}`))} - ${sum(column, when('t.reversed_on'))})::text`;
const after = (column: string) => `${column} > $4::date`;

export interface Asked {
  readonly query: Query;
  readonly actor: Actor;
  readonly first: string;
  readonly last: string;
}

async function grouped({ query, first, last }: Asked, text: string): Promise<Groups> {
  const rows = await query(text, [first, last]);
  return new Map(rows.map(([key, ...sums]) => [String(key), sums]));
}

export function lent(asked: Asked): Promise<Groups> {
  const { persona } = asked.actor;
  const inYear = within('t.disbursed_on');
  return grouped(
    asked,
    textOf(
      `year lent ${persona}`,
      () => `select ${BY_TENANT}, ${count(inYear)}, ${sum('amount', inYear)}::text,
        count(distinct t.firm_key) filter (where ${inYear}), ${sum('amount', after('t.disbursed_on'))}::text
        from loan t where ${scopeOf('loan', persona)} and t.disbursed_on >= $3::date ${EACH}`,
    ),
  );
}

export function repaid(asked: Asked): Promise<Groups> {
  const { persona } = asked.actor;
  return grouped(
    asked,
    textOf(
      `year repaid ${persona}`,
      () => `select ${BY_TENANT}, ${sum('principal', within('t.paid_on'))}::text, ${sum('principal', after('t.paid_on'))}::text
        from repayment t where ${scopeOf('repayment', persona)} and t.reversed_on is null and t.paid_on >= $3::date ${EACH}`,
    ),
  );
}

export function compensated(asked: Asked): Promise<Groups> {
  const { persona } = asked.actor;
  return grouped(
    asked,
    textOf(
      `year compensated ${persona}`,
      () => `select ${BY_TENANT}, ${count(`${within('t.deducted_on')} and t.deducted > 0 and ${stood}`)},
        ${net('principal', 'deducted_on', within)}, ${net('deducted', 'deducted_on', within)}, ${net('principal', 'deducted_on', after)}
        from compensation t where ${scopeOf('compensation', persona)}
          and (t.deducted_on >= $3::date or t.reversed_on >= $3::date) ${EACH}`,
    ),
  );
}

export function recovered(asked: Asked): Promise<Groups> {
  const { persona } = asked.actor;
  return grouped(
    asked,
    textOf(
      `year recovered ${persona}`,
      () => `select ${BY_TENANT}, ${count(`${within('t.received_on')} and ${stood}`)},
        ${net('net', 'received_on', within)}, ${net('returned', 'received_on', within)}
        from recovery t where ${scopeOf('recovery', persona)}
          and (t.received_on >= $3::date or t.reversed_on >= $3::date) and $4::date is not null ${EACH}`,
    ),
  );
}

function guarantorsPaid(asked: Asked): Promise<Groups> {
  const { persona } = asked.actor;
  return grouped(
    asked,
    textOf(
      `year guarantors paid ${persona}`,
      () => `select ${BY_TENANT}, coalesce(sum(t.amount), 0)::text from guarantor_payment t
        where t.withdrawn_on is null and ${scopeOf('guarantorPayment', persona)} and ${within('t.paid_on')} ${EACH}`,
    ),
  );
}

/**
 * Principal past due on the last day, by the schedule as it stood then: what had fallen due, less what was repaid or
 * compensated by then, which went to the oldest first. Only loans that still ran are looked at.
 */
export function overdue(asked: Asked): Promise<Groups> {
  const { persona } = asked.actor;
  const by = (table: 'instalment' | 'repayment' | 'compensation', alias: string, when: string) =>
    `coalesce((select sum(${alias}.principal) from ${table} ${alias} where ${scopeOf(table, persona, alias)}
      and ${alias}.loan_id = t.id and ${when}), 0)`;
  return grouped(
    asked,
    textOf(
      `year overdue ${persona}`,
      () => `select ${BY_TENANT}, coalesce(sum(t.unpaid), 0)::text from (
          select t.region_id, t.bank_id, t.guarantor_id, greatest(0, ${by('instalment', 'i', 'i.due_on < $4::date')}
            - ${by('repayment', 'r', 'r.paid_on <= $4::date and r.reversed_on is null')}
            - ${by('compensation', 'c', 'c.deducted_on <= $4::date and (c.reversed_on is null or c.reversed_on > $4::date)')}) as unpaid
          from loan t where ${scopeOf('loan', persona)} and t.disbursed_on <= $4::date and $3::date is not null
            and (t.ended_on is null or t.ended_on > $4::date)) t ${EACH}`,
    ),
  );
}

/** A duty whose ground went away, here after its day: nobody did it. */
const LAPSED = `t.met_by in (${ENDED.map((because) => `'${because}'`).join(', ')})`;

function duties(asked: Asked): Promise<Groups> {
  const { persona } = asked.actor;
  return grouped(
    asked,
    textOf(
      `year duties ${persona}`,
      () => `select coalesce(t.debtor_id, $1::uuid), count(*), ${count(`t.met_on > t.due_on and t.met_on <= $4::date and not ${LAPSED}`)},
        ${count(`t.met_on is null or t.met_on > $4::date or (t.met_on > t.due_on and ${LAPSED})`)}
        from obligation t where ${scopeOf('obligation', persona)} and ${within('t.due_on')}
        group by grouping sets ((), (t.debtor_id))`,
    ),
  );
}

/** Money that came into the pool, by what it was, less what was reversed: in all under the pool’s id, and by region. */
async function received({
  query,
  actor,
  first,
  last,
}: Asked): Promise<(kind: EntryKind, key: string) => Yuan> {
  const { persona } = actor;
  const text = textOf(
    `year received ${persona}`,
    () => `select coalesce(o.kind, e.kind), case when grouping(t.region_id) = 1 then $1::uuid else t.region_id end, (- sum(t.amount))::text
      from account a join line t on t.pool_id = a.pool_id and t.code = a.code and ${within('t.value_date')}
      join entry e on e.pool_id = t.pool_id and e.id = t.entry_id and ${scopeOf('entry', persona, 'e')}
      left join entry o on o.pool_id = e.pool_id and o.id = e.reverses_id and ${scopeOf('entry', persona, 'o')}
      where ${scopeOf('line', persona)} and ${scopeOf('account', persona, 'a')} and a.kind in ('FUND', 'INTEREST')
      group by coalesce(o.kind, e.kind), grouping sets ((), (t.region_id))`,
  );
  const rows = await query(text, [first, last]);
  const sums = new Map(rows.map(([kind, key, fen]) => [`${kind} ${key}`, yuan(fen)]));
  return (kind, key) => sums.get(`${kind} ${key}`) ?? Yuan.ZERO;
}

/** Outstanding principal now, of the pool and of every tenant. */
async function outstandingNow({ query, actor: { persona } }: Asked): Promise<Groups> {
  const text = textOf(
    `year exposure ${persona}`,
    () => `select t.scope_id, t.outstanding::text from exposure t
      where ${scopeOf('exposure', persona)} and t.scope in ('POOL', 'REGION', 'BANK', 'GUARANTOR')`,
  );
  return new Map((await query(text, [])).map(([id, ...sums]) => [String(id), sums]));
}

/** The tenants whose figures the reader may see: all of them, or its own. The office’s are the pool’s. */
async function tenantsOf({ query, actor }: Asked): Promise<{ id: string; kind: TenantKind }[]> {
  const { persona } = actor;
  const text = textOf(
    `year tenants ${persona}`,
    () => `select t.id, t.kind from tenant t where ${scopeOf('tenant', persona)} order by t.id`,
  );
  const rows = await query(text, []);
  return rows.map(([id, kind]) => ({ id: String(id), kind: kind as TenantKind }));
}

/** What only the ledger knows, of the pool, of a region, of a bank. */
function fromLedger(
  kind: TenantKind,
  id: string,
  balances: readonly Balance[],
  came: (kind: EntryKind) => Yuan,
): YearFigures {
  const own = (...kinds: Balance['kind'][]) =>
    Yuan.sum(
      balances
        .filter((one) => kinds.includes(one.kind) && (one.bankId ?? one.regionId) === id)
        .map(({ balance }) => balance),
    );
  const paidIn = { contributions: came('CONTRIBUTION'), replenishments: came('REPLENISHMENT') };
  if (kind === 'BANK') return { deposit: own('DEPOSIT') };
  if (kind === 'DISTRICT') return { ...paidIn, fundBalance: own('FUND', 'COMPENSATION').negated() };
  if (kind === 'GUARANTOR') return {};
  const { fundsTotal, fundsAvailable, netCompensation } = poolFigures(balances);
  const percent = netCompensation.percentOf(fundsTotal);
  return {
    ...paidIn,
    supplements: came('SUPPLEMENT'),
    interest: came('INTEREST'),
    fundsTotal,
    fundsAvailable,
    netCompensation,
    ...(percent === null ? {} : { netCompensationPercent: percent }),
  };
}

/**
 * The figures of a year that a tenant may see, by tenant: the office all of them, and the pool’s under its own id; the
 * others their own. Of a year that still runs they are those so far.
 */
export async function yearFigures(
  query: Query,
  actor: Actor,
  year: number,
  today: BusinessDate,
): Promise<Map<string, YearFigures>> {
  const span = yearSpan(year);
  const asked: Asked = { query, actor, first: span.first, last: earlier(span.last, today) };
  const [tenants, loans, repayments, claims, recoveries, payments, pastDue, owed, came, now, balances] =
    await Promise.all([
      tenantsOf(asked),
      lent(asked),
      repaid(asked),
      compensated(asked),
      recovered(asked),
      guarantorsPaid(asked),
      overdue(asked),
      duties(asked),
      received(asked),
      outstandingNow(asked),
      balancesAt(query, actor.persona, { valueDate: earlier(span.last, today), recordedAt: null }),
    ]);
  return new Map(
    tenants.map(({ id, kind }) => {
      const key = kind === 'OFFICE' ? actor.poolId : id;
      const at = (groups: Groups, place: number) => groups.get(key)?.[place] ?? 0;
      const money = (groups: Groups, place: number) => yuan(at(groups, place));
      const times = (groups: Groups, place: number) => Number(at(groups, place));
      const since = money(loans, 3).minus(money(repayments, 1)).minus(money(claims, 3));
      return [
        id,
        {
          loansDisbursed: times(loans, 0),
          disbursed: money(loans, 1),
          firmsSupported: times(loans, 2),
          repaid: money(repayments, 0),
          outstanding: money(now, 0).minus(since),
          overdue: money(pastDue, 0),
          compensations: times(claims, 0),
          compensatedPrincipal: money(claims, 1),
          deducted: money(claims, 2),
          recoveries: times(recoveries, 0),
          recovered: money(recoveries, 1),
          returned: money(recoveries, 2),
          guarantorPaid: money(payments, 0),
          dutiesDue: times(owed, 0),
          dutiesMetLate: times(owed, 1),
          dutiesUnmet: times(owed, 2),
          ...fromLedger(kind, id, balances, (what) => came(what, key)),
        },
      ];
    }),
  );
}
