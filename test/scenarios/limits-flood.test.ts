import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addBank, type City, newCity, type Place } from '../support/city.ts';
import { actNamed } from '../support/dummies.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// One tenant’s flood over HTTP, against the product with the limits of a small machine: what it is told, and that the
// others hardly notice. And a database that does not answer in time.

const TODAY = '2025-03-10';

let running: Running;
let city: City;
let other: Place;

beforeAll(async () => {
  running = await startProduct({
    BUDGET_PER_MINUTE: '20000',
    REQUESTS_AT_ONCE_PER_TENANT: '2',
    REQUESTS_AT_ONCE: '4',
  });
  city = await newCity(running, TODAY);
  other = await addBank(running, city.pool, '丙银行');
});
afterAll(() => running?.stop());

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly milliseconds: number;
  readonly code: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers
  readonly body: any;
}

async function post(who: User, query: string): Promise<Answer> {
  const token = await running.product.issuer?.issue({ ...who, name: who.userId });
  const started = performance.now();
  const response = await fetch(running.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as Answer['body'];
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    milliseconds: performance.now() - started,
    code: body.errors?.[0]?.extensions?.code,
    body,
  };
}

const LIGHT = '{ pool { nameZh } }';
const HEAVY = '{ pool { breaker { ratioPercent } } banks(first: 20) { nodes { id } } }';

describe('a tenant that floods', () => {
  test('is told that it has too many at once; the others are answered as ever', async () => {
    // A system keeps its connections; three hundred strangers of one address at once would be cut off as such.
    await Promise.all(Array.from({ length: 150 }, () => post(city.bank.user, LIGHT)));
    const flooding = Array.from({ length: 300 }, () => post(city.bank.user, HEAVY));
    const times: number[] = [];
    for (let at = 0; at < 30; at += 1) {
      const answer = await post(other.user, LIGHT);
      expect(answer.status).toBe(200);
      times.push(answer.milliseconds);
    }
    const flooded = await Promise.all(flooding);
    const refused = flooded.filter(({ status }) => status !== 200);
    expect(flooded.length - refused.length).toBeGreaterThan(50);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, code, retryAfter, body } of refused) {
      expect([status, retryAfter]).toEqual([429, expect.stringMatching(/^\d+$/)]);
      expect(['TOO_MANY_AT_ONCE', 'BUDGET_SPENT']).toContain(code);
      expect(body.errors[0].extensions.messages).toEqual({ zh: expect.any(String), en: expect.any(String) });
    }
    const atOnce = refused.find(({ code }) => code === 'TOO_MANY_AT_ONCE');
    expect(atOnce?.body.errors[0].extensions).toMatchObject({ limit: 2 });
    const sorted = times.toSorted((a, b) => a - b);
    process.stdout.write(
      `flood: of 300 at once ${flooded.length - refused.length} answered, ${refused.length} refused; another tenant's light query: median ${Math.round(sorted[15] ?? 0)} ms, worst ${Math.round(sorted.at(-1) ?? 0)} ms\n`,
    );
    // The worst one waits while this very process opens three hundred connections.
    expect(sorted[15]).toBeLessThan(500);
    expect(sorted.at(-1)).toBeLessThan(5_000);
  });

  test('spends its own budget and nobody else’s', async () => {
    const costly = '{ obligations(first: 100) { nodes { id kind period article dueOn } } }';
    let last = await post(city.guarantor.user, costly);
    for (let at = 0; at < 50 && last.status === 200; at += 1) last = await post(city.guarantor.user, costly);
    expect([last.status, last.code]).toEqual([429, 'BUDGET_SPENT']);
    expect(Number(last.retryAfter)).toBeGreaterThan(0);
    expect(last.body.extensions.cost).toMatchObject({
      remaining: expect.any(Number),
      resetsAt: expect.any(String),
    });
    expect((await post(city.guarantor.second, costly)).status).toBe(429);
    const elsewhere = await post(other.user, costly);
    expect([elsewhere.status, elsewhere.body.extensions.cost.remaining > 0]).toEqual([200, true]);
  });
});

describe('a database that does not answer in time', () => {
  test('is answered as busy within seconds: a query, and an act that has then done nothing', async () => {
    const holder = postgres(running.ownerUrl, { max: 1, onnotice: () => {} });
    const holding = holder
      .unsafe('do $$ begin lock table enterprise in access exclusive mode; perform pg_sleep(8); end $$')
      .execute();
    // The lock is there when somebody waits for it in vain.
    for (;;) {
      const [row] = await running.owner(
        "select count(*)::int as held from pg_locks where mode = 'AccessExclusiveLock' and relation = 'enterprise'::regclass and granted",
      );
      if (row?.held === 1) break;
    }
    const query = await post(city.office, '{ enterprises { totalCount } }');
    expect(query.body.errors[0].extensions).toMatchObject({
      code: 'BUSY',
      retryable: true,
      retryAfterSeconds: 1,
      messages: { zh: expect.any(String), en: expect.any(String) },
    });
    expect(query.milliseconds).toBeLessThan(6_000);
    const light = await post(city.office, LIGHT);
    expect([light.status, light.code]).toEqual([200, undefined]);
    process.stdout.write(
      `busy: answered after ${Math.round(query.milliseconds)} ms; a query beside it after ${Math.round(light.milliseconds)} ms\n`,
    );
    const { name, inputType, input } = actNamed('registerEnterprise');
    const act = await running.ask(
      city.region.user,
      `mutation ($input: ${inputType}!) { ${name}(idempotencyKey: "again-and-again", input: $input) { done } }`,
      { input },
    );
    expect(act.errors?.[0]?.extensions).toMatchObject({ code: 'BUSY', retryable: true });
    await holding;
    await holder.end();
    expect(await running.owner('select count(*)::int as firms from enterprise')).toEqual([{ firms: 0 }]);
    expect((await post(city.office, '{ enterprises { totalCount } }')).code).toBeUndefined();
  });
});
