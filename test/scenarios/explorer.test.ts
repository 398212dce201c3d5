import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { startProduct } from '../support/product.ts';

// The explorer, as a browser on a machine without internet sees it.

test('the page and everything it names come from this address, of the right type, and run nothing else', async () => {
  const running = await startProduct();
  try {
    const { origin } = new URL(running.url);
    const page = await fetch(`${origin}/explorer`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await page.text();
    const named = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => String(address));
    const local = named.filter((address) => address !== 'data:,');
    expect(local.filter((address) => !/^\/explorer\/[\w.-]+$/.test(address))).toEqual([]);
    expect(html).not.toMatch(/https?:|\/\/|<style|style=|\son\w+=|<script>/);
    const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };
    const bodies = new Map<string, string>();
    for (const address of local) {
      const asset = await fetch(origin + address);
      bodies.set(address, await asset.text());
      const type = TYPES[address.split('.').at(-1) as keyof typeof TYPES];
      expect([address, asset.status, asset.headers.get('content-type')]).toEqual([address, 200, type]);
    }
    expect(bodies.size).toBe(6);
    // Nothing of ours asks another host, and no style sheet fetches one.
    const ours = bodies.get('/explorer/page.js') ?? '';
    expect(ours).not.toMatch(/https?:/);
    const asked = [...ours.matchAll(/(?:fetch|post)\('([^']+)'/g)].map(([, address]) => address);
    expect(asked.sort()).toEqual(['/explorer/operations.json', '/graphql', '/graphql/stream']);
    for (const [address, body] of bodies)
      if (address.endsWith('.css')) expect(body).not.toMatch(/url\((?!"?data:)|@import/);
    const ready = (await (await fetch(`${origin}/explorer/operations.json`)).json()) as {
      title: string;
      operations: { name: string; text: string }[];
    }[];
    expect(ready.slice(0, 3).map(({ title }) => title)).toEqual([
      '银行 Bank system',
      '政府看板 Government dashboard',
      '旗县区门户 District portal',
    ]);
    // A file of operations that the explorer has no title for would be shown under its name.
    expect(ready.filter(({ title }) => !/[\u4e00-\u9fff]/.test(title))).toEqual([]);
    for (const { operations } of ready)
      for (const { name, text } of operations) {
        expect(text).toMatch(/^# /);
        expect(text).toContain(` ${name}`);
      }
    // The page needs no token; what it asks for does. Nothing but these files is there.
    expect((await fetch(running.url, { method: 'POST' })).status).toBe(401);
    for (const path of ['/explorer/../package.json', '/explorer/package.json', '/explorer/', '/explorer/x'])
      expect([path, (await fetch(origin + path)).status]).toEqual([path, 404]);
  } finally {
    await running.stop();
  }
});

test('it can be switched off, and nothing is left of it', async () => {
  const running = await startProduct({ EXPLORER: 'off' });
  try {
    const { origin } = new URL(running.url);
    for (const path of ['/explorer', '/explorer/page.js'])
      expect((await fetch(origin + path)).status).toBe(404);
  } finally {
    await running.stop();
  }
});

test('on in development, off in production unless it is asked for', () => {
  const production = {
    ZHUBAO_MODE: 'production',
    DATABASE_URL: 'postgres://user:password@host:5432/database',
    JWT_KEYS: 'keys.json',
    JWT_ISSUER: 'issuer',
    JWT_AUDIENCE: 'audience',
    WEBHOOK_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  expect(readConfig({}).explorer).toBe('on');
  expect(readConfig(production).explorer).toBe('off');
  expect(readConfig({ ...production, EXPLORER: 'on' }).explorer).toBe('on');
  expect(() => readConfig({ EXPLORER: 'perhaps' })).toThrow(
    'EXPLORER is "perhaps"; right would be: one of on, off.',
  );
});
