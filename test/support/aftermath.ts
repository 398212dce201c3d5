import { addFirm, approvedLoan, type City, type Place, signing } from './city.ts';
import type { Running, User } from './product.ts';

// What comes after the loan, through the acts: a loan in recovery with something of every kind on it, and a closed one.

export interface Partners {
  readonly region: Place;
  readonly bank: Place;
  readonly guarantor: Place;
}

export interface Aftermath {
  /** Compensated and in recovery: 100,000.03 of principal, of which 1,000.00 was recovered. */
  readonly inRecovery: string;
  /** Compensated and closed: 2,000,000.00 of principal, nothing recovered; two of them make the breaker warn. */
  readonly closed: string;
}

/** Does an act and answers it; fails on a refusal. */
export async function done(running: Running, user: User, name: string, input: object, select = '__typename') {
  const answer = await running.act(user, name, input, select);
  if (!answer.done) throw new Error(`${name}: ${JSON.stringify(answer.verdicts)}`);
  return answer;
}

/** Lends two loans on a day and calls them at once: on day 26 after it they may be deducted for. */
export async function lendAndCall(
  running: Running,
  city: City,
  { region, bank, guarantor }: Partners,
  divisionCode: string,
  day: string,
): Promise<Aftermath> {
  const call = async (amount: string): Promise<string> => {
    const firm = await addFirm(running, region, divisionCode);
    const wanted = { amount, district: region, bank, guarantor };
    const loanId = await approvedLoan(running, city, firm.id, wanted, day);
    await done(running, bank.user, 'signContracts', signing(loanId, '2025-12-31'));
    await done(running, bank.user, 'disburse', { loanId, disbursedOn: day, document: '放款' });
    await done(running, bank.user, 'accelerate', {
      loanId,
      acceleratedOn: day,
      reason: '违约',
      document: '催收函',
    });
    return loanId;
  };
  return { inRecovery: await call('100000.03'), closed: await call('2000000.00') };
}

/** Takes the two loans to compensation, one of them on into recovery, the other to its end. */
export async function compensateAndRecover(
  running: Running,
  city: City,
  { bank, guarantor }: Partners,
  { inRecovery, closed }: Aftermath,
  today: string,
): Promise<void> {
  const said = { findings: '经营困难', measures: '压缩额度', document: '记录' };
  for (const loanId of [inRecovery, closed]) {
    await done(running, guarantor.user, 'recordVisit', { loanId, visitedOn: today, ...said });
    await done(running, bank.user, 'warnOfRisk', { loanId, warnedOn: today, ...said });
    await done(running, bank.user, 'planOverdueMeasures', { loanId, plannedOn: today, ...said });
    for (const channel of ['TELEPHONE', 'ON_SITE'])
      await done(running, bank.user, 'recordCollectionAttempt', {
        loanId,
        attemptedOn: today,
        channel,
        findings: '无力偿还',
        document: '催收',
      });
    const { compensation } = await done(
      running,
      bank.user,
      'deduct',
      { loanId, deductedOn: today, document: '划扣' },
      'compensation { id }',
    );
    if (loanId === closed) continue;
    await done(running, bank.user, 'giveDeductionNotice', {
      compensationId: compensation.id,
      document: '告知',
    });
  }
  const loanId = inRecovery;
  const dated = { loanId, document: '文件' };
  await done(running, guarantor.user, 'payGuarantorShare', { ...dated, paidOn: today, amount: '10000.00' });
  const { legalAction } = await done(
    running,
    bank.user,
    'openLegalAction',
    { ...dated, court: '人民法院', caseNumber: null, filedOn: today, note: '起诉' },
    'legalAction { id version }',
  );
  await done(running, bank.user, 'advanceLegalAction', {
    legalActionId: legalAction.id,
    stage: 'ACCEPTED',
    reachedOn: today,
    caseNumber: '民初1号',
    note: '立案',
    document: '受理通知',
    version: legalAction.version,
  });
  await done(running, bank.user, 'recordRecovery', {
    ...dated,
    receivedOn: today,
    gross: '1200.00',
    costs: [
      { kind: 'LITIGATION', amount: '150.00', note: '诉讼费' },
      { kind: 'AGENCY', amount: '50.00', note: '律师费' },
    ],
    destination: 'DEPOSIT',
  });
  for (const { user } of [bank, guarantor])
    await done(running, user, 'reportRecovery', { ...dated, reportedOn: today, summary: '正在执行' });
  await done(running, city.office, 'concludeRecovery', {
    loanId: closed,
    reason: '无可供执行财产',
    document: '核结',
  });
}

/** A bank takes money early for a loan that runs, and puts a part of it back. */
export async function deductTooEarly(
  running: Running,
  { bank }: Pick<Partners, 'bank'>,
  loanId: string,
  today: string,
): Promise<void> {
  await done(running, bank.user, 'reportDeduction', {
    loanId,
    deductedOn: today,
    amount: '3.00',
    document: '划扣',
  });
  await done(running, bank.user, 'returnExcess', {
    bankId: bank.id,
    amount: '1.00',
    valueDate: today,
    document: '退回',
  });
}
