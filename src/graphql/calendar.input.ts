import { Field, InputType, Int } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import { DateScalar, NameScalar } from './scalars.ts';

@InputType({
  description: '推进沙箱日期。A new date for the sandbox: `to` or `days`, exactly one of the two.',
})
export class AdvanceClockInput {
  @Field(() => DateScalar, {
    nullable: true,
    description: '新的业务日期，须晚于当前。The new business date, later than the present one; or else days.',
  })
  readonly to!: BusinessDate | null;

  @Field(() => Int, {
    nullable: true,
    description: '推进天数，至少一天。By how many days to advance, at least one; or else the new date.',
  })
  readonly days!: number | null;
}

@InputType({
  description: '放假区间。A holiday, both days included; weekends inside need not be told apart.',
})
export class HolidayInput {
  @Field(() => DateScalar, { description: '首日。First day of the holiday, itself off.' })
  readonly from!: BusinessDate;

  @Field(() => DateScalar, { description: '末日。Last day of the holiday, itself off.' })
  readonly to!: BusinessDate;
}

@InputType({
  description: '节假日安排。The State Council’s notice on the holidays of one year, as it is published.',
})
export class LoadHolidayNoticeInput {
  @Field(() => Int, { description: '年度。The year that the notice is for.' })
  readonly year!: number;

  @Field(() => NameScalar, { description: '文号。Number of the notice.' })
  readonly notice!: string;

  @Field(() => [HolidayInput], {
    description: '放假安排。The holidays; days of the December before may be among them.',
  })
  readonly daysOff!: HolidayInput[];

  @Field(() => [DateScalar], {
    description: '调休上班日。Saturdays and Sundays that are worked to make up for a holiday.',
  })
  readonly workingWeekends!: BusinessDate[];
}
