import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ASKED, addFirm, pay, signing, termsOf } from '../support/city.ts';
import { failed, fingerprint, fundedCity, type Judged } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// A check says what the act would say, and changes nothing, over HTTP.

let running: Running;
const TODAY = '2025-03-10';

beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

const request = (enterpriseId: string, changes: object = {}) => ({
  enterpriseId,
  ...ASKED,
  amount: '1000000.00',
  ...changes,
});
const FULL = 'code outcome limit actual message { zh en }';

/** Checks an act, sees that nothing at all has changed, does it, and sees that it is answered alike. */
async function checkedAct(user: User, name: string, input: object, select: string) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const before = await fingerprint(running);
  const checked = await running.ask(
    user,
    `query ($i: ${type}!) { check { ${name}(input: $i) { allowed verdicts { ${FULL} } } } }`,
    { i: input },
  );
  expect(checked.errors).toBeUndefined();
  expect(await fingerprint(running)).toEqual(before);
  const done: Judged & { verdicts: object[] } = await running.act(user, name, input, select);
  const { allowed, verdicts } = checked.data.check[name];
  expect(allowed).toBe(done.done);
  expect(verdicts).toEqual(
    done.verdicts.map((verdict: Record<string, unknown>) => {
      const { article: _, ...rest } = verdict;
      return rest;
    }),
  );
  // A refusal leaves a note of itself, apart from everything else, and no other trace.
  if (!done.done) {
    const { refusal, ...after } = await fingerprint(running);
    expect(after).toEqual(
      Object.fromEntries(Object.entries(before).filter(([table]) => table !== 'refusal')),
    );
    expect(refusal).not.toBe(before.refusal);
  }
  return done;
}

describe('试审 checks', () => {
  test('all that fails is reported at once, in the order of the articles; a refused act and a check change no row', async () => {
    const city = await fundedCity(running, TODAY);
    const large = { employees: 2600, revenue: '980000000.00' };
    const firm = await addFirm(running, city.region, '150203', large);
    const list = { enterpriseId: firm.id, reason: '逃债', document: '认定' };
    await running.act(city.office, 'listDishonest', list, 'done');
    const input = request(firm.id, { purpose: 'REAL_ESTATE', amount: '10000000.01', termMonths: 37 });
    expect(failed(await checkedAct(city.region.user, 'submitReferral', input, 'done'))).toEqual([
      'ART04_SIZE',
      'ART05_PURPOSE',
      'ART22_FIRM_CAP',
      'ART22_TERM_USUAL',
      'ART22_TERM_MAX',
      'ART23_CONTINUITY',
      'ART36_NOT_LISTED',
    ]);
  });

  test('from pledge to repayment, every check says what the act then says', async () => {
    const city = await fundedCity(running, TODAY);
    const { bank, guarantor, region, office } = city;
    const short = {
      source: 'REGION',
      regionId: region.id,
      amount: '1.00',
      payInBy: '2027-03-11',
      document: '诺',
    };
    await checkedAct(region.user, 'pledge', short, 'done');
    const pledge = { ...short, payInBy: '2027-03-10' };
    await checkedAct(region.user, 'pledge', pledge, 'done');
    await pay(running, city, 'CITY', '1000000.00', TODAY);
    const firm = await addFirm(running, region);
    const referred = await checkedAct(region.user, 'submitReferral', request(firm.id), 'referral { id }');
    const { id: referralId } = (referred as unknown as { referral: { id: string } }).referral;
    const partners = { referralId, bankId: bank.id, guarantorId: guarantor.id };
    await checkedAct(office, 'recommend', partners, 'done');
    const visit = { referralId, visitedOn: TODAY, note: '正常' };
    await running.act(office, 'recordSiteVisit', visit, 'done');
    await checkedAct(office, 'recommend', partners, 'done');
    const report = { referralId, opinion: 'SUPPORT', summary: '良好', document: '报告' };
    await checkedAct(bank.user, 'fileDueDiligence', report, 'done');
    const terms = termsOf({ amount: '1000000.00' });
    const approval = { referralId, outcome: 'APPROVE', reason: '同意', terms };
    await checkedAct(bank.user, 'decideAsBank', approval, 'done');
    await checkedAct(guarantor.user, 'fileDueDiligence', report, 'done');
    await checkedAct(bank.user, 'decideAsBank', approval, 'done');
    const guarantee = { referralId, outcome: 'APPROVE', reason: '同意', counterGuarantees: [] as object[] };
    await checkedAct(guarantor.user, 'decideAsGuarantor', guarantee, 'done');
    guarantee.counterGuarantees.push({ kind: 'SURETY', description: '保证' });
    const decided = await checkedAct(
      guarantor.user,
      'decideAsGuarantor',
      guarantee,
      'referral { loan { id } }',
    );
    const { id: loanId } = (decided as unknown as { referral: { loan: { id: string } } }).referral.loan;
    await checkedAct(bank.user, 'askTopUp', { amount: '1.00', reason: '业务' }, 'done');
    await checkedAct(bank.user, 'signContracts', signing(loanId, '2025-03-31'), 'done');
    await checkedAct(bank.user, 'disburse', { loanId, disbursedOn: TODAY, document: '放款' }, 'done');
    const repayment = { loanId, paidOn: TODAY, principal: '1000000.01', interest: '0.00', document: '还款' };
    await checkedAct(bank.user, 'recordRepayment', repayment, 'done');
    await checkedAct(bank.user, 'recordRepayment', { ...repayment, principal: '1000000.00' }, 'done');
  });
});
