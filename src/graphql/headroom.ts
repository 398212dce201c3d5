import type { CapFigures } from '../acts/reads.ts';
import { readable } from '../acts/withholding.ts';
import { bindingOf, type Limit, reliefOf, roomUnder } from '../domain/exposure.ts';
import { poolFigures } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import { art09PoolLeverage, art13RegionLeverage } from '../regulation/ch03-pool.art08-13.ts';
import { art22FirmCap, art22TermMax, art22TermUsual } from '../regulation/ch05-business.art20-23.ts';
import { isWaivableRule } from '../regulation/edition.ts';
import type { Facts } from '../regulation/facts.ts';
import { allowed, judge, type Rule, type Verdict } from '../regulation/verdict.ts';
import type { RequestContext } from './context.ts';
import type { Asked, AskedLoan } from './headroom.question.ts';
import {
  breakerFacts,
  NEW_BUSINESS,
  poolFacts,
  type Setting,
  settingOf,
  topUpRightIn,
  waiversFor,
} from './judging.ts';
import { type Relief, relief } from './relief.ts';

const CAPS = ['ART09_POOL_LEVERAGE', 'ART13_REGION_LEVERAGE', 'ART22_FIRM_CAP'] as const;
type Cap = (typeof CAPS)[number];

interface Counted extends Limit {
  readonly cap: Cap;
  /** What the tally counts under it: the pool, a region or a firm. */
  readonly key: string;
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
    breaker: breakerFacts(setting, bankId),
    asked: { amount: loan.amount, termMonths: loan.termMonths },
    region: region && { ...region, exposure: region.exposure.plus(tally.of(loan.regionId)) },
    firm: { exposure: firmExposureIn(figures, loan).plus(tally.of(loan.firmKey)) },
  };
  return judge(rules, facts as unknown as Facts, edition, waiversFor(setting, subjectsOf(loan), bankId));
}

function firmExposureIn({ firms }: CapFigures, { firmKey }: AskedLoan): Yuan {
  return (firmKey && firms.get(firmKey)?.exposure) || Yuan.ZERO;
}

function isElsewhere({ firms }: CapFigures, { firmKey }: AskedLoan): boolean {
  return firmKey !== null && firms.get(firmKey)?.isElsewhere === true;
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
    for (const verdict of readable(context.actor, verdicts, isElsewhere(figures, place))) {
      const cap = CAPS.find((code) => code === verdict.code);
      const candidate = cap && candidates[cap];
      if (!cap || !candidate) continue;
      const keys = {
        ART09_POOL_LEVERAGE: 'pool',
        ART13_REGION_LEVERAGE: place.regionId,
        ART22_FIRM_CAP: place.firmKey,
      };
      const key = keys[cap] ?? '';
      const about = `${cap} ${key}`;
      limits.set(about, {
        ...candidate,
        about,
        key,
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

function reliefsOf({ edition }: Setting, limit: Counted, wanted: Yuan): Relief[] {
  const byMoney = {
    ART09_POOL_LEVERAGE: 'PAY_INTO_POOL',
    ART13_REGION_LEVERAGE: 'REGION_PAYS_IN',
    ART22_FIRM_CAP: null,
  }[limit.cap];
  const reliefs = byMoney ? [relief(byMoney, reliefOf(limit, wanted))] : [];
  if (edition && isWaivableRule(limit.cap)) {
    const above = reliefOf({ ...limit, multiple: null }, wanted);
    reliefs.push(relief('WAIVER', above, edition.values.waiverConsents[limit.cap]));
  }
  return reliefs;
}

/** The bank's multiple of its deposit stops nothing; it tells when a top-up may be asked for (Art. 16). */
function depositLimit(setting: Setting, bankId: string, right: Awaited<ReturnType<typeof topUpRightIn>>) {
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
  // Who knows a bank by name only is not told how it stands: neither its figures nor whether its breaker has tripped.
  const bank = asked.bankId ? await context.reader.reads.one('bankStanding', asked.bankId, 'bankId') : null;
  const setting = await settingOf(context, {
    regionIds,
    firmKeys: given((place) => place.firmKey),
    bankIds: bank ? [bank.bankId] : [],
    waiverSubjects: [...regionIds, ...enterpriseIds],
  });
  const newBusiness = judge(
    NEW_BUSINESS,
    { today: setting.today, breaker: breakerFacts(setting, asked.bankId) },
    setting.edition,
  );
  const open = allowed(newBusiness);

  const tally = new Tally();
  const answered = loans.map((loan) => {
    const verdicts = judged(setting, loan, tally, asked.bankId);
    const fits = allowed(verdicts);
    if (fits) tally.add(loan);
    const elsewhere = isElsewhere(setting.figures, loan);
    return { amount: loan.amount, fits, verdicts: readable(context.actor, verdicts, elsewhere) };
  });

  const limits = limitsOf(setting, asked, places);
  const binding = bindingOf(limits);
  const bindingAfter = bindingOf(
    limits.map((limit) => ({ ...limit, used: limit.used.plus(tally.of(limit.key)) })),
  );
  // Which limit binds is an outcome and stands; its figures are told to those who may know them.
  const withheld = open && [binding, bindingAfter].some((limit) => limit?.verdict.withheld);
  const left = bindingAfter && roomUnder(bindingAfter);
  const amount = open ? left : Yuan.ZERO;
  const deposit = asked.bankId
    ? depositLimit(setting, asked.bankId, await topUpRightIn(setting, asked.bankId))
    : null;

  const wanted = new Tally();
  for (const loan of loans) wanted.add(loan);
  const reliefs: Relief[] = [];
  if (!setting.edition) reliefs.push(relief('EDITION', null));
  if (setting.edition && !open) {
    const isMoney = setting.edition.values.breaker.measure === 'NET_COMPENSATION_TO_FUNDS';
    reliefs.push(relief(isMoney ? 'NET_COMPENSATION_FALLS' : 'BREAKER_RATIO_FALLS', null));
  }
  if (open) {
    // Every limit that is too small for what was asked about; if none is, the one that binds.
    const short = limits.filter((limit) => reliefOf(limit, wanted.of(limit.key)).isPositive());
    const relieved = short.length > 0 ? short : binding ? [binding] : [];
    for (const limit of relieved)
      if (!limit.verdict.withheld) reliefs.push(...reliefsOf(setting, limit, wanted.of(limit.key)));
  }
  if (deposit && !deposit.withheld) {
    const missing = reliefOf(deposit.limit, wanted.of('pool'));
    if (missing.isPositive()) reliefs.push(relief('DEPOSIT_RISES', missing));
  }

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
