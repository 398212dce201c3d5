#!/usr/bin/env node
// 助保检查点核验程序。Verifies offline what a tenant of Zhubao has downloaded. One file, to be read before it is run; needs
// Node.js 20 or newer and nothing else. What it proves, and what not: docs/checkpoints.md.
//
//   node verify.mjs --keys keys.txt records.jsonl [--kept earlier.jsonl ...]
//
// keys.txt: the published keys, one a line, that came to you by another way than the rest. records.jsonl: downloaded now.
// --kept: downloaded before, and kept by you. Ends with 0: all holds; 1: something does not; 2: could not look.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const FAULTS = {
  FILE: ['文件不完整，请重新下载', 'a file is not whole; download it again'],
  SIGNATURE: ['检查点没有公布密钥的有效签名', 'a checkpoint is not signed by a published key'],
  SEQUENCE: ['检查点未衔接前一检查点', 'a checkpoint does not follow the one before it'],
  HISTORY: ['检查点之前的历史被改写', 'the history before a checkpoint was rewritten'],
  RECORD: ['记录与所签署的内容不符', 'a record is not what was signed'],
  DATED_BACK: ['记录倒签：更晚的检查点中尚无此记录', 'a record is dated before a checkpoint that lacks it'],
  UNCOVERED: ['记录早于最近检查点却未被涵盖', 'a record is older than the last checkpoint, and not in it'],
  MISSING: ['所签署的记录缺失', 'a record that was signed is missing'],
  CHAIN: ['审计链中断或与检查点不符', 'the audit chain is broken, or not the one that was signed'],
  BALANCES: ['科目余额与检查点不符', 'the balance of an account is not the one that was signed'],
  KEPT: ['与您留存的文件不符', 'not what you have kept'],
};
const LISTED_MAX = 20;
const SLACK_MS = 600_000; // An act may take a while between the moment that it notes and its commit.
const found = new Map();

function wrong(code, detail) {
  if (!found.has(code)) found.set(code, []);
  found.get(code).push(detail.slice(0, 300));
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const node = (left, right) => sha256(Buffer.of(1), left, right);
const leafOf = (blind, text) => sha256(Buffer.of(0), Buffer.from(blind, 'hex'), text);
const bytes = (base64) => Buffer.from(base64, 'base64');

/** Where a tree of RFC 6962 is split: behind the largest power of two of leaves below its size. */
function middleOf(from, to) {
  let half = 1;
  while (half * 2 < to - from) half *= 2;
  return from + half;
}

/** The root that a leaf gives with its proof; null where the proof is of another length. */
function rootByInclusion(leaf, index, from, to, proof) {
  if (to - from === 1) return proof.length === 0 ? leaf : null;
  const [middle, beside, rest] = [middleOf(from, to), proof.at(-1), proof.slice(0, -1)];
  const [first, last] = index < middle ? [from, middle] : [middle, to];
  const root = beside && rootByInclusion(leaf, index, first, last, rest);
  if (!root) return null;
  return index < middle ? node(root, beside) : node(beside, root);
}

/** The roots of the earlier and of the later tree that a proof of consistency gives. */
function rootsByConsistency(earlier, from, to, isWhole, proof) {
  if (earlier.size === to) {
    const hash = isWhole ? earlier.root : proof[0];
    return proof.length === (isWhole ? 0 : 1) ? [hash, hash] : null;
  }
  const [middle, beside, rest] = [middleOf(from, to), proof.at(-1), proof.slice(0, -1)];
  if (!beside) return null;
  if (earlier.size <= middle) {
    const roots = rootsByConsistency(earlier, from, middle, isWhole, rest);
    return roots && [roots[0], node(roots[1], beside)];
  }
  const roots = rootsByConsistency(earlier, middle, to, false, rest);
  return roots && [node(beside, roots[0]), node(beside, roots[1])];
}

function isBeginning(earlier, later, proof) {
  const roots = earlier.size > 0 && rootsByConsistency(earlier, 0, later.size, true, proof);
  return Boolean(roots) && roots[0].equals(earlier.root) && roots[1].equals(later.root);
}

// Signed notes: c2sp.org/signed-note, c2sp.org/tlog-checkpoint
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

function keyIn(line) {
  const [, name, id, base64 = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line) ?? [];
  const key = bytes(base64); // A byte that says Ed25519, then the 32 bytes of the key.
  if (key.length !== 33 || key[0] !== 1 || sha256(`${name}\n`, key).toString('hex').slice(0, 8) !== id)
    throw new Error(`不是公布的密钥 / no published key: ${line}`);
  const der = Buffer.concat([DER_HEAD, key.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** Reads a checkpoint; `signer` is the published key that has signed it, if one has. */
function readNote(note, keys) {
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const [origin, size, root, ...rest] = text.trimEnd().split('\n');
  const said = Object.fromEntries(rest.map((line) => line.split(' ')));
  const hasSigned = ({ name, id, key }, line) => {
    const [dash, who, base64 = ''] = line.split(' ');
    const signature = bytes(base64);
    const isOurs = dash === '—' && who === name && who === origin && signature.toString('hex', 0, 4) === id;
    return isOurs && verify(null, Buffer.from(text), key, signature.subarray(4));
  };
  const lines = note.slice(end + 1).split('\n');
  const signer = keys.find((key) => lines.some((line) => hasSigned(key, line)));
  const numbers = { size: Number(size), number: Number(said.number) };
  return { ...said, ...numbers, text, origin, signer, root: bytes(root) };
}

/** Reads a download line by line, and holds it against the count at its end. */
async function read(file, take) {
  const counted = { records: 0, open: 0 };
  let end = null;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: 1_000 })) {
    const one = JSON.parse(line);
    if ('record' in one) counted.records += 1;
    if ('open' in one) counted.open += 1;
    end = one.end ?? end;
    take(one);
  }
  if (end?.records !== counted.records || end?.open !== counted.open) wrong('FILE', file);
  return counted;
}

/** What was kept: checkpoints by number, leaves by place, and records that no checkpoint covered yet. */
async function readKept(files, keys) {
  const kept = { checkpoints: new Map(), leaves: new Map(), open: new Set() };
  for (const file of files)
    await read(file, ({ checkpoint, record, index, blind, open }) => {
      if (open) kept.open.add(open);
      if (record) kept.leaves.set(index, { hash: leafOf(blind, record), record });
      const note = checkpoint && readNote(checkpoint, keys);
      if (note?.signer) kept.checkpoints.set(note.number, note);
      else if (note) wrong('SIGNATURE', `${file}: checkpoint ${note.number}`);
    });
  return kept;
}

/** Whether a moment lies before a checkpoint; by days in a sandbox, which has a date of its own. */
function isBefore(moment, checkpoint) {
  const at = Date.parse(moment) + SLACK_MS;
  if (checkpoint.clock === 'real') return at < Date.parse(checkpoint.made);
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10) < checkpoint.day;
}

