import { editionOf } from '../acts/desk.ts';
import { notFound } from '../acts/failures.ts';
import type { CapFigures, CapQuestion } from '../acts/reads.ts';
import { readable } from '../acts/withholding.ts';
import type { BusinessDate } from '../domain/dates.ts';
import { bindingOf, type Limit, reliefOf, roomUnder } from '../domain/exposure.ts';
import { readId } from '../domain/ids.ts';
import { poolFigures } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import type { TenantKind } from '../domain/words.ts';
import { art09PoolLeverage, art13RegionLeverage } from '../regulation/ch03-pool.art08-13.ts';
import { art22FirmCap, art22TermMax, art22TermUsual } from '../regulation/ch05-business.art20-23.ts';
import { art37Breaker } from '../regulation/ch09-risk.art35-39.ts';
import { art40InForce } from '../regulation/ch10-validity.art40.ts';
import { type Edition, editionOn, isWaivableRule } from '../regulation/edition.ts';
import type { Facts } from '../regulation/facts.ts';
import { ASK_TOP_UP } from '../regulation/occasions.ts';
import { allowed, judge, type Rule, type Verdict } from '../regulation/verdict.ts';
import type { RequestContext } from './context.ts';
import { badInput } from './errors.ts';
import type { HeadroomInput } from './headroom.type.ts';

/** Whose limits are asked about; the pool's always apply. Names only what the reader has already been found to see. */
export interface Asked {
  readonly bankId?: string;
  readonly regionId?: string;
  readonly enterpriseId?: string;
  readonly firmKey?: string;
  readonly loans?: readonly AskedLoan[];
}

interface AskedLoan {
  readonly amount: Yuan;
  readonly regionId: string | null;
  readonly firmKey: string | null;
  readonly enterpriseId: string | null;
  readonly termMonths: number | null;
}

const CAPS = ['ART09_POOL_LEVERAGE', 'ART13_REGION_LEVERAGE', 'ART22_FIRM_CAP'] as const;
type Cap = (typeof CAPS)[number];

const NEW_BUSINESS = [art37Breaker, art40InForce] as const;

/** What all of one answer is judged by. */
interface Setting {
  readonly context: RequestContext;
  readonly today: BusinessDate;
  readonly edition: Edition | null;
  readonly figures: CapFigures;
}

async function settingOf(context: RequestContext, about: CapQuestion): Promise<Setting> {
  const { reads } = context.reader;
  const [today, rows, figures] = await Promise.all([
    context.reader.today(),
    reads.all('edition', 'validFrom'),
    reads.capFigures(about),
  ]);
  const enacted = rows.filter(({ state }) => state === 'ENACTED').map(editionOf);
  return { context, today, edition: editionOn(enacted, today), figures };
}

/** The waivers that count for these subjects; one that a bank consented to counts with that bank only. */
function waiversFor({ figures }: Setting, subjects: readonly string[], bankId: string | undefined) {
  return figures.waivers.filter(
    (waiver) =>
      subjects.includes(waiver.subjectId) && (!bankId || !waiver.bankId || waiver.bankId === bankId),
  );
}

function poolFacts({ figures }: Setting, added = Yuan.ZERO): Facts['pool'] {
  const { fundsTotal, fundsAvailable, netCompensation, custody } = poolFigures(figures.balances);
  return { fundsTotal, fundsAvailable, netCompensation, custody, exposure: figures.poolExposure.plus(added) };
}

// ---- New business -----------------------------------------------------------------------------------------

const NOBODY: CapQuestion = { regionIds: [], firmKeys: [], bankIds: [], waiverSubjects: [] };

/** Whether new business is possible at all (Art. 37, 40), and the figures of the breaker. */
export async function newBusinessOf(context: RequestContext) {
  const setting = await settingOf(context, NOBODY);
  const pool = poolFacts(setting);
  const verdicts = judge(NEW_BUSINESS, { today: setting.today, pool }, setting.edition);
  return { open: allowed(verdicts), pool, verdicts: readable(context.actor, verdicts) };
}

/** Whether a bank may ask for a top-up now; null for a reader who may not see how the bank stands (Art. 16). */
export async function topUpRight(context: RequestContext, bankId: string) {
  const [setting, standing] = await Promise.all([
    settingOf(context, { ...NOBODY, bankIds: [bankId] }),
    context.reader.reads.one('bankStanding', bankId, 'bankId'),
  ]);
  const figures = setting.figures.banks.get(bankId);
  if (!standing || !figures) return null;
  if (!setting.edition) return { allowed: false, verdict: null };
  const bank = { state: standing.state, hasSpecialAccount: standing.specialAccount !== null, ...figures };
  const verdicts = judge(ASK_TOP_UP, { today: setting.today, bank }, setting.edition);
  const shown = readable(context.actor, verdicts).find(({ code }) => code === 'ART16_TOP_UP_ASK');
  return { allowed: allowed(verdicts), verdict: shown ?? null };
}

