import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  accountName,
  type Checkpoint,
  checkpointHash,
  entryText,
  lineText,
  openNote,
  publicBytes,
  publishedKey,
  readCheckpoint,
  signedNote,
  writeCheckpoint,
} from '../../src/domain/checkpoint.ts';
import { instant, parseDate } from '../../src/domain/dates.ts';
import { EMPTY_ROOT } from '../../src/domain/merkle.ts';
import { Yuan } from '../../src/domain/money.ts';

// The format of signed notes, held against keys and notes of others: the checksum database of Go, and the example in its
// package for notes.
const GO_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
const NEUMANN_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const NEUMANN_TEXT =
  'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace(
    '’',
    "'",
  );
const NEUMANN_SIGNATURE =
  'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';

const bytesOf = (published: string) =>
  Buffer.from(published.split('+').slice(2).join('+'), 'base64').subarray(1);

const CHECKPOINT: Checkpoint = {
  origin: 'zhubao.example/pl_0190',
  size: 12,
  root: EMPTY_ROOT,
  number: 3,
  day: parseDate('2026-11-24'),
  madeAt: instant(new Date('2026-11-23T16:00:05.120Z')),
  clock: 'real',
  previous: null,
  head: EMPTY_ROOT.toString('base64'),
  balances: EMPTY_ROOT.toString('base64'),
};

describe('a signed note', () => {
  it('names keys as Go’s checksum database does', () => {
    expect(publishedKey('sum.golang.org', bytesOf(GO_KEY))).toBe(GO_KEY);
    expect(publishedKey('PeterNeumann', bytesOf(NEUMANN_KEY))).toBe(NEUMANN_KEY);
  });

  it('of others is opened with their key, and not when a letter of it is another', () => {
    const note = `${NEUMANN_TEXT}\n— PeterNeumann ${NEUMANN_SIGNATURE}\n`;
    const keys = [bytesOf(GO_KEY), bytesOf(NEUMANN_KEY)];
    expect(openNote(note, 'PeterNeumann', keys)).toBe(NEUMANN_TEXT);
    expect(openNote(note.replace('answer', 'Answer'), 'PeterNeumann', keys)).toBeNull();
    expect(openNote(note, 'PeterNeumann', [bytesOf(GO_KEY)])).toBeNull();
    expect(openNote(note, 'sum.golang.org', keys)).toBeNull();
    expect(openNote(NEUMANN_TEXT, 'PeterNeumann', keys)).toBeNull();
  });

  it('of ours is opened with our key and reads as the checkpoint that was written', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const text = writeCheckpoint(CHECKPOINT);
    const note = signedNote(text, CHECKPOINT.origin, privateKey);
    const opened = openNote(note, CHECKPOINT.origin, [publicBytes(privateKey)]);
    expect(opened).toBe(text);
    expect(readCheckpoint(text)).toEqual(CHECKPOINT);
    const next = { ...CHECKPOINT, number: 4, previous: checkpointHash(text), clock: 'sandbox' as const };
    expect(readCheckpoint(writeCheckpoint(next))).toEqual(next);
  });

  it.each([
    ['size 012', (text: string) => text.replace('\n12\n', '\n012\n')],
    ['a line too many', (text: string) => `${text}more\n`],
    ['a line too few', (text: string) => text.replace(/day .*\n/, '')],
    ['an origin with a plus sign', (text: string) => text.replace('zhubao.example', 'zhubao+example')],
    ['number 0', (text: string) => text.replace('number 3', 'number 0')],
  ])('with %s is no checkpoint', (_what, change) => {
    const text = writeCheckpoint(CHECKPOINT);
    expect(change(text)).not.toBe(text);
    expect(readCheckpoint(change(text))).toBeNull();
  });
});

describe('a leaf', () => {
  const bank = '01902a30-0000-7000-8000-000000000001';

  it('names accounts as the API does', () => {
    expect(accountName('custody')).toBe('custody');
    expect(accountName('fund:CITY')).toBe('fund:CITY');
    expect(accountName(`deposit:${bank}`)).toBe('deposit:bk_01902a30000070008000000000000001');
    expect(accountName(`compensation:REGION:${bank}`)).toBe(
      'compensation:REGION:rg_01902a30000070008000000000000001',
    );
  });

  it('is one text for one record, with money in yuan', () => {
    const recordedAt = '2026-11-24T02:00:00.000Z';
    expect(
      lineText({
        entryId: bank,
        entrySequence: 7,
        number: 2,
        code: `deposit:${bank}`,
        amount: Yuan.parse('-1000000.05'),
        valueDate: '2026-11-24',
        recordedAt,
      }),
    ).toBe(
      '{"account":"deposit:bk_01902a30000070008000000000000001","amount":"-1000000.05","entry":"le_01902a30000070008000000000000001","entrySequence":7,"leaf":"LINE","number":2,"recordedAt":"2026-11-24T02:00:00.000Z","valueDate":"2026-11-24"}',
    );
    const entry = { id: bank, sequence: 7, kind: 'DEDUCTION', valueDate: '2026-11-24', recordedAt };
    expect(entryText({ ...entry, document: '凭证"1' })).toContain('"document":"凭证\\"1"');
  });
});