/** Takes the lines of the download in their order; what is known so far stands in `seen`. */
function taker(keys, kept, seen) {
  const last = () => seen.checkpoints.at(-1);

  function takeCheckpoint({ checkpoint, consistency }) {
    const [now, before] = [readNote(checkpoint, keys), last()];
    const name = `checkpoint ${now.number}`;
    if (!now.signer || now.origin !== seen.head.origin) wrong('SIGNATURE', name);
    const expected = before ? before.number + 1 : seen.head.since || 1;
    const previous = before
      ? sha256(before.text).toString('base64')
      : seen.head.since
        ? now.previous
        : 'none';
    if (now.number !== expected || now.previous !== previous) wrong('SEQUENCE', name);
    if (before && !isBeginning(before, now, consistency.map(bytes))) wrong('HISTORY', name);
    if ((kept.checkpoints.get(now.number) ?? now).text !== now.text) wrong('KEPT', name);
    kept.checkpoints.delete(now.number);
    seen.checkpoints.push(now);
  }

  function takeRecord({ record, index, blind, proof }) {
    const { size = 0, root } = last() ?? {};
    const hash = leafOf(blind, record);
    const isIn = index < size && rootByInclusion(hash, index, 0, size, proof.map(bytes))?.equals(root);
    if (!isIn || seen.places.has(index)) wrong('RECORD', record);
    seen.places.add(index);
    if (!(kept.leaves.get(index)?.hash ?? hash).equals(hash)) wrong('KEPT', kept.leaves.get(index).record);
    kept.leaves.delete(index);
    kept.open.delete(record);
    const said = JSON.parse(record);
    // The last checkpoint that lacks it; records come nearly in order, so that it is found near the one before.
    while (seen.checkpoints[seen.at]?.size <= index) seen.at += 1;
    while (seen.at > 0 && seen.checkpoints[seen.at - 1].size > index) seen.at -= 1;
    const lacking = seen.checkpoints[seen.at - 1];
    if (lacking && said.recordedAt && isBefore(said.recordedAt, lacking)) wrong('DATED_BACK', record);
    if (said.leaf === 'AUDIT') {
      const isNext = seen.audit.size === 0 || seen.audit.get(said.sequence - 1) === said.previousHash;
      if (!isNext) wrong('CHAIN', record);
      seen.audit.set(said.sequence, said.hash);
    }
    if (said.leaf === 'LINE') seen.lines.push(said);
    if (said.leaf === 'HEAD' || said.leaf === 'BALANCES') seen.ends.push(said);
  }

  function takeOpen({ open }) {
    kept.open.delete(open);
    if (last() && isBefore(JSON.parse(open).recordedAt, last())) wrong('UNCOVERED', open);
  }

  return (line) => {
    if (line.file) seen.head = line;
    else if (line.checkpoint) takeCheckpoint(line);
    else if ('record' in line) takeRecord(line);
    else if ('open' in line) takeOpen(line);
  };
}

