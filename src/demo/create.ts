import { placeFirstDeposit } from '../acts/deposit.ts';
import { registerEnterprise } from '../acts/enterprise.ts';
import { advanceClock, draftEdition, enactEdition, foundPool } from '../acts/governance.ts';
import {
  appointFundManager,
  registerBank,
  registerGuarantor,
  registerRegion,
  signAgreement,
} from '../acts/partners.ts';
import { creditInterest, pledge, recordContribution } from '../acts/pool.ts';
import type { Ports } from '../acts/ports.ts';
import { askReversal, decideReversal } from '../acts/reversal.ts';
import { type BusinessDate, daysBetween, parseDate, plusDays, plusMonths } from '../domain/dates.ts';
import { BAOTOU } from '../domain/divisions.data.ts';
import { LPR_QUOTES } from '../domain/lpr.data.ts';
import { Yuan } from '../domain/money.ts';
import type { Id, Source } from '../domain/words.ts';
import { writeEditionValues } from '../regulation/edition-json.ts';
import { BAOTOU_2021 } from '../regulation/editions/baotou-2021.ts';
import { BANKS, GUARANTORS, POOL, REGION_NAMES, REGION_PLANS, tenantIdAt } from './cast.ts';
import { endOfTheStory } from './ending.ts';
import { type Firm, firmsOfTheCity, firmsThatCannotBeReferred } from './firms.ts';
import { LEAVING_BANK, oversee } from './oversight.ts';
import { loansOn, SEVENTH_BANK_JOINS } from './plans.ts';
import {
  collect,
  district,
  fundManager,
  type KnownFirm,
  lent,
  notice,
  office,
  type RunningLoan,
  remind,
  visit,
} from './story.ts';
import { Teller } from './teller.ts';
import { firmsInTrouble, isMissed, TROUBLE_DAYS, Troubles } from './trouble.ts';

// Two years of business under the 2021 edition, told act by act.

const START = parseDate('2024-01-02');
const END = parseDate('2026-03-31');
/** The step, in half months from the start, at which the city and the autonomous region pay their second part. */
const SECOND_HALF_OF_THE_CITY = 10;

/** Step from which reminders are told; those of earlier loans ended with their repayment. */
const REMINDERS_FROM = 40;

/** Loans lent since then are visited; earlier ones have ended before the story does. */
const VISITED_SINCE = parseDate('2025-03-01');
const VISITS_FROM = 32;

interface Log {
  info(fields: object, message: string): void;
}

/** The days of business: the 2nd and the 16th of each month, and the last day. */
function businessDays(): BusinessDate[] {
  const all: BusinessDate[] = [];
  for (let month = START; month < END; month = plusMonths(month, 1)) all.push(month, plusDays(month, 14));
  return [...all.filter((day) => day < END), END];
}

/** Moves the sandbox to a day; what the days between have brought about is swept. */
async function turnTo(teller: Teller, day: BusinessDate): Promise<void> {
  await teller.does(office.enters, advanceClock, { to: day, days: null });
  teller.turnTo(day);
  await teller.sweep(office.enters);
}

/** Makes the demo pool, or goes on with one that was cut off. */
export async function createDemo(ports: Ports, log: Log): Promise<void> {
  const teller = new Teller(ports, START);
  await found(teller);
  const firms = await registerFirms(teller);
  const loans: RunningLoan[] = [];
  const pledges: Pledges = new Map();
  const troubles = new Troubles();
  const business = businessDays();
  for (const day of [...new Set([...business, ...TROUBLE_DAYS])].sort()) {
    if (day > START) await turnTo(teller, day);
    const step = business.indexOf(day);
    if (step >= 0) await doBusiness(teller, step, { firms, loans, pledges });
    await troubles.on(teller, loans);
  }
  await endOfTheStory(teller, firms, loans);
  log.info({ acts: teller.acts, loans: loans.length, firms: firms.length }, 'the demo pool is made');
}

interface Business {
  readonly firms: readonly KnownFirm[];
  readonly loans: RunningLoan[];
  readonly pledges: Pledges;
}

