import { grant, list, type Permissions, payload } from './permission-grants.ts';
import { anyone, shownTo } from './permission-rules.ts';

// Wall 1, continued from permissions.ts: statements of special accounts, and the dialogue about records that may be wrong.

const personsShown = shownTo('personsShownToOffice', 'OFFICE');

// biome-ignore format: a table
export const OF_RECONCILIATION: Permissions = {
  ...list('Statement'), ...list('StatementLine'), ...payload('Statement', 'statement'),
  Statement: grant(anyone, `id periodFrom periodTo opening closing moved lineCount daysApartMax document state uploadedOn
    closedOn version bank whole lines unmatchedLines missingEntries balanceOurs difference`),
  StatementLine: grant(anyone, 'id number bookedOn amount counterparty text reference match explanation'),
  StatementMatch: grant(anyone, 'id way matchedOn undoneOn lines entries'),
  Explanation: grant(anyone, 'id reason document explainedOn withdrawnOn author'),
  UnmatchedEntry: grant(anyone, 'entryId valueDate amount document entry explanation'),
  Reconciliation: grant(anyone, 'reconciledThrough openStatements openLines openEntries'),

  ...list('Correction'), ...payload('Correction', 'correction'),
  Correction: grant(anyone, `id subject state reason askedOn reverseOn endedOn version about loan recorded proposed toLoan
    asker tenant askedByUs log reversal excessReversal result`),
  CorrectedValues: grant(anyone, 'valueDate document amount principal interest gross costs destination'),
  CorrectedCost: grant(anyone, 'kind amount note'),
  CorrectionMessage: {
    ...grant(anyone, 'number state text document writtenOn recordedAt author'),
    ...grant(personsShown, 'person'),
  },
};
