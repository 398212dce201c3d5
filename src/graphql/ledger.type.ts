import { Field, Int, ObjectType } from 'type-graphql';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import type { AccountKind, EntryKind, Source } from '../domain/words.ts';
import { AccountKindEnum, EntryKindEnum, SourceEnum } from './enums.ts';
import { NodeType } from './node.type.ts';
import { DateScalar, DateTimeScalar, YuanScalar } from './scalars.ts';

@ObjectType('LedgerLine', {
  description: '分录行。One line of an entry; the lines of an entry sum to zero over all accounts.',
  simpleResolvers: true,
})
export class LedgerLineType {
  @Field(() => Int, { description: '行号。Number of the line in its entry, from 1.' })
  readonly number!: number;

  @Field(() => YuanScalar, { description: '金额（元）。In yuan: a debit above zero, a credit below.' })
  readonly amount!: Yuan;
}

@ObjectType('LedgerEntry', {
  implements: NodeType,
  description:
    '记账分录。An entry of the pool’s ledger: append-only, corrected only by a reversing entry (Art. 11). Shown to the office and the fund manager; to a district and a bank those that touch their own account.',
  simpleResolvers: true,
})
export class LedgerEntryType extends NodeType {
  @Field(() => Int, { description: '序号。Running number in the pool’s ledger, in the order recorded.' })
  readonly sequence!: number;

  @Field(() => EntryKindEnum, { description: '种类。What event it books.' })
  readonly kind!: EntryKind;

  @Field(() => DateScalar, { description: '起息日。Value date: when it happened.' })
  readonly valueDate!: BusinessDate;

  @Field(() => DateTimeScalar, { description: '登记时刻。Recorded time: when we were told.' })
  readonly recordedAt!: string;

  @Field(() => String, { description: '凭证号。Reference of the document.' })
  readonly document!: string;
}

@ObjectType('AccountBalance', {
  description: '科目余额。Balance of one account of the pool’s ledger, debits less credits.',
  simpleResolvers: true,
})
export class AccountBalanceType {
  @Field(() => AccountKindEnum, { description: '科目种类。What kind of account it is.' })
  readonly kind!: AccountKind;

  @Field(() => SourceEnum, {
    nullable: true,
    description: '资金来源。Whose fund or share it is; null for other kinds of account.',
  })
  readonly source!: Source | null;

  @Field(() => YuanScalar, {
    description: '余额（元）。In yuan, debits less credits: FUND and INTEREST are therefore negative.',
  })
  readonly balance!: Yuan;
}
