import { Field, ObjectType } from 'type-graphql';
import type { TenantKind } from '../domain/words.ts';
import { TenantKindEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateTimeScalar } from './scalars.ts';

@ObjectType('Tenant', {
  implements: NodeType,
  description:
    '参与方。A tenant of the pool, to whose people tokens are given: the office, a district, a bank or a guarantor. The office sees all, the others themselves.',
  simpleResolvers: true,
})
export class TenantType extends NodeType {
  @Field(() => TenantKindEnum, { description: '参与方类别。What kind of tenant it is.' })
  readonly kind!: TenantKind;

  @Field(() => String, { description: '中文名称。Its name in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '英文名称。Its name in English.' })
  readonly nameEn!: string;

  @Field(() => Boolean, {
    description: '是否停用。True while nobody of it is let in; its loans and duties stand as they are.',
  })
  readonly disabled!: boolean;
}

@ObjectType('DisabledUser', {
  implements: NodeType,
  description:
    '停用人员。A person or system of a tenant that is or was not let in, whatever the sign-in server says. Shown to the tenant and to the office.',
  simpleResolvers: true,
})
export class DisabledUserType extends NodeType {
  @Field(() => String, { description: '登录名。The person as sign-in names it, exactly as in the tokens.' })
  readonly userId!: string;

  @Field(() => String, { description: '停用原因。Why it was disabled.' })
  readonly reason!: string;

  @Field(() => DateTimeScalar, { description: '停用时刻。When it was disabled.' })
  readonly disabledAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '恢复时刻。When it was let in again; null while it is disabled.',
  })
  readonly enabledAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '恢复原因。Why it was let in again; null while it is disabled.',
  })
  readonly enablingReason!: string | null;
}

@ObjectType('RevokedToken', {
  implements: NodeType,
  description:
    '作废令牌。A token that is not good any more, for good. Shown to the tenant and to the office.',
  simpleResolvers: true,
})
export class RevokedTokenType extends NodeType {
  @Field(() => String, { description: '令牌编号。The token’s `jti`.' })
  readonly tokenId!: string;

  @Field(() => String, { description: '作废原因。Why it was revoked.' })
  readonly reason!: string;

  @Field(() => DateTimeScalar, { description: '作废时刻。When it was revoked.' })
  readonly revokedAt!: string;
}