// ---- Headroom ---------------------------------------------------------------------------------------------

interface Counted extends Limit {
  readonly cap: Cap;
  /** The verdict of the rule as things stand, as the reader may read it. */
  readonly verdict: Verdict;
}

/** What counts against the limits as loans are placed one after the other. */
class Tally {
  private readonly added = new Map<string, Yuan>();

  of(key: string | null): Yuan {
    return (key && this.added.get(key)) || Yuan.ZERO;
  }

  add({ amount, regionId, firmKey }: AskedLoan): void {
    for (const key of ['pool', regionId, firmKey]) if (key) this.added.set(key, this.of(key).plus(amount));
  }
}

/**
 * Judges one loan by the rules that its place is asked about, those placed before it being counted. The facts hold what
 * these rules ask and no more.
 */
function judged(setting: Setting, loan: AskedLoan, tally: Tally, bankId: string | undefined): Verdict[] {
  const { figures, today, edition } = setting;
  const region = loan.regionId ? figures.regions.get(loan.regionId) : undefined;
  const rules: readonly Rule[] = [
    art09PoolLeverage,
    ...(region ? [art13RegionLeverage] : []),
    ...(loan.firmKey ? [art22FirmCap] : []),
    ...(loan.termMonths ? [art22TermUsual, art22TermMax] : []),
    ...NEW_BUSINESS,
  ];
  const facts = {
    today,
    pool: poolFacts(setting, tally.of('pool')),
    asked: { amount: loan.amount, termMonths: loan.termMonths },
    region: region && { ...region, exposure: region.exposure.plus(tally.of(loan.regionId)) },
    firm: { exposure: firmExposureIn(figures, loan).plus(tally.of(loan.firmKey)) },
  };
  return judge(rules, facts as unknown as Facts, edition, waiversFor(setting, subjectsOf(loan), bankId));
}

function firmExposureIn({ firms }: CapFigures, { firmKey }: AskedLoan): Yuan {
  return (firmKey && firms.get(firmKey)?.exposure) || Yuan.ZERO;
}

function subjectsOf({ regionId, enterpriseId }: AskedLoan): string[] {
  return [regionId, enterpriseId].filter((id) => id !== null);
}

/** The limits that apply, as they stand before any hypothetical loan. */
function limitsOf(setting: Setting, asked: Asked, places: readonly AskedLoan[]): Counted[] {
  const { edition, figures, context } = setting;
  if (!edition) return [];
  const { poolLeverageMultiple, regionLeverageMultiple, firmCap } = edition.values;
  const limits = new Map<string, Counted>();
  for (const place of places) {
    const nothing = { ...place, amount: Yuan.ZERO, termMonths: null };
    const verdicts = judged(setting, nothing, new Tally(), asked.bankId);
    const region = place.regionId ? figures.regions.get(place.regionId) : undefined;
    const candidates: Record<Cap, Omit<Limit, 'about'> | null> = {
      ART09_POOL_LEVERAGE: {
        limit: poolFigures(figures.balances).fundsAvailable.times(poolLeverageMultiple),
        used: figures.poolExposure,
        multiple: poolLeverageMultiple,
      },
      ART13_REGION_LEVERAGE: region
        ? {
            limit: region.paidIn.times(regionLeverageMultiple),
            used: region.exposure,
            multiple: regionLeverageMultiple,
          }
        : null,
      ART22_FIRM_CAP: place.firmKey
        ? { limit: firmCap, used: firmExposureIn(figures, place), multiple: null }
        : null,
    };
    for (const verdict of readable(context.actor, verdicts)) {
      const cap = CAPS.find((code) => code === verdict.code);
      const candidate = cap && candidates[cap];
      if (!cap || !candidate) continue;
      const about =
        cap === 'ART09_POOL_LEVERAGE'
          ? cap
          : `${cap} ${cap === 'ART13_REGION_LEVERAGE' ? place.regionId : place.firmKey}`;
      limits.set(about, {
        ...candidate,
        about,
        cap,
        verdict,
        limit: widened(setting, cap, candidate.limit, subjectsOf(place), asked.bankId),
      });
    }
  }
  return [...limits.values()].sort((a, b) => a.verdict.article - b.verdict.article);
}

/** A limit that a waiver in force has raised. */
function widened(
  setting: Setting,
  code: string,
  limit: Yuan,
  subjects: readonly string[],
  bankId: string | undefined,
): Yuan {
  const { today } = setting;
  const raised = waiversFor(setting, subjects, bankId).filter(
    (waiver) =>
      waiver.ruleCode === code &&
      waiver.validFrom <= today &&
      today <= waiver.validTo &&
      Yuan.isYuan(waiver.newLimit),
  );
  return Yuan.max(limit, ...raised.map((waiver) => Yuan.parse(waiver.newLimit)));
}

