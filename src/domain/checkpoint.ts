import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonical } from './audit.ts';
import type { BusinessDate, Instant } from './dates.ts';
import { writeId } from './ids.ts';
import type { Yuan } from './money.ts';
import type { Id, Word } from './words.ts';

// A checkpoint: what the records of a pool were at one moment, as a signed note (C2SP: signed-note, tlog-checkpoint), so
// that any tool for transparency logs reads it. Its first three lines are theirs: whose log, how many leaves, which root.

/** What has a leaf in a pool's tree. */
export const LEAF_KINDS = {
  AUDIT: { zh: '审计记录', en: 'An audit record, without its content: the hash in it is taken over that.' },
  EVENT: { zh: '事件', en: 'An event.' },
  ENTRY: { zh: '记账分录', en: 'An entry of the ledger, without its lines.' },
  LINE: { zh: '分录行', en: 'A line of an entry.' },
  HEAD: { zh: '审计链末端', en: 'How far the audit chain had come at a checkpoint.' },
  BALANCES: { zh: '试算平衡', en: 'The balance of every account at a checkpoint.' },
} as const satisfies Readonly<Record<string, Word>>;
export type LeafKind = keyof typeof LEAF_KINDS;

/** Bytes of randomness before the text of every leaf: without them nobody can try out what a foreign leaf may say. */
export const BLIND_BYTES = 16;

/** What a leaf's hash is taken over. */
export const leafData = (blind: Buffer, text: string): Buffer =>
  Buffer.concat([blind, Buffer.from(text, 'utf8')]);

// ---- What leaves say ---------------------------------------------------------------------------------------
//
// Only what everybody who sees the record may read of it, in the words of the API.

const UUID_AT_END = /(?<=:)[0-9a-f-]{36}$/;

/** "deposit:bk_…": an account's name as the API writes it. */
export function accountName(code: string): string {
  const noun = code.includes(':REGION:') ? 'region' : 'bank';
  return code.replace(UUID_AT_END, (id) => writeId(noun, id as Id<typeof noun>));
}

export interface AuditLeaf {
  readonly sequence: number;
  readonly recordedAt: string;
  readonly businessDate: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly act: string;
  readonly previousHash: string;
  readonly hash: string;
}

export const auditText = ({ tenantId, ...rest }: AuditLeaf): string =>
  canonical({ leaf: 'AUDIT', ...rest, tenant: writeId('tenant', tenantId as Id<'tenant'>) });

export interface EventLeaf {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly data: unknown;
}

export const eventText = ({ id, ...rest }: EventLeaf): string =>
  canonical({ leaf: 'EVENT', ...rest, id: writeId('event', id as Id<'event'>) });

export interface EntryLeaf {
  readonly id: string;
  readonly sequence: number;
  readonly kind: string;
  readonly valueDate: string;
  readonly recordedAt: string;
  readonly document: string;
}

export const entryText = ({ id, ...rest }: EntryLeaf): string =>
  canonical({ leaf: 'ENTRY', ...rest, id: writeId('entry', id as Id<'entry'>) });

export interface LineLeaf {
  readonly entryId: string;
  readonly entrySequence: number;
  readonly number: number;
  readonly code: string;
  readonly amount: Yuan;
  readonly valueDate: string;
  readonly recordedAt: string;
}

export const lineText = ({ entryId, entrySequence, code, ...rest }: LineLeaf): string =>
  canonical({
    leaf: 'LINE',
    ...rest,
    account: accountName(code),
    entry: writeId('entry', entryId as Id<'entry'>),
    entrySequence,
  });

/** How far each kind of record had come. */
export interface Reach {
  readonly auditSequence: number;
  readonly eventSequence: number;
  readonly entrySequence: number;
}

export const headText = (number: number, reach: Reach, auditHash: string): string =>
  canonical({ leaf: 'HEAD', checkpoint: number, ...reach, auditHash });

/** Debits less credits of every account, over the entries up to a sequence. */
export const balancesText = (
  number: number,
  entrySequence: number,
  balances: Readonly<Record<string, Yuan | string>>,
): string => canonical({ leaf: 'BALANCES', checkpoint: number, entrySequence, balances });

// ---- The note ---------------------------------------------------------------------------------------------

