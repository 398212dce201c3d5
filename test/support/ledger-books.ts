import { firstOpenDay, LAWS, type Laws, least, total, WARNINGS } from './ledger-laws.ts';

export type EntryKind =
  | 'CONTRIBUTION'
  | 'INTEREST'
  | 'DEPOSIT_PLACED'
  | 'DEPOSIT_RETURNED'
  | 'REPLENISHMENT'
  | 'SUPPLEMENT'
  | 'DEDUCTION'
  | 'EXCESS_DEDUCTED'
  | 'EXCESS_RETURNED'
  | 'RECOVERY'
  | 'REVERSAL';

/** What an entry is about: indexes into the model's lists. */
export interface About {
  readonly pledge?: number;
  readonly bank?: number;
  readonly region?: number;
  /** The top-up that was placed; a placement without one is a first deposit. */
  readonly topUp?: number;
  readonly supplement?: number;
  readonly loan?: number;
  readonly compensation?: number;
  readonly recovery?: number;
}

export interface ModelEntry {
  readonly kind: EntryKind;
  readonly date: string;
  readonly recordedOn: string;
  /** Which act made it: entries of one act are judged together. */
  readonly act: number;
  /** Account and fen: a debit above zero, a credit below. */
  readonly lines: readonly (readonly [account: string, fen: bigint])[];
  readonly about: About;
  /** Index of the entry that reverses it. */
  reversedBy: number | null;
}

export interface ModelPledge {
  /** Index of the region; null for the city. */
  readonly region: number | null;
  readonly amount: bigint;
  readonly payInBy: string;
  paid: bigint;
}

export interface ModelTopUp {
  readonly bank: number;
  state: 'ASKED' | 'APPROVED' | 'DECLINED' | 'PLACED';
  approved: bigint;
}

export interface ModelSupplement {
  readonly amount: bigint;
  /** The act that asked for it. */
  readonly askedBy: number;
  received: bigint;
  state: 'GRANTED' | 'DECLINED' | 'RECEIVED';
}

export interface ModelBank {
  state: 'REGISTERED' | 'COOPERATING' | 'LEAVING' | 'LEFT';
  firstPlaced: boolean;
  leavingOn: string;
}

export interface ModelRegion {
  pledged: bigint;
  paidIn: bigint;
  replenished: bigint;
  hardship: boolean;
}

/** One change of the breaker. */
export interface ModelTurn {
  readonly kind: 'WARNED' | 'TRIPPED' | 'REOPENED';
  readonly percent: bigint | null;
  readonly on: string;
  /** Index of the entry that did it. */
  readonly entry: number;
  readonly act: number;
}

/** The ledger of the model: every entry, and the figures that follow from them. */
export class Books {
  readonly entries: ModelEntry[] = [];
  readonly pledges: ModelPledge[] = [];
  readonly topUps: ModelTopUp[] = [];
  readonly supplements: ModelSupplement[] = [];
  readonly banks: ModelBank[];
  readonly regions: ModelRegion[];
  /** Acts that were done. */
  acts = 0;

  constructor(
    public today: string,
    regions: number,
    banks: number,
    readonly laws: Laws = LAWS,
  ) {
    this.regions = Array.from({ length: regions }, () => ({
      ...{ pledged: 0n, paidIn: 0n, replenished: 0n, hardship: false },
    }));
    this.banks = Array.from({ length: banks }, () => ({
      state: 'REGISTERED',
      firstPlaced: false,
      leavingOn: '',
    }));
  }

  // ---- Figures --------------------------------------------------------------------------------------------

  /** Debits less credits of every account up to a value date, as known at the end of a business day. */
  balances(asOf = '9999-12-31', knownOn = '9999-12-31'): Map<string, bigint> {
    const sums = new Map(this.accounts().map((account) => [account, 0n]));
    for (const { date, recordedOn, lines } of this.entries) {
      if (date > asOf || recordedOn > knownOn) continue;
      for (const [account, fen] of lines) sums.set(account, (sums.get(account) ?? 0n) + fen);
    }
    return sums;
  }

