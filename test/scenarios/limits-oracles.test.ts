import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { Yuan } from '../../src/domain/money.ts';
import {
  ASKED,
  addFirm,
  addRegion,
  approvedLoan,
  type City,
  joinBank,
  newCity,
  pay,
  referToDecision,
  signing,
  termsOf,
} from '../support/city.ts';
import { newPool, type Running, startProduct, type User, uuidOf } from '../support/product.ts';

// Whoever chooses amounts and is told whether they fit can search for a limit. What the search finds is what
// docs/decisions/oracles.md says, and no more.

const TODAY = '2025-03-10';
const STEP = Yuan.parse('100000');
/** What is asked within one minute by default. */
const QUESTIONS = 60;

let running: Running;
let city: City;

beforeAll(async () => {
  running = await startProduct({ QUESTIONS_PER_MINUTE: String(QUESTIONS) });
  city = await newCity(running, TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  await pay(running, city, 'CITY', '1234567.89', TODAY);
  await joinBank(running, city, city.bank, TODAY);
});
afterAll(() => running?.stop());

const HEADROOM =
  'query ($input: HeadroomInput) { headroom(input: $input) { amount withheld loans { amount fits } } }';

const asking = (who: User, amounts: readonly string[]) =>
  running.ask(who, HEADROOM, { input: { loans: amounts.map((amount) => ({ amount })) } });

async function codeOf(who: User, amounts: readonly string[]) {
  const { errors } = await asking(who, amounts);
  const { code, field, messages } = errors?.[0]?.extensions ?? {};
  if (code) expect(messages).toEqual({ zh: expect.any(String), en: expect.any(String) });
  return code ? { code, field } : null;
}

/** A person of a new tenant, who has asked nothing yet: its questions are its own. */
async function fresh(kind: 'BANK' | 'GUARANTOR' | 'DISTRICT'): Promise<User> {
  if (kind === 'DISTRICT') return (await addRegion(running, city.pool, '150204')).user;
  const name = kind === 'BANK' ? 'registerBank' : 'registerGuarantor';
  const field = kind === 'BANK' ? 'bank' : 'guarantor';
  const made = await running.act(city.office, name, { nameZh: `新${name}`, nameEn: name }, `${field} { id }`);
  return city.pool.person(uuidOf(made[field].id), name);
}
describe('hypothetical amounts', () => {
  test.each(['BANK', 'GUARANTOR', 'DISTRICT'] as const)(
    'of a %s go in steps of 100,000 yuan',
    async (kind) => {
      const who = await fresh(kind);
      const wrong = { code: 'BAD_USER_INPUT', field: 'input.loans[0].amount' };
      for (const amount of ['0.01', '50000', '99999.99', '100000.01', '199999.99'])
        expect([amount, await codeOf(who, [amount])]).toEqual([amount, wrong]);
      expect(await codeOf(who, ['100000', '200000.00'])).toBeNull();
      expect(await codeOf(who, ['100000', '150000'])).toMatchObject({ field: 'input.loans[1].amount' });
    },
  );

  test('of the fund manager too; of the office, which reads every limit, they are any amount', async () => {
    expect(await codeOf(city.guarantor.user, ['0.01'])).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await codeOf(city.office, ['0.01', '99999.99'])).toBeNull();
  });

  test.each([
    ['bank', 19, true],
    ['bank', 20, true],
    ['bank', 21, false],
    ['office', 49, true],
    ['office', 50, true],
    ['office', 51, false],
  ] as const)('a question of the %s of %i loans: %s', async (who, count, passes) => {
    // The office of another pool, for each its own sixty questions.
    const asker = who === 'bank' ? await fresh('BANK') : (await newPool(running, TODAY)).office;
    const answer = await asking(asker, Array<string>(count).fill('100000'));
    if (passes) return expect(answer.errors).toBeUndefined();
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.loans' });
    const { zh, en } = (answer.errors?.[0]?.extensions.messages ?? {}) as { zh?: string; en?: string };
    for (const said of [zh, en]) expect(said).toMatch(new RegExp(`${count - 1}.*${count}`));
  });
});

