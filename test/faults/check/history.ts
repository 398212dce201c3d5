import { type Audit, type Evidence, type Finding, fen, type Row, text } from './evidence.ts';
import { fenOf, grouped, sumOf, yuanOf } from './sums.ts';

// The history of each pool, gone through again record by record: at no moment was new business taken on above a cap (Art.
// 9, 13, 22) or while the breaker stood open (Art. 37); and in the end everything stands where the history leads to.

const POOL_MULTIPLE = 10n;
const REGION_MULTIPLE = 25n;
const FIRM_CAP = 10_000_000_00n;
const BREAKER_PERCENT = 20n;

interface Lent {
  readonly region: string;
  readonly bank: string;
  readonly guarantor: string;
  readonly firm: string;
  readonly amount: bigint;
  state: string;
  outstanding: bigint;
}

/** What counts against a cap: committed and outstanding. */
function countsOf({ state, amount, outstanding }: Lent): bigint {
  return state === 'CONTRACTED' ? amount : outstanding;
}

/** A pool as the history so far has made it. */
class Replayed {
  readonly balances = new Map<string, bigint>();
  readonly kinds = new Map<string, string>();
  readonly loans = new Map<string, Lent>();
  readonly paidIn = new Map<string, bigint>();
  readonly entries = new Map<string, Audit['said']['entries'][number]>();
  tripped = false;
  readonly found: Finding[] = [];

  say(check: string, { sequence, act }: Audit, what: string): void {
    this.found.push({ check, what: `record ${sequence} (${act}): ${what}` });
  }

  sumOfKind(...kinds: string[]): bigint {
    return sumOf(
      [...this.balances].map(([code, amount]) => (kinds.includes(this.kinds.get(code) ?? '') ? amount : 0n)),
    );
  }

  lent(fits: (loan: Lent) => boolean = () => true): bigint {
    return sumOf([...this.loans.values()].filter(fits).map(countsOf));
  }

  post(audit: Audit): void {
    for (const entry of audit.said.entries) {
      this.entries.set(entry.id, entry);
      const reversed = entry.reversesId ? this.entries.get(String(entry.reversesId)) : null;
      const isPaidIn = entry.kind === 'CONTRIBUTION' || reversed?.kind === 'CONTRIBUTION';
      for (const { account, amount } of entry.lines) {
        this.kinds.set(account.code, account.kind);
        this.balances.set(account.code, (this.balances.get(account.code) ?? 0n) + fenOf(amount));
        const region = /^fund:REGION:(.*)$/.exec(account.code)?.[1];
        if (region && isPaidIn) this.paidIn.set(region, (this.paidIn.get(region) ?? 0n) - fenOf(amount));
      }
    }
    for (const [code, balance] of this.balances)
      if (balance < 0n && ['CUSTODY', 'DEPOSIT', 'SUSPENSE'].includes(this.kinds.get(code) ?? ''))
        this.say('CAPS', audit, `${code} stands at ${yuanOf(balance)}`);
  }

  /** Applies what the record says of loans; answers those that were signed. */
  lend(audit: Audit): Lent[] {
    const signed: Lent[] = [];
    for (const { table, key, before, after } of audit.said.changes) {
      if (table !== 'loan') continue;
      if (!key) {
        this.loans.set(String(after.id), {
          region: String(after.regionId),
          bank: String(after.bankId),
          guarantor: String(after.guarantorId),
          firm: String(after.firmKey),
          amount: fenOf(after.amount),
          state: String(after.state),
          outstanding: fenOf(after.outstanding ?? '0'),
        });
        continue;
      }
      const loan = this.loans.get(String(key.id));
      if (!loan) {
        this.say('HALF', audit, `loan ${String(key.id)} is changed and was never made`);
        continue;
      }
      if (before?.state !== undefined && before.state !== loan.state)
        this.say(
          'LOST',
          audit,
          `loan ${String(key.id)} was read as ${String(before.state)} and stood at ${loan.state}`,
        );
      if (before?.outstanding !== undefined && fenOf(before.outstanding) !== loan.outstanding)
        this.say(
          'LOST',
          audit,
          `loan ${String(key.id)} was read with another outstanding principal than it had`,
        );
      if (after.state === 'CONTRACTED') signed.push(loan);
      if (after.state !== undefined) loan.state = String(after.state);
      if (after.outstanding !== undefined) loan.outstanding = fenOf(after.outstanding);
    }
    return signed;
  }

