import { aftercare, legalAction, legalStep, recoveryReport } from './aftercare.ts';
import { checkpoint, logLeaf, logTile, logTree } from './checkpoints.ts';
import { compensation, conclusion, guarantorPayment, recovery, recoveryCost } from './compensation.ts';
import { correction, correctionMessage } from './corrections.ts';
import { access, enterprise, listing } from './enterprise.ts';
import { importJob, importRow, takeOver } from './imports.ts';
import { account, accountDay, entry, line, reversal } from './ledger.ts';
import { agenda, instalment, loan, repayment } from './loan.ts';
import {
  breaker,
  breakerTurn,
  evaluation,
  evaluationPart,
  holidayNotice,
  refusal,
  supplement,
  sweep,
} from './oversight.ts';
import {
  agreement,
  appointment,
  bank,
  bankStanding,
  guarantor,
  pledge,
  region,
  regionStanding,
  topUp,
} from './partners.ts';
import { disabledUser, revokedToken } from './people.ts';
import { edition, lprQuote, pool, tenant } from './pool.ts';
import { audit, event, idempotency, journal, numbering } from './record.ts';
import { counterGuarantee, decision, dueDiligence, proposal, referral } from './referral.ts';
import { dueDay, exposure, obligation, waiver, waiverConsent } from './standing.ts';
import { explanation, statement, statementEntry, statementLine, statementMatch } from './statements.ts';
import { webhook, webhookDelivery, webhookSecret } from './webhooks.ts';

/** Every table by the name the acts and the reads know it by. */
export const tables = {
  pool,
  tenant,
  edition,
  lprQuote,
  region,
  regionStanding,
  pledge,
  bank,
  bankStanding,
  agreement,
  topUp,
  guarantor,
  appointment,
  enterprise,
  listing,
  access,
  proposal,
  referral,
  dueDiligence,
  decision,
  counterGuarantee,
  loan,
  instalment,
  repayment,
  agenda,
  aftercare,
  compensation,
  guarantorPayment,
  legalAction,
  legalStep,
  recovery,
  recoveryCost,
  recoveryReport,
  conclusion,
  account,
  accountDay,
  entry,
  line,
  reversal,
  dueDay,
  exposure,
  waiver,
  waiverConsent,
  obligation,
  breaker,
  breakerTurn,
  evaluation,
  evaluationPart,
  supplement,
  sweep,
  holidayNotice,
  refusal,
  disabledUser,
  revokedToken,
  importJob,
  importRow,
  takeOver,
  statement,
  statementLine,
  statementMatch,
  statementEntry,
  explanation,
  correction,
  correctionMessage,
  webhook,
  webhookSecret,
  webhookDelivery,
  event,
  audit,
  journal,
  numbering,
  idempotency,
  logTree,
  logTile,
  logLeaf,
  checkpoint,
};

export type TableName = keyof typeof tables;
export type Row<N extends TableName> = (typeof tables)[N]['$inferSelect'];
