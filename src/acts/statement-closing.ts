import { conflict, type Message } from './failures.ts';
import { act, changed } from './perform.ts';
import type { OpenEntry, Row } from './ports.ts';
import { aboutStatement, type OneStatement } from './reconciliation.ts';
import { openEntriesOf } from './statement-matching.ts';
import { isWhole, KEEPERS, lockOwn, periodOf, standingStatements } from './statements.ts';

export interface CloseStatement extends OneStatement {
  readonly version: number;
}

/** Closes a statement of which every line and entry is matched or explained. */
export const closeStatement = act({
  name: 'closeStatement',
  by: KEEPERS,
  about: (input: CloseStatement) => aboutStatement(input),
  async run(desk, { version }, { statement }) {
    const row = await lockOwn(desk, statement);
    if (row.version !== version)
      throw conflict(
        'VERSION',
        '该对账单已有变动，请重新查阅。',
        'It has changed since you read it; read it again.',
      );
    const [standing, lines, entries] = await Promise.all([
      standingStatements(desk, row.code),
      desk.store.list('statementLine', { statementId: row.id, matchId: null, explanationId: null }),
      openEntriesOf(desk, row),
    ]);
    const reasons = [
      ...gapOf(row),
      ...earlierOf(standing, row),
      ...openOf(
        lines,
        entries.filter(({ explanationId }) => !explanationId),
      ),
    ];
    if (reasons.length > 0)
      throw conflict(
        'STATE',
        `不能对平：${reasons.map(({ zh }) => zh).join('；')}。`,
        `It is not closed: ${reasons.map(({ en }) => en).join('; ')}.`,
      );
    await desk.update('statement', { id: row.id }, row, {
      state: 'RECONCILED',
      closedOn: desk.today,
      closedBy: desk.actor.userId,
      version: row.version + 1,
    });
    desk.tell('statement.reconciled', { noun: 'statement', id: row.id }, row, { period: periodOf(row) });
    return changed('statement', row.id);
  },
});

function gapOf(row: Row<'statement'>): Message[] {
  if (isWhole(row)) return [];
  const gap = row.closing.minus(row.opening.plus(row.moved)).toReadable();
  return [
    {
      zh: `期初余额加明细合计与期末余额相差 ${gap} 元，明细未传齐或有误`,
      en: `opening balance and lines are ${gap} yuan short of the closing balance, so that lines are missing or wrong`,
    },
  ];
}

function earlierOf(standing: readonly Row<'statement'>[], row: Row<'statement'>): Message[] {
  const open = standing.find(({ state, periodFrom }) => state === 'OPEN' && periodFrom < row.periodFrom);
  if (!open) return [];
  return [
    {
      zh: `此前的对账单 ${periodOf(open)} 尚未对平`,
      en: `the statement ${periodOf(open)} before it is open`,
    },
  ];
}

/** How many of each are named, so that the message stays one that is read. */
const NAMED_MAX = 5;

function openOf(lines: readonly Row<'statementLine'>[], entries: readonly OpenEntry[]): Message[] {
  const reasons: Message[] = [];
  const list = (all: readonly string[]) =>
    `${all.slice(0, NAMED_MAX).join('、')}${all.length > NAMED_MAX ? '…' : ''}`;
  if (lines.length > 0) {
    const named = [...lines]
      .sort((a, b) => a.number - b.number)
      .map(({ number, bookedOn, amount }) => `${number}（${bookedOn}，${amount.toReadable()}）`);
    reasons.push({
      zh: `${lines.length} 行明细未勾对且未说明：第 ${list(named)} 行`,
      en: `${lines.length} lines are neither matched nor explained: ${list(named)}`,
    });
  }
  if (entries.length > 0) {
    const named = entries.map(
      ({ sequence, valueDate, amount }) => `${sequence}（${valueDate}，${amount.toReadable()}）`,
    );
    reasons.push({
      zh: `${entries.length} 笔分录未勾对且未说明：序号 ${list(named)}`,
      en: `${entries.length} entries are neither matched nor explained: ${list(named)}`,
    });
  }
  return reasons;
}
