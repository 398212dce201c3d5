import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Yuan } from '../../src/domain/money.ts';
import { addFirm, approvedLoan, type City } from '../support/city.ts';
import { answerInput, askFor, verified } from '../support/dialogue.ts';
import { disburse, fundedCity, sign } from '../support/edges.ts';
import { type Running, startProduct } from '../support/product.ts';
import { done } from '../support/recovery.ts';

// Random repayments, credits of interest and corrections of them, against a model that knows only which records stand:
// what is outstanding is what was lent less the repayments that stand, and the ledger sums to nought.

const SEED = Number(process.env.SEED ?? 20261124);
const STEPS = Number(process.env.STEPS ?? 40);
const TODAY = '2025-03-10';
const LENT = 100_000n;

let running: Running;
let city: City;
let loans: readonly string[];

beforeAll(async () => {
  running = await startProduct();
  city = await fundedCity(running, TODAY);
  const made: string[] = [];
  for (const instalments of [
    [],
    [
      { month: 3, principal: '300.00' },
      { month: 6, principal: '300.01' },
      { month: 12, principal: '399.99' },
    ],
  ]) {
    const firm = await addFirm(running, city.region);
    const wanted = { amount: '1000.00', ...(instalments.length > 0 ? { instalments } : {}) };
    const loanId = await approvedLoan(running, city, firm.id, wanted, TODAY);
    await done(sign(running, city.bank, loanId));
    await done(disburse(running, city.bank, loanId, TODAY));
    made.push(loanId);
  }
  loans = made;
}, 60_000);
afterAll(() => running?.stop());

/** A record as the model has it: amounts in fen. */
interface Standing {
  readonly id: string;
  readonly loan: 0 | 1;
  readonly fen: bigint;
}

const draws = fc.record({
  kind: fc.constantFrom('REPAY', 'INTEREST', 'CHANGE', 'CHANGE', 'MOVE', 'TAKE_BACK', 'CHANGE_INTEREST'),
  a: fc.nat(1000),
  fen: fc.oneof(fc.bigInt(1n, 3n), fc.bigInt(1n, 40_000n), fc.bigInt(99_999n, 100_001n)),
});
const text = (fen: bigint) => Yuan.fromFen(fen).toString();
const pick = <T>(all: readonly T[], at: number): T | undefined => all[at % (all.length || 1)];

test('what is outstanding follows from the repayments that stand, whatever was corrected', async () => {
  const histories = fc.sample(fc.array(draws, { minLength: STEPS, maxLength: STEPS }), {
    seed: SEED,
    numRuns: 1,
  });
  let repayments: Standing[] = [];
  let credits: Standing[] = [];
  const left = (loan: 0 | 1, without?: Standing) =>
    LENT -
    repayments.filter((one) => one.loan === loan && one !== without).reduce((sum, { fen }) => sum + fen, 0n);
  const seen = { done: 0, refused: 0 };

  /** Asks, and has the other side accept; the id of what was made, or null where the rules refuse it. */
  async function correct(input: object, at: number): Promise<{ done: boolean; id: string | null }> {
    const [asker, other] = at % 2 === 0 ? [city.bank.user, city.office] : [city.office, city.bank.user];
    const asked = await askFor(running, asker, input);
    const answer = await running.act(
      other,
      'acceptCorrection',
      answerInput(asked, 'accept'),
      'correction { result { id } }',
    );
    seen[answer.done ? 'done' : 'refused'] += 1;
    if (!answer.done)
      await running.act(asker, 'withdrawCorrection', answerInput(asked, 'withdraw'), 'correction { id }');
    return { done: answer.done, id: answer.correction?.result?.id ?? null };
  }

  async function happen({ kind, a, fen }: (typeof histories)[number][number]): Promise<void> {
    const loan = (a % 2) as 0 | 1;
    const chosen = pick(repayments, a);
    if (kind === 'REPAY') {
      const input = {
        loanId: loans[loan],
        paidOn: TODAY,
        principal: text(fen),
        interest: '0.01',
        document: '还',
      };
      if (left(loan) === 0n) return;
      const answer = await running.act(
        city.bank.user,
        'recordRepayment',
        input,
        'loan { repayments { id reversedOn } }',
      );
      expect(answer.done).toBe(fen <= left(loan));
      if (answer.done) repayments = [...repayments, { id: answer.loan.repayments.at(-1).id, loan, fen }];
    } else if (kind === 'INTEREST') {
      const input = { onDeposit: false, bankId: null, amount: text(fen), valueDate: TODAY, document: '息' };
      const answer = await done(running.act(city.guarantor.user, 'creditInterest', input, 'entry { id }'));
      credits = [...credits, { id: answer.entry.id, loan: 0, fen }];
    } else if (kind === 'CHANGE_INTEREST') {
      const credit = pick(credits, a);
      if (!credit || credit.fen === fen) return;
      const asked = await askFor(running, city.guarantor.user, {
        entryId: credit.id,
        proposed: { amount: text(fen) },
      });
      const made = await done(
        running.act(
          city.office,
          'acceptCorrection',
          answerInput(asked, 'accept'),
          'correction { result { id } }',
        ),
      );
      credits = [
        ...credits.filter((one) => one !== credit),
        { ...credit, id: made.correction.result.id, fen },
      ];
    } else if (!chosen) {
      return;
    } else if (kind === 'TAKE_BACK') {
      await correct({ repaymentId: chosen.id }, a);
      repayments = repayments.filter((one) => one !== chosen);
    } else {
      const to = kind === 'MOVE' ? ((1 - chosen.loan) as 0 | 1) : chosen.loan;
      const amount = kind === 'MOVE' ? chosen.fen : fen;
      if (kind === 'CHANGE' && amount === chosen.fen) return;
      // A loan that is repaid takes no further repayment: that is an error of the act, not a verdict.
      if (left(to, chosen) === 0n) return;
      const input = {
        repaymentId: chosen.id,
        proposed: { principal: text(amount) },
        ...(kind === 'MOVE' ? { loanId: loans[to] } : {}),
      };
      const { done: was, id } = await correct(input, a);
      expect(was).toBe(amount <= left(to, chosen));
      if (was && id)
        repayments = [...repayments.filter((one) => one !== chosen), { id, loan: to, fen: amount }];
    }
  }

  for (const [at, happening] of (histories[0] ?? []).entries()) {
    await happen(happening);
    const found = await running.owner(
      `select l.id, l.outstanding::text, l.state, (select sum(unpaid)::text from instalment i where i.loan_id = l.id) as unpaid
        from loan l where l.pool_id = $1 order by l.id`,
      [city.pool.poolId],
    );
    const model = ([0, 1] as const).map((loan) => [
      String(left(loan)),
      String(left(loan)),
      left(loan) === 0n ? 'REPAID' : 'ACTIVE',
    ]);
    const trace = `seed ${SEED}, step ${at}: ${happening.kind}`;
    expect([trace, found.map(({ outstanding, unpaid, state }) => [outstanding, unpaid, state])]).toEqual([
      trace,
      model,
    ]);
    const [sums] = await running.owner(
      `select coalesce(sum(amount), 0)::text as all, coalesce(-sum(amount) filter (where code = 'interest'), 0)::text as interest from line where pool_id = $1`,
      [city.pool.poolId],
    );
    expect([trace, sums]).toEqual([
      trace,
      { all: '0', interest: String(credits.reduce((sum, { fen }) => sum + fen, 0n)) },
    ]);
  }
  expect(seen.done).toBeGreaterThan(5);
  expect(await verified(running, city.pool.poolId)).toEqual([]);
}, 60_000);
