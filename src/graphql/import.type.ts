import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ImportFormat, ImportKind, ImportRowState, ImportState } from '../domain/words.ts';
import { ImportFormatEnum, ImportKindEnum, ImportRowStateEnum, ImportStateEnum } from './import.enums.ts';
import { NodeType } from './node.type.ts';
import { DateTimeScalar } from './scalars.ts';
import { MessageType } from './verdict.type.ts';

@ObjectType('ImportColumn', {
  description: '文件的一列。One column of the file, in its order.',
  simpleResolvers: true,
})
export class ImportColumnType {
  @Field(() => String, { description: '表头。The heading as it stands in the file.' })
  readonly heading!: string;

  @Field(() => String, {
    description:
      '字段。What the column means, as the template names it in English; "-" for one that is not read.',
  })
  readonly field!: string;
}

@ObjectType('ImportProgress', {
  description: '进度。How many rows of a file have their answer.',
  simpleResolvers: true,
})
export class ImportProgressType {
  @Field(() => Int, { description: '总行数。Rows of the file below its headings.' })
  readonly rows!: number;

  @Field(() => Int, {
    description:
      '已办理。Rows that were done; in a dry run, that would be done. With those that say in their result code that an earlier import did them.',
  })
  readonly done!: number;

  @Field(() => Int, { description: '不符合规定。Rows that rules refused.' })
  readonly refused!: number;

  @Field(() => Int, { description: '内容有误。Rows that could not be judged.' })
  readonly invalid!: number;

  @Field(() => Int, { description: '待处理。Rows that have no answer yet.' })
  readonly waiting!: number;
}

@ObjectType('Import', {
  implements: NodeType,
  description:
    '导入。A file that was posted to /imports/<kind>; each of its rows is judged and answered on its own. Seen by the tenant that sent it and by nobody else.',
  simpleResolvers: true,
})
export class ImportType extends NodeType {
  @Field(() => ImportKindEnum, { description: '类别。What the rows are.' })
  readonly kind!: ImportKind;

  @Field(() => ImportFormatEnum, { description: '文件格式。How the file was written.' })
  readonly format!: ImportFormat;

  @Field(() => ImportStateEnum, {
    description: '导入进度。How far the import has come: received, waiting, being judged, or over.',
  })
  readonly state!: ImportState;

  @Field(() => Boolean, { description: '试审。True for a dry run: rows are judged and nothing is changed.' })
  readonly checkOnly!: boolean;

  @Field(() => [ImportColumnType], { description: '各列。The columns of the file, in its order.' })
  readonly columns!: readonly ImportColumnType[];

  @Field(() => String, {
    description:
      '报送人。Sign-in name of whoever sent the file, in whose name and with whose rights its rows are judged.',
  })
  readonly userId!: string;

  @Field(() => DateTimeScalar, { description: '接收时刻。When the file came.' })
  readonly openedAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '开始时刻。When the first row was judged; null before.',
  })
  readonly startedAt!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '结束时刻。When it was done, cancelled or stopped; null before.',
  })
  readonly endedAt!: string | null;
}

@ObjectType('ImportError', {
  description: '内容错误。What was wrong with a row, and what would be right.',
  simpleResolvers: true,
})
export class ImportErrorType {
  @Field(() => String, {
    nullable: true,
    description: '字段。The column, as the template names it in English; null for the row as a whole.',
  })
  readonly field!: string | null;

  @Field(() => MessageType, { description: '说明。The error in Chinese and English.' })
  readonly message!: MessageType;
}

@ObjectType('ImportRow', {
  description: '文件的一行。One row of the file, and what became of it.',
  simpleResolvers: true,
})
export class ImportRowType {
  @Field(() => Int, {
    description:
      '行号。Its number in the file as a spreadsheet shows it; the headings are row 1. In JSON lines, the line.',
  })
  readonly number!: number;

  @Field(() => ImportRowStateEnum, { description: '状态。What became of it.' })
  readonly state!: ImportRowState;

  @Field(() => [String], { description: '各格内容。The texts of its cells, in the order of the columns.' })
  readonly cells!: readonly string[];

  @Field(() => ID, {
    nullable: true,
    description: '办理对象。Id of what was made or changed, for `node`; null where nothing was.',
  })
  readonly changed!: string | null;
}

@InputType({ description: '取消导入。An import that is to stop.' })
export class CancelImportInput {
  @Field(() => ID, { description: '导入编号。Id of the import, as the answer to the file gave it.' })
  readonly importId!: string;
}
