import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  COUNTER_GUARANTEE_KINDS,
  type CounterGuaranteeKind,
  DECISIONS,
  type DecisionOutcome,
  type FeeKind,
  type Id,
  OPINIONS,
  type Opinion,
  PARTIES,
  type Party,
  PROPOSAL_STATES,
  type ProposalState,
  PURPOSES,
  type Purpose,
  REFERRAL_STATES,
  type ReferralState,
  type RepaymentMethod,
} from '../../src/domain/words.ts';
import { BY_PARTY, day, fen, idOf, oneOf, ours, poolId, walls } from './columns.ts';
import { enterprise } from './enterprise.ts';
import { bank, guarantor, region } from './partners.ts';

/** A firm that a bank or guarantor puts forward; it goes to the district, which endorses or drops it (Art. 24). */
export const proposal = pgTable(
  'proposal',
  {
    poolId: poolId(),
    id: idOf('proposal').notNull(),
    state: text().$type<ProposalState>().notNull(),
    proposerId: idOf('tenant').notNull(),
    regionId: idOf('region').notNull(),
    creditCode: text().notNull(),
    enterpriseName: text().notNull(),
    amount: fen().notNull(),
    termMonths: integer().notNull(),
    purpose: text().$type<Purpose>().notNull(),
    note: text().notNull(),
    proposedOn: day().notNull(),
    decidedOn: day(),
    reason: text(),
    referralId: uuid().$type<Id<'referral'>>(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.regionId], foreignColumns: [region.poolId, region.id] }),
    index('proposal_region').on(t.poolId, t.regionId),
    index('proposal_proposer').on(t.poolId, t.proposerId),
    oneOf('proposal_state', t.state, PROPOSAL_STATES),
    oneOf('proposal_purpose', t.purpose, PURPOSES),
    ...walls('proposal', {
      read: {
        OFFICE: 'ALL',
        DISTRICT: ours('region_id'),
        BANK: ours('proposer_id'),
        GUARANTOR: ours('proposer_id'),
        FUND_MANAGER: ours('proposer_id'),
      },
      write: {
        DISTRICT: ours('region_id'),
        BANK: ours('proposer_id'),
        GUARANTOR: ours('proposer_id'),
        FUND_MANAGER: ours('proposer_id'),
      },
    }),
  ],
);

/** A district's referral of a firm, on its way to a decision (Art. 24–26). */
export const referral = pgTable(
  'referral',
  {
    poolId: poolId(),
    id: idOf('referral').notNull(),
    number: text().notNull(),
    state: text().$type<ReferralState>().notNull(),
    enterpriseId: idOf('enterprise').notNull(),
    firmKey: uuid().notNull(),
    regionId: idOf('region').notNull(),
    amount: fen().notNull(),
    termMonths: integer().notNull(),
    purpose: text().$type<Purpose>().notNull(),
    note: text().notNull(),
    submittedOn: day().notNull(),
    reason: text(),
    siteVisitedOn: day(),
    siteVisitNote: text(),
    formNumber: text(),
    recommendedOn: day(),
    bankId: idOf('bank'),
    guarantorId: idOf('guarantor'),
    bankDiligenceOn: day(),
    guarantorDiligenceOn: day(),
    bankDecision: text().$type<DecisionOutcome>(),
    guarantorDecision: text().$type<DecisionOutcome>(),
    loanId: uuid().$type<Id<'loan'>>(),
    version: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('referral_number').on(t.poolId, t.number),
    foreignKey({ columns: [t.poolId, t.enterpriseId], foreignColumns: [enterprise.poolId, enterprise.id] }),
    foreignKey({ columns: [t.poolId, t.regionId], foreignColumns: [region.poolId, region.id] }),
    foreignKey({ columns: [t.poolId, t.bankId], foreignColumns: [bank.poolId, bank.id] }),
    foreignKey({ columns: [t.poolId, t.guarantorId], foreignColumns: [guarantor.poolId, guarantor.id] }),
    index('referral_by_id').on(t.poolId, t.id.desc()),
    index('referral_region').on(t.poolId, t.regionId, t.id),
    index('referral_bank').on(t.poolId, t.bankId, t.id),
    index('referral_guarantor').on(t.poolId, t.guarantorId, t.id),
    index('referral_enterprise').on(t.poolId, t.enterpriseId, t.id),
    oneOf('referral_state', t.state, REFERRAL_STATES),
    oneOf('referral_purpose', t.purpose, PURPOSES),
    ...walls('referral', { read: BY_PARTY, write: BY_PARTY }),
  ],
);

