import { writeId } from '../domain/ids.ts';
import type { Id, Noun } from '../domain/words.ts';
import type { Verdict } from '../regulation/verdict.ts';
import type { Row, TableName } from './ports.ts';
import type { Columns, Reads } from './reads.ts';

/** What an audit record tells of an act: who did it, on which verdicts as they were then, with which document. */
export interface Evidence {
  readonly subject: string;
  readonly act: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly verdicts: readonly Verdict[];
  readonly document: string | null;
}

/** Everything about a loan that a dossier is made of, as far as its reader may see it. */
export interface DossierRows {
  readonly loan: Row<'loan'>;
  readonly referral: Row<'referral'>;
  readonly edition: Row<'edition'> | null;
  readonly diligences: readonly Row<'dueDiligence'>[];
  readonly decisions: readonly Row<'decision'>[];
  readonly counterGuarantees: readonly Row<'counterGuarantee'>[];
  readonly duties: readonly Row<'obligation'>[];
  readonly aftercare: readonly Row<'aftercare'>[];
  readonly compensations: readonly Row<'compensation'>[];
  readonly guarantorPayments: readonly Row<'guarantorPayment'>[];
  readonly legalActions: readonly Row<'legalAction'>[];
  readonly legalSteps: readonly Row<'legalStep'>[];
  readonly recoveries: readonly Row<'recovery'>[];
  readonly reports: readonly Row<'recoveryReport'>[];
  readonly conclusion: Row<'conclusion'> | null;
  readonly listings: readonly Row<'listing'>[];
  /** From the audit trail, which is the office’s to read: empty for everyone else. In the order recorded. */
  readonly evidence: readonly Evidence[];
}

/** Reads all that a loan’s dossier is made of, behind the reader’s own walls. */
export async function readDossier(reads: Reads, loan: Row<'loan'>): Promise<DossierRows> {
  const { id, referralId } = loan;
  const onLoan = <N extends TableName>(table: N, orderBy: Columns<N>) =>
    reads.hangingOn(table, 'loanId' as Columns<N>, id, orderBy);
  const [referral, edition, diligences, decisions, counterGuarantees, duties, aftercare] = await Promise.all([
    reads.one('referral', referralId),
    reads.one('edition', loan.editionNumber, 'number'),
    reads.hangingOn('dueDiligence', 'referralId', referralId, 'id'),
    reads.hangingOn('decision', 'referralId', referralId, 'id'),
    reads.hangingOn('counterGuarantee', 'referralId', referralId, 'id'),
    onLoan('obligation', 'id'),
    onLoan('aftercare', 'id'),
  ]);
  if (!referral) throw new Error('who sees a loan sees its referral');
  const [compensations, guarantorPayments, legalActions, recoveries, reports, conclusion, listings] =
    await Promise.all([
      onLoan('compensation', 'id'),
      onLoan('guarantorPayment', 'id'),
      onLoan('legalAction', 'id'),
      onLoan('recovery', 'id'),
      onLoan('recoveryReport', 'id'),
      reads.one('conclusion', id, 'loanId'),
      reads.hangingOn('listing', 'firmKey', loan.firmKey, 'id'),
    ]);
  const legalSteps = await Promise.all(
    legalActions.map((action) => reads.hangingOn('legalStep', 'legalActionId', action.id, 'number')),
  );
  const subjects = [
    writeId('loan', id),
    writeId('referral', referralId),
    ...idsOf('aftercare', aftercare),
    ...idsOf('compensation', compensations),
    ...idsOf('guarantorPayment', guarantorPayments),
    ...idsOf('legalAction', legalActions),
    ...idsOf('recovery', recoveries),
    ...idsOf('recoveryReport', reports),
    ...listings.map(({ enterpriseId }) => writeId('enterprise', enterpriseId)),
  ];
  const records = await Promise.all(
    [...new Set(subjects)].map((subject) => reads.hangingOn('audit', 'subject', subject, 'sequence')),
  );
  return {
    loan,
    referral,
    edition,
    diligences,
    decisions,
    counterGuarantees,
    duties,
    aftercare,
    compensations,
    guarantorPayments,
    legalActions,
    legalSteps: legalSteps.flat(),
    recoveries,
    reports,
    conclusion,
    listings,
    evidence: records
      .flat()
      .sort((a, b) => a.sequence - b.sequence)
      .map(evidenceOf),
  };
}

function idsOf<N extends Noun>(noun: N, rows: readonly { readonly id: Id<N> }[]): string[] {
  return rows.map(({ id }) => writeId(noun, id));
}

function evidenceOf({ subject, act, tenantId, userId, content }: Row<'audit'>): Evidence {
  const { input, verdicts } = JSON.parse(content) as {
    input: { document?: unknown } | null;
    verdicts?: readonly Verdict[];
  };
  const document = typeof input?.document === 'string' ? input.document : null;
  return { subject: subject ?? '', act, tenantId, userId, verdicts: verdicts ?? [], document };
}
