import type { ModelEntry } from './ledger-books.ts';
import { least } from './ledger-laws.ts';
import type { ModelLoan } from './ledger-lending.ts';
import { LossModel } from './ledger-losses.ts';
import type { Expected } from './ledger-money.ts';

/**
 * A small model of the scheme, from the first contribution to the last recovery, with every entry reversible. It shares no
 * code with the product: what it says an act leads to is worked out here a second time, from the measures.
 */
export class LedgerModel extends LossModel {
  /** Money does not come back out of an account that has used it, nor a share from under those that were split after it. */
  reverse(entry: ModelEntry, date: string): Expected {
    if (this.badDate(date) || date < entry.date) return 'INVALID';
    const isHeld = (account: string) => /^(custody|deposit:|suspense:)/.test(account);
    const isUsed = entry.lines.some(
      ([account, fen]) => fen > 0n && isHeld(account) && this.lowest(account, date) < fen,
    );
    if (isUsed || this.isBuiltOn(entry)) return 'CONFLICT';
    return this.isUncovered(entry, date) ? 'INVALID' : 'DONE';
  }

  /** A recovery of which something went back to the pool is reversed by its own entry, before what came before it. */
  private isBuiltOn({ kind, about, act }: ModelEntry): boolean {
    const loan = about.loan === undefined ? null : this.loans[about.loan];
    if (!loan || (kind !== 'DEDUCTION' && kind !== 'RECOVERY')) return false;
    const stands = (one: { loan: number; reversed: boolean }) => one.loan === about.loan && !one.reversed;
    const booked = this.recoveries.filter((one) => stands(one) && one.returned > 0n);
    if (kind === 'RECOVERY') return loan.state === 'CLOSED' || booked.some((one) => one.act > act);
    const later = this.compensations.filter((one) => stands(one) && one.deducted > 0n && one.act > act);
    return loan.state === 'CLOSED' || booked.length > 0 || loan.guarantorPaid > 0n || later.length > 0;
  }

  /** Recoveries stood until they were reversed: a compensation is not taken back from under them. */
  private isUncovered({ kind, about }: ModelEntry, date: string): boolean {
    const loan = about.loan === undefined ? undefined : this.loans[about.loan];
    const compensation = this.compensations[about.compensation ?? -1];
    if (!loan || !compensation || kind !== 'DEDUCTION') return false;
    return this.leftOn(loan, date, compensation).some((left) => left < 0n);
  }

  reversed(entry: ModelEntry, date: string): void {
    const { kind, about, lines } = entry;
    entry.reversedBy = this.entries.length;
    this.post(
      'REVERSAL',
      date,
      lines.map(([account, fen]) => [account, -fen] as const),
      about,
    );
    const [[, first] = ['', 0n]] = lines;
    if (kind === 'CONTRIBUTION' && about.pledge !== undefined) this.movePaid(about.pledge, -first);
    if (kind === 'SUPPLEMENT' && about.supplement !== undefined) this.moveReceived(about.supplement, -first);
    if (kind === 'REPLENISHMENT' && about.region !== undefined) this.moveReplenished(about.region, -first);
    if (kind === 'DEPOSIT_PLACED') this.stand(about, false);
    if (kind === 'DEPOSIT_RETURNED' && about.bank !== undefined)
      Object.assign(this.banks[about.bank] ?? {}, { state: 'LEAVING' });
    const loan = about.loan === undefined ? null : this.loans[about.loan];
    if (loan && kind === 'DEDUCTION') this.undoCompensation(loan, about.compensation ?? -1, date);
    if (loan && kind === 'RECOVERY') this.undoRecovery(loan, about.recovery ?? -1, date);
  }

  /** What was claimed last is unpaid again, the last instalment first. */
  private undoCompensation(loan: ModelLoan, at: number, date: string): void {
    const one = this.compensations[at];
    if (!one) throw new Error('a compensation is known');
    Object.assign(one, { reversed: true, until: date, replenished: one.replenished === null ? null : true });
    let left = one.principal;
    for (const instalment of [...loan.instalments].reverse()) {
      const back = least(left, instalment.compensated);
      instalment.compensated -= back;
      instalment.unpaid += back;
      left -= back;
    }
    loan.outstanding += one.principal;
    loan.compensated -= one.principal;
    loan.deducted -= one.deducted;
    this.takeAlong(loan, one.act, date);
    const stands = this.compensations.some(
      ({ loan: of, reversed, deducted }) => this.loans[of] === loan && !reversed && deducted > 0n,
    );
    if (!stands) Object.assign(loan, { state: 'ACTIVE', compensatedOn: '' });
    this.settle(loan.region);
  }

  private undoRecovery(loan: ModelLoan, at: number, date: string): void {
    const one = this.recoveries[at];
    if (!one) throw new Error('a recovery is known');
    Object.assign(one, { reversed: true, until: date });
    loan.recovered -= one.net;
    loan.returned -= one.returned;
    this.takeAlong(loan, one.act, date);
    this.settle(loan.region);
  }

  /** Later recoveries of which nothing went back to the pool have no entry of their own: they go with what was before. */
  private takeAlong(loan: ModelLoan, after: number, date: string): void {
    for (const one of this.recoveries) {
      if (this.loans[one.loan] !== loan || one.reversed || one.act < after) continue;
      Object.assign(one, { reversed: true, until: date });
      loan.recovered -= one.net;
    }
  }
}
