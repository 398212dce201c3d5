import { makeCreditCode } from '../../../src/domain/enterprise.ts';
import type { Hands, Prepared } from '../linear/rounds.ts';
import type { Person, Sender } from './client.ts';
import type { Serving } from './processes.ts';
import type { Random } from './random.ts';
import { daysAfter, type World, yuan } from './world.ts';

/** An act that has to be done; answers the thing. */
type Must = (
  by: Person | undefined,
  act: string,
  input: Readonly<Record<string, unknown>>,
  field: string,
  select?: string,
) => Promise<Readonly<Record<string, unknown>>>;

/** Takes a firm of its own to an approved loan. */
async function approved(world: World, must: Must, number: number, amount: bigint): Promise<Prepared> {
  const region = number % world.regions.length;
  const bank = number % world.banks.length;
  const [place, lender, guarantor] = [world.regions[region], world.banks[bank], world.guarantors[0]];
  if (!place || !lender || !guarantor) throw new Error('the city is not complete');
  const firm = await must(
    place.a,
    'registerEnterprise',
    {
      creditCode: makeCreditCode(place.divisionCode, `MA0L${String(number).padStart(4, '0')}`),
      name: `企业${number}`,
      divisionCode: place.divisionCode,
      industryCode: 'C33',
      employees: 60,
      revenue: '30000000.00',
      assets: '20000000.00',
      figuresYear: 2023,
    },
    'enterprise',
  );
  const asked = { amount: yuan(amount), termMonths: 3 };
  const { id: referralId } = await must(
    place.a,
    'submitReferral',
    { enterpriseId: firm.id, ...asked, purpose: 'PRODUCTION_TURNOVER', note: `周转${number}` },
    'referral',
  );
  await must(
    world.office.a,
    'recordSiteVisit',
    { referralId, visitedOn: world.today, note: '正常' },
    'referral',
  );
  const partners = { bankId: lender.id, guarantorId: guarantor.id };
  await must(world.office.a, 'recommend', { referralId, ...partners }, 'referral');
  for (const { a } of [lender, guarantor])
    await must(
      a,
      'fileDueDiligence',
      { referralId, opinion: 'SUPPORT', summary: '稳定', document: `报告${number}` },
      'referral',
    );
  const terms = { ...asked, basisPoints: 50, method: 'BULLET', instalments: [], fees: [], securities: [] };
  const yes = { referralId, outcome: 'APPROVE', reason: '同意' };
  await must(lender.a, 'decideAsBank', { ...yes, terms }, 'referral');
  const counterGuarantees = [{ kind: 'RECEIVABLES', description: '应收账款', value: yuan(amount) }];
  const { loan } = await must(
    guarantor.a,
    'decideAsGuarantor',
    { ...yes, counterGuarantees },
    'referral',
    'loan { id }',
  );
  return { id: (loan as { id: string }).id, region, bank, guarantor: 0, amount };
}

/** Loans that wait for their contracts, too many for the caps; and some that are ripe for a deduction. */
export async function prepare(
  world: World,
  sender: Sender,
  members: readonly Serving[],
  random: Random,
  { fresh, ripe, from = 0 }: { readonly fresh: number; readonly ripe: number; readonly from?: number },
): Promise<Hands> {
  const must: Must = async (by, act, input, field, select = 'id') => {
    if (!by) throw new Error(`nobody to ask for ${act}`);
    const end = await sender.wish({ by, act, input, field, select }, random);
    if (end.end !== 'DONE') throw new Error(`${act}: ${JSON.stringify(end)}`);
    return end.thing;
  };
  const loans: Prepared[] = [];
  for (let number = from + 1; number <= from + ripe; number++) {
    const loan = await approved(world, must, number, random.fen(1_500_000_00n, 2_400_000_00n));
    const by = world.banks[loan.bank]?.a;
    const signed = { loanId: loan.id, contractNumber: `借${number}`, guaranteeContractNumber: `保${number}` };
    await must(by, 'signContracts', { ...signed, lastDrawdownOn: world.today }, 'loan');
    await must(
      by,
      'disburse',
      { loanId: loan.id, disbursedOn: world.today, document: `放款${number}` },
      'loan',
    );
    const why = { acceleratedOn: world.today, reason: '违约', document: `提前到期${number}` };
    await must(by, 'accelerate', { loanId: loan.id, ...why }, 'loan');
    loans.push(loan);
  }
  const later = daysAfter(world.today, ripe > 0 ? 27 : 0);
  if (later > world.today) await must(world.office.a, 'advanceClock', { to: later }, 'pool');
  world.today = later;
  for (const { id: loanId, bank } of loans)
    for (const channel of ['TELEPHONE', 'ON_SITE'])
      await must(
        world.banks[bank]?.a,
        'recordCollectionAttempt',
        { loanId, attemptedOn: later, channel, findings: '未接听', document: `催收${channel}` },
        'aftercare',
      );
  for (let number = from + ripe + 1; number <= from + ripe + fresh; number++)
    loans.push(await approved(world, must, number, random.fen(3_000_000_00n, 9_000_000_00n)));
  const [region] = world.regions;
  const pledged = await must(
    region?.a,
    'pledge',
    {
      source: 'REGION',
      regionId: region?.id,
      amount: '50000000.00',
      payInBy: daysAfter(later, 300),
      document: `承诺-并发-${from}`,
    },
    'pledge',
  );
  return { world, sender, members, loans, atHand: loans, pledgeId: String(pledged.id) };
}

/** Hands the ripe loans over to clients that go on with them as with their own. */
export function handOver(world: World, loans: readonly Prepared[]): void {
  for (const loan of loans)
    world.loans.push({
      ...loan,
      state: 'ACTIVE',
      outstanding: loan.amount,
      maturesOn: world.today,
      isAccelerated: true,
      attempts: 2,
      compensated: 0n,
      recovered: 0n,
      paidByGuarantor: 0n,
    });
}