describe('what a search finds of the pool’s limit', () => {
  const roomNow = async () =>
    Yuan.parse((await running.ask(city.office, '{ headroom { amount } }')).data.headroom.amount);

  test('a bank that halves ends a step wide, and learns no more however long it goes on', async () => {
    const who = await fresh('BANK');
    const room = await roomNow();
    expect(room.toFen() % STEP.toFen()).not.toBe(0n);
    let fits = 0;
    let tooMuch = 20_000;
    let questions = 0;
    while (tooMuch - fits > 1) {
      const middle = Math.floor((fits + tooMuch) / 2);
      questions += 1;
      const { data } = await asking(who, [STEP.times(middle).toString()]);
      expect(data.headroom).toMatchObject({ amount: null, withheld: true });
      if (data.headroom.loans[0].fits) fits = middle;
      else tooMuch = middle;
    }
    const [least, most] = [STEP.times(fits), STEP.times(tooMuch)];
    expect([least.atMost(room), room.lessThan(most)]).toEqual([true, true]);
    expect(most.minus(least)).toEqual(STEP);
    expect(questions).toBeLessThanOrEqual(15);
    // Halving within the step is refused, by whichever amount.
    for (const fraction of [2n, 4n, 8n, 1_000n])
      expect(
        await codeOf(who, [Yuan.fromFen(least.toFen() + STEP.toFen() / fraction).toString()]),
      ).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    process.stdout.write(
      `oracle: the pool's room of ${room.toReadable()} yuan is found to lie within ${STEP.toReadable()} yuan after ${questions} questions of ${QUESTIONS} a minute\n`,
    );
  });

  test('nor does one question of many loans, placed one after the other', async () => {
    const who = await fresh('GUARANTOR');
    const room = await roomNow();
    const halves = Array.from({ length: 15 }, (_, at) => STEP.times(2 ** (14 - at)).toString());
    const { data } = await asking(who, halves);
    const placed = Yuan.sum(
      data.headroom.loans
        .filter(({ fits }: { fits: boolean }) => fits)
        .map(({ amount }: { amount: string }) => Yuan.parse(amount)),
    );
    expect(placed.atMost(room)).toBe(true);
    expect(room.lessThan(placed.plus(STEP))).toBe(true);
  });

  test('questions are bounded by the minute, and those of one tenant are not another’s', async () => {
    const who = await fresh('BANK');
    const twenty = Array<string>(20).fill('100000');
    for (let at = 0; at < QUESTIONS / 20; at += 1) expect(await codeOf(who, twenty)).toBeNull();
    const { errors, extensions } = (await asking(who, twenty)) as Awaited<ReturnType<typeof asking>> & {
      extensions: { cost: { questions: object } };
    };
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'QUESTIONS_SPENT', limit: QUESTIONS, actual: 20 });
    expect(extensions.cost.questions).toMatchObject({ asked: 20 });
    expect(await codeOf(await fresh('BANK'), twenty)).toBeNull();
    // What is no question is not refused.
    expect((await running.ask(who, '{ headroom { withheld } }')).data).toEqual({
      headroom: { withheld: true },
    });
  });
});

describe('a check that is judged by a cap whose figure is withheld', () => {
  const CHECK = (name: string, type: string) =>
    `query ($input: ${type}!) { check { ${name}(input: $input) { allowed verdicts { code withheld } } } }`;
  const errorsOf = (answer: { errors?: readonly { extensions: Record<string, unknown> }[] }) =>
    answer.errors?.map(({ extensions: { code, field } }) => ({ code, field })) ?? [];

  test('a bank’s decision: for the referral’s own amount and for amounts in steps', async () => {
    const firm = await addFirm(running, city.region);
    const referralId = await referToDecision(running, city, firm.id, { amount: '1234567.89' }, TODAY);
    const check = async (amount: string) =>
      errorsOf(
        await running.ask(city.bank.user, CHECK('decideAsBank', 'DecideAsBankInput'), {
          input: { referralId, outcome: 'APPROVE', reason: '同意', terms: termsOf({ amount }) },
        }),
      );
    for (const amount of ['1234567.89', '1200000', '100000'])
      expect([amount, await check(amount)]).toEqual([amount, []]);
    for (const amount of ['1234567.88', '1199999.99', '1150000'])
      expect([amount, await check(amount)]).toEqual([
        amount,
        [{ code: 'BAD_USER_INPUT', field: 'input.terms.amount' }],
      ]);
  });

  test('a district’s referral: in steps for a firm that borrows through another region, else as it likes', async () => {
    const creditCode = makeCreditCode('150203', 'MA0R0001');
    const firm = await addFirm(running, city.region, '150203', { creditCode });
    const loanId = await approvedLoan(running, city, firm.id, { amount: '3000000.00' }, TODAY);
    await running.act(city.bank.user, 'signContracts', signing(loanId, '2025-03-31'), 'loan { id }');
    const other = await addRegion(running, city.pool, '150205');
    const copy = await addFirm(running, other, '150205', { creditCode });
    const check = async (who: User, enterpriseId: string, amount: string) =>
      errorsOf(
        await running.ask(who, CHECK('submitReferral', 'SubmitReferralInput'), {
          input: { enterpriseId, ...ASKED, amount },
        }),
      );
    expect(await check(other.user, copy.id, '7000000')).toEqual([]);
    expect(await check(other.user, copy.id, '7000000.01')).toEqual([
      { code: 'BAD_USER_INPUT', field: 'input.amount' },
    ]);
    expect(await check(city.region.user, firm.id, '7000000.01')).toEqual([]);
  });
});