const fen = (yuan = '0.00') => BigInt(yuan.replace('.', ''));

/** What only shows once all is read: gaps, the head of the audit chain, balances, and what was kept and is gone. */
function finish(kept, { head, checkpoints, places, audit, lines, ends }) {
  const first = head.since ? (checkpoints[0]?.size ?? 0) : 0;
  const size = head.seesAll ? (checkpoints.at(-1)?.size ?? 0) : 0;
  for (let place = first; place < size; place += 1)
    if (!places.has(place)) wrong('MISSING', `place ${place}`);
  for (const { leaf, checkpoint, auditSequence, auditHash } of ends)
    if (leaf === 'HEAD' && auditSequence > 0 && audit.get(auditSequence) !== auditHash)
      wrong('CHAIN', `HEAD, checkpoint ${checkpoint}`);
  const sums = new Map();
  let at = 0;
  for (const { leaf, checkpoint, entrySequence, balances } of head.seesLedger && !head.since ? ends : []) {
    if (leaf !== 'BALANCES') continue;
    for (; lines[at]?.entrySequence <= entrySequence; at += 1)
      sums.set(lines[at].account, (sums.get(lines[at].account) ?? 0n) + fen(lines[at].amount));
    for (const account of new Set([...sums.keys(), ...Object.keys(balances)]))
      if ((sums.get(account) ?? 0n) !== fen(balances[account]))
        wrong('BALANCES', `${account}, checkpoint ${checkpoint}`);
  }
  for (const number of kept.checkpoints.keys())
    if (number >= head.since) wrong('KEPT', `checkpoint ${number}`);
  for (const [place, { record }] of kept.leaves) if (place >= first) wrong('KEPT', record);
  if (!head.since) for (const open of kept.open) wrong('KEPT', open);
}

function report({ head, checkpoints }, counted, keptCount) {
  const last = checkpoints.at(-1);
  const isProven = last !== undefined && found.size === 0;
  const signers = [...new Set(checkpoints.map(({ signer }) => signer?.id ?? '—'))].join(', ');
  const upTo = last ? `${last.number} (${last.day}, ${last.made})` : '—';
  const scope = head.seesAll
    ? '资金池全部记录 all records of the pool'
    : '本单位可见的记录 records shown to this tenant';
  const lines = [
    `日志 log ${head.origin}; 单位 tenant ${head.tenant}`,
    `检查点 checkpoints: ${checkpoints.length}; 至 up to ${upTo}; 密钥 keys ${signers}`,
    `已涵盖的记录 records covered: ${counted.records}; 尚未涵盖 not covered yet: ${counted.open}`,
    `范围 scope: ${scope}, 自第 ${head.since} 号检查点之后 since checkpoint ${head.since}`,
    `对照的留存文件 kept files compared: ${keptCount}`,
    ...[...found].flatMap(([code, details]) => [
      `✗ ${code}  ${FAULTS[code].join(' / ')} (${details.length})`,
      ...details.slice(0, LISTED_MAX).map((detail) => `    ${detail}`),
    ]),
    isProven
      ? '✓ 全部相符：签名有效，历史未被改写，各条记录均为所签署的内容。/ Everything holds.'
      : '✗ 未能证明。请保存这些文件，并联系协调办公室和审计机关。/ Not proven. Keep these files; turn to the office and the auditors.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = isProven ? 0 : 1;
}

async function main(args) {
  const given = { '--keys': [], '--kept': [], '': [] };
  for (let at = 0; at < args.length; at += 1)
    (args[at] in given ? given[args[at++]] : given['']).push(args[at]);
  const { '--keys': keyFiles, '--kept': keptFiles, '': files } = given;
  if (keyFiles.length !== 1 || files.length !== 1)
    throw new Error('用法 usage: node verify.mjs --keys keys.txt records.jsonl [--kept earlier.jsonl ...]');
  const keys = readFileSync(keyFiles[0], 'utf8').split(/\r?\n/).filter(Boolean).map(keyIn);
  const kept = await readKept(keptFiles, keys);
  const seen = { head: {}, checkpoints: [], places: new Set(), audit: new Map(), lines: [], ends: [], at: 0 };
  const counted = await read(files[0], taker(keys, kept, seen));
  finish(kept, seen);
  report(seen, counted, keptFiles.length);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
