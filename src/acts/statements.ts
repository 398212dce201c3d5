import { type BusinessDate, plusDays } from '../domain/dates.ts';
import { custody, deposit } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { DAYS_APART_DEFAULT, DAYS_APART_MAX } from '../domain/reconciliation.ts';
import type { Id } from '../domain/words.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid } from './failures.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';
import { matchAutomatically, takeApart } from './statement-matching.ts';

// Statements of special accounts (第十一条 closed loop): what the bank says happened on the account, held against what our
// ledger says. A bank uploads those of its risk deposit, the fund manager those of the pool's own account.

export const KEEPERS = { personas: ['BANK', 'FUND_MANAGER'], role: 'OPERATOR' } as const;

/** A line as the bank wrote it: money in above zero, money out below. */
export interface GivenLine {
  readonly bookedOn: BusinessDate;
  readonly amount: Yuan;
  readonly counterparty: string | null;
  readonly text: string | null;
  readonly reference: string | null;
}

export interface UploadStatement {
  readonly periodFrom: BusinessDate;
  readonly periodTo: BusinessDate;
  readonly opening: Yuan;
  readonly closing: Yuan;
  readonly daysApartMax: number | null;
  readonly document: string;
  readonly lines: readonly GivenLine[];
}

/** The account whose statements the actor keeps. */
function ownAccount({ actor }: Desk): Pick<Row<'statement'>, 'code' | 'bankId'> {
  if (actor.persona === 'FUND_MANAGER') return { code: custody.code, bankId: null };
  const bankId = actor.tenantId as string as Id<'bank'>;
  return { code: deposit(bankId).code, bankId };
}

/** One at a time works on the statements of an account. */
export async function lockAccount(
  { store, actor }: Desk,
  { bankId }: Pick<Row<'statement'>, 'bankId'>,
): Promise<void> {
  await store.lockExposure([
    bankId ? { scope: 'BANK', scopeId: bankId } : { scope: 'POOL', scopeId: actor.poolId },
  ]);
}

/** The statements of an account that stand, the earliest first. */
export async function standingStatements({ store }: Desk, code: string): Promise<Row<'statement'>[]> {
  const all = await store.list('statement', { code });
  return all
    .filter(({ state }) => state !== 'REPLACED')
    .sort((a, b) => (a.periodFrom < b.periodFrom ? -1 : 1));
}

/** 第十一条 Uploads a statement, whole or with its first lines; that of a period which is still open is replaced. */
export const uploadStatement = act({
  name: 'uploadStatement',
  by: KEEPERS,
  about: (_: UploadStatement) => ({}),
  async run(desk, input) {
    const { periodFrom, periodTo, opening, closing, document, lines } = input;
    const daysApartMax = input.daysApartMax ?? DAYS_APART_DEFAULT;
    mustBeAPeriod(desk, periodFrom, periodTo);
    if (daysApartMax < 0 || daysApartMax > DAYS_APART_MAX)
      throw invalid(
        'daysApartMax',
        `应为 0 至 ${DAYS_APART_MAX} 天。`,
        `Has to be 0 to ${DAYS_APART_MAX} days.`,
      );
    mustBeLines(lines, { periodFrom, periodTo });
    const account = ownAccount(desk);
    await lockAccount(desk, account);
    const standing = await standingStatements(desk, account.code);
    const replaced = replacedBy(standing, input);
    const before = standing.filter(({ id }) => id !== replaced?.id).at(-1);
    await mustFollow(desk, account.code, before, input);
    if (replaced) await replace(desk, replaced);
    const { poolId, tenantId, userId } = desk.actor;
    const id = desk.newId('statement');
    const row: Row<'statement'> = {
      poolId,
      id,
      ...account,
      tenantId,
      userId,
      periodFrom,
      periodTo,
      opening,
      closing,
      moved: Yuan.ZERO,
      lineCount: 0,
      daysApartMax,
      document,
      state: 'OPEN',
      uploadedOn: desk.today,
      recordedAt: desk.recordedAt,
      closedOn: null,
      closedBy: null,
      version: 1,
    };
    await desk.insert('statement', row);
    await addLines(desk, row, lines);
    desk.tell('statement.uploaded', { noun: 'statement', id }, account, { period: periodOf(row) });
    return changed('statement', id);
  },
});

