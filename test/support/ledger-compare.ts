import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Ledger } from './ledger-driver.ts';
import { total } from './ledger-laws.ts';
import type { ModelLoan } from './ledger-lending.ts';

const SEEN = `select json_build_object(
  'balances', (select json_object_agg(code, balance::text) from account where pool_id = $1),
  'sum', (select sum(balance)::text from account where pool_id = $1),
  'unbalanced', (select count(*) from (select 1 from line where pool_id = $1 group by entry_id having sum(amount) <> 0 or count(*) < 2) u),
  'apart', (select count(*) from
     (select code, value_date as day, sum(amount) as net from line where pool_id = $1 group by 1, 2) l
     full join (select code, day, net from account_day where pool_id = $1) d using (code, day) where l.net is distinct from d.net),
  'overdrawn', (select count(*) from (select sum(sum(amount)) over (partition by code order by value_date) as stood from line
     where pool_id = $1 and (code = 'custody' or code like 'deposit:%' or code like 'suspense:%' or code like 'compensation:%') group by code, value_date) s where stood < 0),
  'uneven', (select count(*) from (select principal as whole, parts from compensation where pool_id = $1
     union all select net, parts from recovery where pool_id = $1) s
     where whole <> (select sum((part ->> 'amount')::numeric * 100) from jsonb_array_elements(parts) part)),
  'entries', (select json_agg(array[kind, value_date::text, coalesce(reverses_id::text, '')] order by sequence) from entry where pool_id = $1),
  'exposure', (select json_object_agg(scope || ' ' || scope_id, array[committed, outstanding, disbursed, approved_loans, contracted_loans,
     active_loans, compensated_loans, repaid_loans, closed_loans, cancelled_loans, compensated_principal, deducted, recovered, returned]::text[])
     from exposure where pool_id = $1),
  'regions', (select json_object_agg(region_id, array[pledged::text, paid_in::text, replenished::text, hardship::text]) from region_standing where pool_id = $1),
  'banks', (select json_object_agg(bank_id, state) from bank_standing where pool_id = $1),
  'pledges', (select json_object_agg(id, paid::text) from pledge where pool_id = $1),
  'loans', (select json_object_agg(l.id, array[state, outstanding::text, compensated_principal::text, deducted::text, recovered::text,
     returned::text, guarantor_paid::text, coalesce(next_due_on::text, ''), coalesce(accelerated_on::text, ''), coalesce(compensated_on::text, ''),
     coalesce(ended_on::text, ''),
     coalesce((select string_agg(concat_ws(' ', due_on, principal, unpaid, compensated), ', ' order by number) from instalment i
       where i.pool_id = l.pool_id and i.loan_id = l.id), '')]) from loan l where pool_id = $1),
  'compensations', (select json_object_agg(id, json_build_array(principal::text, taken::text, deducted::text, claimable::text,
     (select json_agg(part ->> 'amount' order by at) from jsonb_array_elements(parts) with ordinality p (part, at)), region_part::text,
     notice_on is not null, reversed_on is not null,
     (select met_on is not null from obligation o where o.pool_id = c.pool_id and kind = 'REPLENISHMENT' and subject_id = c.id)))
     from compensation c where pool_id = $1),
  'recoveries', (select json_object_agg(id, json_build_array(gross::text, costs::text, net::text,
     (select json_agg(part ->> 'amount' order by at) from jsonb_array_elements(parts) with ordinality p (part, at)), returned::text,
     region_part::text, reversed_on is not null)) from recovery c where pool_id = $1),
  'losses', (select json_object_agg(loan_id,
     (select json_agg(part ->> 'amount' order by at) from jsonb_array_elements(losses) with ordinality p (part, at))) from conclusion where pool_id = $1),
  'breaker', (select json_build_array(tripped, warned_percent) from breaker where pool_id = $1 and scope = 'POOL'),
  'turns', (select json_agg(json_build_array(kind, warning_percent, occurred_on, entry_id) order by id) from breaker_turn where pool_id = $1),
  'excess', (select json_object_agg(bank_id, owed::text) from
     (select bank_id, sum(amount) as owed from obligation where pool_id = $1 and kind = 'EXCESS_RETURN' and met_on is null group by 1) e),
  'topUps', (select json_object_agg(id, state) from top_up where pool_id = $1),
  'supplements', (select json_object_agg(id, array[state, received::text]) from supplement where pool_id = $1)) as seen`;

