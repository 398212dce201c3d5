import type { Balance } from '../acts/reads.ts';
import type { LedgerLine } from '../acts/report-reads.ts';
import { plusDays } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import { ACCOUNT_KINDS, type AccountKind, ENTRY_KINDS, SOURCES } from '../domain/words.ts';
import { headed, type Making, namesIn, pause, period } from './making.ts';
import type { Column, Sheet } from './sheet.ts';

// The ledger of a period: the balances of the accounts, and every line. A reversal stands in red on the side of what it
// cancels (红字冲销), so that the turnover of an account tells what really moved.

const UNIT = '元';

const book = (zh: string, en: string, group: string): Column => ({
  zh,
  en: `${en}, in yuan.`,
  kind: 'BOOK',
  width: 20,
  group,
});
const text = (zh: string, en: string, width: number): Column => ({ zh, en, kind: 'TEXT', width });

/** What an account is called in the books. */
export function accountTitle(kind: AccountKind, about: string): string {
  return about === '' ? ACCOUNT_KINDS[kind].zh : `${ACCOUNT_KINDS[kind].zh}—${about}`;
}

type NameOf = (id: string | null) => Promise<string>;

async function titleOf({ kind, bankId, regionId, source }: Balance, nameOf: NameOf): Promise<string> {
  const about = (await nameOf(bankId ?? regionId)) || (source ? SOURCES[source].zh : '');
  return accountTitle(kind, about);
}

const BALANCES: readonly Column[] = [
  text('科目', 'Account: its kind, and the bank, region or source it is about.', 40),
  book('借方', 'Debit balance at the beginning of the period', '期初余额'),
  book('贷方', 'Credit balance at the beginning of the period', '期初余额'),
  book('借方', 'Debits of the period', '本期发生额'),
  book('贷方', 'Credits of the period', '本期发生额'),
  book('借方', 'Debit balance at the end of the period', '期末余额'),
  book('贷方', 'Credit balance at the end of the period', '期末余额'),
];

const ENTRIES: readonly Column[] = [
  { zh: '日期', en: 'Value date.', kind: 'DATE', width: 11 },
  { zh: '分录号', en: 'Number of the entry in the ledger.', kind: 'COUNT', width: 9 },
  { zh: '种类', en: 'Kind of the entry.', kind: 'CENTRED', width: 15 },
  text('凭证', 'Document reference; for a reversal the entry that it cancels.', 30),
  text('科目', 'Account of the line.', 38),
  book('借方', 'Debit', '金额'),
  book('贷方', 'Credit', '金额'),
];

const debit = (balance: Yuan) => Yuan.max(Yuan.ZERO, balance);
const credit = (balance: Yuan) => Yuan.max(Yuan.ZERO, balance.negated());

/** 账簿 The balances of the accounts, and every line of the period in the order of the days. */
export async function ledger(making: Making): Promise<void> {
  const { reads, asked } = making;
  const nameOf = namesIn(reads);
  const before = { valueDate: plusDays(asked.first, -1), recordedAt: null };
  const [opening, closing, turnovers] = await Promise.all([
    reads.balances(before),
    reads.balances({ valueDate: asked.last, recordedAt: null }),
    reads.reports.turnovers(asked),
  ]);
  const opened = new Map(opening.map(({ code, balance }) => [code, balance]));
  const moved = new Map(turnovers.map((one) => [one.code, one]));
  const head = { middle: period(making), unit: UNIT };
  const sheet = headed(making, { name: '科目余额表', title: '资金池科目余额表', ...head }, BALANCES);
  let totals = BALANCES.slice(1).map(() => Yuan.ZERO);
  const titles = new Map<string, string>();
  for (const account of closing) {
    const { code, balance } = account;
    const start = opened.get(code) ?? Yuan.ZERO;
    const { debit: debits = Yuan.ZERO, credit: credits = Yuan.ZERO } = moved.get(code) ?? {};
    const title = await titleOf(account, nameOf);
    titles.set(code, title);
    if ([start, balance, debits, credits].every((amount) => amount.isZero())) continue;
    const values = [debit(start), credit(start), debits, credits, debit(balance), credit(balance)];
    totals = totals.map((total, at) => total.plus(values[at] ?? Yuan.ZERO));
    sheet.row([title, ...values]);
  }
  sheet.total(['合计', ...totals]);
  sheet.end(['注：出资、利息为贷方科目，专户、代偿支出、待清退款为借方科目。', ...ownAccounts(making)]);
  await entries(making, titles);
}

const ownAccounts = ({ actor: { persona } }: Making): string[] =>
  persona === 'OFFICE' || persona === 'FUND_MANAGER'
    ? []
    : ['注：本表仅含编制单位有权查阅的科目，借贷合计不必相等。'];

async function entries(making: Making, titles: ReadonlyMap<string, string>): Promise<void> {
  const { reads, asked } = making;
  const page = (part: number): Sheet =>
    headed(
      making,
      {
        name: part === 1 ? '分录簿' : `分录簿${part}`,
        title: '资金池分录簿',
        middle: period(making),
        unit: UNIT,
      },
      ENTRIES,
    );
  let parts = 1;
  let sheet = page(parts);
  let [debits, credits] = [Yuan.ZERO, Yuan.ZERO];
  let last: LedgerLine | null = null;
  for await (const lines of reads.reports.ledgerLines(asked)) {
    for (const line of lines) {
      if (sheet.full) {
        sheet.end([]);
        parts += 1;
        sheet = page(parts);
        last = null;
      }
      const { amount, code, kind, document, reverses, sequence, valueDate } = line;
      const opens: boolean = last?.sequence !== sequence;
      const onDebit = amount.isPositive() !== (kind === 'REVERSAL');
      if (onDebit) debits = debits.plus(amount);
      else credits = credits.minus(amount);
      const told = reverses === null ? document : `${document}（冲销第 ${reverses} 号）`;
      sheet.row([
        opens ? valueDate : null,
        opens ? sequence : null,
        opens ? ENTRY_KINDS[kind].zh : null,
        opens ? told : null,
        titles.get(code) ?? code,
        onDebit ? amount : null,
        onDebit ? null : amount.negated(),
      ]);
      last = line;
    }
    await pause(making, sheet);
  }
  sheet.total([null, null, '合计', null, null, debits, credits]);
  sheet.end(['注：红字冲销以负数列示于原方向。', ...ownAccounts(making)]);
}