export const periodOf = ({ periodFrom, periodTo }: Pick<UploadStatement, 'periodFrom' | 'periodTo'>) =>
  `${periodFrom}/${periodTo}`;

function mustBeAPeriod(desk: Desk, from: BusinessDate, to: BusinessDate): void {
  if (to > desk.today)
    throw invalid(
      'periodTo',
      `对账单截止日 ${to} 晚于业务日期 ${desk.today}；请填写 ${desk.today} 或之前的日期。`,
      `The statement ends on ${to}, after the business date; give ${desk.today} or an earlier day.`,
    );
  if (from > to) throw invalid('periodFrom', '起始日不得晚于截止日。', 'The first day lies after the last.');
}

function mustBeLines(
  lines: readonly GivenLine[],
  { periodFrom, periodTo }: Pick<UploadStatement, 'periodFrom' | 'periodTo'>,
): void {
  for (const [at, { bookedOn, amount }] of lines.entries()) {
    if (bookedOn < periodFrom || bookedOn > periodTo)
      throw invalid(
        `lines.${at}.bookedOn`,
        `第 ${at + 1} 行日期 ${bookedOn} 不在对账期间 ${periodFrom} 至 ${periodTo} 内。`,
        `Line ${at + 1} is of ${bookedOn}, outside of the period ${periodFrom} to ${periodTo}.`,
      );
    if (amount.isZero())
      throw invalid(
        `lines.${at}.amount`,
        `第 ${at + 1} 行金额为零；收入填正数，支出填负数。`,
        `Line ${at + 1} moves nothing; money in is above zero, money out below.`,
      );
  }
}

/** The open statement of the very same period, if it is the account's last. */
function replacedBy(
  standing: readonly Row<'statement'>[],
  { periodFrom, periodTo }: UploadStatement,
): Row<'statement'> | null {
  const same = standing.find((one) => one.periodFrom === periodFrom && one.periodTo === periodTo);
  if (!same) return null;
  if (same.state === 'RECONCILED')
    throw conflict(
      'STATE',
      '该期间的对账单已对平，不能替换。',
      'The statement of this period is reconciled and is not replaced.',
    );
  if (same !== standing.at(-1))
    throw conflict(
      'STATE',
      '其后期间的对账单已上传；只能替换最近一期。',
      'A later statement has been uploaded; only the last one is replaced.',
    );
  return same;
}

/** A statement goes on where the one before it ended, in days and in money; the first begins where both books agree. */
async function mustFollow(
  desk: Desk,
  code: string,
  before: Row<'statement'> | undefined,
  { periodFrom, opening }: UploadStatement,
): Promise<void> {
  if (!before) {
    const ours = await balanceOn(desk, code, plusDays(periodFrom, -1));
    if (opening.equals(ours)) return;
    throw invalid(
      'opening',
      `首份对账单期初余额 ${opening.toReadable()} 元与账面余额 ${ours.toReadable()} 元相差 ${opening.minus(ours).toReadable()} 元；首份对账单应自双方余额一致之日起。`,
      `The first statement opens with ${opening.toReadable()} yuan, our books with ${ours.toReadable()}; begin on a day on which both agree, such as the day the account was opened.`,
    );
  }
  const next = plusDays(before.periodTo, 1);
  if (periodFrom !== next)
    throw invalid(
      'periodFrom',
      `上一份对账单截至 ${before.periodTo}，本份应自 ${next} 起，不得间断或重叠。`,
      `The statement before ends on ${before.periodTo}; this one begins on ${next}, without a gap and without overlap.`,
    );
  if (!opening.equals(before.closing))
    throw invalid(
      'opening',
      `期初余额与上一份对账单期末余额 ${before.closing.toReadable()} 元相差 ${opening.minus(before.closing).toReadable()} 元。`,
      `The statement before closed with ${before.closing.toReadable()} yuan; this one differs by ${opening.minus(before.closing).toReadable()}.`,
    );
}