export interface Checkpoint {
  /** Whose log it is: the name of the deployment and the pool. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** From 1, without gaps. */
  readonly number: number;
  /** The pool's business date. */
  readonly day: BusinessDate;
  /** Real time, also in a sandbox. */
  readonly madeAt: Instant;
  /** Whether the pool goes by the real date, or is a sandbox with a date of its own. */
  readonly clock: 'real' | 'sandbox';
  /** Hash of the text of the checkpoint before, in base64; null for the first. */
  readonly previous: string | null;
  /** The hashes of the leaves HEAD and BALANCES that were made for it, in base64. */
  readonly head: string;
  readonly balances: string;
}

export const originOf = (name: string, poolId: Id<'pool'>): string => `${name}/${writeId('pool', poolId)}`;

export function writeCheckpoint(it: Checkpoint): string {
  return [
    it.origin,
    String(it.size),
    it.root.toString('base64'),
    `number ${it.number}`,
    `day ${it.day}`,
    `made ${it.madeAt}`,
    `clock ${it.clock}`,
    `previous ${it.previous ?? 'none'}`,
    `head ${it.head}`,
    `balances ${it.balances}`,
    '',
  ].join('\n');
}

const TEXT =
  /^(?<origin>[^\s+]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\nnumber (?<number>[1-9]\d{0,8})\nday (?<day>\d{4}-\d\d-\d\d)\nmade (?<madeAt>\S{24})\nclock (?<clock>real|sandbox)\nprevious (?<previous>none|[A-Za-z0-9+/]{43}=)\nhead (?<head>[A-Za-z0-9+/]{43}=)\nbalances (?<balances>[A-Za-z0-9+/]{43}=)\n$/;

/** Null for a text that is none of ours. */
export function readCheckpoint(text: string): Checkpoint | null {
  const found = TEXT.exec(text)?.groups;
  if (!found) return null;
  const {
    origin = '',
    size,
    root = '',
    number,
    day,
    madeAt,
    clock,
    previous,
    head = '',
    balances = '',
  } = found;
  return {
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    number: Number(number),
    day: day as BusinessDate,
    madeAt: madeAt as Instant,
    clock: clock === 'sandbox' ? 'sandbox' : 'real',
    previous: previous === 'none' ? null : (previous ?? null),
    head,
    balances,
  };
}

/** What the next checkpoint names this one by. */
export const checkpointHash = (text: string): string => createHash('sha256').update(text).digest('base64');

// ---- Signatures -------------------------------------------------------------------------------------------

const ED25519 = Buffer.of(1);
/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** The 32 bytes of an Ed25519 public key, or of the one that belongs to a private key. */
export function publicBytes(key: KeyObject): Buffer {
  const der = (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'der', type: 'spki' });
  return der.subarray(DER_HEAD.length);
}

function keyId(name: string, key: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ED25519).update(key).digest().subarray(0, 4);
}

export const keyIdText = (name: string, key: Buffer): string => keyId(name, key).toString('hex');

/** A public key as it is published: name, id and key, with plus signs between. */
export function publishedKey(name: string, key: Buffer): string {
  return `${name}+${keyIdText(name, key)}+${Buffer.concat([ED25519, key]).toString('base64')}`;
}

/** The text with its signature under it. Throws where the key is no Ed25519 key. */
export function signedNote(text: string, name: string, key: KeyObject): string {
  const signature = Buffer.concat([keyId(name, publicBytes(key)), sign(null, Buffer.from(text), key)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/** The text of a note that one of these keys has signed; null where none has. */
export function openNote(note: string, name: string, keys: readonly Buffer[]): string | null {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return null;
  const text = note.slice(0, end + 1);
  const isSigned = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [dash, who, base64 = ''] = line.split(' ');
      const signature = Buffer.from(base64, 'base64');
      if (dash !== '—' || who !== name || signature.length !== 4 + 64) return false;
      return keys.some((key) => {
        if (!keyId(name, key).equals(signature.subarray(0, 4))) return false;
        const spki = createPublicKey({ key: Buffer.concat([DER_HEAD, key]), format: 'der', type: 'spki' });
        return verify(null, Buffer.from(text), spki, signature.subarray(4));
      });
    });
  return isSigned ? text : null;
}

/** The text of a note, whoever signed it: for what is only read and not believed. */
export const noteText = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);
