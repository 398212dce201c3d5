import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verification } from '../../src/acts/verify.ts';
import { verifyDatabase } from '../../src/database/verify-run.ts';
import { instant } from '../../src/domain/dates.ts';
import { advance } from '../support/edges.ts';
import { planted } from '../support/plant.ts';
import { type Running, startProduct } from '../support/product.ts';
import { quiet } from '../support/quiet.ts';
import {
  collectBy,
  DAY_26,
  deduct,
  done,
  recover,
  type Troubled,
  troubledCity,
} from '../support/recovery.ts';

// `verify` after the loan: a short deposit, money taken in excess, a guarantor that pays, a region that replenishes, two
// recoveries and the reversal of one. The records give the same as what is kept, after each step; then faults are planted.

let running: Running;
let city: Troubled;

beforeAll(async () => {
  running = await startProduct();
  // Five million on deposit, two loans of ten million: the second deduction finds one million left.
  city = await troubledCity(running);
}, 120_000);
afterAll(() => running?.stop());

async function look(): Promise<Verification> {
  const [pool] = await verifyDatabase({
    databaseUrl: running.ownerUrl,
    databaseAppUrl: null,
    dataFolder: '.',
    poolId: null,
    now: instant(new Date('2025-06-29T04:00:00Z')),
    log: quiet,
  });
  if (!pool) throw new Error('no pool');
  return pool;
}

const whole = async () => expect((await look()).differences).toEqual([]);

test('every step from the first deduction to a reversal leaves the pool whole', async () => {
  await whole();
  const { bank, guarantor, region, office, office2 } = city;
  await collectBy(running, city, DAY_26);
  const { compensation } = await done(deduct(running, city, DAY_26));
  await whole();
  await running.act(
    bank.user,
    'giveDeductionNotice',
    { compensationId: compensation.id, document: '告知' },
    'done',
  );
  const loans = await running.ask(office, '{ loans { nodes { id } } }');
  const other: string = loans.data.loans.nodes.find(({ id }: { id: string }) => id !== city.loanId).id;
  const attempt = {
    loanId: other,
    attemptedOn: DAY_26,
    channel: 'LETTER',
    findings: '无力偿还',
    document: '催收-2',
  };
  for (const _ of [1, 2]) await running.act(bank.user, 'recordCollectionAttempt', attempt, 'done');
  await done(
    running.act(bank.user, 'deduct', { loanId: other, deductedOn: DAY_26, document: '划扣-2' }, 'done'),
  );
  await whole();
  await done(
    running.act(
      guarantor.user,
      'recordReplenishment',
      { regionId: region.id, amount: '1000000.00', valueDate: DAY_26, document: '补足-1' },
      'done',
    ),
  );
  await done(
    running.act(
      guarantor.user,
      'payGuarantorShare',
      { loanId: other, paidOn: DAY_26, amount: '4000000.00', document: '代偿款-1' },
      'done',
    ),
  );
  await whole();
  await advance(running, city, '2025-07-30');
  const costs = [{ kind: 'LITIGATION', amount: '100.01', note: '受理费' }];
  await done(recover(running, city, { gross: '2000000.03', costs }, '2025-07-30'));
  await whole();
  // What comes to the pool's own account is the fund manager's to record.
  const toCustody = { loanId: city.loanId, receivedOn: '2025-07-30', gross: '500000.00', costs: [] };
  await done(
    running.act(
      guarantor.user,
      'recordRecovery',
      { ...toCustody, destination: 'CUSTODY', document: '回款-2' },
      'done',
    ),
  );
  await whole();
  const entries = await running.ask(office, '{ ledgerEntries(first: 100) { nodes { id sequence kind } } }');
  const last = entries.data.ledgerEntries.nodes
    .filter(({ kind }: { kind: string }) => kind === 'RECOVERY')
    .sort((a: { sequence: number }, b: { sequence: number }) => b.sequence - a.sequence)[0];
  const { reversal } = await running.act(
    office,
    'askReversal',
    { entryId: last.id, reason: '重复登记' },
    'reversal { id }',
  );
  const decision = { reversalId: reversal.id, approve: true, valueDate: '2025-07-30', document: '冲销-1' };
  await running.act(office2, 'decideReversal', decision, 'done');
  await whole();
});

const COMPENSATION = "'cp_' || replace(id::text, '-', '') from compensation order by id limit 1";
const RECOVERY = "'rc_' || replace(id::text, '-', '') from recovery order by id limit 1";
const FIRST_LOAN = "number || ' ln_' || replace(id::text, '-', '') from loan where recovered > 0";