/** What an account held at the end of a day, by the value dates of our entries. */
async function balanceOn(desk: Desk, code: string, day: BusinessDate): Promise<Yuan> {
  const lines = await desk.store.list('line', { code });
  return Yuan.sum(lines.filter(({ valueDate }) => valueDate <= day).map(({ amount }) => amount));
}

async function replace(desk: Desk, row: Row<'statement'>): Promise<void> {
  const lines = await desk.store.list('statementLine', { statementId: row.id });
  const matchIds = new Set(lines.flatMap(({ matchId }) => (matchId ? [matchId] : [])));
  for (const matchId of matchIds) await takeApart(desk, matchId);
  await desk.update('statement', { id: row.id }, row, { state: 'REPLACED', version: row.version + 1 });
  desk.tell('statement.replaced', { noun: 'statement', id: row.id }, row, { period: periodOf(row) });
}

export interface AddStatementLines {
  readonly statementId: Id<'statement'> | null;
  readonly lines: readonly GivenLine[];
}

/** Adds lines to a statement that is uploaded in parts; once all are there, they are matched. */
export const addStatementLines = act({
  name: 'addStatementLines',
  by: KEEPERS,
  about: (input: AddStatementLines) => ({ statement: sought('statement', input.statementId, 'statementId') }),
  async run(desk, { lines }, { statement }) {
    if (lines.length === 0) throw invalid('lines', '请填写明细。', 'Give at least one line.');
    mustBeLines(lines, statement);
    const row = await lockOwn(desk, statement);
    await addLines(desk, row, lines);
    return changed('statement', row.id);
  },
});

/** Locks an open statement of the account that the actor keeps. */
export async function lockOwn(desk: Desk, seen: Row<'statement'>): Promise<Row<'statement'>> {
  if (seen.code !== ownAccount(desk).code)
    throw conflict(
      'STATE',
      '该对账单由开户银行办理；受托机构只办理资金池专户的对账单。',
      'This statement is the bank’s to work on; a fund manager works on those of the pool’s own account.',
    );
  await lockAccount(desk, seen);
  const row = await desk.store.lock('statement', { id: seen.id });
  if (row?.state !== 'OPEN')
    throw conflict(
      'STATE',
      '该对账单已对平或已被替换。',
      'This statement is reconciled, or has been replaced.',
    );
  return row;
}

async function addLines(desk: Desk, row: Row<'statement'>, lines: readonly GivenLine[]): Promise<void> {
  const { poolId, id: statementId, code, bankId } = row;
  for (const [at, { bookedOn, amount, counterparty, text, reference }] of lines.entries())
    await desk.insert('statementLine', {
      poolId,
      id: desk.newId('statementLine'),
      statementId,
      code,
      bankId,
      number: row.lineCount + at + 1,
      bookedOn,
      amount,
      counterparty,
      text,
      reference,
      matchId: null,
      explanationId: null,
      recordedAt: desk.recordedAt,
    });
  const moved = row.moved.plus(Yuan.sum(lines.map(({ amount }) => amount)));
  const lineCount = row.lineCount + lines.length;
  await desk.update('statement', { id: statementId }, row, { moved, lineCount, version: row.version + 1 });
  const whole = { ...row, moved, lineCount };
  if (isWhole(whole)) await matchAutomatically(desk, whole);
}

/** True once all lines are there: what it opened with and what moved is what it closes with. */
export function isWhole({
  opening,
  moved,
  closing,
}: Pick<Row<'statement'>, 'opening' | 'moved' | 'closing'>) {
  return opening.plus(moved).equals(closing);
}
