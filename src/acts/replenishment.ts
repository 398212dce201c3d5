import type { BusinessDate } from '../domain/dates.ts';
import { replenishmentReceived } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { type Replenishment, replenishmentOf } from '../domain/replenishment.ts';
import type { Id } from '../domain/words.ts';
import { REPLENISH } from '../regulation/occasions.ts';
import type { Desk } from './desk.ts';
import { mustBePositive } from './failures.ts';
import { lockStandings, waiversFor } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

/** The least that a region contributes; less where a waiver of that rule is in force for it (Art. 8). */
function minimumOf(
  desk: Desk,
  { hardship }: Row<'regionStanding'>,
  waivers: Awaited<ReturnType<typeof waiversFor>>,
): Yuan {
  const { values } = desk.editionInForceOrLast;
  const minimum = hardship ? values.contributionMinimumHardship : values.contributionMinimum;
  const waived = waivers.filter(
    ({ ruleCode, validFrom, validTo }) =>
      ruleCode === 'ART08_MINIMUM_CONTRIBUTION' && validFrom <= desk.today && desk.today <= validTo,
  );
  return Yuan.min(minimum, ...waived.map(({ newLimit }) => Yuan.parse(newLimit)));
}

async function standingOf(
  desk: Desk,
  regionId: Id<'region'>,
): Promise<
  Replenishment<Id<'compensation'>> & { row: Row<'regionStanding'>; standing: ReadonlySet<string> }
> {
  const [row, compensations, recoveries, waivers] = await Promise.all([
    // Not locked, since a bank may not: the pool's exposure row, which every act that moves money locks first, guards it.
    desk.store.find('regionStanding', { regionId }),
    desk.store.list('compensation', { regionId, reversedOn: null }),
    desk.store.list('recovery', { regionId, reversedOn: null }),
    waiversFor(desk, { regionId }),
  ]);
  if (!row) throw new Error('a region has a standing');
  const recovered = new Map<string, Yuan>();
  for (const { loanId, regionPart } of recoveries)
    recovered.set(loanId, (recovered.get(loanId) ?? Yuan.ZERO).plus(regionPart));
  const losses = [...compensations]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .filter(({ regionPart }) => !regionPart.isZero())
    .map(({ id, loanId, regionPart }) => ({ compensationId: id, loanId, part: regionPart }));
  const minimum = minimumOf(desk, row, waivers);
  const { replenished, pledged } = row;
  const standing = new Set<string>(losses.map(({ compensationId }) => compensationId));
  return { row, standing, ...replenishmentOf({ losses, recovered, replenished, pledged, minimum }) };
}

/**
 * Meets a region's duties to replenish as far as money received and recoveries cover them, and opens those again that no
 * longer are. Called by every act that moves one of the two.
 */
export async function settleReplenishments(
  desk: Desk,
  regionId: Id<'region'>,
  on: BusinessDate,
): Promise<void> {
  const duties = await desk.store.list('obligation', { kind: 'REPLENISHMENT', regionId });
  if (duties.length === 0) return;
  const { settled, standing } = await standingOf(desk, regionId);
  for (const { subjectId, metOn } of duties) {
    // The duty of a compensation that was reversed has ended with it.
    if (!standing.has(subjectId)) continue;
    const isSettled = settled.has(subjectId as Id<'compensation'>);
    if (isSettled && !metOn) await desk.meet('REPLENISHMENT', subjectId, on, '已补足或追回');
    if (!isSettled && metOn) await desk.reopen('REPLENISHMENT', subjectId);
  }
}

export interface RecordReplenishment {
  readonly regionId: Id<'region'> | null;
  readonly amount: Yuan;
  readonly valueDate: BusinessDate;
  readonly document: string;
}

/** 第十三条 The fund manager records money by which a region makes up for compensations. */
export const recordReplenishment = act({
  name: 'recordReplenishment',
  by: { personas: ['FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: RecordReplenishment) => ({ region: sought('region', input.regionId, 'regionId') }),
  async run(desk, { amount, valueDate, document }, { region }) {
    mustBePositive(amount, 'amount');
    desk.checkValueDate(valueDate, 'valueDate');
    await lockStandings(desk, { regionId: region.id });
    const { row, owed } = await standingOf(desk, region.id);
    desk.judge(REPLENISH, { replenishment: { amount, owed } }, desk.editionInForceOrLast);
    await moveReplenished(desk, row, amount);
    const entry = desk.post(replenishmentReceived(region.id, amount), { valueDate, document });
    await settleReplenishments(desk, region.id, valueDate);
    desk.tell(
      'replenishment.received',
      { noun: 'entry', id: entry },
      { regionId: region.id },
      { amount: amount.toString(), valueDate },
    );
    return changed('entry', entry);
  },
});

async function moveReplenished(desk: Desk, row: Row<'regionStanding'>, by: Yuan): Promise<void> {
  await desk.update('regionStanding', { regionId: row.regionId }, row, {
    replenished: row.replenished.plus(by),
  });
}

/** Takes back a replenishment whose entry is reversed. */
export async function undoReplenishment(
  desk: Desk,
  regionId: Id<'region'>,
  amount: Yuan,
  on: BusinessDate,
): Promise<void> {
  const row = await desk.store.lock('regionStanding', { regionId });
  if (!row) throw new Error('a region has a standing');
  await moveReplenished(desk, row, amount.negated());
  await settleReplenishments(desk, regionId, on);
}
