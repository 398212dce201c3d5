import 'reflect-metadata';
import { defaultFieldResolver, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import { writeId } from '../domain/ids.ts';
import type { Id, Noun } from '../domain/words.ts';
import { ActResolver, CheckResolver } from './act.resolver.ts';
import { AftercareResolver, LegalActionResolver, LegalStepResolver } from './aftercare.resolver.ts';
import { markUntold } from './ahead.ts';
import { AccountBalanceResolver } from './balance.resolver.ts';
import { AgreementResolver, BankResolver, BankStandingResolver, TopUpResolver } from './bank.resolver.ts';
import { BreakerResolver, BreakerTurnResolver, ForecastLoanResolver } from './breaker.resolver.ts';
import { CalendarResolver } from './calendar.resolver.ts';
import { CheckpointResolver } from './checkpoint.resolver.ts';
import { CompensationResolver, GuarantorPaymentResolver } from './compensation.resolver.ts';
import type { RequestContext } from './context.ts';
import { CorrectionMessageResolver, CorrectionResolver } from './correction.resolver.ts';
import { DossierItemResolver, DossierResolver } from './dossier.resolver.ts';
import { EditionResolver } from './edition.resolver.ts';
import { EnterpriseResolver } from './enterprise.resolver.ts';
import { EvaluationPartResolver, EvaluationResolver } from './evaluation.resolver.ts';
import { EventResolver, StandingResolver } from './event.resolver.ts';
import { GuarantorResolver } from './guarantor.resolver.ts';
import { guard } from './guard.ts';
import { ImportResolver, ImportRowResolver } from './import.resolver.ts';
import { LedgerEntryResolver, LedgerLineResolver } from './ledger.resolver.ts';
import { LoanResolver } from './loan.resolver.ts';
import { LoanCompensationResolver } from './loan-compensation.resolver.ts';
import { NodeResolver } from './node.resolver.ts';
import { NODES } from './node.type.ts';
import { ObligationResolver } from './obligation.resolver.ts';
import {
  DeductionNoticeResolver,
  DisbursementNoticeResolver,
  RecommendationFormResolver,
  ReplenishmentLetterResolver,
  ReportResolver,
} from './paper.resolver.ts';
import { DisabledUserResolver, RevokedTokenResolver, TenantResolver } from './people.resolver.ts';
import { PoolResolver, SourceFundsResolver } from './pool.resolver.ts';
import { ConclusionResolver, RecoveryReportResolver, RecoveryResolver } from './recovery.resolver.ts';
import { ProposalResolver, ReferralResolver } from './referral.resolver.ts';
import { PledgeResolver, RegionResolver, RegionStandingResolver } from './region.resolver.ts';
import { EditionReplayResolver, ReplayedCaseResolver, ReplayedLossResolver } from './replay.resolver.ts';
import { ReversalResolver } from './reversal.resolver.ts';
import {
  ExplanationResolver,
  StatementLineResolver,
  StatementMatchResolver,
  StatementResolver,
  UnmatchedEntryResolver,
} from './statement.resolver.ts';
import { SupplementResolver } from './supplement.resolver.ts';
import { TakeOverResolver } from './take-over.resolver.ts';
import { ViewerResolver } from './viewer.resolver.ts';
import { WaiverConsentResolver, WaiverResolver } from './waiver.resolver.ts';
import { WebhookDeliveryResolver, WebhookResolver, WebhookSecretResolver } from './webhook.resolver.ts';

/** Every resolver of the API; an act's resolvers join here. */
const RESOLVERS = [
  ViewerResolver,
  PoolResolver,
  CalendarResolver,
  SourceFundsResolver,
  BreakerResolver,
  BreakerTurnResolver,
  ForecastLoanResolver,
  EditionResolver,
  EditionReplayResolver,
  ReplayedCaseResolver,
  ReplayedLossResolver,
  RegionResolver,
  RegionStandingResolver,
  PledgeResolver,
  BankResolver,
  BankStandingResolver,
  AgreementResolver,
  TopUpResolver,
  GuarantorResolver,
  EnterpriseResolver,
  ProposalResolver,
  ReferralResolver,
  LoanResolver,
  LoanCompensationResolver,
  DossierResolver,
  DossierItemResolver,
  AftercareResolver,
  LegalActionResolver,
  LegalStepResolver,
  CompensationResolver,
  GuarantorPaymentResolver,
  RecoveryResolver,
  RecoveryReportResolver,
  ConclusionResolver,
  EvaluationResolver,
  EvaluationPartResolver,
  SupplementResolver,
  WaiverResolver,
  WaiverConsentResolver,
  ObligationResolver,
  LedgerEntryResolver,
  LedgerLineResolver,
  AccountBalanceResolver,
  ReversalResolver,
  TenantResolver,
  DisabledUserResolver,
  RevokedTokenResolver,
  ImportResolver,
  ImportRowResolver,
  ReportResolver,
  RecommendationFormResolver,
  DisbursementNoticeResolver,
  DeductionNoticeResolver,
  ReplenishmentLetterResolver,
  TakeOverResolver,
  CorrectionResolver,
  CorrectionMessageResolver,
  StatementResolver,
  StatementLineResolver,
  StatementMatchResolver,
  UnmatchedEntryResolver,
  ExplanationResolver,
  WebhookResolver,
  WebhookSecretResolver,
  WebhookDeliveryResolver,
  EventResolver,
  StandingResolver,
  CheckpointResolver,
  NodeResolver,
  ActResolver,
  CheckResolver,
] as const satisfies NonEmptyArray<object>;

type Source = Readonly<Record<string, unknown>>;

/** `id` of a thing with an identity is made from its row's id and its kind. */
function writeIds(type: GraphQLObjectType): void {
  const node = NODES[type.name];
  const field = type.getFields().id;
  if (!node || !field) return;
  const { noun, table } = node;
  const key = table === 'pool' ? 'poolId' : 'id';
  field.resolve = (row: Source) => writeId(noun as Noun, row[key] as Id<Noun>);
}

/**
 * Values that are made for an answer may hold functions, which are called when their field is asked for. Rows hold none:
 * their fields stay without a resolver, which a compiled query reads directly.
 */
function resolveLazily(type: GraphQLObjectType): void {
  if (NODES[type.name] || type.name.startsWith('__')) return;
  for (const field of Object.values(type.getFields())) field.resolve ??= defaultFieldResolver;
}

/** No act runs while its request holds a view open: it would keep a second connection waiting for the first. */
function renewBefore(mutation: GraphQLObjectType): void {
  for (const field of Object.values(mutation.getFields())) {
    const { resolve } = field;
    if (!resolve) continue;
    field.resolve = async (source, args, context: RequestContext, info) => {
      await context.reader.renew();
      return resolve(source, args, context, info);
    };
  }
}

/** Subscriptions go by the journal of events (events.ts), not by topics; the library asks for some all the same. */
const NO_TOPICS: PubSub = {
  publish: () => undefined,
  subscribe() {
    throw new Error('no subscription goes by a topic');
  },
};

/** The whole API without its permissions: for printing, and for the proof that the other wall suffices alone. */
export function bareSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: RESOLVERS,
    validate: false,
    emitSchemaFile: false,
    pubSub: NO_TOPICS,
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    markUntold(type);
    writeIds(type);
    resolveLazily(type);
  }
  const mutation = schema.getMutationType();
  if (mutation) renewBefore(mutation);
  return schema;
}

let served: GraphQLSchema | undefined;

/** The API as it is served: made once, and the same for all who ask, since it holds nothing of any server. */
export function createSchema(): GraphQLSchema {
  served ??= guard(bareSchema());
  return served;
}