const keyed = <T>(ids: readonly string[], rows: readonly T[], tell: (row: T) => unknown) =>
  rows.length === 0 ? null : Object.fromEntries(rows.map((row, at) => [ids[at], tell(row)]));

/** What a summary of some loans says of them, recomputed from the loans. */
function standingOf(loans: readonly ModelLoan[]): string[] {
  const sum = (fen: (loan: ModelLoan) => bigint) => total(loans.map(fen));
  const count = (state: string) => loans.filter((loan) => loan.state === state).length;
  return [
    sum((loan) => (loan.state === 'CONTRACTED' ? loan.amount : 0n)),
    sum((loan) => loan.outstanding),
    sum((loan) => (loan.disbursedOn === '' ? 0n : loan.amount)),
    ...['APPROVED', 'CONTRACTED', 'ACTIVE', 'COMPENSATED', 'REPAID', 'CLOSED', 'CANCELLED'].map(count),
    sum((loan) => loan.compensated),
    sum((loan) => loan.deducted),
    sum((loan) => loan.recovered),
    sum((loan) => loan.returned),
  ].map(String);
}

function exposureOf({ model, city, regions, banks, guarantors, firms }: Ledger) {
  const of = (accepts: (loan: ModelLoan) => boolean) => standingOf(model.loans.filter(accepts));
  return Object.fromEntries([
    [`POOL ${city.pool.poolId}`, of(() => true)],
    ...regions.map(({ id }, at) => [`REGION ${id}`, of(({ region }) => region === at)]),
    ...banks.map(({ id }, at) => [`BANK ${id}`, of(({ bank }) => bank === at)]),
    ...guarantors.map(({ id }, at) => [`GUARANTOR ${id}`, of(({ guarantor }) => guarantor === at)]),
    ...firms.map(({ key }, at) => [`FIRM ${key}`, of(({ firm }) => firm === at)]),
  ]);
}

function lossesOf({ model, loans, compensations, recoveries, entries }: Ledger) {
  const { tripped, warned, turns } = model.breaker();
  const closed = model.loans.flatMap((loan, at) =>
    loan.state === 'CLOSED' ? [{ loan, id: loans[at] }] : [],
  );
  return {
    compensations: keyed(compensations, model.compensations, (one) => [
      ...[one.principal, one.taken, one.deducted, one.claimable].map(String),
      one.parts.map(plain),
      String(one.regionPart),
      ...[one.noticed, one.reversed, one.replenished],
    ]),
    recoveries: keyed(recoveries, model.recoveries, (one) => [
      ...[one.gross, one.costs, one.net].map(String),
      one.parts.map(plain),
      ...[String(one.returned), String(one.regionPart), one.reversed],
    ]),
    losses:
      closed.length === 0
        ? null
        : Object.fromEntries(closed.map(({ id, loan }) => [id, model.losses(loan).map(plain)])),
    breaker: [tripped, Number(warned)],
    turns:
      turns.length === 0
        ? null
        : turns.map(({ kind, percent, on, entry }) => [
            kind,
            percent === null ? null : Number(percent),
            on,
            entries[entry],
          ]),
  };
}

function loansOf({ model, loans }: Ledger) {
  return keyed(loans, model.loans, (loan) => [
    loan.state,
    ...[loan.outstanding, loan.compensated, loan.deducted, loan.recovered, loan.returned].map(String),
    String(loan.guarantorPaid),
    ...[model.nextDueOn(loan), loan.acceleratedOn, loan.compensatedOn, loan.endedOn],
    loan.instalments
      .map(({ dueOn, principal, unpaid, compensated }) => [dueOn, principal, unpaid, compensated].join(' '))
      .join(', '),
  ]);
}

