import { type Evidence, type Finding, fen, type Row, text } from './evidence.ts';
import { grouped, sumOf, yuanOf } from './sums.ts';

// The ledger: it sums to zero, entry by entry and as a whole; balances are the sums of their lines; and no account of
// money was ever overdrawn, neither in the order in which entries were made nor on any day.

const MONEY: readonly string[] = ['CUSTODY', 'DEPOSIT', 'SUSPENSE'];

const amounts = (lines: readonly Row[]) => sumOf(lines.map((line) => fen(line, 'amount')));
const account = (row: Row) => `${text(row, 'pool_id')} ${text(row, 'code')}`;

export function checkLedger({ tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  const say = (what: string) => found.push({ check: 'LEDGER', what });
  const byEntry = grouped(tables.line, (row) => `${text(row, 'pool_id')} ${text(row, 'entry_id')}`);
  for (const [name, lines] of byEntry)
    if (amounts(lines) !== 0n) say(`entry ${name} sums to ${yuanOf(amounts(lines))}`);
  if (amounts(tables.line) !== 0n) say(`all lines sum to ${yuanOf(amounts(tables.line))}`);

  const entries = new Map(tables.entry.map((row) => [`${text(row, 'pool_id')} ${text(row, 'id')}`, row]));
  const sequenceOf = (line: Row) =>
    Number(text(entries.get(`${text(line, 'pool_id')} ${text(line, 'entry_id')}`) ?? {}, 'sequence'));
  const byAccount = grouped(tables.line, account);
  for (const row of tables.account) {
    const code = text(row, 'code');
    const lines = byAccount.get(account(row)) ?? [];
    if (amounts(lines) !== fen(row, 'balance'))
      say(`${code} stands at ${yuanOf(fen(row, 'balance'))}, and its lines sum to ${yuanOf(amounts(lines))}`);
    if (!MONEY.includes(text(row, 'kind'))) continue;
    let balance = 0n;
    for (const [entry, of] of grouped(
      [...lines].sort((a, b) => sequenceOf(a) - sequenceOf(b)),
      (line) => text(line, 'entry_id'),
    )) {
      balance += amounts(of);
      if (balance < 0n) say(`${code} stood at ${yuanOf(balance)} after entry ${entry}`);
    }
    balance = 0n;
    for (const [day, of] of [...grouped(lines, (line) => text(line, 'value_date'))].sort(([a], [b]) =>
      a < b ? -1 : 1,
    )) {
      balance += amounts(of);
      if (balance < 0n) say(`${code} stood at ${yuanOf(balance)} on ${day}`);
    }
  }

  const days = grouped(tables.line, (row) => `${account(row)} ${text(row, 'value_date')}`);
  const kept = new Map(
    tables.account_day.map((row) => [`${account(row)} ${text(row, 'day')}`, fen(row, 'net')]),
  );
  for (const name of new Set([...days.keys(), ...kept.keys()]))
    if (amounts(days.get(name) ?? []) !== (kept.get(name) ?? 0n))
      say(`the day ${name} is not the sum of its lines`);
  return found;
}