function shownLimit({ verdict, ...limit }: Limit & { readonly verdict: Verdict }, caps: boolean) {
  const { code, article, withheld, message } = verdict;
  const figures = withheld
    ? { limit: null, used: null, room: null }
    : { limit: limit.limit, used: limit.used, room: roomUnder(limit) };
  return { code, article, caps, withheld, message, ...figures };
}

interface Relief {
  readonly kind: string;
  readonly amount: Yuan | null;
  readonly consents: readonly TenantKind[];
  readonly message: { readonly zh: string; readonly en: string };
}

const RELIEF_WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  PAY_INTO_POOL: ['增加资金池资金', 'More money is paid into the pool'],
  REGION_PAYS_IN: ['地区增加注资', 'The region pays in more'],
  WAIVER: ['经有关各方同意放宽', 'A waiver with the consents named'],
  DEPOSIT_RISES: ['补充风险补偿金', 'The bank’s risk deposit rises'],
  EDITION: ['发布现行有效的政策版本', 'An edition in force is enacted'],
  NET_COMPENSATION_FALLS: [
    '通过追偿或补充资金使代偿净额低于警戒线',
    'Recoveries or supplements bring the ratio below the threshold',
  ],
};

function relief(kind: string, amount: Yuan | null, consents: readonly TenantKind[] = []): Relief {
  const [zh, en] = RELIEF_WORDS[kind] ?? [kind, kind];
  const needed = amount?.isPositive() ? amount : null;
  return {
    kind,
    amount: needed,
    consents,
    message: {
      zh: needed ? `${zh} ${needed.toReadable()} 元。` : `${zh}。`,
      en: needed ? `${en}: CNY ${needed.toReadable()}.` : `${en}.`,
    },
  };
}

function reliefsOf({ edition }: Setting, binding: Counted, missing: Yuan): Relief[] {
  const amount = binding.verdict.withheld ? null : reliefOf(binding, missing);
  const byMoney = {
    ART09_POOL_LEVERAGE: 'PAY_INTO_POOL',
    ART13_REGION_LEVERAGE: 'REGION_PAYS_IN',
    ART22_FIRM_CAP: null,
  }[binding.cap];
  const reliefs = byMoney ? [relief(byMoney, amount)] : [];
  if (edition && isWaivableRule(binding.cap)) {
    const short = binding.verdict.withheld ? null : reliefOf({ ...binding, multiple: null }, missing);
    reliefs.push(relief('WAIVER', short, edition.values.waiverConsents[binding.cap]));
  }
  return reliefs;
}

/** The bank's multiple of its deposit stops nothing; it tells when a top-up may be asked for (Art. 16). */
function depositLimit(setting: Setting, bankId: string, right: Awaited<ReturnType<typeof topUpRight>>) {
  const figures = setting.figures.banks.get(bankId);
  if (!figures || !setting.edition || !right?.verdict) return null;
  const multiple = setting.edition.values.depositLeverageMultiple;
  const { code, article, withheld, message } = right.verdict;
  const limit: Limit = {
    about: code,
    limit: figures.deposit.times(multiple),
    used: figures.exposure,
    multiple,
  };
  const shown = withheld
    ? { limit: null, used: null, room: null }
    : { limit: limit.limit, used: limit.used, room: roomUnder(limit) };
  return { limit, withheld, shown: { code, article, caps: false, withheld, message, ...shown } };
}

