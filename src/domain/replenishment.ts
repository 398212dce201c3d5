import { Yuan } from './money.ts';

/** One compensation as its region bears it, in the order in which they were made. */
export interface RegionLoss<Key extends string = string> {
  readonly compensationId: Key;
  readonly loanId: string;
  /** The region's part of the pool's money paid. */
  readonly part: Yuan;
}

/** How a region stands after compensations (Art. 13). */
export interface RegionAccount<Key extends string = string> {
  readonly losses: readonly RegionLoss<Key>[];
  /** Per loan, what recoveries have credited to the region. */
  readonly recovered: ReadonlyMap<string, Yuan>;
  readonly replenished: Yuan;
  /** What it has pledged: what is still unpaid of that is a duty of its own. */
  readonly pledged: Yuan;
  readonly minimum: Yuan;
}

/** What a region still has to replenish, and for which compensations it has done so. */
export interface Replenishment<Key extends string = string> {
  readonly owed: Yuan;
  readonly settled: ReadonlySet<Key>;
}

/**
 * A region makes up for its part of every compensation, less what recoveries have credited to it, and at least so much
 * that its fund is not below the minimum. Money received counts for the oldest compensation first.
 */
export function replenishmentOf<Key extends string>(account: RegionAccount<Key>): Replenishment<Key> {
  const { losses, replenished, pledged, minimum } = account;
  const creditedLeft = new Map(account.recovered);
  const net = losses.map(({ loanId, part }) => {
    const credited = Yuan.min(part, creditedLeft.get(loanId) ?? Yuan.ZERO);
    creditedLeft.set(loanId, (creditedLeft.get(loanId) ?? Yuan.ZERO).minus(credited));
    return part.minus(credited);
  });
  const borne = Yuan.sum(net);
  const shortfall = borne.isPositive() ? minimum.minus(pledged.plus(replenished).minus(borne)) : Yuan.ZERO;
  const owed = Yuan.max(Yuan.ZERO, borne.minus(replenished), shortfall);
  const settled = new Set<Key>();
  let demanded = Yuan.ZERO;
  for (const [at, { compensationId }] of losses.entries()) {
    demanded = demanded.plus(net[at] ?? Yuan.ZERO);
    // What the minimum asks beyond the parts hangs on the last compensation.
    const isLast = at === losses.length - 1;
    if (demanded.atMost(replenished) && !(isLast && owed.isPositive())) settled.add(compensationId);
  }
  return { owed, settled };
}
