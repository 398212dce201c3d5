import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sweeperOf } from './acts/daily-sweep.ts';
import type { Ports, SweptPool } from './acts/ports.ts';
import { type Config, ConfigError } from './config.ts';
import { CheckpointRefused, type Made, makeCheckpoint, type Signer } from './database/checkpoints.ts';
import type { Database } from './database/connection.ts';
import { publicBytes } from './domain/checkpoint.ts';
import { keptIn } from './http/kept-file.ts';

// The key that signs checkpoints, and when one is made.

const KEY_FILE = 'development-checkpoint-key.pem';
const PEM = /-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g;
const RIGHT = 'right would be: an Ed25519 key in PEM, as "openssl genpkey -algorithm ed25519" writes it';

type KeyConfig = Pick<Config, 'checkpoints' | 'dataFolder'>;

async function textIn(file: string, name: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new ConfigError([`${name} is "${file}", which can't be read; right would be: the path of a file.`]);
  });
}

/** Throws ConfigError where the text is no Ed25519 key. */
function keyIn(pem: string, name: string, read: (pem: string) => KeyObject): KeyObject {
  const key = (() => {
    try {
      return read(pem);
    } catch {
      return null;
    }
  })();
  if (key?.asymmetricKeyType !== 'ed25519') throw new ConfigError([`${name} holds no such key; ${RIGHT}.`]);
  return key;
}

const newKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Who signs here; null where the installation has no key for it. Throws ConfigError for a file that is none. */
export async function signerOf({ checkpoints, dataFolder }: KeyConfig): Promise<Signer | null> {
  const { name, keyFile, keysBeforeFile, offered } = checkpoints;
  if (!offered) return null;
  const pem = keyFile ? await textIn(keyFile, 'CHECKPOINT_KEY') : await keptIn(dataFolder, KEY_FILE, newKey);
  const key = keyIn(pem, 'CHECKPOINT_KEY', createPrivateKey);
  const before = keysBeforeFile ? await textIn(keysBeforeFile, 'CHECKPOINT_KEYS_BEFORE') : '';
  const blocks = before.match(PEM) ?? [];
  if (keysBeforeFile && blocks.length === 0)
    throw new ConfigError([
      'CHECKPOINT_KEYS_BEFORE holds no key; right would be: public keys, as "openssl pkey -pubout" writes them.',
    ]);
  const known = blocks.map((block) => publicBytes(keyIn(block, 'CHECKPOINT_KEYS_BEFORE', createPublicKey)));
  return { name, key, known: [publicBytes(key), ...known] };
}

/** Whose signatures `verify` believes; null where this installation has signed nothing yet. */
export async function believedIn(config: KeyConfig): Promise<Pick<Signer, 'name' | 'known'> | null> {
  const { checkpoints, dataFolder } = config;
  return checkpoints.keyFile || existsSync(join(dataFolder, KEY_FILE)) ? signerOf(config) : null;
}

export interface CheckpointsSettings {
  readonly config: KeyConfig;
  readonly database: Database;
  readonly ports: Pick<Ports, 'now'>;
  readonly log: {
    info(told: object, message: string): void;
    error(told: object, message: string): void;
  };
}

type OfPool = Pick<SweptPool, 'poolId' | 'officeId'>;

export interface Checkpoints {
  readonly signer: Signer | null;
  /** Makes a pool’s checkpoint now, where anything has come since the last. */
  makeNow(pool: OfPool): Promise<Made>;
  /** Makes one where one is due; what goes wrong is logged, and tried again after the next sweep. */
  afterSweep(pool: OfPool, stopping?: () => boolean): Promise<void>;
}

export async function createCheckpoints(settings: CheckpointsSettings): Promise<Checkpoints> {
  const { config, database, ports, log } = settings;
  const { make, everyHours } = config.checkpoints;
  const signer = await signerOf(config);

  async function made(pool: OfPool, isAskedFor: boolean, stopping?: () => boolean): Promise<Made> {
    if (!signer) return { kind: 'NOT_DUE' };
    const wish = { now: ports.now(), everyHours, isAskedFor };
    const outcome = await makeCheckpoint(database, sweeperOf(pool), signer, wish, stopping);
    if (outcome.kind === 'MADE') {
      const { number, size } = outcome.checkpoint;
      log.info({ pool: pool.poolId, number, size }, 'a checkpoint was signed');
    }
    return outcome;
  }

  return {
    signer,
    makeNow: (pool) => made(pool, true),
    async afterSweep(pool, stopping) {
      if (!make) return;
      try {
        await made(pool, false, stopping);
      } catch (error) {
        const why =
          error instanceof CheckpointRefused
            ? 'no checkpoint is signed: the records are not what the last one says; keep the database as it is and verify it'
            : 'a checkpoint could not be made; it will be tried again';
        log.error({ err: error, pool: pool.poolId }, why);
      }
    },
  };
}