/** A due-diligence report on record with the office (Art. 26). */
export const dueDiligence = pgTable(
  'due_diligence',
  {
    poolId: poolId(),
    id: idOf('dueDiligence').notNull(),
    referralId: idOf('referral').notNull(),
    party: text().$type<Party>().notNull(),
    tenantId: idOf('tenant').notNull(),
    opinion: text().$type<Opinion>().notNull(),
    summary: text().notNull(),
    document: text().notNull(),
    filedOn: day().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('due_diligence_once').on(t.poolId, t.referralId, t.party),
    foreignKey({ columns: [t.poolId, t.referralId], foreignColumns: [referral.poolId, referral.id] }),
    oneOf('due_diligence_party', t.party, PARTIES),
    oneOf('due_diligence_opinion', t.opinion, OPINIONS),
    ...walls('due_diligence', {
      read: {
        OFFICE: 'ALL',
        BANK: ours('tenant_id'),
        GUARANTOR: ours('tenant_id'),
        FUND_MANAGER: ours('tenant_id'),
      },
      write: { BANK: ours('tenant_id'), GUARANTOR: ours('tenant_id'), FUND_MANAGER: ours('tenant_id') },
    }),
  ],
);

/** The terms that a bank fixes with its approval (Art. 17, 21, 22). */
export interface Terms {
  readonly amount: string;
  readonly termMonths: number;
  readonly lprDate: string;
  readonly lpr: string;
  readonly basisPoints: number;
  readonly rate: string;
  readonly method: RepaymentMethod;
  readonly instalments: readonly { readonly month: number; readonly principal: string }[];
  readonly fees: readonly { readonly kind: FeeKind; readonly amount: string; readonly description: string }[];
  readonly securities: readonly string[];
}

/** A party's decision on a referral (Art. 26). */
export const decision = pgTable(
  'decision',
  {
    poolId: poolId(),
    id: idOf('decision').notNull(),
    referralId: idOf('referral').notNull(),
    party: text().$type<Party>().notNull(),
    tenantId: idOf('tenant').notNull(),
    outcome: text().$type<DecisionOutcome>().notNull(),
    reason: text().notNull(),
    decidedOn: day().notNull(),
    terms: jsonb().$type<Terms>(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    unique('decision_once').on(t.poolId, t.referralId, t.party),
    foreignKey({ columns: [t.poolId, t.referralId], foreignColumns: [referral.poolId, referral.id] }),
    oneOf('decision_party', t.party, PARTIES),
    oneOf('decision_outcome', t.outcome, DECISIONS),
    ...walls('decision', {
      read: {
        OFFICE: 'ALL',
        BANK: ours('tenant_id'),
        GUARANTOR: ours('tenant_id'),
        FUND_MANAGER: ours('tenant_id'),
      },
      write: { BANK: ours('tenant_id'), GUARANTOR: ours('tenant_id'), FUND_MANAGER: ours('tenant_id') },
    }),
  ],
);

/** What the firm pledges to the guarantor (Art. 28). */
export const counterGuarantee = pgTable(
  'counter_guarantee',
  {
    poolId: poolId(),
    id: idOf('counterGuarantee').notNull(),
    referralId: idOf('referral').notNull(),
    guarantorId: idOf('guarantor').notNull(),
    kind: text().$type<CounterGuaranteeKind>().notNull(),
    description: text().notNull(),
    value: fen(),
  },
  (t) => [
    primaryKey({ columns: [t.poolId, t.id] }),
    foreignKey({ columns: [t.poolId, t.referralId], foreignColumns: [referral.poolId, referral.id] }),
    index('counter_guarantee_referral').on(t.poolId, t.referralId),
    oneOf('counter_guarantee_kind', t.kind, COUNTER_GUARANTEE_KINDS),
    ...walls('counter_guarantee', {
      read: { OFFICE: 'ALL', GUARANTOR: ours('guarantor_id'), FUND_MANAGER: ours('guarantor_id') },
      write: { GUARANTOR: ours('guarantor_id'), FUND_MANAGER: ours('guarantor_id') },
    }),
  ],
);
