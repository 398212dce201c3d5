import { Field, ObjectType } from 'type-graphql';
import type { ReportParameters } from '../acts/papers.ts';
import { ReportParametersEnum } from './paper.enums.ts';
import { MessageType } from './verdict.type.ts';

@ObjectType('DocumentLink', {
  description: '文书下载。Where a document is fetched, with the same token as here: an editable .docx file.',
  simpleResolvers: true,
})
export class DocumentLinkType {
  @Field(() => String, {
    description: '下载路径。Path on this server, for a GET with the same Authorization header.',
  })
  readonly path!: string;

  @Field(() => String, { description: '文件名。The name that the file comes under.' })
  readonly fileName!: string;
}

@ObjectType('Report', {
  description:
    '报表。A spreadsheet that the reader may have: fetched by GET at its path, with the parameters in the query.',
  simpleResolvers: true,
})
export class ReportType {
  @Field(() => String, { description: '名称。Its name in the path.' })
  readonly name!: string;

  @Field(() => MessageType, { description: '标题。Its title in Chinese and English.' })
  readonly title!: MessageType;

  @Field(() => MessageType, { description: '内容。What it holds, in Chinese and English.' })
  readonly summary!: MessageType;

  @Field(() => ReportParametersEnum, {
    description: '参数。What has to be given in the query of the address.',
  })
  readonly parameters!: ReportParameters;

  @Field(() => String, {
    description: '下载路径。Path on this server without its parameters: an .xlsx file.',
  })
  readonly path!: string;
}
