import type { Person } from './client.ts';

// What the clients know of their city: only what they were told. It may lag behind what is, and then they are refused.

export interface Place {
  readonly id: string;
  readonly a: Person;
  readonly b: Person;
}

export interface Region extends Place {
  readonly divisionCode: string;
}

export interface Referral {
  readonly id: string;
  readonly region: number;
  readonly bank: number;
  readonly guarantor: number;
  readonly amount: bigint;
  readonly months: number;
  /** Some client is just at it. */
  isAtHand: boolean;
  stage: 'SUBMITTED' | 'VISITED' | 'RECOMMENDED' | 'FILED_BY_BANK' | 'FILED' | 'DECIDED_BY_BANK' | 'ENDED';
}

export interface Loan {
  readonly id: string;
  readonly region: number;
  readonly bank: number;
  readonly guarantor: number;
  readonly amount: bigint;
  state: 'APPROVED' | 'CONTRACTED' | 'ACTIVE' | 'COMPENSATED' | 'ENDED';
  outstanding: bigint;
  maturesOn: string | null;
  isAccelerated: boolean;
  attempts: number;
  compensated: bigint;
  recovered: bigint;
  paidByGuarantor: bigint;
}

export interface World {
  readonly pool: string;
  readonly office: Place;
  readonly regions: Region[];
  readonly banks: Place[];
  /** The first is the fund manager. */
  readonly guarantors: Place[];
  readonly firms: { readonly id: string; readonly region: number }[];
  readonly referrals: Referral[];
  readonly loans: Loan[];
  readonly pledges: { readonly id: string; readonly open: bigint }[];
  readonly topUps: { readonly id: string; readonly bank: number; readonly approved: bigint | null }[];
  readonly supplements: { readonly id: string; readonly amount: bigint; readonly isGranted: boolean }[];
  readonly entries: string[];
  readonly reversals: { readonly id: string; readonly by: string }[];
  readonly notices: { readonly id: string; readonly bank: number }[];
  readonly webhooks: string[];
  today: string;
  firmsMade: number;
}

export const yuan = (fen: bigint): string => {
  const digits = fen.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

export const fenOf = (text: unknown): bigint => BigInt(String(text).replace('.', ''));

const DAY_MS = 86_400_000;

/** A date so many days later. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** One of the last things of a list: old ones have mostly been dealt with. */
export function lately<T>(list: readonly T[], below: (count: number) => number, most = 30): T | null {
  const recent = list.slice(-most);
  return recent.length === 0 ? null : (recent[below(recent.length)] ?? null);
}

/** Takes something off a list. */
export function take<T>(list: T[], one: T): void {
  const at = list.indexOf(one);
  if (at >= 0) list.splice(at, 1);
}
