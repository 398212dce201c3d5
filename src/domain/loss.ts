import type { BusinessDate } from './dates.ts';
import { split, Yuan } from './money.ts';

/** One party's weight in a loss, in the order of the edition. */
export interface Share {
  readonly party: string;
  readonly weight: number;
}

/** How the loss of one loan is shared out (Art. 20); the first-loss layer, where an edition has one, before the shares. */
export interface LossSharing {
  readonly shares: readonly Share[];
  /** The most that one party bears alone, before the others bear anything; null where nobody does. */
  readonly firstLoss: { readonly party: string; readonly most: Yuan } | null;
}

/** One party's part of an amount. */
export interface Part {
  readonly party: string;
  readonly amount: Yuan;
}

/** Adds to each party what it gets by the shares; a party may be in the layer and among the shares. */
function partsOf({ shares, firstLoss }: LossSharing, layer: Yuan, shared: Yuan): Part[] {
  const amounts = split(
    shared,
    shares.map(({ weight }) => weight),
  );
  const parts = shares.map(({ party }, at) => ({ party, amount: amounts[at] ?? Yuan.ZERO }));
  if (!firstLoss) return parts;
  const own = parts.find(({ party }) => party === firstLoss.party);
  if (!own) return [{ party: firstLoss.party, amount: layer }, ...parts];
  return parts.map((part) => (part === own ? { ...part, amount: part.amount.plus(layer) } : part));
}

const layerOf = ({ firstLoss }: LossSharing, loss: Yuan): Yuan =>
  firstLoss ? Yuan.min(firstLoss.most, loss) : Yuan.ZERO;

/** Who bears how much of a loss: the layer first, the rest by the shares. The parts sum to the loss. */
export function lossParts(sharing: LossSharing, loss: Yuan): Part[] {
  const layer = layerOf(sharing, loss);
  return partsOf(sharing, layer, loss.minus(layer));
}

/**
 * Who gets how much of what was recovered of a loss: those who shared get their loss back first, the first-loss layer
 * last. Recovering the whole loss gives everybody what it bore.
 */
export function recoveryParts(sharing: LossSharing, loss: Yuan, recovered: Yuan): Part[] {
  if (recovered.moreThan(loss)) throw new RangeError('no more is recovered than was lost');
  const shared = Yuan.min(recovered, loss.minus(layerOf(sharing, loss)));
  return partsOf(sharing, recovered.minus(shared), shared);
}

/** What one party has in a list of parts. */
export function partOf(parts: readonly Part[], party: string): Yuan {
  return parts.find((part) => part.party === party)?.amount ?? Yuan.ZERO;
}

/** Part by part, `after` less `before`: how a cumulative split is booked. Both are of one sharing. */
export function difference(after: readonly Part[], before: readonly Part[]): Part[] {
  return after.map(({ party, amount }) => ({ party, amount: amount.minus(partOf(before, party)) }));
}

/** The cumulative figures of one loan in compensation. */
export interface Compensated {
  /** Principal for which compensation was claimed. */
  readonly compensatedPrincipal: Yuan;
  /** The pool's money taken from the risk deposit. */
  readonly deducted: Yuan;
  /** Net recoveries, whoever gets them. */
  readonly recovered: Yuan;
  /** What of them went back to the pool. */
  readonly returned: Yuan;
}

/** How the pool stands with the bank about one loan. */
export interface PoolPosition {
  /** What the pool is to bear after all recoveries so far. */
  readonly toBear: Yuan;
  /** What the bank may still take, because the deposit was short (Art. 32). */
  readonly claimable: Yuan;
  /** What the bank owes back to the pool of what was recovered (Art. 34). */
  readonly toReturn: Yuan;
}

/** Compares what the pool has paid on balance with what it is to bear. One of `claimable` and `toReturn` is nought. */
export function poolPosition(sharing: LossSharing, loan: Compensated): PoolPosition {
  const { compensatedPrincipal, deducted, recovered, returned } = loan;
  const borne = partOf(lossParts(sharing, compensatedPrincipal), 'POOL');
  const gotBack = partOf(recoveryParts(sharing, compensatedPrincipal, recovered), 'POOL');
  const toBear = borne.minus(gotBack);
  const open = toBear.minus(deducted.minus(returned));
  return {
    toBear,
    claimable: Yuan.max(Yuan.ZERO, open),
    toReturn: Yuan.max(Yuan.ZERO, open.negated()),
  };
}

/** An amount that counts from a day on, and, where it was reversed, up to the day before another. */
export interface Standing {
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
  readonly amount: Yuan;
}

function sumOn(all: readonly Standing[], day: BusinessDate): Yuan {
  return Yuan.sum(
    all.filter(({ from, until }) => from <= day && (!until || day < until)).map(({ amount }) => amount),
  );
}

/**
 * The least that was compensated and not recovered on any day from `day` on. Below zero where more would have been recovered
 * than was lost.
 */
export function leastUnrecovered(
  day: BusinessDate,
  compensated: readonly Standing[],
  recovered: readonly Standing[],
): Yuan {
  const turns = [...compensated, ...recovered].flatMap(({ from, until }) => (until ? [from, until] : [from]));
  return [day, ...turns.filter((turn) => turn > day)]
    .map((turn) => sumOn(compensated, turn).minus(sumOn(recovered, turn)))
    .reduce((least, next) => Yuan.min(least, next));
}