/** A day of business: money, notices, reminders, visits, repayments, new loans, and what partners and office do. */
async function doBusiness(teller: Teller, step: number, { firms, loans, pledges }: Business): Promise<void> {
  const day = teller.date;
  await partnersAndMoney(teller, step, pledges);
  const late = step % 2 === 0 && day !== END ? loans.filter((loan) => loan.noticeOpen) : [];
  await Promise.all(late.map((loan) => notice(teller, loan)));
  if (step >= REMINDERS_FROM)
    for (const [at, loan] of loans.entries())
      if (isAboutToMature(loan, day)) await remind(teller, loan, at % 8 !== 3);
  await Promise.all(loans.filter((loan) => !isMissed(loan)).map((loan) => collect(teller, loan)));
  if (step >= VISITS_FROM)
    for (const [at, loan] of loans.entries()) if (isToBeVisited(loan, day, at)) await visit(teller, loan);
  const troubled = firmsInTrouble(loans);
  const plans = (await loansOn(teller, step, firms)).filter(({ firm }) => !troubled.has(firm.id));
  const made = await lent(teller, plans);
  const inTime = step < 52 ? made.filter((_, at) => (loans.length + at) % 9 !== 4) : [];
  await Promise.all(inTime.map((loan) => notice(teller, loan)));
  loans.push(...made);
  await oversee(teller, step);
}

/** The last month of an interval of visits, for loans that are young enough to be still running; some are forgotten. */
function isToBeVisited({ lentOn, dues }: RunningLoan, day: BusinessDate, at: number): boolean {
  const age = daysBetween(lentOn, day) % BAOTOU_2021.values.visitIntervalDays;
  return lentOn >= VISITED_SINCE && dues.length > 0 && age >= 60 && age < 76 && at % 9 !== 4;
}

/** The last payment falls due 60 to 75 days from now: the half month in which the reminder is sent (Art. 31). */
function isAboutToMature(loan: RunningLoan, day: BusinessDate): boolean {
  const last = loan.dues.at(-1);
  return last !== undefined && last.on >= plusDays(day, 60) && last.on < plusDays(day, 76);
}

async function found(teller: Teller): Promise<void> {
  const isFounded = await teller.ports.transaction(
    office.decides,
    async (store) => (await store.see('pool', {})) !== null,
  );
  if (!isFounded)
    await foundPool(teller.ports, office.decides, {
      ...POOL,
      cityCode: BAOTOU.code,
      cityZh: BAOTOU.zh,
      cityEn: BAOTOU.en,
      sandboxDate: START,
      lprQuotes: LPR_QUOTES,
    });
  for (const [at, { divisionCode, hardship }] of REGION_PLANS.entries()) {
    const names = REGION_NAMES.get(divisionCode);
    if (!names) throw new Error(`no division ${divisionCode}`);
    const { id } = await teller.does(office.enters, registerRegion, {
      nameZh: names.zh,
      nameEn: names.en,
      divisionCode,
      hardship,
    });
    if (id !== tenantIdAt.region(at)) throw new Error('the ids of the cast have moved');
  }
  for (const names of BANKS) await teller.does(office.enters, registerBank, names);
  for (const [at, names] of GUARANTORS.entries()) {
    const { id } = await teller.does(office.enters, registerGuarantor, names);
    if (id !== tenantIdAt.guarantor(at)) throw new Error('the ids of the cast have moved');
  }
  const guarantorId = tenantIdAt.guarantor(0) as Id<'guarantor'>;
  await teller.does(office.decides, appointFundManager, {
    guarantorId,
    appointedOn: START,
    document: '委托协议2024-1',
  });
  const { number, titleZh, titleEn, validFrom, validTo, values } = BAOTOU_2021;
  const drafted = await teller.does(office.enters, draftEdition, {
    number,
    titleZh,
    titleEn,
    document: '包府办发〔2021〕49号',
    validFrom,
    validTo,
    parameters: writeEditionValues(values),
  });
  await teller.does(office.decides, enactEdition, { editionId: drafted.id as Id<'edition'>, version: 1 });
}

async function registerFirms(teller: Teller): Promise<KnownFirm[]> {
  const regionAt = new Map(REGION_PLANS.map(({ divisionCode }, at) => [divisionCode, at]));
  const register = async ({ registeredBy, ...firm }: Firm): Promise<KnownFirm> => {
    const at = regionAt.get(registeredBy) ?? 0;
    const { id } = await teller.does(district(at).enters, registerEnterprise, firm);
    return { id: id as Id<'enterprise'>, regionAt: at, revenue: firm.revenue };
  };
  const known: KnownFirm[] = [];
  const firms = firmsOfTheCity(2023);
  // A handful at once: they have nothing to do with one another.
  for (let at = 0; at < firms.length; at += 6)
    known.push(...(await Promise.all(firms.slice(at, at + 6).map(register))));
  for (const firm of firmsThatCannotBeReferred(2023)) await register(firm);
  return known;
}

