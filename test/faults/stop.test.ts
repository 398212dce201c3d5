import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { startCommand } from '../support/child.ts';
import { newCity } from '../support/city.ts';
import { startProduct } from '../support/product.ts';

// The service as a supervisor stops it, in the middle of work: whatever was executed was also answered.

const TODAY = '2025-03-10';
const CLIENTS = 8;

test('SIGTERM under load: not ready first, nothing executed is cut off, and it ends with 0 within 15 seconds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-stop-'));
  const beside = await startProduct({ DATA_FOLDER: folder });
  const city = await newCity(beside, TODAY);
  const authorization = `Bearer ${await beside.tokenOf(city.office)}`;
  const child = startCommand(['serve'], {
    DATABASE_URL: beside.ownerUrl,
    DATA_FOLDER: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    BUDGET_PER_MINUTE: '100000000',
    SHUTDOWN_ANNOUNCE_SECONDS: '1',
  });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  let url = '';
  for await (const line of createInterface(child.stdout)) {
    url = /ready at (\S+)\/graphql/.exec(line)?.[1] ?? '';
    if (url) break;
  }
  child.stdout.resume();
  expect([url, said]).toEqual([expect.stringContaining('http://'), '']);

  const answered = new Set<string>();
  let gone = false;
  const client = async () => {
    while (!gone) {
      const key = randomUUID();
      const input = { source: 'CITY', amount: '1.00', payInBy: TODAY, document: '承诺' };
      const query =
        'mutation ($key: String!, $input: PledgeInput!) { pledge(idempotencyKey: $key, input: $input) { done } }';
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query, variables: { key, input } }),
      }).then(
        async (response) => (await response.json()) as { data?: { pledge: { done: boolean } } },
        () => null,
      );
      if (answer?.data?.pledge.done) answered.add(key);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  await expect.poll(() => answered.size, { timeout: 20_000 }).toBeGreaterThan(50);

  const begin = performance.now();
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${url}/health/ready`)).status, { interval: 20 }).toBe(503);
  const whenAnnounced = answered.size;
  const [exit, signal] = await exited;
  expect([exit, signal, said]).toEqual([0, null, '']);
  expect(performance.now() - begin).toBeLessThan(15_000);
  gone = true;
  await Promise.all(clients);
  // Between "not ready" and the end it went on serving whoever still asked.
  expect(answered.size).toBeGreaterThan(whenAnnounced);

  const executed = await beside.owner("select key from idempotency where act = 'pledge'");
  const cut = executed.filter(({ key }) => !answered.has(String(key)));
  expect(cut).toEqual([]);
  expect(executed.length).toBe(answered.size);
  await beside.stop();
  await rm(folder, { recursive: true, force: true });
});
