/** How checkpoints are made and signed. */
export interface CheckpointConfig {
  /** Whether whoever sweeps makes them. Without a key, in production, there are none. */
  readonly make: boolean;
  /** A file with the private key that signs, Ed25519 in PEM; null: the development key in the data folder. */
  readonly keyFile: string | null;
  /** A file with the public keys that signed before, one PEM block each; null for none. */
  readonly keysBeforeFile: string | null;
  /** What every pool’s log is named after: the deployment’s address without its scheme. */
  readonly name: string;
  /** After so long another checkpoint is made on the same day, where something has come since. */
  readonly everyHours: number;
  readonly offered: boolean;
}

/** The parts of the configuration's reader that are needed here. */
interface Reader {
  text(name: string): string | null;
  oneOf<W extends string>(name: string, words: readonly W[], otherwise: W): W;
  whole(name: string, min: number, max: number, otherwise: number): number;
  wrong(name: string, what: string, right: string): void;
}

const WORDS = ['on', 'off'] as const;
/** A name of the signed-note format: no blanks and no plus signs. */
const NAME = /^[\x21-\x2a\x2c-\x7e]{1,200}$/;
const RIGHT_KEY = 'the path of a key, as "openssl genpkey -algorithm ed25519" writes it';

/** Reads what concerns checkpoints; the keys themselves are read when the product starts. */
export function checkpointConfigOf(
  { text, oneOf, whole, wrong }: Reader,
  isProduction: boolean,
): CheckpointConfig {
  const keyFile = text('CHECKPOINT_KEY');
  const offered = keyFile !== null || !isProduction;
  if (!offered && text('CHECKPOINTS') === 'on')
    wrong('CHECKPOINT_KEY', 'is missing', `production needs ${RIGHT_KEY}`);
  const name = text('CHECKPOINT_NAME') ?? 'zhubao';
  if (!NAME.test(name))
    wrong(
      'CHECKPOINT_NAME',
      `is "${name}"`,
      'a name without blanks and plus signs, such as zhubao.example.gov.cn',
    );
  return {
    make: oneOf('CHECKPOINTS', WORDS, 'on') === 'on' && offered,
    keyFile,
    keysBeforeFile: text('CHECKPOINT_KEYS_BEFORE'),
    name,
    everyHours: whole('CHECKPOINT_HOURS', 1, 24, 24),
    offered,
  };
}
