import { type BusinessDate, plusDays } from '../domain/dates.ts';
import type { Id, TenantKind } from '../domain/words.ts';
import type { Concerned, Desk } from './desk.ts';
import type { Row } from './ports.ts';

/**
 * Marks a duty as late and tells it, once: the sweep does so on the day after it was due. An act that meets or changes a
 * duty does it first where the sweep has not been there yet, so that it makes no difference when the sweep comes.
 */
export async function tellLate(
  desk: Desk,
  duty: Row<'obligation'>,
  since: BusinessDate = plusDays(duty.dueOn, 1),
): Promise<void> {
  if (duty.metOn || duty.lateSince || since > desk.today) return;
  await desk.update('obligation', { id: duty.id }, duty, { lateSince: since });
  const { kind, dueOn, period } = duty;
  const about = await concernedBy(desk, duty);
  desk.tell('obligation.late', { noun: 'obligation', id: duty.id }, about, { kind, dueOn, period }, since);
}

/**
 * Who is told about a duty: its debtor. A district reads the duties about its region’s loans too; a bank or guarantor only
 * those that it owes itself.
 */
export async function concernedBy(
  desk: Desk,
  { debtorId: id, regionId }: Row<'obligation'>,
): Promise<Concerned> {
  const debtor = await desk.store.find('tenant', { id });
  const is = <N extends 'region' | 'bank' | 'guarantor'>(_noun: N, kind: TenantKind): Id<N> | null =>
    debtor?.kind === kind ? (id as string as Id<N>) : null;
  return {
    regionId: is('region', 'DISTRICT') ?? regionId,
    bankId: is('bank', 'BANK'),
    guarantorId: is('guarantor', 'GUARANTOR'),
  };
}

/** A duty that is open again, because what had met it is undone: late from today on, where its day has passed in time. */
export async function reopened(desk: Desk, duty: Row<'obligation'>): Promise<void> {
  await desk.update('obligation', { id: duty.id }, duty, {
    metOn: null,
    metBy: null,
    late: null,
    settledOn: null,
  });
  if (duty.dueOn < desk.today) await tellLate(desk, { ...duty, metOn: null }, desk.today);
}

/** A duty that is met, or has lost its ground, on a day. */
export async function met(
  desk: Desk,
  duty: Row<'obligation'>,
  metOn: BusinessDate,
  metBy: string,
): Promise<void> {
  await tellLate(desk, duty);
  await desk.update('obligation', { id: duty.id }, duty, {
    metOn,
    metBy,
    late: metOn > duty.dueOn,
    settledOn: desk.today,
  });
}

/** Locks a duty, after the loan that it is about, in the order of the acts. */
export async function lockDuty(
  { store }: Desk,
  id: Id<'obligation'>,
  loanId: Id<'loan'> | null,
): Promise<Row<'obligation'> | null> {
  if (!loanId) return store.lock('obligation', { id });
  const [, , duty] = await Promise.all([
    store.lock('loan', { id: loanId }),
    store.lock('agenda', { loanId }),
    store.lock('obligation', { id }),
  ]);
  return duty;
}
