import { Field, ID, InputType } from 'type-graphql';
import { NameScalar, TextScalar } from './scalars.ts';

// Inputs of the acts by which people, tokens and tenants are shut out and let in again.

const TENANT =
  '参与方编号。Id of the tenant, or of the bank, guarantor or region that it is. Everyone but the office names itself.';

@InputType({ description: '停用人员。A person or system that is not to be let in any more.' })
export class DisableUserInput {
  @Field(() => ID, { description: TENANT })
  readonly tenantId!: string;

  @Field(() => NameScalar, {
    description: '登录名，与令牌一致。The person or system as sign-in names it, exactly as in the tokens.',
  })
  readonly userId!: string;

  @Field(() => TextScalar, { description: '停用原因。Why it is disabled.' })
  readonly reason!: string;
}

@InputType({ description: '恢复人员。A disabled person or system that is let in again.' })
export class EnableUserInput {
  @Field(() => ID, { description: '停用记录编号。Id of the disabling, as `disabledUsers` lists it.' })
  readonly disabledUserId!: string;

  @Field(() => TextScalar, { description: '恢复原因。Why it is let in again.' })
  readonly reason!: string;
}

@InputType({ description: '作废令牌。One token that is not to be good any more.' })
export class RevokeTokenInput {
  @Field(() => ID, { description: TENANT })
  readonly tenantId!: string;

  @Field(() => NameScalar, {
    description: '令牌编号。The `jti` of the token; a token without one is stopped by disabling its bearer.',
  })
  readonly tokenId!: string;

  @Field(() => TextScalar, { description: '作废原因。Why it is revoked.' })
  readonly reason!: string;
}

@InputType({ description: '停用或恢复参与方。A tenant that is shut out, or let in again.' })
export class TurnTenantInput {
  @Field(() => ID, {
    description: '参与方编号。Id of the tenant, or of the bank, guarantor or region that it is.',
  })
  readonly tenantId!: string;

  @Field(() => TextScalar, { description: '原因。Why the tenant is shut out or let in.' })
  readonly reason!: string;
}