/** How much more may be lent, which limit binds, what would relieve it, and the answer to each hypothetical loan. */
export async function headroomOf(context: RequestContext, asked: Asked) {
  const loans = asked.loans ?? [];
  const base: AskedLoan = {
    amount: Yuan.ZERO,
    termMonths: null,
    regionId: asked.regionId ?? null,
    firmKey: asked.firmKey ?? null,
    enterpriseId: asked.enterpriseId ?? null,
  };
  const places = [base, ...loans];
  const given = (pick: (place: AskedLoan) => string | null) => [
    ...new Set(places.map(pick).filter((id) => id !== null)),
  ];
  const regionIds = given((place) => place.regionId);
  const enterpriseIds = given((place) => place.enterpriseId);
  const setting = await settingOf(context, {
    regionIds,
    firmKeys: given((place) => place.firmKey),
    bankIds: asked.bankId ? [asked.bankId] : [],
    waiverSubjects: [...regionIds, ...enterpriseIds],
  });
  const newBusiness = judge(
    NEW_BUSINESS,
    { today: setting.today, pool: poolFacts(setting) },
    setting.edition,
  );
  const open = allowed(newBusiness);

  const tally = new Tally();
  const answered = loans.map((loan) => {
    const verdicts = judged(setting, loan, tally, asked.bankId);
    const fits = allowed(verdicts);
    if (fits) tally.add(loan);
    return { amount: loan.amount, fits, verdicts: readable(context.actor, verdicts) };
  });

  const limits = limitsOf(setting, asked, places);
  const binding = bindingOf(limits);
  const wanted = Yuan.sum(loans.map(({ amount }) => amount));
  const keyOf = ({ cap, about }: Counted) =>
    cap === 'ART09_POOL_LEVERAGE' ? 'pool' : (about.split(' ')[1] ?? '');
  const bindingAfter = bindingOf(limits.map((limit) => ({ ...limit, used: limit.used.plus(tally.of(keyOf(limit))) })));
  // Which limit binds is an outcome and stands; its figures are told to those who may know them.
  const withheld = open && [binding, bindingAfter].some((limit) => limit?.verdict.withheld);
  const left = bindingAfter && roomUnder(bindingAfter);
  const amount = open ? left : Yuan.ZERO;
  const deposit = asked.bankId
    ? depositLimit(setting, asked.bankId, await topUpRight(context, asked.bankId))
    : null;

  const reliefs: Relief[] = [];
  if (!setting.edition) reliefs.push(relief('EDITION', null));
  if (setting.edition && !open) reliefs.push(relief('NET_COMPENSATION_FALLS', null));
  if (open && binding && !withheld) reliefs.push(...reliefsOf(setting, binding, wanted));
  if (deposit && !deposit.withheld && reliefOf(deposit.limit, wanted).isPositive())
    reliefs.push(relief('DEPOSIT_RISES', reliefOf(deposit.limit, wanted)));

  return {
    amount: withheld ? null : amount,
    withheld,
    binding: withheld || !open || !binding ? null : shownLimit(binding, true),
    limits: [...limits.map((limit) => shownLimit(limit, true)), ...(deposit ? [deposit.shown] : [])],
    relief: reliefs,
    newBusiness: readable(context.actor, newBusiness),
    loans: answered,
  };
}

// ---- From the client --------------------------------------------------------------------------------------

const LOANS_MAX = 50;

async function firmOf({ reader }: RequestContext, id: string | null | undefined, field: string) {
  if (!id) return null;
  const known = readId('enterprise', id);
  const firm = known && (await reader.reads.one('enterprise', known));
  if (!firm) throw notFound(field);
  return firm;
}

async function seenId(
  { reader }: RequestContext,
  noun: 'region' | 'bank',
  id: string | null | undefined,
  field: string,
) {
  if (!id) return null;
  const known = readId(noun, id);
  const thing = known && (await reader.reads.one(noun, known));
  if (!thing) throw notFound(field);
  return thing.id as string;
}

/** Reads the question under the reader's own eyes: what it may not see does not exist for it. */
export async function askedOf(context: RequestContext, input: HeadroomInput | null): Promise<Asked> {
  const given = input?.loans ?? [];
  if (given.length > LOANS_MAX)
    throw badInput(
      'input.loans',
      `至多可询问 ${LOANS_MAX} 笔贷款。`,
      `At most ${LOANS_MAX} loans may be asked about.`,
    );
  const [bankId, ownRegion, firm] = await Promise.all([
    seenId(context, 'bank', input?.bank, 'input.bank'),
    seenId(context, 'region', input?.region, 'input.region'),
    firmOf(context, input?.enterprise, 'input.enterprise'),
  ]);
  const regionId = ownRegion ?? firm?.regionId ?? null;
  const loans = await Promise.all(
    given.map(async ({ amount, enterprise, region, termMonths }, at): Promise<AskedLoan> => {
      const field = `input.loans[${at}]`;
      if (!amount.isPositive())
        throw badInput(`${field}.amount`, '金额应大于零。', 'An amount above zero is needed.');
      if (termMonths && (termMonths < 1 || termMonths > 600))
        throw badInput(`${field}.termMonths`, '期限应为 1 至 600 个月。', 'A term is 1 to 600 months.');
      const [itsFirm, itsRegion] = await Promise.all([
        firmOf(context, enterprise, `${field}.enterprise`),
        seenId(context, 'region', region, `${field}.region`),
      ]);
      const borrower = itsFirm ?? firm;
      return {
        amount,
        firmKey: borrower?.firmKey ?? null,
        enterpriseId: borrower?.id ?? null,
        regionId: itsRegion ?? itsFirm?.regionId ?? regionId,
        termMonths: termMonths ?? null,
      };
    }),
  );
  return {
    ...(bankId ? { bankId } : {}),
    ...(regionId ? { regionId } : {}),
    ...(firm ? { enterpriseId: firm.id, firmKey: firm.firmKey } : {}),
    loans,
  };
}
