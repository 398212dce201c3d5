import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Actor } from '../../src/acts/actor.ts';
import { Failure } from '../../src/acts/failures.ts';
import { type Act, perform, type Sought } from '../../src/acts/perform.ts';
import { type BusinessDate, parseDate } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Id, TenantKind } from '../../src/domain/words.ts';
import { addBank, addRegion, type City, newCity, type Place } from './city.ts';
import { type Expected, LedgerModel } from './ledger-model.ts';
import { type Running, type User, uuidOf } from './product.ts';

const REGIONS = ['150203', '150204'] as const;
const BANKS = 2;

export const yuan = (fen: bigint): Yuan => Yuan.fromFen(fen);
export const date = (text: string): BusinessDate => parseDate(text);

/** The product and the model of it side by side, with the product's ids of what the model knows by number. */
export interface Ledger {
  readonly running: Running;
  readonly model: LedgerModel;
  readonly city: City;
  readonly office: Actor;
  readonly office2: Actor;
  readonly manager: Actor;
  readonly guarantorId: Id<'guarantor'>;
  readonly regions: readonly {
    readonly id: Id<'region'>;
    readonly actor: Actor;
    readonly divisionCode: string;
  }[];
  readonly banks: readonly { readonly id: Id<'bank'>; readonly actor: Actor }[];
  readonly firms: { readonly id: Id<'enterprise'>; readonly key: string; readonly region: number }[];
  readonly pledges: Id<'pledge'>[];
  readonly entries: Id<'entry'>[];
  readonly loans: Id<'loan'>[];
  readonly topUps: Id<'topUp'>[];
  /** Does an act, which must end as expected; answers the id of what it made, null when it was not done. */
  does<Input, S extends Record<string, Sought>>(
    actor: Actor,
    deed: Act<Input, S>,
    input: Input,
    expected: Expected,
  ): Promise<string | null>;
}

function actorOf(user: User, kind: TenantKind, persona: Actor['persona'] = kind): Actor {
  return { ...user, kind, persona, userName: null };
}

/**
 * A city with two regions, two banks that have not signed, and a fund manager; no money yet. How acts end is counted:
 * under the act's name when it was done, else with the reason or each rule behind it.
 */
