import {
  explainDifference,
  matchLines,
  matchStatement,
  unmatchLines,
  withdrawExplanation,
} from '../acts/reconciliation.ts';
import { closeStatement } from '../acts/statement-closing.ts';
import { addStatementLines, uploadStatement } from '../acts/statements.ts';
import { type OfferedAct, offer } from './act.offer.ts';
import { PAYLOADS } from './act.type.ts';
import {
  AddStatementLinesInput,
  CloseStatementInput,
  ExplainDifferenceInput,
  MatchLinesInput,
  MatchStatementInput,
  UnmatchLinesInput,
  UploadStatementInput,
  WithdrawExplanationInput,
} from './statement.input.ts';

const { statement } = PAYLOADS;
const ONE = { statementId: 'statement' } as const;
const CHOSEN = { ...ONE, lineIds: 'statementLine', entryIds: 'entry' } as const;

/** Reconciling special accounts with the ledger, as the API offers it: a bank its own, the fund manager the pool's. */
// biome-ignore format: a table
export const STATEMENT_ACTS: readonly OfferedAct[] = [
  offer(uploadStatement, UploadStatementInput, statement, {}, '上传对账单（第十一条）。Uploads a statement of the special account that the tenant keeps, and matches its lines with the ledger; one of the same period that is still open is replaced (Art. 11). Bank, fund manager.'),
  offer(addStatementLines, AddStatementLinesInput, statement, ONE, '补传明细。Adds lines to a statement that comes in parts; once all are there they are matched. Bank, fund manager.'),
  offer(matchStatement, MatchStatementInput, statement, ONE, '自动勾对。Matches anew what can be matched without a doubt, after a late entry or a correction. Bank, fund manager.'),
  offer(matchLines, MatchLinesInput, statement, CHOSEN, '人工勾对。Matches lines and entries by hand, several to one if need be, of equal sums. Bank, fund manager.'),
  offer(unmatchLines, UnmatchLinesInput, statement, { ...ONE, matchId: 'statementMatch' }, '取消勾对。Takes a match apart. Bank, fund manager.'),
  offer(explainDifference, ExplainDifferenceInput, statement, CHOSEN, '说明差异。Says why lines have no entry or entries no line; nothing is posted. Bank, fund manager, office.'),
  offer(withdrawExplanation, WithdrawExplanationInput, statement, { ...ONE, explanationId: 'explanation' }, '撤回差异说明。Withdraws an explanation that the tenant gave itself. Bank, fund manager, office.'),
  offer(closeStatement, CloseStatementInput, statement, ONE, '对平（第十一条）。Closes a statement once everything on it is matched or explained; an error says what is not (Art. 11). Bank, fund manager.'),
];
