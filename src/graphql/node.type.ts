import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import type { TableName } from '../acts/ports.ts';
import type { Noun } from '../domain/words.ts';

/** Things with an identity, and where each is kept. `id` on the wire is made from the row's by the schema. */
export const NODES: Readonly<Record<string, { readonly noun: Noun; readonly table: TableName }>> = {
  Pool: { noun: 'pool', table: 'pool' },
  Region: { noun: 'region', table: 'region' },
  Bank: { noun: 'bank', table: 'bank' },
  Guarantor: { noun: 'guarantor', table: 'guarantor' },
  Enterprise: { noun: 'enterprise', table: 'enterprise' },
  Proposal: { noun: 'proposal', table: 'proposal' },
  Referral: { noun: 'referral', table: 'referral' },
  DueDiligence: { noun: 'dueDiligence', table: 'dueDiligence' },
  Decision: { noun: 'decision', table: 'decision' },
  CounterGuarantee: { noun: 'counterGuarantee', table: 'counterGuarantee' },
  Loan: { noun: 'loan', table: 'loan' },
  Repayment: { noun: 'repayment', table: 'repayment' },
  Aftercare: { noun: 'aftercare', table: 'aftercare' },
  Compensation: { noun: 'compensation', table: 'compensation' },
  GuarantorPayment: { noun: 'guarantorPayment', table: 'guarantorPayment' },
  LegalAction: { noun: 'legalAction', table: 'legalAction' },
  Recovery: { noun: 'recovery', table: 'recovery' },
  RecoveryReport: { noun: 'recoveryReport', table: 'recoveryReport' },
  Evaluation: { noun: 'evaluation', table: 'evaluation' },
  Supplement: { noun: 'supplement', table: 'supplement' },
  Waiver: { noun: 'waiver', table: 'waiver' },
  Obligation: { noun: 'obligation', table: 'obligation' },
  LedgerEntry: { noun: 'entry', table: 'entry' },
  Reversal: { noun: 'reversal', table: 'reversal' },
  Pledge: { noun: 'pledge', table: 'pledge' },
  Agreement: { noun: 'agreement', table: 'agreement' },
  TopUp: { noun: 'topUp', table: 'topUp' },
  BreakerTurn: { noun: 'breakerTurn', table: 'breakerTurn' },
  Edition: { noun: 'edition', table: 'edition' },
  Tenant: { noun: 'tenant', table: 'tenant' },
  DisabledUser: { noun: 'disabledUser', table: 'disabledUser' },
  RevokedToken: { noun: 'revokedToken', table: 'revokedToken' },
  Import: { noun: 'importJob', table: 'importJob' },
  Webhook: { noun: 'webhook', table: 'webhook' },
  WebhookDelivery: { noun: 'webhookDelivery', table: 'webhookDelivery' },
  TakeOver: { noun: 'takeOver', table: 'takeOver' },
  Correction: { noun: 'correction', table: 'correction' },
  Statement: { noun: 'statement', table: 'statement' },
  StatementLine: { noun: 'statementLine', table: 'statementLine' },
  StatementMatch: { noun: 'statementMatch', table: 'statementMatch' },
  Explanation: { noun: 'explanation', table: 'explanation' },
  Event: { noun: 'event', table: 'event' },
};

export const nodeTypeOf = new Map(Object.entries(NODES).map(([typeName, { noun }]) => [noun, typeName]));

@InterfaceType('Node', {
  description: '有编号的事物。Anything that has an identity and can be fetched again by its id.',
  resolveType: (value: { readonly __typename?: string }) => value.__typename,
})
export abstract class NodeType {
  @Field(() => ID, {
    description:
      '不透明编号。Opaque identifier; its prefix tells the kind of thing, nothing else in it means anything. Stable for the life of the thing.',
  })
  readonly id!: string;
}

@ObjectType('PageInfo', {
  description: '分页信息。Where a page of a list begins and ends.',
  simpleResolvers: true,
})
export class PageInfoType {
  @Field(() => Boolean, { description: '之后还有更多。True when the list goes on after this page.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, {
    description:
      '之前还有内容。True when this page was asked for after a cursor, so that rows come before it.',
  })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: '首行游标。Cursor of the first row; null on an empty page.',
  })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '末行游标。Cursor of the last row, to be given as `after`; null on an empty page.',
  })
  readonly endCursor!: string | null;
}