/** What has been promised, by the place of the region among the regions; then the autonomous region, and the city. */
type Pledges = Map<number, Id<'pledge'>>;

/** Pledges and contributions, agreements and deposits, interest; and one entry that was wrong and is reversed. */
async function partnersAndMoney(teller: Teller, step: number, pledges: Pledges): Promise<void> {
  for (const [at, plan] of REGION_PLANS.entries())
    for (const [part, { amount, after }] of plan.parts.entries()) {
      if (step === 0 && part === 0) pledges.set(at, await makePledge(teller, 'REGION', at, plan.pledged));
      if (step === after) await contribute(teller, pledges.get(at), amount);
    }
  for (const [at, source] of (['AUTONOMOUS_REGION', 'CITY'] as const).entries()) {
    const place = REGION_PLANS.length + at;
    if (step === 0) pledges.set(place, await makePledge(teller, source, null, '10000000.00'));
    if (step === 0 || step === SECOND_HALF_OF_THE_CITY)
      await contribute(teller, pledges.get(place), '5000000.00');
  }
  if (step === 0) for (const at of [...Array(6).keys(), LEAVING_BANK]) await join(teller, at);
  if (step === SEVENTH_BANK_JOINS) await join(teller, 6);
  if (step % 12 === 11) {
    const credited = { valueDate: teller.date, document: `结息${teller.acts}` };
    await teller.does(fundManager.enters, creditInterest, {
      onDeposit: false,
      bankId: null,
      amount: Yuan.parse('172500.74'),
      ...credited,
    });
    for (let at = 0; at < 6; at += 1) {
      const bankId = tenantIdAt.bank(at) as Id<'bank'>;
      await teller.does(fundManager.enters, creditInterest, {
        onDeposit: true,
        bankId,
        amount: Yuan.parse('2625.00'),
        ...credited,
      });
    }
  }
  if (step === 8) {
    const wrong = {
      onDeposit: false,
      bankId: null,
      amount: Yuan.parse('862503.70'),
      valueDate: teller.date,
      document: '结息误记',
    };
    const { id } = await teller.does(fundManager.enters, creditInterest, wrong);
    const asked = await teller.does(fundManager.enters, askReversal, {
      entryId: id as Id<'entry'>,
      reason: '小数点错位，误记十倍。',
    });
    await teller.does(fundManager.decides, decideReversal, {
      reversalId: asked.id as Id<'reversal'>,
      approve: true,
      valueDate: teller.date,
      document: '红字冲销1',
    });
  }
}

async function makePledge(
  teller: Teller,
  source: Source,
  regionAt: number | null,
  amount: string,
): Promise<Id<'pledge'>> {
  const actor = regionAt === null ? office.enters : district(regionAt).enters;
  const regionId = regionAt === null ? null : (tenantIdAt.region(regionAt) as Id<'region'>);
  const promised = {
    source,
    regionId,
    amount: Yuan.parse(amount),
    payInBy: plusMonths(teller.date, 24),
    document: `承诺${teller.acts}`,
  };
  return (await teller.does(actor, pledge, promised)).id as Id<'pledge'>;
}

async function contribute(teller: Teller, pledgeId: Id<'pledge'> | undefined, amount: string): Promise<void> {
  const received = {
    pledgeId: pledgeId ?? null,
    amount: Yuan.parse(amount),
    valueDate: teller.date,
    document: `到账${teller.acts}`,
  };
  await teller.does(fundManager.enters, recordContribution, received);
}

async function join(teller: Teller, at: number): Promise<void> {
  const bankId = tenantIdAt.bank(at) as Id<'bank'>;
  await teller.does(office.enters, signAgreement, {
    bankId,
    signedOn: teller.date,
    endsOn: plusMonths(teller.date, 36),
    specialAccount: `0603${String(at + 1).padStart(12, '0')}`,
    document: `合作协议2024-${at + 1}`,
  });
  await teller.does(fundManager.enters, placeFirstDeposit, {
    bankId,
    amount: BAOTOU_2021.values.firstDeposit,
    valueDate: teller.date,
    document: `存入${teller.acts}`,
  });
}