  /** Judges new business by what stands once it is taken on. */
  judge(audit: Audit, signed: readonly Lent[]): void {
    for (const { region, firm } of signed) {
      const atMost = (what: string, lent: bigint, cap: bigint) => {
        if (lent > cap)
          this.say('CAPS', audit, `${what} lends ${yuanOf(lent)} under a cap of ${yuanOf(cap)}`);
      };
      atMost('the pool', this.lent(), POOL_MULTIPLE * this.sumOfKind('CUSTODY', 'DEPOSIT'));
      atMost(
        'the region',
        this.lent((loan) => loan.region === region),
        REGION_MULTIPLE * (this.paidIn.get(region) ?? 0n),
      );
      atMost(
        'the firm',
        this.lent((loan) => loan.firm === firm),
        FIRM_CAP,
      );
      if (this.tripped) this.say('CAPS', audit, 'contracts were signed while new business had stopped');
    }
  }

  /** Whether net compensation has reached the line. */
  get isOverLine(): boolean {
    const [lost, funds] = [this.sumOfKind('COMPENSATION'), -this.sumOfKind('FUND', 'INTEREST')];
    return lost > 0n && lost * 100n >= funds * BREAKER_PERCENT;
  }

  /** Trips or reopens the breaker by the balances, and holds against it what the record says of that. */
  turn(audit: Audit): void {
    const turns = audit.said.changes.filter(({ table, key }) => table === 'breakerTurn' && !key);
    const kinds = turns.map(({ after }) => String(after.kind)).filter((kind) => kind !== 'WARNED');
    const wanted = this.isOverLine === this.tripped ? [] : [this.isOverLine ? 'TRIPPED' : 'REOPENED'];
    if (audit.said.entries.length > 0 && kinds.join() !== wanted.join())
      this.say(
        'BREAKER',
        audit,
        `the breaker has turned (${kinds.join()}) and was to turn (${wanted.join()})`,
      );
    this.tripped = this.isOverLine;
  }
}

function replayed(audits: readonly Audit[]): Replayed {
  const pool = new Replayed();
  for (const audit of audits) {
    const signed = pool.lend(audit);
    pool.judge(audit, signed);
    pool.post(audit);
    pool.turn(audit);
  }
  return pool;
}

/** Exposure of a scope as the loans have it. */
function exposureOf(
  loans: readonly Row[],
  scope: string,
  id: string,
): { committed: bigint; outstanding: bigint } {
  const column = { REGION: 'region_id', BANK: 'bank_id', GUARANTOR: 'guarantor_id', FIRM: 'firm_key' }[scope];
  const counted = column ? loans.filter((loan) => text(loan, column) === id) : loans;
  const contracted = counted.filter((loan) => text(loan, 'state') === 'CONTRACTED');
  return {
    committed: sumOf(contracted.map((loan) => fen(loan, 'amount'))),
    outstanding: sumOf(counted.map((loan) => fen(loan, 'outstanding'))),
  };
}

export function checkHistory({ audits, tables }: Evidence): Finding[] {
  const found: Finding[] = [];
  const say = (check: string, what: string) => found.push({ check, what });
  for (const [id, records] of grouped(audits, ({ pool }) => pool)) {
    const pool = replayed(records);
    found.push(...pool.found);
    const inPool = (row: Row) => text(row, 'pool_id') === id;
    const loans = tables.loan.filter(inPool);
    for (const row of tables.account.filter(inPool)) {
      const balance = pool.balances.get(text(row, 'code')) ?? 0n;
      if (balance !== fen(row, 'balance'))
        say(
          'LOST',
          `${text(row, 'code')} stands at ${yuanOf(fen(row, 'balance'))}, and its history leads to ${yuanOf(balance)}`,
        );
    }
    for (const row of loans) {
      const loan = pool.loans.get(text(row, 'id'));
      if (loan && (loan.state !== text(row, 'state') || loan.outstanding !== fen(row, 'outstanding')))
        say(
          'LOST',
          `loan ${text(row, 'number')} stands at ${text(row, 'state')} ${yuanOf(fen(row, 'outstanding'))}, and its history leads to ${loan.state} ${yuanOf(loan.outstanding)}`,
        );
    }
    for (const row of tables.region_standing.filter(inPool)) {
      const paidIn = pool.paidIn.get(text(row, 'region_id')) ?? 0n;
      if (paidIn !== fen(row, 'paid_in'))
        say(
          'LOST',
          `a region has ${yuanOf(fen(row, 'paid_in'))} paid in, and its history leads to ${yuanOf(paidIn)}`,
        );
    }
    for (const row of tables.exposure.filter(inPool)) {
      const { committed, outstanding } = exposureOf(loans, text(row, 'scope'), text(row, 'scope_id'));
      if (committed !== fen(row, 'committed') || outstanding !== fen(row, 'outstanding'))
        say(
          'LOST',
          `the exposure of ${text(row, 'scope')} ${text(row, 'scope_id')} is not that of its loans`,
        );
    }
    const breaker = tables.breaker.find((row) => inPool(row) && text(row, 'scope') === 'POOL');
    if (breaker?.tripped !== pool.tripped)
      say('BREAKER', `the breaker is ${String(breaker?.tripped)}, and the history leads to ${pool.tripped}`);
  }
  return found;
}
