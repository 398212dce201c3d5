import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

@ObjectType('Checkpoint', {
  description:
    '检查点。A signed statement of what all records of the pool were at one moment; kept by a tenant, it shows later that none of them was changed, dropped, re-ordered or dated back. The records and the proofs that go with it are at /checkpoints/records.jsonl.',
  simpleResolvers: true,
})
export class CheckpointType {
  @Field(() => Int, { description: '编号。Running number in the pool, from 1 and without gaps.' })
  readonly number!: number;

  @Field(() => DateScalar, { description: '业务日期。The pool’s business date on which it was made.' })
  readonly day!: BusinessDate;

  @Field(() => DateTimeScalar, {
    description: '签署时刻。When it was signed: real time, also in a sandbox.',
  })
  readonly madeAt!: string;

  @Field(() => Int, {
    description: '树的大小。How many leaves the tree had: the records of all tenants together.',
  })
  readonly size!: number;

  @Field(() => String, { description: '树根哈希。Root hash of the tree (RFC 6962), in base64.' })
  readonly root!: string;

  @Field(() => String, { description: '密钥标识。Which key signed it: eight hexadecimal digits.' })
  readonly keyId!: string;

  @Field(() => String, {
    description:
      '检查点全文。The whole signed note (C2SP tlog-checkpoint), to be kept as it is, byte for byte.',
  })
  readonly note!: string;
}
