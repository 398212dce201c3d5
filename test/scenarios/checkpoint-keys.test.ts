import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { believedIn, signerOf } from '../../src/checkpoints.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { publicBytes } from '../../src/domain/checkpoint.ts';

// The key that signs checkpoints: what the configuration takes, and how a wrong one is named.

const PRODUCTION = {
  ZHUBAO_MODE: 'production',
  DATABASE_URL: 'postgres://owner:secret@db.example:5432/zhubao',
  JWT_KEYS: 'https://sign-in.example/keys',
  JWT_ISSUER: 'https://sign-in.example',
  JWT_AUDIENCE: 'zhubao',
};
const today = generateKeyPairSync('ed25519');
const before = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });

let folder: string;
const fileOf = (name: string) => join(folder, name);
const secretPem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' });
const publicPem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhubao-keys-'));
  await writeFile(fileOf('today.pem'), secretPem(today.privateKey));
  await writeFile(fileOf('rsa.pem'), secretPem(rsa.privateKey));
  await writeFile(fileOf('before.pem'), `${publicPem(before.publicKey)}${publicPem(today.publicKey)}`);
  await writeFile(fileOf('nothing.pem'), 'nothing');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const signerWith = (names: Readonly<Record<string, string>>) => {
  const files = Object.entries(names).map(([variable, name]) => [variable, fileOf(name)]);
  return signerOf(readConfig({ ...PRODUCTION, ...Object.fromEntries(files) }));
};

describe('the key of checkpoints', () => {
  it('is taken with those that signed before', async () => {
    const signer = await signerWith({ CHECKPOINT_KEY: 'today.pem', CHECKPOINT_KEYS_BEFORE: 'before.pem' });
    const [now, old] = [publicBytes(today.publicKey), publicBytes(before.publicKey)];
    expect(signer?.known).toEqual([now, old, now]);
    expect(signer?.name).toBe('zhubao');
  });

  it('is none in production unless it is given, and made once in development', async () => {
    expect(readConfig(PRODUCTION).checkpoints).toMatchObject({ make: false, offered: false });
    expect(await signerWith({})).toBeNull();
    const development = readConfig({ DATA_FOLDER: folder });
    expect(await believedIn(development)).toBeNull();
    const [first, second] = await Promise.all([signerOf(development), signerOf(development)]);
    expect(first?.known).toHaveLength(1);
    expect(second?.known).toEqual(first?.known);
    expect((await believedIn(development))?.known).toEqual(first?.known);
  });

  it.each([
    [{ CHECKPOINT_KEY: 'absent.pem' }, /^CHECKPOINT_KEY is ".+absent\.pem", which can't be read; right/],
    [{ CHECKPOINT_KEY: 'nothing.pem' }, /^CHECKPOINT_KEY holds no such key; right would be: an Ed25519 key/],
    [{ CHECKPOINT_KEY: 'rsa.pem' }, /^CHECKPOINT_KEY holds no such key; right would be: an Ed25519 key/],
    [
      { CHECKPOINT_KEY: 'today.pem', CHECKPOINT_KEYS_BEFORE: 'today.pem' },
      /^CHECKPOINT_KEYS_BEFORE holds no key; right would be: public keys/,
    ],
  ])('%j is named as wrong', async (names, complaint) => {
    const refused = await signerWith(names as Readonly<Record<string, string>>).catch(
      (error: unknown) => error,
    );
    if (!(refused instanceof ConfigError)) throw refused;
    expect(refused.problems).toEqual([expect.stringMatching(complaint)]);
  });

  it.each([
    ['CHECKPOINT_NAME', 'zhubao+example'],
    ['CHECKPOINT_NAME', 'zhubao example'],
    ['CHECKPOINT_HOURS', '0'],
    ['CHECKPOINT_HOURS', '25'],
    ['CHECKPOINTS', 'on'],
    ['CHECKPOINTS', 'yes'],
  ])('%s=%s is refused in production without a key', (name, value) => {
    expect(() => readConfig({ ...PRODUCTION, [name]: value })).toThrow(
      /CHECKPOINT\w* .+; right would be: .+/,
    );
  });
});