// What a fault is called, the table it is in, the change, and what is found: the code, and the row asked of the database.
// biome-ignore format: a table
test.each<[string, string, string, (readonly [string, string])[]]>([
  ['a compensation of another principal', 'compensation', 'update compensation set principal = principal + 1 where id = (select id from compensation order by id limit 1)',
    [['COMPENSATION_PARTS', COMPENSATION], ['LOAN_COMPENSATED', FIRST_LOAN], ['ROW_RECORD', '']]],
  ['a compensation of other money', 'compensation', 'update compensation set deducted = deducted - 1, taken = taken - 1 where id = (select id from compensation order by id limit 1)',
    [['COMPENSATION_ENTRY', COMPENSATION], ['LOAN_COMPENSATED', FIRST_LOAN], ['ROW_RECORD', '']]],
  ['a compensation of another region’s part', 'compensation', 'update compensation set region_part = region_part + 1 where id = (select id from compensation order by id limit 1)',
    [['COMPENSATION_ENTRY', COMPENSATION], ['ROW_RECORD', '']]],
  ['a compensation that is said to be reversed', 'compensation', "update compensation set reversed_on = '2025-07-30' where id = (select id from compensation order by id limit 1)",
    [['COMPENSATION_ENTRY', COMPENSATION], ['LOAN_COMPENSATED', FIRST_LOAN]]],
  ['a compensation removed', 'compensation', 'delete from compensation where id = (select id from compensation order by id limit 1)',
    [['COMPENSATION_ENTRY', "'entry#' || sequence from entry where kind = 'DEDUCTION' order by sequence limit 1"], ['LOAN_COMPENSATED', FIRST_LOAN], ['ROW_MISSING', '']]],
  ['a recovery with other parts', 'recovery', `update recovery set parts = jsonb_set(parts, '{0,amount}', '"1.00"') where id = (select id from recovery order by id limit 1)`,
    [['RECOVERY_PARTS', RECOVERY], ['ROW_RECORD', '']]],
  ['a recovery of other money', 'recovery', 'update recovery set returned = returned - 1 where id = (select id from recovery order by id limit 1)',
    [['RECOVERY_ENTRY', RECOVERY], ['LOAN_COMPENSATED', FIRST_LOAN], ['ROW_RECORD', '']]],
  ['a cost removed', 'recovery_cost', 'delete from recovery_cost', [['RECOVERY_PARTS', RECOVERY]]],
  ['a guarantor’s payment removed', 'guarantor_payment', 'delete from guarantor_payment',
    [['LOAN_COMPENSATED', "number || ' ln_' || replace(id::text, '-', '') from loan where guarantor_paid > 0"], ['ROW_MISSING', '']]],
  ['an instalment that is said not to be compensated', 'instalment', 'update instalment set unpaid = compensated, compensated = 0 where loan_id = (select id from loan where recovered > 0)',
    [['LOAN_COMPENSATED', FIRST_LOAN], ['LOAN_NEXT_DUE', FIRST_LOAN]]],
  ['a region that has replenished more', 'region_standing', 'update region_standing set replenished = replenished + 1',
    [['REGION_STANDING', "'rg_' || replace(region_id::text, '-', '') from region_standing"]]],
  ['a duty to give notice removed', 'obligation', "delete from obligation where kind = 'DEDUCTION_NOTICE' and subject_id = (select id from compensation order by id limit 1)",
    [['OBLIGATION_MISSING', "'DEDUCTION_NOTICE cp_' || replace(id::text, '-', '') from compensation order by id limit 1"], ['ROW_MISSING', ''], ['ROW_MISSING', '']]],
  ['a wrong sum of what was recovered', 'exposure', "update exposure set recovered = recovered + 1 where scope = 'BANK'",
    [['EXPOSURE', "'BANK ' || scope_id from exposure where scope = 'BANK'"]]],
  ['a breaker that is said to be open', 'breaker', 'update breaker set tripped = not tripped', [['BREAKER', "'breaker POOL'"]]],
])('%s is found and named', async (_what, table, change, found) => {
  const expected: string[] = [];
  for (const [code, row] of found) {
    const [named] = row ? await running.owner(`select ${row}`) : [];
    expected.push(`${code} ${named ? Object.values(named)[0] : ''}`);
  }
  const { differences } = await planted(running.owner, [table], change, look);
  // The rows of the audit trail name themselves by ids that no table can be asked for.
  const named = differences.map(({ code, row }) => `${code} ${code.startsWith('ROW_') ? '' : row}`);
  expect(named.sort()).toEqual(expected.sort());
});

test('and afterwards the pool is whole again', whole);
