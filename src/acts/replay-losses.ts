import type { BusinessDate } from '../domain/dates.ts';
import { difference, lossParts, type Part, partOf, recoveryParts } from '../domain/loss.ts';
import { Yuan } from '../domain/money.ts';
import { type Edition, type EditionValues, sharingOf, sourceParts } from '../regulation/edition.ts';
import { invalid } from './failures.ts';
import type { Row } from './ports.ts';
import type { Filter, Order, Reads } from './reads.ts';
import { editionOf } from './setting.ts';

/** What somebody bears or gets: as it was, and as it would be. */
export interface AmountChange {
  /** A party to the loss, or a source of the pool's money. */
  readonly name: string;
  readonly before: Yuan;
  readonly after: Yuan;
}

/** One compensation or recovery whose parts would have been others. */
export interface ReplayedLoss {
  readonly loanId: string;
  readonly day: BusinessDate;
  readonly amount: Yuan;
  readonly parties: readonly AmountChange[];
  /** The pool's part, by source. */
  readonly sources: readonly AmountChange[];
}

export interface LossReplay {
  readonly count: number;
  readonly amount: Yuan;
  /** The sums over all of them. */
  readonly parties: readonly AmountChange[];
  readonly sources: readonly AmountChange[];
  /** The first of those that differ, at most `LOSSES_LISTED`. */
  readonly differing: readonly ReplayedLoss[];
}

export const LOSSES_MAX = 5_000;
export const LOSSES_LISTED = 200;

type Table = 'compensation' | 'recovery';
/** Compensations and recoveries of one loan that stand, in the order recorded. */
interface Story {
  readonly loan: Row<'loan'>;
  readonly own: Edition;
  readonly compensations: readonly Row<'compensation'>[];
  readonly recoveries: readonly Row<'recovery'>[];
}

const sumOf = <R>(rows: readonly R[], amount: (row: R) => Yuan): Yuan => Yuan.sum(rows.map(amount));

function sourcesOf(
  values: EditionValues,
  regionId: Row<'loan'>['regionId'],
  before: Yuan,
  amount: Yuan,
): Part[] {
  return sourceParts(values, regionId, before, amount).map((part) => ({
    party: part.from.source,
    amount: part.amount,
  }));
}

function changesOf(before: readonly Part[], after: readonly Part[]): AmountChange[] {
  const names = [...new Set([...before, ...after].map(({ party }) => party))];
  return names.map((name) => ({ name, before: partOf(before, name), after: partOf(after, name) }));
}

/** The parts under one edition when a sum grows, and the pool's part of them by source. */
function partsUnder(
  values: EditionValues,
  { loan }: Story,
  grown: (sharing: ReturnType<typeof sharingOf>) => { before: Part[]; after: Part[] },
) {
  const { before, after } = grown(sharingOf(values, loan.amount));
  const parts = difference(after, before);
  const pool = partOf(before, 'POOL');
  return { parts, sources: sourcesOf(values, loan.regionId, pool, partOf(after, 'POOL').minus(pool)) };
}

function compensationAgain(story: Story, row: Row<'compensation'>, draft: Edition): ReplayedLoss {
  const earlier = story.compensations.filter(({ id }) => id < row.id);
  const claimed = sumOf(earlier, ({ principal }) => principal);
  const under = (values: EditionValues) =>
    partsUnder(values, story, (sharing) => ({
      before: lossParts(sharing, claimed),
      after: lossParts(sharing, claimed.plus(row.principal)),
    }));
  return changeOf(row.loanId, row.deductedOn, row.principal, under(story.own.values), under(draft.values));
}

function recoveryAgain(story: Story, row: Row<'recovery'>, draft: Edition): ReplayedLoss {
  const before: string = row.id;
  const loss = sumOf(
    story.compensations.filter(({ id }) => id < before),
    ({ principal }) => principal,
  );
  const recovered = sumOf(
    story.recoveries.filter(({ id }) => id < before),
    ({ net }) => net,
  );
  const under = (values: EditionValues) =>
    partsUnder(values, story, (sharing) => ({
      before: recoveryParts(sharing, loss, recovered),
      after: recoveryParts(sharing, loss, recovered.plus(row.net)),
    }));
  return changeOf(row.loanId, row.receivedOn, row.net, under(story.own.values), under(draft.values));
}

