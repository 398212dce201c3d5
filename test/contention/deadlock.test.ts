import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addFirm, approvedLoan, type City, joinBank, newCity, pay, signing } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';
import { send } from '../support/raw.ts';

// What PostgreSQL undoes for no fault of the act, it does again by itself, within a bound; beyond it the client is told so,
// in a way that it can tell apart, and nothing was done. No deadlock ever reaches a client.

const TODAY = '2025-03-10';
/** One attempt, and three more. */
const ATTEMPTS = 4;

let running: Running;
let city: City;

beforeAll(async () => {
  running = await startProduct();
  city = await newCity(running, TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  // Fails an act at its very end, as often as the sequence says: that counts on where a transaction is undone.
  await running.owner('create sequence bad_luck; grant usage on sequence bad_luck to public');
  await running.owner(`create function fail_by_luck() returns trigger language plpgsql as $$ begin
    if nextval('bad_luck') <= tg_argv[0]::int then raise exception 'bad luck' using errcode = tg_argv[1]; end if;
    return new; end $$`);
});
afterAll(() => running?.stop());
beforeEach(() =>
  running.owner(`drop trigger if exists bad_luck on audit; select setval('bad_luck', 1, false)`),
);

const haveBadLuck = (times: number, code: string) =>
  running.owner(
    `create trigger bad_luck before insert on audit for each row execute function fail_by_luck(${times}, '${code}')`,
  );

const tries = async (): Promise<number> => {
  const [row] = await running.owner('select last_value::int as count from bad_luck');
  return Number(row?.count);
};

async function contract(): Promise<string> {
  const firm = await addFirm(running, city.region);
  return approvedLoan(running, city, firm.id, { amount: '1000.00' }, TODAY);
}

const SIGN = `mutation ($key: String!, $input: SignContractsInput!) {
  signContracts(idempotencyKey: $key, input: $input) { done replayed loan { state } } }`;

const ask = (key: string, loanId: string) =>
  send(running, city.bank.user, SIGN, { key, input: signing(loanId, '2025-03-31') });

const stateOf = async (loanId: string): Promise<unknown> => {
  const { data } = await running.ask(city.office, 'query ($id: ID!) { loan(id: $id) { state } }', {
    id: loanId,
  });
  return data.loan.state;
};

for (const [name, code] of [
  ['a serialization failure', '40001'],
  ['a deadlock', '40P01'],
] as const) {
  test(`${name} as often as the act is tried again, and the client sees nothing of it`, async () => {
    const loanId = await contract();
    await haveBadLuck(ATTEMPTS - 1, code);
    const { status, body } = await ask(`lucky-at-last-${code}`, loanId);
    expect([status, JSON.parse(body).data?.signContracts]).toEqual([
      200,
      { done: true, replayed: false, loan: { state: 'CONTRACTED' } },
    ]);
    expect(await tries()).toBe(ATTEMPTS);
  });

  test(`${name} without end is told as one that may be retried, after a bound; the retry does it`, async () => {
    const loanId = await contract();
    await haveBadLuck(1_000, code);
    const { status, body } = await ask(`without-luck-${code}`, loanId);
    const { errors, data } = JSON.parse(body);
    expect(data ?? null).toBeNull();
    expect(status).toBe(200);
    expect(errors[0].extensions).toMatchObject({ code: 'BUSY', retryable: true, retryAfterSeconds: 1 });
    expect(body).not.toMatch(/deadlock|serializ|bad luck|40P01|40001/i);
    expect(await tries()).toBe(ATTEMPTS);
    expect(await stateOf(loanId)).toBe('APPROVED');
    await running.owner('drop trigger bad_luck on audit');
    const again = JSON.parse((await ask(`without-luck-${code}`, loanId)).body);
    expect(again.data.signContracts).toEqual({ done: true, replayed: false, loan: { state: 'CONTRACTED' } });
  });
}

test('a deadlock with another session, which PostgreSQL finds: the act is done all the same', async () => {
  const loanId = await contract();
  const { poolId } = city.pool;
  const rival = postgres(running.ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    let asked: ReturnType<typeof ask> | undefined;
    await rival.begin(async (sql) => {
      // The rival waits longer than the product's session until it looks for a deadlock, so the product is undone.
      await sql`set local deadlock_timeout = '20s'`;
      await sql`select 1 from journal where pool_id = ${poolId} for update`;
      asked = ask('deadlocked-1', loanId);
      await expect
        .poll(
          () =>
            running.owner(
              `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
            ),
          { timeout: 10_000, interval: 10 },
        )
        .not.toEqual([]);
      // What the act holds by then: now each waits for the other.
      await sql`select 1 from exposure where pool_id = ${poolId} for update`;
    });
    const { status, body } = (await asked) ?? { status: 0, body: '' };
    expect([status, JSON.parse(body).data.signContracts.done]).toEqual([200, true]);
    const [met] = await running.owner(
      'select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()',
    );
    expect(met?.deadlocks).toBe(1);
  } finally {
    await rival.end({ timeout: 1 });
  }
});
