import { askTopUp, decideTopUp, placeTopUp } from '../acts/deposit.ts';
import { evaluateYear } from '../acts/evaluation.ts';
import { leaveBank, returnDeposit } from '../acts/leaving.ts';
import { Yuan } from '../domain/money.ts';
import type { CooperationDecision, Id } from '../domain/words.ts';
import { tenantIdAt } from './cast.ts';
import { bank, fundManager, office } from './story.ts';
import type { Teller } from './teller.ts';

// What the office sees to: deposits that have become too small, a bank that leaves, the evaluation of a year.

/** The bank that joins with the first, lends once, and leaves. */
export const LEAVING_BANK = 8;
const EVALUATED = { step: 29, year: 2024 } as const;
const BANKS_OF_THE_YEAR = 7;

const bankId = (at: number) => tenantIdAt.bank(at) as Id<'bank'>;

/** In half months from the start: what happens at a step. */
const STEPS: Readonly<Record<number, (teller: Teller) => Promise<unknown>>> = {
  25: (teller) =>
    teller.does(office.decides, leaveBank, {
      bankId: bankId(LEAVING_BANK),
      leavingOn: teller.date,
      reason: '该行调整业务布局，双方协商一致不再合作。',
      document: '终止合作函2025-1',
    }),
  27: (teller) =>
    teller.does(fundManager.enters, returnDeposit, {
      bankId: bankId(LEAVING_BANK),
      valueDate: teller.date,
      document: `退回${teller.acts}`,
    }),
  [EVALUATED.step]: (teller) =>
    teller.does(office.decides, evaluateYear, {
      year: EVALUATED.year,
      conclusion: '资金池运行安全，年内未发生代偿，放款效率有所提高。',
      document: '绩效自评2024',
      banks: [...Array.from({ length: BANKS_OF_THE_YEAR }, (_, at) => at), LEAVING_BANK].map(judged),
    }),
  32: raiseDeposits,
};

function judged(at: number): { bankId: Id<'bank'>; conclusion: string; decision: CooperationDecision } {
  if (at === LEAVING_BANK)
    return { bankId: bankId(at), conclusion: '业务量小，已协商退出。', decision: 'END' };
  if (at === BANKS_OF_THE_YEAR - 1)
    return {
      bankId: bankId(at),
      conclusion: '年中加入，放款进度偏慢，限期改进。',
      decision: 'CONTINUE_WITH_CONDITIONS',
    };
  return { bankId: bankId(at), conclusion: '放款及时，报备完整。', decision: 'CONTINUE' };
}

/** Three banks that lend most have their deposits raised. */
async function raiseDeposits(teller: Teller): Promise<void> {
  for (const [at, amount] of [
    [0, '1000000.00'],
    [1, '4000000.00'],
    [4, '4000000.00'],
  ] as const) {
    const asked = { amount: Yuan.parse(amount), reason: '贷款余额已超过风险补偿金的十倍。' };
    const { id } = await teller.does(bank(at).enters, askTopUp, asked);
    const topUpId = id as Id<'topUp'>;
    await teller.does(office.decides, decideTopUp, { topUpId, approved: asked.amount, note: '同意补充。' });
    await teller.does(fundManager.enters, placeTopUp, {
      topUpId,
      amount: asked.amount,
      valueDate: teller.date,
      document: `补存${teller.acts}`,
    });
  }
}

export async function oversee(teller: Teller, step: number): Promise<void> {
  await STEPS[step]?.(teller);
}