type Shared = ReturnType<typeof partsUnder>;

function changeOf(loanId: string, day: BusinessDate, amount: Yuan, own: Shared, other: Shared): ReplayedLoss {
  return {
    loanId,
    day,
    amount,
    parties: changesOf(own.parts, other.parts),
    sources: changesOf(own.sources, other.sources),
  };
}

function total(losses: readonly ReplayedLoss[]): LossReplay {
  const summed = (pick: (loss: ReplayedLoss) => readonly AmountChange[]): AmountChange[] => {
    const names = [...new Set(losses.flatMap((loss) => pick(loss).map(({ name }) => name)))];
    const all = losses.flatMap(pick);
    return names.map((name) => {
      const own = all.filter((change) => change.name === name);
      return { name, before: sumOf(own, ({ before }) => before), after: sumOf(own, ({ after }) => after) };
    });
  };
  const differs = ({ before, after }: AmountChange) => !before.equals(after);
  return {
    count: losses.length,
    amount: sumOf(losses, ({ amount }) => amount),
    parties: summed(({ parties }) => parties),
    sources: summed(({ sources }) => sources),
    differing: losses
      .filter(({ parties, sources }) => [...parties, ...sources].some(differs))
      .slice(0, LOSSES_LISTED),
  };
}

async function standingRows<N extends Table>(
  reads: Reads,
  table: N,
  column: string,
  from: BusinessDate,
  to: BusinessDate,
): Promise<Row<N>[]> {
  const filters = [
    { kind: 'FROM', column, value: from },
    { kind: 'TO', column, value: to },
  ] as unknown as readonly Filter<N>[];
  const order = { column: 'id', direction: 'ASC' } as unknown as Order<N>;
  const { rows, hasNext } = await reads.page({ table, filters, order, first: LOSSES_MAX, after: null });
  if (hasNext)
    throw invalid(
      'to',
      `该期间的代偿或追偿回款超过一次回放的上限 ${LOSSES_MAX} 笔；请缩短期间，分次回放。`,
      `The period has more than the ${LOSSES_MAX} compensations or recoveries that are replayed at once; ask for a shorter one.`,
    );
  return rows.filter(({ reversedOn }) => reversedOn === null);
}

/** Shares out every compensation and recovery of a period again, by the loan's own edition and by another. */
export async function replayLosses(
  reads: Reads,
  draft: Edition,
  from: BusinessDate,
  to: BusinessDate,
): Promise<{ readonly compensations: LossReplay; readonly recoveries: LossReplay }> {
  const [compensations, recoveries, editions] = await Promise.all([
    standingRows(reads, 'compensation', 'deductedOn', from, to),
    standingRows(reads, 'recovery', 'receivedOn', from, to),
    reads.all('edition', 'validFrom'),
  ]);
  const loanIds = [...new Set([...compensations, ...recoveries].map(({ loanId }) => loanId))];
  const stories = new Map(
    await Promise.all(
      loanIds.map(async (id): Promise<[string, Story]> => {
        const [loan, claimed, gotBack] = await Promise.all([
          reads.one('loan', id),
          reads.hangingOn('compensation', 'loanId', id, 'id'),
          reads.hangingOn('recovery', 'loanId', id, 'id'),
        ]);
        const row = editions.find(({ number }) => number === loan?.editionNumber);
        if (!loan || !row) throw new Error('a compensation names its loan, and the loan its edition');
        const stands = ({ reversedOn }: { readonly reversedOn: BusinessDate | null }) => reversedOn === null;
        return [
          id,
          {
            loan,
            own: editionOf(row),
            compensations: claimed.filter(stands),
            recoveries: gotBack.filter(stands),
          },
        ];
      }),
    ),
  );
  const storyOf = (loanId: string): Story => {
    const story = stories.get(loanId);
    if (!story) throw new Error('the story of every loan was read');
    return story;
  };
  return {
    compensations: total(compensations.map((row) => compensationAgain(storyOf(row.loanId), row, draft))),
    recoveries: total(recoveries.map((row) => recoveryAgain(storyOf(row.loanId), row, draft))),
  };
}
