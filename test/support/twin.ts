import { parseDate, plusDays } from '../../src/domain/dates.ts';
import { type Aftermath, compensateAndRecover, deductTooEarly, lendAndCall } from './aftermath.ts';
import { askCheckpoint } from './checkpoints.ts';
import {
  ASKED,
  addBank,
  addFirm,
  addGuarantor,
  addRegion,
  approvedLoan,
  type City,
  firmsMade,
  joinBank,
  newCity,
  numberFirmsFrom,
  type Place,
  pay,
  referToDecision,
  signing,
} from './city.ts';
import { furnishDialogue } from './dialogue.ts';
import { startFurnished } from './furnished.ts';
import { peopleOf, type Running, type User } from './product.ts';
import { furnishSystems } from './twin-systems.ts';

/** Everything that one region, bank and guarantor have under way together, something in every state that matters. */
export interface Side {
  readonly region: Place;
  readonly bank: Place;
  readonly guarantor: Place;
  /** Lent in full; its loan is paid out. */
  readonly firm: string;
  readonly creditCode: string;
  readonly activeLoan: string;
  /** Its loans that were compensated. */
  readonly aftermath: Aftermath;
}

/** A city whose first side is the one it was founded with, and a second one that has nothing to do with it. */
export interface Twin {
  readonly city: City;
  readonly first: Side;
  readonly second: Side;
}

/** The day on which the twins of startTwins stand. */
export const TWINS_TODAY = '2025-03-10';

const FIRST_DIVISION = '150203';
const SECOND_DIVISION = '150204';
/** How long before the day the city was founded: past the days of grace of loans called at once. */
const SINCE_DAYS = 75;

export async function newTwin(running: Running, today: string): Promise<Twin> {
  const start = plusDays(parseDate(today), -SINCE_DAYS);
  const city = await newCity(running, start);
  const region = await addRegion(running, city.pool, SECOND_DIVISION);
  const bank = await addBank(running, city.pool, '丙银行');
  const guarantor = await addGuarantor(running, city.pool, '丁担保');
  const sides = [
    [city, FIRST_DIVISION],
    [{ region, bank, guarantor }, SECOND_DIVISION],
  ] as const;
  const [first, second] = sides;
  const lent = async ([partners, divisionCode]: (typeof sides)[number]) => {
    await pay(running, city, partners.region, '8000000.00', start);
    await joinBank(running, city, partners.bank, start);
    return lendAndCall(running, city, partners, divisionCode, start);
  };
  const [before, beside] = [await lent(first), await lent(second)];
  await running.act(city.office, 'advanceClock', { to: today }, 'pool { id }');
  const twin = {
    city,
    first: await furnish(running, city, first, before, today),
    second: await furnish(running, city, second, beside, today),
  };
  await oversee(running, twin, today);
  return twin;
}

/** What the office and the daily round add: an evaluation, a supplement asked for, a holiday notice, a refusal; and whom the tenants shut out. */
async function oversee(running: Running, { city, first, second }: Twin, today: string): Promise<void> {
  const evaluated = await running.act(
    city.office,
    'evaluateYear',
    {
      year: 2024,
      conclusion: '总体平稳',
      document: '自评',
      banks: [first, second].map(({ bank }) => ({
        bankId: bank.id,
        conclusion: '尚可',
        decision: 'CONTINUE',
      })),
    },
    'evaluation { id }',
  );
  await furnishSystems(running, city.office, 'OFFICE');
  const { status } = await askCheckpoint(running, city.office);
  if (status !== 200 && status !== 201) throw new Error(`no checkpoint was made: ${status}`);
  await done(running, { user: city.office }, 'openTakeOver', { takenOverOn: today, document: '期初' });
  await done(running, { user: city.office }, 'askSupplement', {
    ground: 'EVALUATION',
    evaluationId: evaluated.evaluation.id,
    amount: '1000000.00',
    decisionDocument: '市政府纪要',
    reason: '绩效评价',
  });
  for (const { region, bank, guarantor } of [first, second])
    for (const { user, id: tenantId } of [region, bank, guarantor]) {
      await done(running, { user }, 'disableUser', { tenantId, userId: '离职人员', reason: '离职' });
      await done(running, { user }, 'revokeToken', { tenantId, tokenId: '遗失令牌', reason: '遗失' });
    }
  await done(running, { user: city.office }, 'loadHolidayNotice', {
    year: 2027,
    notice: '放假通知',
    daysOff: [{ from: '2027-01-01', to: '2027-01-03' }],
    workingWeekends: [],
  });
  // Its principal has been compensated already.
  for (const { bank, aftermath } of [first, second]) {
    const again = { loanId: aftermath.inRecovery, deductedOn: today, document: '划扣' };
    const refused = await running.act(bank.user, 'deduct', again, 'compensation { id }');
    if (refused.done) throw new Error('the same principal was compensated twice');
  }
}

