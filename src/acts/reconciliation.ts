import { agree } from '../domain/reconciliation.ts';
import type { Id } from '../domain/words.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid, notFound } from './failures.ts';
import { act, changed, sought } from './perform.ts';
import type { OpenEntry, Row } from './ports.ts';
import { makeMatch, matchAutomatically, openEntriesOf, takeApart } from './statement-matching.ts';
import { KEEPERS, lockAccount, lockOwn, periodOf, standingStatements } from './statements.ts';

// Reconciling a statement with the ledger: matching by hand, explaining what does not match, and closing it. Nothing here
// posts to the ledger; a difference that is a mistake is corrected, and one that is an omission is recorded.

const READERS = { personas: ['OFFICE', 'BANK', 'FUND_MANAGER'], role: 'OPERATOR' } as const;

export interface OneStatement {
  readonly statementId: Id<'statement'> | null;
}
export const aboutStatement = ({ statementId }: OneStatement) => ({
  statement: sought('statement', statementId, 'statementId'),
});

/** Matches anew what can be matched without a doubt: after a late entry or a correction. */
export const matchStatement = act({
  name: 'matchStatement',
  by: KEEPERS,
  about: (input: OneStatement) => aboutStatement(input),
  async run(desk, _, { statement }) {
    const row = await lockOwn(desk, statement);
    await matchAutomatically(desk, row);
    return changed('statement', row.id);
  },
});

export interface Chosen extends OneStatement {
  readonly lineIds: readonly string[];
  readonly entryIds: readonly string[];
}

/** The lines and entries that were chosen, each once and open; unknown and foreign are the same. */
async function chosenOf(
  desk: Desk,
  statement: Row<'statement'>,
  { lineIds, entryIds }: Chosen,
): Promise<{ readonly lines: Row<'statementLine'>[]; readonly entries: OpenEntry[] }> {
  const [all, open] = await Promise.all([
    desk.store.list('statementLine', { code: statement.code, matchId: null }),
    openEntriesOf(desk, { ...statement, periodTo: desk.today }),
  ]);
  const standing = new Set((await standingStatements(desk, statement.code)).map(({ id }) => id));
  const pick = <T extends { readonly id: string }>(
    from: readonly T[],
    ids: readonly string[],
    field: string,
  ) =>
    ids.map((id, at) => {
      if (ids.indexOf(id) !== at)
        throw invalid(field, '同一项不得重复填写。', 'The same one is given twice.');
      const found = from.find((one) => one.id === id);
      if (!found) throw notFound(field);
      return found;
    });
  return {
    lines: pick(
      all.filter(({ statementId }) => standing.has(statementId)),
      lineIds,
      'lineIds',
    ),
    entries: pick(open, entryIds, 'entryIds'),
  };
}

/** Matches lines and entries by hand, several to one if need be; their sums are equal to the fen. */
export const matchLines = act({
  name: 'matchLines',
  by: KEEPERS,
  about: (input: Chosen) => aboutStatement(input),
  async run(desk, input, { statement }) {
    const row = await lockOwn(desk, statement);
    const { lines, entries } = await chosenOf(desk, row, input);
    if (!agree(lines, entries))
      throw invalid(
        'entryIds',
        '所选明细合计与所选分录合计不相等；请至少选两项，合计应一分不差。',
        'What the chosen lines add up to is not what the chosen entries do; choose two or more of them, of equal sums to the fen.',
      );
    await makeMatch(desk, row, input, 'BY_HAND');
    return changed('statement', row.id);
  },
});

export interface UnmatchLines extends OneStatement {
  readonly matchId: Id<'statementMatch'> | null;
}

/** Takes a match apart that was wrong. */
export const unmatchLines = act({
  name: 'unmatchLines',
  by: KEEPERS,
  about: (input: UnmatchLines) => ({
    ...aboutStatement(input),
    match: sought('statementMatch', input.matchId, 'matchId'),
  }),
  async run(desk, _, { statement, match }) {
    const row = await lockOwn(desk, statement);
    const current = await desk.store.lock('statementMatch', { id: match.id });
    if (current?.code !== row.code) throw notFound('matchId');
    if (current.undoneOn)
      throw conflict('STATE', '该勾对已取消。', 'This match has been taken apart already.');
    await mustBeOpen(desk, match.id, row);
    await takeApart(desk, match.id);
    return changed('statement', row.id);
  },
});

/** A match with a line of a statement that is closed stays. */
async function mustBeOpen(
  desk: Desk,
  matchId: Id<'statementMatch'>,
  { code }: Row<'statement'>,
): Promise<void> {
  const [lines, standing] = await Promise.all([
    desk.store.list('statementLine', { matchId }),
    standingStatements(desk, code),
  ]);
  const closed = new Set(standing.filter(({ state }) => state === 'RECONCILED').map(({ id }) => id));
  if (lines.some(({ statementId }) => closed.has(statementId)))
    throw conflict(
      'STATE',
      '该勾对涉及已对平的对账单，不能取消。',
      'A line of this match is on a statement that is reconciled.',
    );
}