export async function newLedger(
  running: Running,
  today: string,
  tally: Map<string, number>,
): Promise<Ledger> {
  const city = await newCity(running, today);
  const second = await addRegion(running, city.pool, REGIONS[1]);
  const bank = await addBank(running, city.pool, '丁银行');
  const model = new LedgerModel(today, REGIONS.length, BANKS);
  const [founded] = await running.owner('select audit_sequence::int as n from journal where pool_id = $1', [
    city.pool.poolId,
  ]);
  let done = Number(founded?.n);
  const idOf = <N>(place: Place) => uuidOf(place.id) as string as N;
  return {
    running,
    model,
    city,
    office: actorOf(city.office, 'OFFICE'),
    office2: actorOf(city.office2, 'OFFICE'),
    manager: actorOf(city.guarantor.user, 'GUARANTOR', 'FUND_MANAGER'),
    guarantorId: idOf(city.guarantor),
    regions: [city.region, second].map((place, at) => ({
      id: idOf(place),
      actor: actorOf(place.user, 'DISTRICT'),
      divisionCode: REGIONS[at] ?? '',
    })),
    banks: [city.bank, bank].map((place) => ({ id: idOf(place), actor: actorOf(place.user, 'BANK') })),
    firms: [],
    pledges: [],
    entries: [],
    loans: [],
    topUps: [],
    async does(actor, deed, input, expected) {
      const before = expected === 'DONE' ? null : await poolPrint(running, city.pool.poolId);
      const ended = await perform(running.product.ports, actor, deed, input, randomUUID()).catch(
        (error: unknown) => {
          if (error instanceof Failure) return error.wrong;
          throw error;
        },
      );
      const codes =
        'verdicts' in ended
          ? ended.verdicts
              .filter(({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED')
              .map(({ code }) => code)
          : [];
      const seen = ended.kind === 'REFUSED' ? codes : ended.kind;
      expect(seen, `${deed.name} on ${model.today}`).toEqual(expected);
      const reasons = ended.kind === 'DONE' ? [''] : ended.kind === 'REFUSED' ? codes : [ended.kind];
      for (const reason of reasons) {
        const name = `${deed.name} ${reason}`.trim();
        tally.set(name, (tally.get(name) ?? 0) + 1);
      }
      if (before) expect(await poolPrint(running, city.pool.poolId)).toEqual(before);
      if (ended.kind !== 'DONE') return null;
      done += 1;
      const [journal] = await running.owner(
        'select audit_sequence::int as n from journal where pool_id = $1',
        [city.pool.poolId],
      );
      expect(journal?.n).toBe(done);
      return ended.changed.id;
    },
  };
}

/** A fingerprint of every row of a pool, in every table. */
async function poolPrint(running: Running, poolId: string): Promise<unknown> {
  const tables = await running.owner(
    "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
  );
  const prints = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(string_agg(t::text, '|' order by t::text)) as print from ${name} t where pool_id = $1`,
  );
  return running.owner(prints.join(' union all '), [poolId]);
}

const SEEN = `select json_build_object(
  'balances', (select json_object_agg(code, balance::text) from account where pool_id = $1),
  'unbalanced', (select count(*) from (select 1 from line where pool_id = $1 group by entry_id having sum(amount) <> 0 or count(*) < 2) u),
  'apart', (select count(*) from
     (select code, value_date as day, sum(amount) as net from line where pool_id = $1 group by 1, 2) l
     full join (select code, day, net from account_day where pool_id = $1) d using (code, day) where l.net is distinct from d.net),
  'overdrawn', (select count(*) from (select sum(sum(amount)) over (partition by code order by value_date) as stood from line
     where pool_id = $1 and (code = 'custody' or code like 'deposit:%') group by code, value_date) s where stood < 0),
  'entries', (select count(*) from entry where pool_id = $1),
  'exposure', (select json_object_agg(scope || ' ' || scope_id, array[committed, outstanding, disbursed, approved_loans, contracted_loans,
     active_loans, repaid_loans, cancelled_loans]::text[]) from exposure where pool_id = $1),
  'regions', (select json_object_agg(region_id, array[pledged, paid_in]::text[]) from region_standing where pool_id = $1),
  'pledges', (select json_object_agg(id, paid::text) from pledge where pool_id = $1),
  'loans', (select json_object_agg(l.id, array[state, outstanding::text,
     coalesce((select sum(unpaid) from instalment i where i.pool_id = l.pool_id and i.loan_id = l.id), 0)::text]) from loan l where pool_id = $1),
  'topUps', (select json_object_agg(id, state) from top_up where pool_id = $1)) as seen`;

const keyed = <T>(ids: readonly string[], rows: readonly T[], tell: (row: T) => unknown) =>
  rows.length === 0 ? null : Object.fromEntries(rows.map((row, at) => [ids[at], tell(row)]));

/** Everything that the database keeps of the pool's money and loans equals the model's. */
export async function compare(ledger: Ledger): Promise<void> {
  const { running, model, city, regions, banks, firms, guarantorId } = ledger;
  const { poolId } = city.pool;
  const [row] = await running.owner(SEEN, [poolId]);
  const seen = row?.seen as { balances: Record<string, string> };
  const standing = (of: (loan: (typeof model.loans)[number]) => boolean) => {
    const loans = model.loans.filter(of);
    const sum = (fen: (loan: (typeof loans)[number]) => bigint) =>
      loans.reduce((all, loan) => all + fen(loan), 0n);
    const count = (state: string) => loans.filter((loan) => loan.state === state).length;
    return [
      sum((loan) => (loan.state === 'CONTRACTED' ? loan.amount : 0n)),
      sum((loan) => loan.outstanding),
      sum((loan) => (loan.disbursedOn === '' ? 0n : loan.amount)),
      ...['APPROVED', 'CONTRACTED', 'ACTIVE', 'REPAID', 'CANCELLED'].map(count),
    ].map(String);
  };
  expect(seen).toEqual({
    // Accounts that the model does not know of stand at nothing.
    balances: {
      ...Object.fromEntries(Object.keys(seen.balances).map((code) => [code, '0'])),
      ...Object.fromEntries(
        model.accounts().map((name) => [codeOf(ledger, name), String(model.balance(name))]),
      ),
    },
    unbalanced: 0,
    apart: 0,
    overdrawn: 0,
    entries: model.entries.length,
    exposure: Object.fromEntries([
      [`POOL ${poolId}`, standing(() => true)],
      [`GUARANTOR ${guarantorId}`, standing(() => true)],
      ...regions.map(({ id }, at) => [`REGION ${id}`, standing((loan) => loan.region === at)]),
      ...banks.map(({ id }, at) => [`BANK ${id}`, standing((loan) => loan.bank === at)]),
      ...firms.map(({ key }, at) => [`FIRM ${key}`, standing((loan) => loan.firm === at)]),
    ]),
    regions: keyed(
      regions.map(({ id }) => id),
      model.regions,
      ({ pledged, paidIn }) => [String(pledged), String(paidIn)],
    ),
    pledges: keyed(ledger.pledges, model.pledges, ({ paid }) => String(paid)),
    loans: keyed(ledger.loans, model.loans, ({ state, outstanding }) => [
      state,
      String(outstanding),
      String(outstanding),
    ]),
    topUps: keyed(ledger.topUps, model.topUps, ({ state }) => state),
  });
}

function codeOf({ regions, banks }: Ledger, name: string): string {
  const [kind, place, at] = name.split(':');
  if (kind === 'deposit') return `deposit:${banks[Number(place)]?.id}`;
  return place === 'REGION' ? `fund:REGION:${regions[Number(at)]?.id}` : name;
}

/** What the API answers of a past date, and of what was known by then, equals the model's. */
export async function compareAsOf(ledger: Ledger, asOf: string, knownOn: string): Promise<void> {
  const { running, model, city, regions, banks } = ledger;
  const answer = await running.ask(
    city.office,
    `query ($asOf: Date, $knownAt: DateTime) {
       pool { funds(asOf: $asOf) { custody deposits interest available total } }
       now: pool { funds { custody deposits interest available total } }
       balances(asOf: $asOf, knownAt: $knownAt) { account balance } }`,
    { asOf, knownAt: `${knownOn}T23:59:59.999+08:00` },
  );
  expect(answer.errors).toBeUndefined();
  const told = (figures: Record<string, bigint>) =>
    Object.fromEntries(Object.entries(figures).map(([name, fen]) => [name, plain(fen)]));
  expect(answer.data.pool.funds).toEqual(told(model.funds(asOf)));
  expect(answer.data.now.funds).toEqual(told(model.funds()));
  const wire = new Map<string, string>(
    model.accounts().map((name) => {
      const code = codeOf({ ...ledger, regions, banks }, name).replaceAll('-', '');
      return [code.replace('deposit:', 'deposit:bk_').replace('REGION:', 'REGION:rg_'), name];
    }),
  );
  for (const { account, balance } of answer.data.balances) {
    const name = wire.get(account);
    const fen = name === undefined ? 0n : model.balance(name, asOf, knownOn);
    expect(`${account} ${balance}`).toBe(`${account} ${plain(fen)}`);
    wire.delete(account);
  }
  // An account that is not listed stood at nothing.
  for (const name of wire.values()) expect(model.balance(name, asOf, knownOn)).toBe(0n);
}

/** Fen as "-12.05". */
function plain(fen: bigint): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
