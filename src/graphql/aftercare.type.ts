import { Field, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { AftercareKind, CollectionChannel } from '../domain/words.ts';
import { AftercareKindEnum, CollectionChannelEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

@ObjectType('Aftercare', {
  implements: NodeType,
  description:
    '贷后管理记录。A visit, a risk warning, measures after a missed payment, or an attempt to collect (Art. 29–31). Shown to whoever may see the loan: the office, its region’s district, its bank and its guarantor.',
  simpleResolvers: true,
})
export class AftercareType extends NodeType {
  @Field(() => AftercareKindEnum, { description: '种类。What was done (Art. 29–31).' })
  readonly kind!: AftercareKind;

  @Field(() => CollectionChannelEnum, {
    nullable: true,
    description:
      '催收方式。How it was tried to collect; null unless it is a collection attempt (Art. 31 (3)).',
  })
  readonly channel!: CollectionChannel | null;

  @Field(() => DateScalar, { description: '办理日。Day on which it was done.' })
  readonly doneOn!: BusinessDate;

  @Field(() => String, { description: '情况。What was found, as its author wrote it.' })
  readonly findings!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '应对措施。What is to be done about it; null for a visit or an attempt that asks for nothing (Art. 29, 31).',
  })
  readonly measures!: string | null;

  @Field(() => String, { description: '文件编号。Reference of the document that shows it.' })
  readonly document!: string;

  @Field(() => DateTimeScalar, { description: '登记时刻。When it was recorded.' })
  readonly recordedAt!: string;
}
