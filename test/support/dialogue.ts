import { verifyDatabase } from '../../src/database/verify-run.ts';
import { instant } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Running, User } from './product.ts';
import { quiet } from './quiet.ts';
import { done } from './recovery.ts';

// The dialogue about a record that may be wrong, over HTTP.

export const CORRECTION = `correction { id state version endedOn log { number state text author { nameZh } }
  reversal { id } excessReversal { id } result { __typename id } about { id } recorded { amount principal } proposed { amount principal } }`;

export interface Dialogue {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers
  readonly [field: string]: any;
}

export async function askFor(running: Running, by: User, input: object): Promise<Dialogue> {
  return (await done(running.act(by, 'askCorrection', { reason: '录入有误', ...input }, CORRECTION)))
    .correction;
}

type Step = 'accept' | 'explain' | 'insist' | 'withdraw' | 'settle';

export const answerInput = ({ id, version }: Dialogue, step: Step) => ({
  correctionId: id,
  version,
  text: '已核对',
  ...(step === 'accept' ? { document: '冲-1' } : {}),
});

export async function step(running: Running, by: User, to: Step, dialogue: Dialogue): Promise<Dialogue> {
  const answer = await done(running.act(by, `${to}Correction`, answerInput(dialogue, to), CORRECTION));
  return answer.correction;
}

/** What `npm run verify` finds in a pool; nothing where it is whole. */
export async function verified(running: Running, poolId: string): Promise<unknown> {
  const [found] = await verifyDatabase({
    databaseUrl: running.ownerUrl,
    databaseAppUrl: null,
    dataFolder: '.',
    poolId,
    now: instant(new Date()),
    log: quiet,
  });
  if (!found) throw new Error('no pool');
  return found.differences;
}

/** Something of everything for one side: a statement with a match and an explanation of each kind, and a correction asked for. */
export async function furnishDialogue(
  running: Running,
  office: User,
  bank: { readonly id: string; readonly user: User },
  loanId: string,
  day: string,
  dayBefore: string,
): Promise<void> {
  const { user } = bank;
  const { data } = await running.ask(
    user,
    `query ($bank: ID!, $loan: ID!, $asOf: Date!) { bank(id: $bank) { standing { deposit(asOf: $asOf) } }
      loan(id: $loan) { repayments { id } } }`,
    { bank: bank.id, loan: loanId, asOf: dayBefore },
  );
  const opening: string = data.bank.standing.deposit;
  const line = (amount: string) => ({ bookedOn: day, amount, text: '对账摘要', reference: '流水' });
  const { statement } = await done(
    running.act(
      user,
      'uploadStatement',
      {
        periodFrom: day,
        periodTo: day,
        opening,
        closing: Yuan.parse(opening).plus(Yuan.parse('0.07')).toString(),
        document: '对账单',
        lines: ['0.07', '0.08', '-0.08'].map(line),
      },
      'statement { id unmatchedLines { id } missingEntries { entryId } }',
    ),
  );
  const [first, ...cancelling] = statement.unmatchedLines.map(({ id }: { id: string }) => id);
  const about = { statementId: statement.id };
  await done(running.act(user, 'matchLines', { ...about, lineIds: cancelling, entryIds: [] }, '__typename'));
  const entryIds = statement.missingEntries.map(({ entryId }: { entryId: string }) => entryId);
  for (const chosen of [
    { lineIds: [first], entryIds: [] },
    { lineIds: [], entryIds },
  ])
    await done(running.act(user, 'explainDifference', { ...about, ...chosen, reason: '在途' }, '__typename'));
  await askFor(running, office, { repaymentId: data.loan.repayments.at(-1).id });
}
