import { type BusinessDate, daysBetween } from '../domain/dates.ts';
import { writeId } from '../domain/ids.ts';
import type { Yuan } from '../domain/money.ts';
import type { DossierStatus, Persona, TenantKind, Word } from '../domain/words.ts';
import type { Verdict } from '../regulation/verdict.ts';
import type { Actor } from './actor.ts';
import { type Deed, deedsOf, guarantorOwes, kindOf } from './dossier-deeds.ts';
import type { DossierRows, Evidence } from './dossier-rows.ts';
import { DOSSIER_STEPS, type DossierStep, STEP_OF_DUTY, STEPS_OF_EVERY_LOAN } from './dossier-steps.ts';
import type { Row } from './ports.ts';
import { readable } from './withholding.ts';

// The evidence for 第三十九条: article by article what the procedure asked for one loan, what was done, when, by whom,
// and what is missing. Pure: rows in, items out. The reader's walls have been at work on the rows; verdicts, papers
// and people come from the audit trail, which is the office's to read, so that for everyone else they are absent.

export interface DossierItem {
  readonly step: DossierStep;
  readonly article: number;
  readonly asked: Word;
  readonly status: DossierStatus;
  readonly dueOn: BusinessDate | null;
  readonly doneOn: BusinessDate | null;
  /** Calendar days past its time limit: until it was done, or until today. 0 where it is not late. */
  readonly lateDays: number;
  readonly by: TenantKind | null;
  /** Null where the reader’s rows do not say. */
  readonly tenantId: string | null;
  /** For the office alone. */
  readonly userId: string | null;
  readonly document: string | null;
  /** What was found or given as the reason, as it was typed in. */
  readonly note: string | null;
  readonly amount: Yuan | null;
  /** The day on which it was taken back in the ledger. */
  readonly reversedOn: BusinessDate | null;
  /** As they were known when it was done. */
  readonly verdicts: readonly Verdict[];
}

export interface Dossier {
  readonly asOf: BusinessDate;
  readonly items: readonly DossierItem[];
}

export function dossierOf(rows: DossierRows, actor: Pick<Actor, 'persona'>, today: BusinessDate): Dossier {
  const deeds = deedsOf(rows);
  const met = new Set<Deed>();
  const duties = rows.duties.flatMap((duty) => {
    const deed = deeds.find((one) => meets(one, duty) && !met.has(one)) ?? null;
    if (deed) met.add(deed);
    return dutyItem(rows, actor, duty, deed, today) ?? [];
  });
  const others = deeds.filter((deed) => !met.has(deed)).map((deed) => deedItem(rows, actor, deed));
  const items = [...duties, ...others, ...guarantorsRest(rows)];
  const absent = steps().flatMap((step) => absentItem(rows, actor.persona, step, items) ?? []);
  return { asOf: today, items: inOrder([...items, ...absent]) };
}

const steps = () => Object.keys(DOSSIER_STEPS) as DossierStep[];

/** By article, then step, then day; what has no day comes last. */
function inOrder(items: readonly DossierItem[]): DossierItem[] {
  const at = new Map(steps().map((step, place) => [step, place]));
  const day = ({ doneOn, dueOn }: DossierItem) => dueOn ?? doneOn ?? '9999';
  return [...items].sort(
    (a, b) =>
      (at.get(a.step) ?? 0) - (at.get(b.step) ?? 0) || (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0),
  );
}

function item(step: DossierStep, status: DossierStatus, rest: Partial<DossierItem> = {}): DossierItem {
  const { article, asked } = DOSSIER_STEPS[step];
  return {
    step,
    article,
    asked,
    status,
    dueOn: null,
    doneOn: null,
    lateDays: 0,
    by: null,
    tenantId: null,
    userId: null,
    document: null,
    note: null,
    amount: null,
    reversedOn: null,
    verdicts: [],
    ...rest,
  };
}

/** The last record of an act about a thing; null for a reader who sees none. */
function evidenceOf({ evidence }: DossierRows, { subject, acts, tenantId }: Deed['told']): Evidence | null {
  const found = evidence.filter(
    (one) =>
      one.subject === subject &&
      acts.includes(one.act) &&
      (tenantId === undefined || one.tenantId === tenantId),
  );
  return found.at(-1) ?? null;
}

/** What the audit trail adds to a deed. */
function proven(rows: DossierRows, { persona }: Pick<Actor, 'persona'>, deed: Deed): Partial<DossierItem> {
  const evidence = evidenceOf(rows, deed.told);
  const userId = evidence?.userId ?? deed.userId ?? null;
  return {
    by: deed.by,
    tenantId: deed.tenantId ?? evidence?.tenantId ?? null,
    userId: persona === 'OFFICE' ? userId : null,
    document: deed.document ?? evidence?.document ?? null,
    note: deed.note ?? null,
    amount: deed.amount ?? null,
    reversedOn: deed.reversedOn ?? null,
    verdicts: evidence ? readable({ persona } as Actor, evidence.verdicts) : [],
  };
}

function deedItem(rows: DossierRows, actor: Pick<Actor, 'persona'>, deed: Deed): DossierItem {
  return item(deed.step, 'DONE', { ...proven(rows, actor, deed), doneOn: deed.doneOn });
}

// ---- Duties -----------------------------------------------------------------------------------------------

/** Why a duty ended without having been met: its ground went away. */
export const ENDED = ['贷款已结清', '贷款已代偿', '已进入代偿程序', '欠款已还清', '追偿已终结'];
/** Why it had never had a ground. */
export const VOID = ['代偿已冲销', '超额划扣已冲销'];
/** How a duty was met by several payments, none of which is its one document. */
export const SETTLED = ['已补足或追回'];

