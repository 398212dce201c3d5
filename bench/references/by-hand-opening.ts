import { idOf, type Question, type Rows, yuan } from './by-hand-shapes.ts';

// The opening page of a city, for its office: five statements, sent together.

const POOL = `select p.name_zh, p.sandbox_date::text, e.parameters #>> '{breaker,thresholdPercent}', e.parameters ->> 'poolLeverageMultiple'
  from pool p left join edition e on e.pool_id = p.pool_id and e.state = 'ENACTED' and p.sandbox_date between e.valid_from and e.valid_to
  where p.pool_id = $1`;
const ACCOUNTS = `select kind, sum(balance)::text from account where pool_id = $1 group by kind`;
const SCOPES = `select x.scope_id, r.id, r.name_zh, s.pledged::text, s.paid_in::text, x.committed::text, x.outstanding::text, x.disbursed::text,
    x.contracted_loans, x.active_loans, x.compensated_loans, x.repaid_loans, x.closed_loans, x.deducted::text, x.returned::text
  from exposure x left join region r on r.pool_id = x.pool_id and r.id = x.scope_id
  left join region_standing s on s.pool_id = r.pool_id and s.region_id = r.id
  where x.pool_id = $1 and x.scope in ('POOL', 'REGION') order by r.division_code nulls first limit 11`;
const OVERDUE = `select d.scope_id, sum(d.loans)::int from due_day d join pool p on p.pool_id = d.pool_id
  where d.pool_id = $1 and d.scope in ('POOL', 'REGION') and d.loans <> 0 and d.day < p.sandbox_date group by d.scope_id`;
const DUTIES = `select o.kind, o.due_on::text, t.name_zh from obligation o join pool p on p.pool_id = o.pool_id
  join tenant t on t.pool_id = o.pool_id and t.id = o.debtor_id
  where o.pool_id = $1 and o.met_on is null and o.due_on < p.sandbox_date order by o.due_on, o.id limit 20`;

/** In percent with so many decimals, cut; null for a base of nought. */
function percent(part: bigint, whole: bigint, decimals: number): string | null {
  if (whole === 0n) return null;
  const scaled = (part * 100n * 10n ** BigInt(decimals)) / whole;
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(decimals + 1, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function shape(pools: Rows, accounts: Rows, scopes: Rows, late: Rows, duties: Rows) {
  const [nameZh, businessDate, threshold, multiple] = pools[0] ?? [];
  const sums = new Map(accounts.map(([kind, sum]) => [kind, BigInt(sum ?? '0')]));
  const of = (kind: string) => sums.get(kind) ?? 0n;
  const fundsTotal = -(of('FUND') + of('INTEREST'));
  const available = of('CUSTODY') + of('DEPOSIT');
  const lost = of('COMPENSATION');
  const lateIn = new Map(late.map(([id, count]) => [id, Number(count)]));
  const isTripped = lost > 0n && lost * 100n >= fundsTotal * BigInt(threshold ?? '0');
  const shapeScope = (row: Rows[number]) => {
    const [id, , , , , committed, outstanding, disbursed, contracted, active, compensated, repaid, closed] =
      row;
    const overdue = lateIn.get(id ?? '') ?? 0;
    const loans = { contracted, active: Number(active) - overdue, overdue, compensated, repaid, closed };
    return { committed: yuan(committed), outstanding: yuan(outstanding), disbursed: yuan(disbursed), loans };
  };
  const [all = [], ...regions] = scopes;
  const [deducted, returned] = [BigInt(all[13] ?? '0'), BigInt(all[14] ?? '0')];
  const used = BigInt(all[5] ?? '0') + BigInt(all[6] ?? '0');
  const creditLine = available * BigInt(multiple ?? '0');
  const room = isTripped || creditLine < used ? 0n : creditLine - used;
  return {
    pool: {
      nameZh,
      businessDate,
      newBusiness: { open: !isTripped },
      breaker: {
        tripped: isTripped,
        thresholdPercent: threshold,
        ratioPercent: percent(lost, fundsTotal, 4),
        amounts: { netCompensation: yuan(String(lost)), fundsTotal: yuan(String(fundsTotal)) },
      },
      funds: { total: yuan(String(fundsTotal)), available: yuan(String(available)) },
      exposure: {
        ...shapeScope(all),
        creditLine: yuan(String(creditLine)),
        utilisationPercent: percent(used, creditLine, 2),
        compensated: yuan(String(deducted)),
        recovered: yuan(String(returned)),
        net: yuan(String(deducted - returned)),
      },
      headroom: { amount: yuan(String(room)) },
    },
    regions: {
      nodes: regions.map((row) => ({
        id: idOf('rg', row[1]),
        nameZh: row[2],
        standing: { pledged: yuan(row[3]), paidIn: yuan(row[4]) },
        exposure: shapeScope(row),
      })),
    },
    obligations: {
      nodes: duties.map(([kind, dueOn, debtor]) => ({ kind, dueOn, debtor: { nameZh: debtor } })),
    },
  };
}

export const OPENING: Question = {
  statements: ({ pool }) =>
    [POOL, ACCOUNTS, SCOPES, OVERDUE, DUTIES].map((text) => ({ text, values: [pool] })),
  shape: (_, pools = [], accounts = [], scopes = [], late = [], duties = []) =>
    shape(pools, accounts, scopes, late, duties),
};
