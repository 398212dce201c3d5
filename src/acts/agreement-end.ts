import { plusDays } from '../domain/dates.ts';
import type { Id } from '../domain/words.ts';
import type { Desk } from './desk.ts';
import { lockStandings } from './gather.ts';
import type { Row } from './ports.ts';

const LAPSED = '合作协议期满未续签';

/** A bank that leaves only because its agreement ran out: it may sign again, as long as it has not left. */
export function isLapsed({ state, leavingReason }: Row<'bankStanding'>): boolean {
  return state === 'LEAVING' && leavingReason === LAPSED;
}

/**
 * 第十八条 A bank whose last agreement has run out leaves the scheme: no new business from the day after. Acts judge a bank
 * by its agreements whether or not the sweep has been here (see `bankFacts`); this puts it on record and tells it.
 */
export async function endAgreement(desk: Desk, bankId: Id<'bank'>): Promise<void> {
  await lockStandings(desk, { bankId });
  const [standing, agreements] = await Promise.all([
    desk.store.lock('bankStanding', { bankId }),
    desk.store.list('agreement', { bankId }),
  ]);
  const [last] = [...agreements].sort((a, b) => (a.endsOn < b.endsOn ? 1 : -1));
  if (standing?.state !== 'COOPERATING' || !last || last.endsOn >= desk.today) return;
  const leavingOn = plusDays(last.endsOn, 1);
  await desk.update('bankStanding', { bankId }, standing, {
    state: 'LEAVING',
    leavingOn,
    leavingReason: LAPSED,
    leavingDocument: last.document,
  });
  desk.tell(
    'bank.leaving',
    { noun: 'bank', id: bankId },
    { bankId },
    { leavingOn, agreementEndsOn: last.endsOn },
    leavingOn,
  );
}
