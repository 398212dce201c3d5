import { Field, Int, ObjectType } from 'type-graphql';
import { DOSSIER_STEPS, type DossierStep } from '../acts/dossier-steps.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { DOSSIER_STATUSES, type DossierStatus, type TenantKind, type Word } from '../domain/words.ts';
import type { Verdict } from '../regulation/verdict.ts';
import { enumOf, TenantKindEnum } from './enums.ts';
import { DateScalar, YuanScalar } from './scalars.ts';
import { MessageType, VerdictType } from './verdict.type.ts';

export const DossierStatusEnum = enumOf(
  'DossierStatus',
  '履职情况',
  'How one thing that the procedure asks stands for a loan (Art. 39).',
  DOSSIER_STATUSES,
);

export const DossierStepEnum = enumOf(
  'DossierStep',
  '程序环节',
  'What the measures ask in the course of one loan, in the order of the articles.',
  Object.fromEntries(
    Object.entries(DOSSIER_STEPS).map(([step, { article, asked }]) => [
      step,
      { zh: `${asked.zh}（第 ${article} 条）`, en: `${asked.en} Art. ${article}.` },
    ]),
  ),
);

@ObjectType('DossierItem', {
  description:
    '履职记录的一项。One thing that the procedure asks for a loan, and what became of it (Art. 39). What recurs, such as visits, has an item each time.',
  simpleResolvers: true,
})
export class DossierItemType {
  @Field(() => DossierStepEnum, { description: '环节。Which step of the procedure it is.' })
  readonly step!: DossierStep;

  @Field(() => Int, { description: '条文号。Number of the article that asks for it, 1 to 40.' })
  readonly article!: number;

  @Field(() => MessageType, { description: '要求。What is asked, in Chinese and English.' })
  readonly asked!: Word;

  @Field(() => DossierStatusEnum, {
    description:
      '履职情况。How it stands on the business date. A duty that lapsed after its day, such as a visit to a loan that ended since, stays MISSING.',
  })
  readonly status!: DossierStatus;

  @Field(() => DateScalar, {
    nullable: true,
    description: '期限。Last day on which it is in time; null where there is no time limit.',
  })
  readonly dueOn!: BusinessDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '办理日。Day on which it was done; null where it was not, or the day is not the reader’s.',
  })
  readonly doneOn!: BusinessDate | null;

  @Field(() => Int, {
    description:
      '逾期日数。Calendar days past the time limit, until it was done or until the business date; 0 where it is not late.',
  })
  readonly lateDays!: number;

  @Field(() => TenantKindEnum, {
    nullable: true,
    description: '责任方类别。Whose step it is; null where nothing is on record of it.',
  })
  readonly by!: TenantKind | null;

  readonly tenantId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '经办人员。Sign-in name of the person who did it; null for everyone but the office (Art. 39).',
  })
  readonly userId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '文件。Reference of the document that shows it; null where there is none or it is not the reader’s to see.',
  })
  readonly document!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '说明。What was found, or the reason given, as it was typed in.',
  })
  readonly note!: string | null;

  @Field(() => YuanScalar, {
    nullable: true,
    description: '金额（元）。The money it is about, in yuan; null where it is about none.',
  })
  readonly amount!: Yuan | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: '冲销日。Day on which it was reversed in the ledger; null where it stands.',
  })
  readonly reversedOn!: BusinessDate | null;

  @Field(() => [VerdictType], {
    description:
      '当时的审查意见。The verdicts on the figures as they were known when it was done, from the audit trail; empty for everyone but the office, and for steps that no rule judges.',
  })
  readonly verdicts!: readonly Verdict[];
}

@ObjectType('Dossier', {
  description:
    '尽职档案。The evidence of one loan, article by article: what the procedure asked, what was done, when, by whom, on which figures, and what is missing (Art. 39). Every reader sees what its own rows tell.',
  simpleResolvers: true,
})
export class DossierType {
  @Field(() => DateScalar, { description: '截至日。Business date for which it was drawn up.' })
  readonly asOf!: BusinessDate;

  @Field(() => Int, { description: '缺失项数。How many items are MISSING.' })
  readonly missing!: number;

  @Field(() => Int, { description: '逾期办理项数。How many items are LATE.' })
  readonly late!: number;

  @Field(() => [DossierItemType], { description: '各项。The items, in the order of the articles.' })
  readonly items!: readonly DossierItemType[];
}
