import type { Actor } from '../../src/acts/actor.ts';
import type { Id } from '../../src/domain/words.ts';
import type { Ledger } from './ledger-driver.ts';
import { shift } from './ledger-laws.ts';
import type { ModelLoan } from './ledger-lending.ts';

/** The edition of 2021 is in force on every day of a history. */
export const LAST_DAY = '2026-04-30';
export const MILLION = 100_000_000n;
export const document = '凭证';

/** The numbers of one step; what they mean depends on what there is. */
export interface Draw {
  readonly a: number;
  readonly b: number;
  readonly days: number;
  readonly fen: bigint;
  /** 0: the amount drawn; 1, 2, 3: at a limit, one fen above it, one fen below it. */
  readonly edge: number;
}

export type Step = (ledger: Ledger, draw: Draw) => Promise<void>;

export function pick<T>(list: readonly T[], by: number): { at: number; one: T } | null {
  const at = list.length === 0 ? 0 : by % list.length;
  const one = list[at];
  return one === undefined ? null : { at, one };
}

/** Mostly one of those that the step is about, now and then any; where there is none, mostly nothing. */
export function pickMostly<T>(list: readonly T[], fits: (one: T) => boolean, { a, b }: Draw) {
  const fitting = list.flatMap((one, at) => (fits(one) ? [{ at, one }] : []));
  return b % 5 === 0 ? pick(list, a) : (pick(fitting, a)?.one ?? null);
}

/** An amount of at least a fen: at a limit or beside it, or as drawn. */
export function near(limit: bigint, { edge, fen }: Draw): bigint {
  const wanted = [fen, limit, limit + 1n, limit - 1n][edge] ?? fen;
  return wanted < 1n ? 1n : wanted > 5_000n * MILLION ? fen : wanted;
}

/** A part of a limit, mostly; at the limit or beside it; or as drawn. */
export function within(limit: bigint, draw: Draw): bigint {
  if (draw.edge > 0 || draw.b % 5 === 0 || limit < 2n) return near(limit, draw);
  return (draw.fen % (limit - 1n)) + 1n;
}

/** Mostly today, now and then some days back, or tomorrow. */
export function dayOf({ model: { today } }: Ledger, { b, days }: Draw): string {
  return b % 3 === 0 ? shift(today, -days) : today;
}

/** A loan with who has to do with it. */
export interface Found {
  readonly at: number;
  readonly loan: ModelLoan;
  readonly id: Id<'loan'>;
  readonly bank: Actor;
  readonly guarantor: Actor;
  readonly district: Actor;
}

/** Mostly a loan that the step is about, now and then any. */
export function pickLoan(ledger: Ledger, fits: (loan: ModelLoan) => boolean, draw: Draw): Found | null {
  const found = pickMostly(ledger.model.loans, fits, draw);
  if (!found) return null;
  const { at, one: loan } = found;
  const [id, bank] = [ledger.loans[at], ledger.banks[loan.bank]?.actor];
  const guarantor = ledger.guarantors[loan.guarantor]?.actor;
  const district = ledger.regions[loan.region]?.actor;
  if (!id || !bank || !guarantor || !district) throw new Error('a loan has its parties');
  return { at, loan, id, bank, guarantor, district };
}

/** Mostly one of the loan's own people, now and then a bank of other loans, for which it does not exist. */
export function whoOf(ledger: Ledger, { loan }: Found, own: readonly Actor[], { a, b }: Draw) {
  const stranger = ledger.banks[(loan.bank + 1) % ledger.banks.length]?.actor;
  const actor = own[a % own.length];
  if (!stranger || !actor) throw new Error('a ledger has several banks');
  return b % 11 === 0 ? { actor: stranger, isStranger: true } : { actor, isStranger: false };
}
