import { type Audit, type Evidence, type Finding, text } from './evidence.ts';
import { grouped, sha256 } from './sums.ts';

// The audit chain, reckoned again from its published definition: the hash of a record is SHA-256 over the hash before it
// and its own fields, a line each.

const START = '0'.repeat(64);

function hashOf(audit: Audit, previous: string): string {
  const { sequence, recordedAt, businessDate, tenant, user, act, content } = audit;
  return sha256([previous, sequence, recordedAt, businessDate, tenant, user, act, content].join('\n'));
}

export function checkChain({ audits, tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  const say = (what: string) => found.push({ check: 'CHAIN', what });
  const heads = new Map(tables.journal.map((row) => [text(row, 'pool_id'), row]));
  const pools = grouped(audits, ({ pool }) => pool);
  for (const pool of heads.keys()) if (!pools.has(pool)) say(`pool ${pool} has no audit record`);
  for (const [pool, records] of pools) {
    let previous = START;
    let [sequence, date] = [0, ''];
    for (const record of records) {
      sequence += 1;
      if (record.sequence !== sequence) {
        say(`record ${sequence} is missing: ${record.sequence} comes instead`);
        sequence = record.sequence;
      }
      if (record.previousHash !== previous) say(`record ${record.sequence} is not chained to the one before`);
      const hash = hashOf(record, record.previousHash);
      if (hash !== record.hash) say(`record ${record.sequence} is not what its hash was taken over`);
      previous = record.hash;
      // A day that is swept late has its own date; every other act is done on the business date, which never goes back.
      if (record.act === 'sweep') continue;
      if (record.businessDate < date) say(`record ${record.sequence} lies before the date of an earlier one`);
      date = record.businessDate;
    }
    const head = heads.get(pool);
    if (text(head ?? {}, 'audit_hash') !== previous)
      say('the head of the chain is not the hash of the last record');
    if (text(head ?? {}, 'audit_sequence') !== String(sequence))
      say(`${sequence} records, and the journal counts ${text(head ?? {}, 'audit_sequence')}`);
  }
  return found;
}
