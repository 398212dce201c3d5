import { Field, ObjectType } from 'type-graphql';
import { NodeType } from './node.type.ts';

@ObjectType('Guarantor', {
  implements: NodeType,
  description:
    '合作担保机构。A guarantor: bears its share of losses and takes counter-guarantees (Art. 20, 28). A guarantor knows itself only; the others know all by name.',
  simpleResolvers: true,
})
export class GuarantorType extends NodeType {
  @Field(() => String, { description: '中文名称。Name of the guarantor in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '英文名称。Name of the guarantor in English.' })
  readonly nameEn!: string;

  @Field(() => Boolean, { description: '可承接新业务。True when new loans may be backed by it.' })
  readonly active!: boolean;
}