/** Everything that the database keeps of the pool's money, loans and losses equals the model's. */
export async function compare(ledger: Ledger): Promise<void> {
  const { running, model, city, regions, banks, entries } = ledger;
  const [row] = await running.owner(SEEN, [city.pool.poolId]);
  const { excess, ...seen } = (row?.seen ?? {}) as Record<string, unknown> & {
    excess?: Record<string, string> | null;
  };
  const reverses = (at: number) => model.entries.findIndex((one) => one.reversedBy === at);
  const expected: Record<string, unknown> = {
    balances: Object.fromEntries(
      [...model.balances()].map(([name, fen]) => [codeOf(ledger, name), String(fen)]),
    ),
    sum: '0',
    unbalanced: 0,
    apart: 0,
    overdrawn: 0,
    uneven: 0,
    entries:
      model.entries.length === 0
        ? null
        : model.entries.map(({ kind, date }, at) => [kind, date, entries[reverses(at)] ?? '']),
    exposure: exposureOf(ledger),
    regions: keyed(
      regions.map(({ id }) => id),
      model.regions,
      (one) => [...[one.pledged, one.paidIn, one.replenished].map(String), String(one.hardship)],
    ),
    banks: keyed(
      banks.map(({ id }) => id),
      model.banks,
      ({ state }) => state,
    ),
    pledges: keyed(ledger.pledges, model.pledges, ({ paid }) => String(paid)),
    loans: loansOf(ledger),
    topUps: keyed(ledger.topUps, model.topUps, ({ state }) => state),
    supplements: keyed(ledger.supplements, model.supplements, (one) => [one.state, String(one.received)]),
    ...lossesOf(ledger),
  };
  const apart = Object.keys(expected).filter((part) => !isDeepStrictEqual(seen[part], expected[part]));
  expect(seen, `apart in ${apart.join(', ')}`).toEqual(expected);
  // Which of its duties to return money a bank has met is for the oldest first; in all, they cover what it owes.
  for (const [at, { id }] of banks.entries()) {
    const owed = model.balance(`suspense:${at}`);
    const demanded = BigInt(excess?.[id] ?? '0');
    expect(demanded >= owed && demanded > 0n === owed > 0n, `bank ${at}: ${demanded} for ${owed}`).toBe(true);
  }
}

function codeOf({ regions, banks }: Ledger, name: string): string {
  const [kind, place, at] = name.split(':');
  if (kind === 'deposit' || kind === 'suspense') return `${kind}:${banks[Number(place)]?.id}`;
  return place === 'REGION' ? `${kind}:REGION:${regions[Number(at)]?.id}` : name;
}

/** What the API answers of a past date, of what was known by then, and of loans on the business date, equals the model's. */
export async function compareAsOf(ledger: Ledger, asOf: string, knownOn: string): Promise<void> {
  const { running, model, city } = ledger;
  const answer = await running.ask(
    city.office,
    `query ($asOf: Date, $knownAt: DateTime) {
       pool { funds(asOf: $asOf) { custody deposits interest available total } }
       now: pool { funds { custody deposits interest available total } }
       balances(asOf: $asOf, knownAt: $knownAt) { account balance }
       loans(first: 100) { nodes { id state } } }`,
    { asOf, knownAt: `${knownOn}T23:59:59.999+08:00` },
  );
  expect(answer.errors).toBeUndefined();
  const told = (figures: Record<string, bigint>) =>
    Object.fromEntries(Object.entries(figures).map(([name, fen]) => [name, plain(fen)]));
  expect(answer.data.pool.funds).toEqual(told(model.funds(asOf)));
  expect(answer.data.now.funds).toEqual(told(model.funds()));
  const balances = model.balances(asOf, knownOn);
  const wire = new Map<string, string>(
    model.accounts().map((name) => {
      const code = codeOf(ledger, name).replaceAll('-', '');
      return [code.replace(/^(deposit|suspense):/, '$1:bk_').replace('REGION:', 'REGION:rg_'), name];
    }),
  );
  for (const { account, balance } of answer.data.balances) {
    const fen = balances.get(wire.get(account) ?? '') ?? 0n;
    expect(`${account} ${balance}`).toBe(`${account} ${plain(fen)}`);
    wire.delete(account);
  }
  // An account that is not listed stood at nothing.
  for (const name of wire.values()) expect(balances.get(name) ?? 0n).toBe(0n);
  const states = new Map(model.loans.map((loan, at) => [ledger.loans[at]?.replaceAll('-', ''), loan]));
  for (const { id, state } of answer.data.loans.nodes) {
    const loan = states.get(id.replace('ln_', ''));
    expect(loan && model.stateOn(loan), id).toBe(state);
  }
}

/** Fen as "-12.05". */
function plain(fen: bigint): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
