import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver } from 'type-graphql';
import { CALENDAR_YEARS } from '../acts/setting.ts';
import { type BusinessDate, yearOf } from '../domain/dates.ts';
import type { RequestContext } from './context.ts';
import { PoolType } from './pool.type.ts';
import { DateScalar } from './scalars.ts';

@ObjectType('DaysOff', { description: '放假区间。A holiday, both days included.', simpleResolvers: true })
export class DaysOffType {
  @Field(() => DateScalar, { description: '首日。First day of the holiday, itself off.' })
  readonly from!: BusinessDate;

  @Field(() => DateScalar, { description: '末日。Last day of the holiday, itself off.' })
  readonly to!: BusinessDate;
}

@ObjectType('HolidayNotice', {
  description:
    '节假日安排。The State Council’s notice on the holidays of one year, by which working days are counted; a year without one is reckoned from weekends alone, and due dates that rest on it are unconfirmed.',
  simpleResolvers: true,
})
export class HolidayNoticeType {
  @Field(() => Int, { description: '年度。Calendar year that the notice is for.' })
  readonly year!: number;

  @Field(() => Boolean, { description: '已有通知。True when the year’s notice is known.' })
  readonly confirmed!: boolean;

  @Field(() => String, {
    nullable: true,
    description: '文号。Number of the notice; null while the year has none.',
  })
  readonly notice!: string | null;

  @Field(() => [DaysOffType], { description: '放假安排。The holidays; none while the year has no notice.' })
  readonly daysOff!: readonly DaysOffType[];

  @Field(() => [DateScalar], { description: '调休上班日。Saturdays and Sundays that are worked.' })
  readonly workingWeekends!: readonly BusinessDate[];

  @Field(() => DateScalar, {
    nullable: true,
    description: '录入日。Day on which the office loaded it; null for one that the product brings along.',
  })
  readonly loadedOn!: BusinessDate | null;
}

/** The clock and the calendar of a pool. */
@Resolver(() => PoolType)
export class CalendarResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      '义务更新至。The last day through which the daily sweep has brought duties and lateness up to date; null for everyone but the office.',
  })
  async sweptThrough(@Ctx() { reader }: RequestContext): Promise<BusinessDate | null> {
    return (await reader.reads.all('sweep', 'sweptThrough'))[0]?.sweptThrough ?? null;
  }

  @FieldResolver(() => [HolidayNoticeType], {
    description:
      '节假日安排，按年度。The holiday notices by year; this year and the next are listed also while they have none.',
  })
  async holidayNotices(@Ctx() { reader }: RequestContext): Promise<HolidayNoticeType[]> {
    const [loaded, today] = await Promise.all([reader.reads.all('holidayNotice', 'year'), reader.today()]);
    const own = new Map(loaded.map((row) => [row.year, row]));
    const builtIn = new Map(CALENDAR_YEARS.map((table) => [table.year, { ...table, loadedOn: null }]));
    const years = new Set([...builtIn.keys(), ...own.keys(), yearOf(today), yearOf(today) + 1]);
    return [...years].sort().map((year) => {
      const known = own.get(year) ?? builtIn.get(year);
      return {
        year,
        confirmed: known !== undefined,
        notice: known?.notice ?? null,
        daysOff: (known?.daysOff ?? []).map(([from, to]) => ({
          from: from as BusinessDate,
          to: to as BusinessDate,
        })),
        workingWeekends: (known?.workingWeekends ?? []) as BusinessDate[],
        loadedOn: known?.loadedOn ?? null,
      };
    });
  }
}
