import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { type BreakerFigures, hasReached, tripsOn, warningsReached } from '../domain/breaker.ts';
import { type BusinessDate, plusDays } from '../domain/dates.ts';
import { roomBelowLine } from '../domain/exposure.ts';
import { forecastOf } from '../domain/forecast.ts';
import { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import { type Breaker, sharingOf } from '../regulation/edition.ts';
import { ReadsToday } from './ahead.ts';
import {
  BreakerAmountsType,
  BreakerForecastType,
  BreakerTurnType,
  BreakerType,
  BreakerWarningType,
  ForecastLoanType,
} from './breaker.type.ts';
import type { RequestContext } from './context.ts';
import { editionFrom } from './editions.ts';
import { badInput } from './errors.ts';
import { breakerNow } from './judging.ts';
import { LedgerEntryType } from './ledger.type.ts';
import { named } from './loan.resolver.ts';
import { LoanType } from './loan.type.ts';
import { DateScalar } from './scalars.ts';

const FORECAST_DAYS_MAX = 366;
const LOANS_LISTED = 100;
const TURNS_MAX = 200;

/** A breaker as the API shows it: the pool's or one bank's, with what its figures are now. */
interface Shown {
  readonly scopeId: string;
  readonly bankId: Id<'bank'> | null;
  readonly line: Breaker | null;
  readonly figures: BreakerFigures | null;
  readonly today: BusinessDate;
}

/** The breaker of the pool, or of one bank. */
export async function breakerOf(context: RequestContext, bankId: Id<'bank'> | null) {
  const { figures, edition, today } = await breakerNow(context, bankId ?? undefined);
  const line = edition?.values.breaker ?? null;
  const shown: Shown = { scopeId: bankId ?? context.actor.poolId, bankId, line, figures, today };
  return {
    ...shown,
    tripped: line !== null && figures !== null && hasReached(figures, line.thresholdPercent),
    measure: line?.measure ?? null,
    scope: line?.scope ?? null,
    thresholdPercent: line && String(line.thresholdPercent),
    ratioPercent: figures?.part.percentOf(figures.whole) ?? null,
  };
}

/** True for a reader of the figures of lending in a scope: its kept figures are there for the reader's own eyes. */
async function readsLending({ reader }: RequestContext, { bankId, scopeId }: Shown): Promise<boolean> {
  return (await reader.reads.exposure(bankId ? 'BANK' : 'POOL', scopeId)) !== null;
}

@Resolver(() => BreakerType)
export class BreakerResolver {
  @FieldResolver(() => [BreakerWarningType], {
    description: '预警线。The parts of the line at which a warning is given, rising.',
  })
  warnings(@Root() { line, figures }: Shown): BreakerWarningType[] {
    if (!line) return [];
    const reached = figures ? warningsReached(figures, line) : [];
    const rising = [...line.warningPercents].sort((a, b) => a - b);
    return rising.map((percent) => ({ percent, crossed: reached.includes(percent) }));
  }

  @FieldResolver(() => BreakerTurnType, {
    nullable: true,
    description:
      '触发依据。The turn by which it tripped, with the entry that did it; null while new business is possible.',
  })
  async proof(@Root() shown: Shown, @Ctx() context: RequestContext): Promise<Row<'breakerTurn'> | null> {
    const [last] = await turnsOfKind(context, shown, ['TRIPPED', 'REOPENED'], 1);
    return last?.kind === 'TRIPPED' ? last : null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: '自何日起。Business date since which it stands as it does; null when it has never tripped.',
  })
  async since(@Root() shown: Shown, @Ctx() context: RequestContext): Promise<BusinessDate | null> {
    const [last] = await turnsOfKind(context, shown, ['TRIPPED', 'REOPENED'], 1);
    return last?.occurredOn ?? null;
  }

  @FieldResolver(() => [BreakerTurnType], {
    description: `历次记录，最近的在前。Each time it tripped, reopened or warned, latest first; at most ${TURNS_MAX}.`,
  })
  turns(
    @Root() shown: Shown,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, {
      defaultValue: 20,
      description: `至多几条，1 至 ${TURNS_MAX}。At most so many, 1 to ${TURNS_MAX}.`,
    })
    first: number,
  ): Promise<readonly Row<'breakerTurn'>[]> {
    if (first < 1 || first > TURNS_MAX)
      throw badInput(
        'first',
        `应为 1 至 ${TURNS_MAX} 之间的整数。`,
        `A whole number from 1 to ${TURNS_MAX}.`,
      );
    return turnsOfKind(context, shown, null, first);
  }

  @ReadsToday()
  @FieldResolver(() => BreakerAmountsType, {
    nullable: true,
    description:
      '金额。The amounts behind the ratio; null for readers who may not know them. Money of the pool: the office and the fund manager; figures of lending: the office and, of its own, a bank.',
  })
  async amounts(@Root() shown: Shown, @Ctx() context: RequestContext): Promise<BreakerAmountsType | null> {
    const { figures, line } = shown;
    if (!figures || !line) return null;
    const isMoney = line.measure === 'NET_COMPENSATION_TO_FUNDS';
    // Asked under the reader's own eyes: the ratio is everyone's, the amounts behind it are not.
    const reads = isMoney
      ? (await context.reader.reads.allBalances({ valueDate: null, recordedAt: null })) !== null
      : await readsLending(context, shown);
    if (!reads) return null;
    const { part, whole } = figures;
    const distance = roomBelowLine(part, line.thresholdPercent, whole);
    return {
      part,
      whole,
      distance,
      netCompensation: isMoney ? part : null,
      fundsTotal: isMoney ? whole : null,
    };
  }

  @FieldResolver(() => BreakerForecastType, {
    nullable: true,
    description:
      '预测。What happens within some days if nothing is paid (Art. 32, 37); of the pool shown to the office, of a bank to the office and the bank. Null for all others.',
  })
  async forecast(
    @Root() shown: Shown,
    @Ctx() context: RequestContext,
    @Arg('withinDays', () => Int, {
      defaultValue: 30,
      description: `日历日数，0 至 ${FORECAST_DAYS_MAX}。Calendar days, 0 to ${FORECAST_DAYS_MAX}.`,
    })
    withinDays: number,
  ) {
    if (withinDays < 0 || withinDays > FORECAST_DAYS_MAX)
      throw badInput(
        'withinDays',
        `应为 0 至 ${FORECAST_DAYS_MAX} 之间的整数。`,
        `A whole number from 0 to ${FORECAST_DAYS_MAX}.`,
      );
    if (!shown.line || !shown.figures || !(await readsLending(context, shown))) return null;
    return forecastIn(context, shown, shown.line, shown.figures, plusDays(shown.today, withinDays));
  }
}