function meets(deed: Deed, duty: Row<'obligation'>): boolean {
  return (
    deed.step === STEP_OF_DUTY[duty.kind] &&
    deed.tenantId === duty.debtorId &&
    deed.doneOn === duty.metOn &&
    deed.document === duty.metBy
  );
}

/** How a duty stands as evidence: one that ended unmet after its day was missed, whatever ended it. */
function standingOf({ metOn, metBy, dueOn }: Row<'obligation'>, today: BusinessDate): DossierStatus {
  if (!metOn) return today > dueOn ? 'MISSING' : 'NOT_YET';
  if (VOID.includes(metBy ?? '')) return 'NOT_APPLICABLE';
  if (ENDED.includes(metBy ?? '')) return metOn > dueOn ? 'MISSING' : 'NOT_APPLICABLE';
  return metOn > dueOn ? 'LATE' : 'DONE';
}

/** The acts that meet a duty and leave no row of their own. */
const MET_BY_ACT: Partial<Record<DossierStep, readonly string[]>> = {
  DISBURSEMENT_NOTICE: ['giveDisbursementNotice'],
  MATURITY_REMINDER: ['sendMaturityReminder'],
  DEDUCTION_NOTICE: ['giveDeductionNotice', 'reportDeduction'],
};

function dutyItem(
  rows: DossierRows,
  actor: Pick<Actor, 'persona'>,
  duty: Row<'obligation'>,
  deed: Deed | null,
  today: BusinessDate,
): DossierItem | null {
  const step = STEP_OF_DUTY[duty.kind];
  if (!step) return null;
  const { dueOn, metOn, metBy, debtorId, amount } = duty;
  const status = standingOf(duty, today);
  const subject =
    duty.kind === 'DEDUCTION_NOTICE'
      ? writeId('compensation', duty.subjectId as Row<'compensation'>['id'])
      : writeId('loan', rows.loan.id);
  const isDone = status === 'DONE' || status === 'LATE';
  const isPaper = isDone && !SETTLED.includes(metBy ?? '');
  const told = { subject, acts: isDone ? (MET_BY_ACT[step] ?? []) : [], tenantId: debtorId };
  const by = kindOf(rows.loan, debtorId);
  const own: Deed = deed ?? { step, doneOn: metOn, by, tenantId: debtorId, document: null, told };
  return item(step, status, {
    ...proven(rows, actor, own),
    dueOn,
    doneOn: isDone ? metOn : null,
    lateDays: status === 'LATE' || status === 'MISSING' ? daysBetween(dueOn, metOn ?? today) : 0,
    document: isPaper ? metBy : null,
    note: isPaper ? (own.note ?? null) : metBy,
    amount: amount ?? own.amount ?? null,
  });
}

/** 第二十条 What the guarantor still owes the bank has no day on which it is due; at the end of the recovery it is missing. */
function guarantorsRest(rows: DossierRows): DossierItem[] {
  const amount = guarantorOwes(rows);
  if (amount.isZero()) return [];
  const status = rows.loan.state === 'CLOSED' ? 'MISSING' : 'NOT_YET';
  return [item('GUARANTOR_PAYMENT', status, { by: 'GUARANTOR', tenantId: rows.loan.guarantorId, amount })];
}

// ---- What is not there ------------------------------------------------------------------------------------

/** Tells of a step of which nothing is on record, to those who would see it if it were. */
function absentItem(
  rows: DossierRows,
  persona: Persona,
  step: DossierStep,
  items: readonly DossierItem[],
): DossierItem | null {
  const { toldTo } = DOSSIER_STEPS[step];
  const isThere = items.some((one) => one.step === step);
  if (isThere || !(toldTo as readonly Persona[]).includes(persona)) return null;
  return item(step, absence(rows, step));
}

const AFTER_DISBURSEMENT: readonly DossierStep[] = ['DISBURSEMENT_NOTICE', 'MATURITY_REMINDER'];
const STILL_RECOVERING: readonly DossierStep[] = ['PURSUIT', 'RECOVERY', 'RECOVERY_REPORT', 'CONCLUSION'];
const WITH_DEDUCTION: readonly DossierStep[] = ['COLLECTION_ATTEMPT', 'DEDUCTION_NOTICE'];

function absence({ loan, compensations }: DossierRows, step: DossierStep): DossierStatus {
  const wasDisbursed = loan.disbursedOn !== null;
  const ofEvery = STEPS_OF_EVERY_LOAN.has(step);
  if (ofEvery && AFTER_DISBURSEMENT.includes(step) && wasDisbursed) return 'MISSING';
  if (step === 'CONTRACT' && wasDisbursed) return 'MISSING';
  const toCome: readonly DossierStep[] = ['CONTRACT', 'DISBURSEMENT', 'VISIT', ...AFTER_DISBURSEMENT];
  if (toCome.includes(step)) {
    const isToCome = ['APPROVED', 'CONTRACTED', 'ACTIVE'].includes(loan.state);
    return isToCome ? 'NOT_YET' : 'NOT_APPLICABLE';
  }
  // A loan has passed everything up to its approval.
  if (ofEvery) return 'MISSING';
  const stands = compensations.some(({ deducted, reversedOn }) => deducted.isPositive() && !reversedOn);
  if (WITH_DEDUCTION.includes(step) && stands) return 'MISSING';
  if (STILL_RECOVERING.includes(step) && loan.state === 'COMPENSATED') return 'NOT_YET';
  return 'NOT_APPLICABLE';
}
