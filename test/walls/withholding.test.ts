import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCreditCode } from '../../src/domain/enterprise.ts';
import {
  ASKED,
  addBank,
  addFirm,
  addGuarantor,
  addRegion,
  approvedLoan,
  joinBank,
  newCity,
  pay,
  signing,
  signUp,
} from '../support/city.ts';
import { type Running, startProduct, uuidOf } from '../support/product.ts';

// Figures that run across tenants stay with those whose they are; and what a change of partners leaves behind.

let running: Running;
const TODAY = '2025-03-10';
beforeAll(async () => {
  running = await startProduct();
});
afterAll(() => running?.stop());

test('a district that registers a firm of another region’s learns nothing of its loans there', async () => {
  const city = await newCity(running, TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  const creditCode = makeCreditCode('150203', 'MA0W0001');
  const firm = await addFirm(running, city.region, '150203', { creditCode });
  const loanId = await approvedLoan(running, city, firm.id, { amount: '3000000.00' }, TODAY);
  await running.act(city.bank.user, 'signContracts', signing(loanId, '2025-03-31'), 'loan { id }');
  const other = await addRegion(running, city.pool, '150204');
  const copy = await addFirm(running, other, '150204', { creditCode });
  const seen = await running.ask(
    other.user,
    'query ($id: ID!, $i: SubmitReferralInput!) { enterprise(id: $id) { exposure { committed outstanding } headroom { limits { used } } loans { totalCount } } check { submitReferral(input: $i) { allowed verdicts { code limit actual message { zh en } } } } }',
    { id: copy.id, i: { enterpriseId: copy.id, ...ASKED, amount: '8000000.00' } },
  );
  expect(seen.errors).toBeUndefined();
  expect(JSON.stringify(seen.data)).not.toMatch(/3000000|3,000,000|11000000|11,000,000/);
  expect(seen.data.check.submitReferral.allowed).toBe(false);
  // Its own district, all of whose loans they are, reads the figure.
  const own = await running.ask(
    city.region.user,
    'query ($i: SubmitReferralInput!) { check { submitReferral(input: $i) { verdicts { code actual } } } }',
    { i: { enterpriseId: firm.id, ...ASKED, amount: '8000000.00' } },
  );
  expect(own.data.check.submitReferral.verdicts).toContainEqual({
    code: 'ART22_FIRM_CAP',
    actual: '11000000.00',
  });
});

test('the fund manager sees money, and not how much others lend', async () => {
  const city = await newCity(running, TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  await joinBank(running, city, city.bank, TODAY);
  const elsewhere = await addGuarantor(running, city.pool, '另一担保');
  const firm = await addFirm(running, city.region);
  const loanId = await approvedLoan(
    running,
    city,
    firm.id,
    { amount: '7000000.00', guarantor: elsewhere },
    TODAY,
  );
  await running.act(city.bank.user, 'signContracts', signing(loanId, '2025-03-31'), 'loan { id }');
  const seen = await running.ask(
    city.guarantor.user,
    'query ($r: ID!, $b: ID!) { headroom(input: { region: $r, bank: $b }) { amount limits { used limit } } banks { nodes { exposure { committed } standing { deposit mayAskTopUp { verdict { actual message { en } } } } } } }',
    { r: city.region.id, b: city.bank.id },
  );
  expect(seen.errors).toBeUndefined();
  expect(JSON.stringify(seen.data)).not.toMatch(/7000000|7,000,000|73000000|193000000/);
  expect(seen.data.banks.nodes[0].standing.deposit).toBe('1000000.00');
});

test('a new fund manager takes over the deposits that the former one still owed', async () => {
  const city = await newCity(running, TODAY);
  await signUp(running, city, city.bank, TODAY);
  const next = await addGuarantor(running, city.pool, '继任担保');
  await running.act(city.office, 'advanceClock', { to: '2025-03-11' }, 'pool { id }');
  await running.act(
    city.office,
    'appointFundManager',
    { guarantorId: next.id, appointedOn: '2025-03-11', document: '委托-2' },
    'guarantor { id }',
  );
  const duties = await running.owner('select debtor_id from obligation where kind = $1 and pool_id = $2', [
    'FIRST_DEPOSIT',
    city.pool.poolId,
  ]);
  expect(duties).toEqual([{ debtor_id: uuidOf(next.id) }]);
});

test('a bank whose agreement has run out takes no new business', async () => {
  const city = await newCity(running, TODAY);
  await pay(running, city, city.region, '8000000.00', TODAY);
  const brief = await addBank(running, city.pool, '短约银行');
  await signUp(running, city, brief, TODAY, '2025-03-11');
  const firm = await addFirm(running, city.region);
  const loanId = await approvedLoan(running, city, firm.id, { amount: '1000000.00', bank: brief }, TODAY);
  await running.act(city.office, 'advanceClock', { to: '2025-03-12' }, 'pool { id }');
  const late = await running.act(brief.user, 'signContracts', signing(loanId, '2025-03-31'), 'loan { id }');
  expect(
    late.verdicts
      .filter((v: { outcome: string }) => v.outcome === 'REFUSED')
      .map((v: { code: string }) => v.code),
  ).toEqual(['ART18_LEAVING']);
});
