import { type Evidence, type Finding, fen, type Row, text } from './evidence.ts';
import { fenOf, grouped, shared, sharedNext, sumOf, yuanOf } from './sums.ts';

// Every share to the fen, reckoned again: 40 / 20 / 40 of what was lost and of what was recovered, 30 / 30 / 40 of the
// pool's part, each by the split of all that stands on a loan (Art. 20, 32, 34); and what a loan has of each.

const PARTIES = ['POOL', 'BANK', 'GUARANTOR'] as const;
const OF_LOSS = [40n, 20n, 40n] as const;
const OF_POOL = [30n, 30n, 40n] as const;

interface Part {
  readonly party: string;
  readonly amount: string;
}

const standing = (rows: readonly Row[]) => rows.filter((row) => row.reversed_on === null);
const column = (rows: readonly Row[], name: string) => sumOf(rows.map((row) => fen(row, name)));

function partsOf(row: Row, name: string): bigint[] {
  const parts = row[name] as readonly Part[];
  return PARTIES.map((party) =>
    sumOf(parts.filter((part) => part.party === party).map(({ amount }) => fenOf(amount))),
  );
}

const shown = (amounts: readonly bigint[]) => amounts.map(yuanOf).join(' / ');

/** Lines on what the sources bear, in their order. */
function bornBy(lines: readonly Row[], region: string, sign: bigint): bigint[] {
  return ['compensation:AUTONOMOUS_REGION', 'compensation:CITY', `compensation:REGION:${region}`].map(
    (code) =>
      sign * sumOf(lines.filter((line) => text(line, 'code') === code).map((line) => fen(line, 'amount'))),
  );
}

interface OfLoan {
  readonly loan: Row;
  readonly compensations: readonly Row[];
  readonly recoveries: readonly Row[];
  readonly repayments: readonly Row[];
  readonly payments: readonly Row[];
  readonly instalments: readonly Row[];
}

function checkLoan(all: OfLoan, lines: Map<string, Row[]>): Finding[] {
  const { loan } = all;
  const found: Finding[] = [];
  const name = `loan ${text(loan, 'number')}`;
  const say = (check: string, what: string) => found.push({ check, what: `${name}: ${what}` });
  const same = (what: string, is: bigint, wanted: bigint) => {
    if (is !== wanted) say('LOANS', `${what} is ${yuanOf(is)} and is to be ${yuanOf(wanted)}`);
  };
  const [compensations, recoveries] = [standing(all.compensations), standing(all.recoveries)];
  const region = text(loan, 'region_id');

  const claimed = column(compensations, 'principal');
  const recovered = column(recoveries, 'net');
  const born = PARTIES.map((_, at) => sumOf(compensations.map((row) => partsOf(row, 'parts')[at] ?? 0n)));
  const back = PARTIES.map((_, at) => sumOf(recoveries.map((row) => partsOf(row, 'parts')[at] ?? 0n)));
  for (const [what, is, wanted] of [
    ['what its parties bear', born, shared(claimed, OF_LOSS)],
    ['what its parties got back', back, shared(recovered, OF_LOSS)],
  ] as const)
    if (is.join() !== wanted.join()) say('SHARES', `${what} is ${shown(is)} and is to be ${shown(wanted)}`);

  for (const [rows, amount, sign] of [
    [compensations, 'deducted', 1n],
    [recoveries, 'returned', -1n],
  ] as const) {
    let before = 0n;
    for (const row of [...rows].sort((a, b) => (text(a, 'id') < text(b, 'id') ? -1 : 1))) {
      const now = fen(row, amount);
      const wanted = sharedNext(before, now, OF_POOL);
      const is = bornBy(lines.get(`${text(loan, 'pool_id')} ${text(row, 'entry_id')}`) ?? [], region, sign);
      if (is.join() !== wanted.join())
        say('SHARES', `the sources' parts of ${yuanOf(now)} are ${shown(is)} and are to be ${shown(wanted)}`);
      if (fen(row, 'region_part') !== (wanted[2] ?? 0n))
        say('SHARES', `a region's part of ${yuanOf(now)} is wrong`);
      before += now;
    }
  }

  const repaid = column(standing(all.repayments), 'principal');
  const paid = sumOf(
    all.payments.filter((row) => row.withdrawn_on === null).map((row) => fen(row, 'amount')),
  );
  same('compensated principal', fen(loan, 'compensated_principal'), claimed);
  same('what was deducted', fen(loan, 'deducted'), column(compensations, 'deducted'));
  same('what was recovered', fen(loan, 'recovered'), recovered);
  same('what was returned', fen(loan, 'returned'), column(recoveries, 'returned'));
  same('what the guarantor paid', fen(loan, 'guarantor_paid'), paid);
  const isPaidOut = loan.disbursed_on !== null;
  same('outstanding', fen(loan, 'outstanding'), isPaidOut ? fen(loan, 'amount') - repaid - claimed : 0n);
  same('the unpaid instalments', column(all.instalments, 'unpaid'), fen(loan, 'outstanding'));
  const share = shared(claimed, OF_LOSS)[2] ?? 0n;
  if (paid > share) say('CAPS', `the guarantor paid ${yuanOf(paid)} of a share of ${yuanOf(share)}`);
  if (recovered > claimed) say('CAPS', `${yuanOf(recovered)} was recovered of ${yuanOf(claimed)}`);
  const poolBears = (shared(claimed, OF_LOSS)[0] ?? 0n) - (shared(recovered, OF_LOSS)[0] ?? 0n);
  const poolPaid = fen(loan, 'deducted') - fen(loan, 'returned');
  if (poolPaid > poolBears)
    say('CAPS', `the pool has paid ${yuanOf(poolPaid)} and bears ${yuanOf(poolBears)}`);
  return found;
}

/** What a conclusion says was lost for good, by party. */
function checkConclusions({ tables }: Evidence): Finding[] {
  return tables.conclusion.flatMap((row): Finding[] => {
    const lost = shared(fen(row, 'compensated_principal'), OF_LOSS);
    const back = shared(fen(row, 'recovered'), OF_LOSS);
    const wanted = lost.map((amount, at) => amount - (back[at] ?? 0n));
    const is = partsOf(row, 'losses');
    if (is.join() === wanted.join()) return [];
    return [{ check: 'SHARES', what: `final losses are ${shown(is)} and are to be ${shown(wanted)}` }];
  });
}

export function checkShares(evidence: Evidence): Finding[] {
  const { tables } = evidence;
  const lines = grouped(tables.line, (row) => `${text(row, 'pool_id')} ${text(row, 'entry_id')}`);
  const byLoan = (rows: readonly Row[]) => grouped(rows, (row) => text(row, 'loan_id'));
  const [compensations, recoveries, repayments] = [
    tables.compensation,
    tables.recovery,
    tables.repayment,
  ].map(byLoan);
  const [payments, instalments] = [tables.guarantor_payment, tables.instalment].map(byLoan);
  return [
    ...tables.loan.flatMap((loan) => {
      const id = text(loan, 'id');
      return checkLoan(
        {
          loan,
          compensations: compensations?.get(id) ?? [],
          recoveries: recoveries?.get(id) ?? [],
          repayments: repayments?.get(id) ?? [],
          payments: payments?.get(id) ?? [],
          instalments: instalments?.get(id) ?? [],
        },
        lines,
      );
    }),
    ...checkConclusions(evidence),
  ];
}
