import { type Audit, type Evidence, type Finding, fen, type Row, type TableName, text } from './evidence.ts';
import { fenOf, grouped } from './sums.ts';

// All traces of an act or none: every entry, event and row that an audit record tells of is there, as it says, once; and
// nothing is there that no record tells of.

/** Tables whose every row was made by an act that says so in its audit record, under the name that it uses there. */
const MADE: readonly (readonly [TableName, string])[] = [
  ['enterprise', 'enterprise'],
  ['referral', 'referral'],
  ['loan', 'loan'],
  ['repayment', 'repayment'],
  ['compensation', 'compensation'],
  ['recovery', 'recovery'],
  ['guarantor_payment', 'guarantorPayment'],
  ['pledge', 'pledge'],
  ['top_up', 'topUp'],
  ['supplement', 'supplement'],
  ['reversal', 'reversal'],
  ['aftercare', 'aftercare'],
  ['legal_action', 'legalAction'],
  ['recovery_report', 'recoveryReport'],
  ['agreement', 'agreement'],
  ['breaker_turn', 'breakerTurn'],
];

interface Told<T> {
  readonly by: Audit;
  readonly thing: T;
}

function indexed<T>(audits: readonly Audit[], of: (audit: Audit) => readonly T[], idOf: (one: T) => string) {
  const all = audits.flatMap((by) => of(by).map((thing): Told<T> => ({ by, thing })));
  return grouped(all, ({ by, thing }) => `${by.pool} ${idOf(thing)}`);
}

const place = (row: Row): string => `${text(row, 'pool_id')} ${text(row, 'id')}`;
const of = (audit: Audit): string => `record ${audit.sequence} (${audit.act})`;

function checkEntries({ audits, tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  const told = indexed(
    audits,
    (audit) => audit.said.entries,
    ({ id }) => id,
  );
  const rows = grouped(tables.entry, place);
  const lines = grouped(tables.line, (row) => `${text(row, 'pool_id')} ${text(row, 'entry_id')}`);
  for (const [name, all] of told) {
    const [first] = all;
    if (!first) continue;
    const say = (what: string) =>
      found.push({ check: 'HALF', what: `entry ${first.thing.id} of ${of(first.by)} ${what}` });
    if (all.length > 1) say('is told of by other records too');
    if ((rows.get(name)?.length ?? 0) !== 1) say(`is there ${rows.get(name)?.length ?? 0} times`);
    const wanted = first.thing.lines.map(({ account, amount }) => `${account.code} ${fenOf(amount)}`).sort();
    const there = (lines.get(name) ?? []).map((row) => `${text(row, 'code')} ${fen(row, 'amount')}`).sort();
    if (wanted.join('|') !== there.join('|'))
      say(`has lines (${there.join('; ')}) and is to have (${wanted.join('; ')})`);
  }
  for (const name of rows.keys())
    if (!told.has(name)) found.push({ check: 'HALF', what: `entry ${name} is told of by no audit record` });
  return found;
}

function checkEvents({ audits, tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  const rows = grouped(tables.event, place);
  const told = new Set<string>();
  for (const audit of audits)
    for (const [at, event] of audit.said.events.entries()) {
      const name = `${audit.pool} ${event.id}`;
      const say = (what: string) =>
        found.push({ check: 'EVENTS', what: `event ${event.kind} of ${of(audit)} ${what}` });
      if (told.has(name)) say('is told of twice');
      told.add(name);
      const there = rows.get(name) ?? [];
      if (there.length !== 1) say(`is there ${there.length} times`);
      const [row] = there;
      if (row && text(row, 'sequence') !== String(audit.said.firstEvent + at))
        say(`has place ${text(row, 'sequence')} and is to have ${audit.said.firstEvent + at}`);
    }
  for (const name of rows.keys())
    if (!told.has(name)) found.push({ check: 'EVENTS', what: `event ${name} is told of by no audit record` });
  return found;
}

/** The running numbers of entries and events: from 1 on, none left out, none twice. */
function checkNumbers({ tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  for (const [name, table, head] of [
    ['entry', tables.entry, 'entry_sequence'],
    ['event', tables.event, 'event_sequence'],
  ] as const)
    for (const journal of tables.journal) {
      const pool = text(journal, 'pool_id');
      const numbers = table
        .filter((row) => text(row, 'pool_id') === pool)
        .map((row) => Number(text(row, 'sequence')));
      const gap = numbers.findIndex((number, at) => number !== at + 1);
      const check = name === 'event' ? 'EVENTS' : 'HALF';
      if (gap >= 0)
        found.push({ check, what: `${name} ${gap + 1} of pool ${pool} is missing or there twice` });
      if (String(numbers.length) !== text(journal, head))
        found.push({
          check,
          what: `${numbers.length} of ${name}, and the journal counts ${text(journal, head)}`,
        });
    }
  return found;
}

function checkRows({ audits, tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  for (const [table, name] of MADE) {
    const made = indexed(
      audits,
      ({ said }) => said.changes.filter((change) => change.table === name && !change.before && !change.key),
      ({ after }) => String(after.id),
    );
    const rows = grouped(tables[table], place);
    for (const [id, all] of made) {
      const [first] = all;
      if (first && (rows.get(id)?.length !== 1 || all.length !== 1))
        found.push({
          check: 'HALF',
          what: `${table} ${id} of ${of(first.by)} is there ${rows.get(id)?.length ?? 0} times, made ${all.length} times`,
        });
    }
    for (const id of rows.keys())
      if (!made.has(id))
        found.push({ check: 'HALF', what: `${table} ${id} was made by no act that is recorded` });
  }
  return found;
}

export function checkTraces(evidence: Evidence): Finding[] {
  return [checkEntries, checkEvents, checkNumbers, checkRows].flatMap((check) => check(evidence));
}