function turnsOfKind(
  { reader }: RequestContext,
  { scopeId }: Shown,
  kinds: readonly Row<'breakerTurn'>['kind'][] | null,
  first: number,
): Promise<readonly Row<'breakerTurn'>[]> {
  return reader.reads
    .page({
      table: 'breakerTurn',
      parent: { column: 'scopeId', id: scopeId },
      filters: kinds ? [{ kind: 'IN', column: 'kind', values: kinds }] : [],
      order: { column: 'id', direction: 'DESC' },
      first,
      after: null,
    })
    .then(({ rows }) => rows);
}

async function forecastIn(
  { reader }: RequestContext,
  { bankId, scopeId, today }: Shown,
  line: Breaker,
  figures: BreakerFigures,
  through: BusinessDate,
) {
  const [loans, editions] = await Promise.all([
    reader.reads.overdueLoans(bankId ? 'BANK' : 'POOL', scopeId, today, through),
    reader.reads.all('edition', 'validFrom'),
  ]);
  const byNumber = new Map(editions.map((row) => [row.number, row]));
  const forecasts = loans
    .flatMap(({ loanId, amount, editionNumber, compensatedPrincipal, instalments }) => {
      const row = byNumber.get(editionNumber);
      if (!row) throw new Error('a loan names its edition');
      const { values } = editionFrom(row);
      const sharing = sharingOf(values, amount);
      const atRisk = { loanId, sharing, graceDays: values.graceDaysMax, compensatedPrincipal, instalments };
      const forecast = forecastOf(atRisk, line.measure, today, through);
      return forecast ? [forecast] : [];
    })
    .sort((a, b) => (a.deductibleFrom < b.deductibleFrom ? -1 : a.deductibleFrom > b.deductibleFrom ? 1 : 0));
  const growth = forecasts.flatMap((one) => one.growth).sort((a, b) => (a.day < b.day ? -1 : 1));
  const reached = hasReached(figures, line.thresholdPercent);
  const day = reached ? null : tripsOn(figures, line.thresholdPercent, growth);
  return {
    through,
    loanCount: forecasts.length,
    principal: Yuan.sum(forecasts.map(({ principal }) => principal)),
    poolBears: Yuan.sum(forecasts.map(({ poolBears }) => poolBears)),
    trips: reached || day !== null,
    tripsOn: day,
    loans: forecasts.slice(0, LOANS_LISTED),
  };
}

@Resolver(() => ForecastLoanType)
export class ForecastLoanResolver {
  @FieldResolver(() => LoanType, { description: '贷款。The loan it is about.' })
  async loan(
    @Root() { loanId }: { loanId: string },
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'loan'>> {
    return named(await reader.reads.one('loan', loanId));
  }
}

@Resolver(() => BreakerTurnType)
export class BreakerTurnResolver {
  @FieldResolver(() => LedgerEntryType, {
    nullable: true,
    description:
      '导致的分录。The entry that did it; null where the day did, and where the reader may not see that entry.',
  })
  entry(
    @Root() { entryId }: Row<'breakerTurn'>,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'entry'> | null> | null {
    return entryId && reader.reads.one('entry', entryId);
  }
}