  balance(account: string): bigint {
    return this.balances().get(account) ?? 0n;
  }

  accounts(): string[] {
    const places = ['AUTONOMOUS_REGION', 'CITY', ...this.regions.map((_, at) => `REGION:${at}`)];
    return [
      'custody',
      'interest',
      ...places.flatMap((place) => [`fund:${place}`, `compensation:${place}`]),
      ...this.banks.flatMap((_, at) => [`deposit:${at}`, `suspense:${at}`]),
    ];
  }

  funds(asOf?: string, knownOn?: string) {
    const balances = this.balances(asOf, knownOn);
    const sumOf = (prefix: string) =>
      total([...balances].filter(([account]) => account.startsWith(prefix)).map(([, fen]) => fen));
    const [custody, deposits, interest] = [sumOf('custody'), sumOf('deposit:'), -sumOf('interest')];
    return { custody, deposits, interest, available: custody + deposits, total: interest - sumOf('fund:') };
  }

  /** The lowest balance of an account at the end of any day from a date on. */
  lowest(account: string, from: string): bigint {
    const moves = this.entries.flatMap(({ date, lines }) =>
      lines.filter(([name]) => name === account).map(([, fen]) => ({ date, fen })),
    );
    let stood = total(moves.filter(({ date }) => date <= from).map(({ fen }) => fen));
    let lowest = stood;
    for (const day of [...new Set(moves.map(({ date }) => date))].sort()) {
      if (day <= from) continue;
      stood += total(moves.filter(({ date }) => date === day).map(({ fen }) => fen));
      lowest = least(lowest, stood);
    }
    return lowest;
  }

  /** How the breaker stands and how it came there, from the first entry on. */
  breaker(): { tripped: boolean; warned: bigint; turns: ModelTurn[] } {
    let [losses, funds, tripped, warned] = [0n, 0n, false, 0n];
    const turns: ModelTurn[] = [];
    for (const [entry, { act, lines, recordedOn: on }] of this.entries.entries()) {
      for (const [account, fen] of lines) {
        if (account.startsWith('compensation:')) losses += fen;
        if (account.startsWith('fund:') || account === 'interest') funds -= fen;
      }
      if (this.entries[entry + 1]?.act === act) continue;
      const reached = (percent: bigint) => this.laws.reaches(losses, funds, percent);
      const told = { on, entry: this.lastMoving(entry), act };
      for (const percent of WARNINGS)
        if (percent > warned && reached(percent)) turns.push({ kind: 'WARNED', percent, ...told });
      warned = WARNINGS.findLast(reached) ?? 0n;
      if (reached(100n) !== tripped)
        turns.push({ kind: tripped ? 'REOPENED' : 'TRIPPED', percent: null, ...told });
      tripped = reached(100n);
    }
    return { tripped, warned, turns };
  }

  /** The last entry of an act that moves losses or funds. */
  private lastMoving(last: number): number {
    const moves = ({ lines }: ModelEntry) => lines.some(([account]) => /^(fund|comp|interest)/.test(account));
    return this.entries.findLastIndex((entry, at) => at <= last && moves(entry));
  }

  protected post(kind: EntryKind, date: string, lines: ModelEntry['lines'], about: About = {}): void {
    const kept = lines.filter(([, fen]) => fen !== 0n);
    const { today: recordedOn, acts: act } = this;
    this.entries.push({ kind, date, recordedOn, act, lines: kept, about, reversedBy: null });
  }

  protected move(
    kind: EntryKind,
    date: string,
    debit: string,
    credit: string,
    fen: bigint,
    about: About = {},
  ) {
    const lines = [
      [debit, fen],
      [credit, -fen],
    ] as const;
    this.post(kind, date, lines, about);
  }

  badDate(date: string): boolean {
    return date > this.today || date < firstOpenDay(this.today);
  }
}
