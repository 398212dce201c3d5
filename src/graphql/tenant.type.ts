import { Field, ObjectType } from 'type-graphql';
import type { Persona, Role, TenantKind } from '../domain/words.ts';
import { PersonaEnum, RoleEnum, TenantKindEnum } from './enums.ts';

@ObjectType('TenantName', {
  description: '参与方名称。A tenant by name: all that another tenant learns of it here.',
  simpleResolvers: true,
})
export class TenantNameType {
  @Field(() => TenantKindEnum, { description: '参与方类别。What kind of tenant it is.' })
  readonly kind!: TenantKind;

  @Field(() => String, { description: '中文名称。Its name in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '英文名称。Its name in English.' })
  readonly nameEn!: string;
}

@ObjectType('Viewer', {
  description:
    '当前访问者。Who is asking, as sign-in knows it: one person or system of one tenant of one pool.',
})
export class ViewerType {
  @Field(() => TenantKindEnum, { description: '参与方类别。Kind of the viewer’s tenant.' })
  readonly kind!: TenantKind;

  @Field(() => PersonaEnum, {
    description:
      '访问身份。As the kind, or FUND_MANAGER for the guarantor entrusted with the pool’s money (Art. 10).',
  })
  readonly persona!: Persona;

  @Field(() => RoleEnum, { description: '人员角色。What the viewer may do inside its tenant.' })
  readonly role!: Role;

  @Field(() => String, {
    nullable: true,
    description: '姓名。Name of the person; null for a system that signs in without one.',
  })
  readonly userName!: string | null;
}