export interface ExplainDifference extends Chosen {
  readonly reason: string;
  readonly document: string | null;
}

/** Says why lines have no entry, or entries no line. Whoever reads the account may know; nothing is posted. */
export const explainDifference = act({
  name: 'explainDifference',
  by: READERS,
  about: (input: ExplainDifference) => aboutStatement(input),
  async run(desk, input, { statement }) {
    await lockAccount(desk, statement);
    if (input.lineIds.length + input.entryIds.length === 0)
      throw invalid(
        'lineIds',
        '请选择要说明的明细或分录。',
        'Choose the lines or entries that are explained.',
      );
    const { lines, entries } = await chosenOf(desk, statement, input);
    if ([...lines, ...entries].some(({ explanationId }) => explanationId))
      throw conflict(
        'STATE',
        '所选项目已有说明；如需更改，请先撤回原说明。',
        'One of them is explained already; withdraw that explanation first.',
      );
    const { poolId, tenantId, userId } = desk.actor;
    const { code, bankId } = statement;
    const id = desk.newId('explanation');
    const { reason, document } = input;
    await desk.insert('explanation', {
      poolId,
      id,
      code,
      bankId,
      tenantId,
      userId,
      reason,
      document,
      explainedOn: desk.today,
      withdrawnOn: null,
      withdrawnBy: null,
    });
    for (const line of lines)
      await desk.update('statementLine', { id: line.id }, line, { explanationId: id });
    for (const { id: entry } of entries) {
      const entryId = entry as Id<'entry'>;
      await desk.store.ensure('statementEntry', { poolId, code, entryId, bankId });
      await desk.store.update('statementEntry', { code, entryId }, { explanationId: id });
    }
    desk.tell(
      'statement.explained',
      { noun: 'statement', id: statement.id },
      { bankId },
      {
        period: periodOf(statement),
      },
    );
    return changed('statement', statement.id);
  },
});

export interface WithdrawExplanation extends OneStatement {
  readonly explanationId: Id<'explanation'> | null;
}

/** Withdraws an explanation that was wrong: the difference is open again. The tenant that gave it. */
export const withdrawExplanation = act({
  name: 'withdrawExplanation',
  by: READERS,
  about: (input: WithdrawExplanation) => ({
    ...aboutStatement(input),
    explanation: sought('explanation', input.explanationId, 'explanationId'),
  }),
  async run(desk, _, { statement, explanation }) {
    await lockAccount(desk, statement);
    const row = await desk.store.lock('explanation', { id: explanation.id });
    if (row?.code !== statement.code) throw notFound('explanationId');
    if (row.tenantId !== desk.actor.tenantId || row.withdrawnOn)
      throw conflict(
        'STATE',
        '该说明已撤回，或由其他单位作出。',
        'This explanation is withdrawn already, or is another tenant’s.',
      );
    const [lines, entries, standing] = await Promise.all([
      desk.store.list('statementLine', { explanationId: row.id }),
      desk.store.list('statementEntry', { explanationId: row.id }),
      standingStatements(desk, row.code),
    ]);
    await mustNotBeReliedOn(desk, standing, lines, entries);
    for (const { id } of lines) await desk.store.update('statementLine', { id }, { explanationId: null });
    for (const { code, entryId } of entries)
      await desk.store.update('statementEntry', { code, entryId }, { explanationId: null });
    await desk.update('explanation', { id: row.id }, row, {
      withdrawnOn: desk.today,
      withdrawnBy: desk.actor.userId,
    });
    desk.tell('statement.explanation_withdrawn', { noun: 'statement', id: statement.id }, statement, {
      period: periodOf(statement),
    });
    return changed('statement', statement.id);
  },
});

/** What a statement was reconciled on stays: its own explained lines, and entries up to its last day. */
async function mustNotBeReliedOn(
  desk: Desk,
  standing: readonly Row<'statement'>[],
  lines: readonly Row<'statementLine'>[],
  marks: readonly Row<'statementEntry'>[],
): Promise<void> {
  const closed = standing.filter(({ state }) => state === 'RECONCILED');
  const entries = await Promise.all(marks.map(({ entryId }) => desk.store.find('entry', { id: entryId })));
  const relying = closed.find(
    ({ id, periodTo }) =>
      lines.some(({ statementId }) => statementId === id) ||
      entries.some((entry) => entry && entry.valueDate <= periodTo),
  );
  if (relying)
    throw conflict(
      'STATE',
      `对账单 ${periodOf(relying)} 已据此对平，说明不能撤回。`,
      `The statement ${periodOf(relying)} was reconciled on it; the explanation stays.`,
    );
}
