import { Field, InputType } from 'type-graphql';
import type { TableName } from '../acts/ports.ts';
import type { Columns, Filter } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { Noun } from '../domain/words.ts';
import { idOrNone } from './connection.ts';
import { DateScalar, YuanScalar } from './scalars.ts';

// The ways in which a list can be narrowed. A filter that is absent or null narrows nothing.

type Maybe<T> = T | null | undefined;

@InputType('AmountRange', {
  description: '金额范围（元）。Amounts in yuan, both ends included; an absent end is open.',
})
export class AmountRange {
  @Field(() => YuanScalar, { nullable: true, description: '下限，含。Least amount in yuan, included.' })
  readonly from!: Maybe<Yuan>;

  @Field(() => YuanScalar, { nullable: true, description: '上限，含。Greatest amount in yuan, included.' })
  readonly to!: Maybe<Yuan>;
}

@InputType('DateRange', { description: '日期范围。Dates, both ends included; an absent end is open.' })
export class DateRange {
  @Field(() => DateScalar, { nullable: true, description: '起，含。First day, included.' })
  readonly from!: Maybe<BusinessDate>;

  @Field(() => DateScalar, { nullable: true, description: '止，含。Last day, included.' })
  readonly to!: Maybe<BusinessDate>;
}

export function words<N extends TableName>(
  column: Columns<N>,
  values: Maybe<readonly string[]>,
): Filter<N>[] {
  return values ? [{ kind: 'IN', column, values }] : [];
}

/** By the id of another thing. An id that is unknown, foreign or no id at all finds nothing, and does not say which. */
export function byId<N extends TableName>(column: Columns<N>, noun: Noun, id: Maybe<string>): Filter<N>[] {
  return id ? [{ kind: 'IN', column, values: [idOrNone(noun, id)] }] : [];
}

export function range<N extends TableName>(
  column: Columns<N>,
  given: Maybe<AmountRange | DateRange>,
): Filter<N>[] {
  const filters: Filter<N>[] = [];
  if (given?.from) filters.push({ kind: 'FROM', column, value: given.from });
  if (given?.to) filters.push({ kind: 'TO', column, value: given.to });
  return filters;
}

export function containing<N extends TableName>(
  columns: readonly Columns<N>[],
  text: Maybe<string>,
): Filter<N>[] {
  return text ? [{ kind: 'CONTAINS', columns, text }] : [];
}
