import { parseDate } from '../../src/domain/dates.ts';
import { custody, deposit } from '../../src/domain/ledger.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Id } from '../../src/domain/words.ts';
import { NOW, type Seeding } from './seed-after.ts';

// Statements of special accounts, and requests for corrections, laid straight into the tables of a seeded pool.

const DAY = parseDate('2025-06-09');
const yuan = Yuan.parse;

/** A statement with a line that is matched and explained, of a bank’s account or, without a bank, of the pool’s own. */
export async function seedStatement(
  { insert, make, mark }: Seeding,
  keeper: Id<'tenant'>,
  bankId: Id<'bank'> | null,
  entryId: Id<'entry'>,
  whose: string,
): Promise<void> {
  const { code } = bankId ? deposit(bankId) : custody;
  const account = { code, bankId };
  const statementId = make<Id<'statement'>>(`statement of ${whose}`);
  await insert('statement', {
    id: statementId,
    ...account,
    tenantId: keeper,
    userId: mark(`person of the statement of ${whose}`),
    periodFrom: DAY,
    periodTo: DAY,
    opening: Yuan.ZERO,
    closing: yuan('1.00'),
    moved: yuan('1.00'),
    lineCount: 1,
    daysApartMax: 5,
    document: mark(`statement of ${whose}`),
    state: 'OPEN',
    uploadedOn: DAY,
    recordedAt: NOW,
    version: 1,
  });
  const matchId = make<Id<'statementMatch'>>(`match of ${whose}`);
  await insert('statementMatch', {
    id: matchId,
    ...account,
    way: 'BY_HAND',
    userId: mark(`person of the match of ${whose}`),
    matchedOn: DAY,
  });
  const explanationId = make<Id<'explanation'>>(`explanation of ${whose}`);
  await insert('explanation', {
    id: explanationId,
    ...account,
    tenantId: keeper,
    userId: mark(`person of the explanation of ${whose}`),
    reason: mark(`explanation of ${whose}`),
    explainedOn: DAY,
  });
  await insert('statementLine', {
    id: make(`statement line of ${whose}`),
    statementId,
    ...account,
    number: 1,
    bookedOn: DAY,
    amount: yuan('1.00'),
    text: mark(`statement line of ${whose}`),
    reference: mark(`reference of ${whose}`),
    matchId,
    explanationId,
    recordedAt: NOW,
  });
  await insert('statementEntry', { ...account, entryId, matchId, explanationId });
}

/** A correction that the tenant has asked the office for, and what it said. */
export async function seedCorrection(
  { insert, make, mark }: Seeding,
  tenantId: Id<'tenant'>,
  whose: string,
): Promise<void> {
  const correctionId = make<Id<'correction'>>(`correction of ${whose}`);
  await insert('correction', {
    id: correctionId,
    tenantId,
    askerId: tenantId,
    askedBy: mark(`person of the correction of ${whose}`),
    askedOn: DAY,
    subject: 'ENTRY',
    aboutId: make(`what the correction of ${whose} is about`),
    reason: mark(`reason of the correction of ${whose}`),
    recorded: { valueDate: DAY, document: mark(`recorded by ${whose}`), amount: '1.00' },
    proposed: null,
    state: 'ASKED',
    version: 1,
  });
  await insert('correctionMessage', {
    correctionId,
    number: 1,
    tenantId,
    authorId: tenantId,
    userId: mark(`person of what ${whose} said`),
    state: 'ASKED',
    text: mark(`what ${whose} said`),
    writtenOn: DAY,
    recordedAt: NOW,
  });
}