async function furnish(
  running: Running,
  city: City,
  [partners, divisionCode]: readonly [Pick<Side, 'region' | 'bank' | 'guarantor'>, string],
  aftermath: Aftermath,
  today: string,
): Promise<Side> {
  const { region, bank, guarantor } = partners;
  const place = { district: region, bank, guarantor };
  await compensateAndRecover(running, city, partners, aftermath, today);
  const firm = await addFirm(running, region, divisionCode);
  await lentTo(firm.id, '9000000.00');
  const second = await addFirm(running, region, divisionCode);
  const activeLoan = await lentTo(second.id, '7654321.09');

  async function lentTo(firmId: string, amount: string): Promise<string> {
    const loanId = await approvedLoan(running, city, firmId, { amount, ...place }, today);
    await done(running, bank, 'signContracts', signing(loanId, '2025-12-31'));
    await done(running, bank, 'disburse', { loanId, disbursedOn: today, document: '放款' });
    return loanId;
  }

  // One of each that waits for its next step.
  const waiting = async () => (await addFirm(running, region, divisionCode)).id;
  const asked = { ...ASKED, amount: '1000000.00' };
  await approvedLoan(running, city, await waiting(), { amount: '1000000.00', ...place }, today);
  const contracted = await approvedLoan(
    running,
    city,
    await waiting(),
    { amount: '1000000.00', ...place },
    today,
  );
  await done(running, bank, 'signContracts', signing(contracted, '2025-12-31'));
  const forWaiver = await referToDecision(
    running,
    city,
    await waiting(),
    { amount: '1000000.00', ...place },
    today,
  );
  await done(running, region, 'submitReferral', { enterpriseId: await waiting(), ...asked });
  const returned = await running.act(
    region.user,
    'submitReferral',
    { enterpriseId: await waiting(), ...asked },
    'referral { id }',
  );
  await done(running, { user: city.office }, 'returnReferral', {
    referralId: returned.referral.id,
    reason: '补充材料',
  });
  const enterprises = await running.ask(
    region.user,
    'query ($id: ID!) { enterprise(id: $id) { creditCode name } }',
    {
      id: firm.id,
    },
  );
  const { creditCode } = enterprises.data.enterprise;
  for (const { user } of [bank, guarantor])
    await done(running, { user }, 'proposeReferral', {
      ...asked,
      creditCode,
      enterpriseName: '荐举企业',
      divisionCode,
    });
  await done(running, region, 'askWaiver', {
    ruleCode: 'ART23_CONTINUITY',
    subjectKind: 'REFERRAL',
    subjectId: forWaiver,
    reason: '连续支持',
    newLimit: '4',
    validFrom: today,
    validTo: '2025-12-31',
  });
  await done(running, { user: city.office }, 'listDishonest', {
    enterpriseId: await waiting(),
    reason: '逾期',
    document: '名单',
  });
  for (const principal of ['2.00', '1.00'])
    await done(running, bank, 'recordRepayment', {
      loanId: activeLoan,
      paidOn: today,
      principal,
      interest: '0.00',
      document: '还款',
    });
  await done(running, bank, 'askTopUp', { amount: '500000.00', reason: '超过十倍' });
  await deductTooEarly(running, partners, activeLoan, today);
  await furnishSystems(running, region.user, 'DISTRICT');
  await furnishSystems(running, bank.user, 'BANK');
  await furnishSystems(running, guarantor.user, partners === city ? 'FUND_MANAGER' : 'GUARANTOR');
  await furnishDialogue(running, city.office, bank, activeLoan, today, plusDays(parseDate(today), -1));
  return { region, bank, guarantor, firm: firm.id, creditCode, activeLoan, aftermath };
}

async function done(
  running: Running,
  { user }: Pick<Place, 'user'>,
  name: string,
  input: object,
): Promise<void> {
  const answer = await running.act(user, name, input, '__typename');
  if (!answer.done) throw new Error(`${name}: ${JSON.stringify(answer.verdicts)}`);
}

interface Pair {
  readonly ours: Twin;
  readonly theirs: Twin;
}

/** Two twins on a product of their own, made once in a run of the tests. */
export async function startTwins(): Promise<Pair & { readonly running: Running }> {
  const { running, made } = await startFurnished({
    name: 'twins',
    furnish: async (on) => {
      const pair = { ours: await newTwin(on, TWINS_TODAY), theirs: await newTwin(on, TWINS_TODAY) };
      return { ...pair, firms: firmsMade() };
    },
  });
  numberFirmsFrom(made.firms);
  return { running, ours: reviveTwin(made.ours), theirs: reviveTwin(made.theirs) };
}

/** A twin that was kept as JSON, with the functions that were lost on the way. */
export function reviveTwin(kept: Twin): Twin {
  const { poolId, officeId } = kept.city.pool;
  const city = { ...kept.city, pool: peopleOf(poolId, officeId) };
  return { ...kept, city };
}

/** A draft of an edition with the values of the first, for the years after it. */
export async function successorDraft(running: Running, office: User, number = '2026') {
  const { data } = await running.ask(office, '{ editions { nodes { number parametersJson } } }');
  return {
    number,
    titleZh: '新办法',
    titleEn: 'Successor',
    document: '新办法',
    parameters: data.editions.nodes.find((edition: { number: string }) => edition.number !== number)
      .parametersJson,
    validFrom: '2026-05-01',
    validTo: '2031-04-30',
  };
}
