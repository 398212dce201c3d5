import type { TableName } from '../../schema/tables/all.ts';
import type { Persona } from '../domain/words.ts';

// Wall 1 in the SQL: which rows of a table `t` a persona reads, said a second time and apart from the row policies
// (section 10), so that a row stays hidden even where row security is bypassed. $1 is the pool, $2 the tenant.

const ALL = '$2::uuid is not null';
const NONE = '$2::uuid is null';
const REGION_IS_OURS = 't.region_id = $2::uuid';
const BANK_IS_OURS = 't.bank_id = $2::uuid';
const GUARANTOR_IS_OURS = 't.guarantor_id = $2::uuid';
const TENANT_IS_OURS = 't.tenant_id = $2::uuid';

type Scope = Partial<Record<Persona, string>>;

const everyone: Scope = { OFFICE: ALL, DISTRICT: ALL, BANK: ALL, GUARANTOR: ALL, FUND_MANAGER: ALL };
const byParty: Scope = {
  OFFICE: ALL,
  DISTRICT: REGION_IS_OURS,
  BANK: BANK_IS_OURS,
  GUARANTOR: GUARANTOR_IS_OURS,
  FUND_MANAGER: GUARANTOR_IS_OURS,
};
const byMoney: Scope = { OFFICE: ALL, DISTRICT: REGION_IS_OURS, BANK: BANK_IS_OURS, FUND_MANAGER: ALL };
const ownRegionsMoney: Scope = { OFFICE: ALL, DISTRICT: REGION_IS_OURS, FUND_MANAGER: ALL };
const ownBanksMoney: Scope = { OFFICE: ALL, BANK: BANK_IS_OURS, FUND_MANAGER: ALL };

/** Only those that filed it, and the office: two parties' papers on one referral are not shown to each other. */
const byAuthor: Scope = {
  OFFICE: ALL,
  BANK: TENANT_IS_OURS,
  GUARANTOR: TENANT_IS_OURS,
  FUND_MANAGER: TENANT_IS_OURS,
};

/** About one tenant, for it and for the office. */
const byTenant: Scope = { ...byAuthor, DISTRICT: TENANT_IS_OURS };

/** The requesting tenant's own and nobody else's, the office's neither. */
const ownOnly: Scope = { ...byTenant, OFFICE: TENANT_IS_OURS };

/** The pool's breaker is everybody's to see, a bank's the bank's. */
const breakers: Scope = {
  OFFICE: ALL,
  DISTRICT: `${ALL} and t.bank_id is null`,
  BANK: `t.bank_id is null or ${BANK_IS_OURS}`,
  GUARANTOR: `${ALL} and t.bank_id is null`,
  FUND_MANAGER: ALL,
};

/** Recommended to it or borrowing from it: either way there is a referral that names it. */
const referredTo = (column: string, party: string) =>
  `exists (select 1 from referral r where r.pool_id = $1 and r.${column} = t.id and r.${party} = $2::uuid)`;

const exposureOf = (...scopes: string[]): string => scopes.map((scope) => `(${scope})`).join(' or ');
const OWN_GUARANTOR_ROW = `t.scope = 'GUARANTOR' and t.scope_id = $2::uuid`;

/** The debtor's own, and for a district those about its region's loans. */
const ownDuty = 't.debtor_id = $2::uuid';

const SCOPES: Partial<Record<TableName, Scope>> = {
  pool: everyone,
  edition: everyone,
  lprQuote: everyone,
  tenant: {
    OFFICE: ALL,
    DISTRICT: 't.id = $2::uuid',
    BANK: 't.id = $2::uuid',
    GUARANTOR: 't.id = $2::uuid',
    FUND_MANAGER: 't.id = $2::uuid',
  },
  region: {
    OFFICE: ALL,
    DISTRICT: 't.id = $2::uuid',
    BANK: referredTo('region_id', 'bank_id'),
    GUARANTOR: ALL,
    FUND_MANAGER: ALL,
  },
  regionStanding: ownRegionsMoney,
  pledge: ownRegionsMoney,
  bank: { OFFICE: ALL, DISTRICT: ALL, BANK: 't.id = $2::uuid', GUARANTOR: ALL, FUND_MANAGER: ALL },
  bankStanding: ownBanksMoney,
  agreement: ownBanksMoney,
  topUp: ownBanksMoney,
  guarantor: { ...everyone, GUARANTOR: 't.id = $2::uuid' },
  appointment: { ...everyone, GUARANTOR: GUARANTOR_IS_OURS },
  enterprise: {
    OFFICE: ALL,
    DISTRICT: REGION_IS_OURS,
    BANK: referredTo('enterprise_id', 'bank_id'),
    GUARANTOR: referredTo('enterprise_id', 'guarantor_id'),
    FUND_MANAGER: referredTo('enterprise_id', 'guarantor_id'),
  },
  listing: { OFFICE: ALL, DISTRICT: REGION_IS_OURS },
  proposal: {
    OFFICE: ALL,
    DISTRICT: REGION_IS_OURS,
    BANK: 't.proposer_id = $2::uuid',
    GUARANTOR: 't.proposer_id = $2::uuid',
    FUND_MANAGER: 't.proposer_id = $2::uuid',
  },
  referral: byParty,
  dueDiligence: byAuthor,
  decision: byAuthor,
  counterGuarantee: { OFFICE: ALL, GUARANTOR: GUARANTOR_IS_OURS, FUND_MANAGER: GUARANTOR_IS_OURS },
  loan: byParty,
  instalment: byParty,
  repayment: byParty,
  aftercare: byParty,
  compensation: byParty,
  guarantorPayment: byParty,
  legalAction: byParty,
  legalStep: byParty,
  recovery: byParty,
  recoveryCost: byParty,
  recoveryReport: byParty,
  conclusion: byParty,
  account: byMoney,
  accountDay: byMoney,
  entry: byMoney,
  line: byMoney,
  reversal: { OFFICE: ALL, FUND_MANAGER: ALL },
  exposure: {
    OFFICE: ALL,
    DISTRICT: exposureOf(
      `t.scope = 'REGION' and t.scope_id = $2::uuid`,
      `t.scope = 'FIRM' and t.region_id = $2::uuid`,
    ),
    BANK: `t.scope = 'BANK' and t.scope_id = $2::uuid`,
    GUARANTOR: OWN_GUARANTOR_ROW,
    FUND_MANAGER: OWN_GUARANTOR_ROW,
  },
  dueDay: {
    OFFICE: ALL,
    DISTRICT: `t.scope = 'REGION' and t.scope_id = $2::uuid`,
    BANK: `t.scope = 'BANK' and t.scope_id = $2::uuid`,
    GUARANTOR: OWN_GUARANTOR_ROW,
    FUND_MANAGER: OWN_GUARANTOR_ROW,
  },
  waiver: byParty,
  waiverConsent: byParty,
  obligation: {
    OFFICE: ALL,
    DISTRICT: `${ownDuty} or ${REGION_IS_OURS}`,
    BANK: ownDuty,
    GUARANTOR: ownDuty,
    FUND_MANAGER: ownDuty,
  },
  breaker: breakers,
  breakerTurn: breakers,
  evaluation: everyone,
  evaluationPart: byTenant,
  supplement: { OFFICE: ALL, FUND_MANAGER: ALL },
  sweep: { OFFICE: ALL },
  holidayNotice: everyone,
  refusal: { OFFICE: ALL },
  disabledUser: byTenant,
  revokedToken: byTenant,
  importJob: ownOnly,
  importRow: ownOnly,
  takeOver: { OFFICE: ALL },
  statement: ownBanksMoney,
  statementLine: ownBanksMoney,
  statementMatch: ownBanksMoney,
  statementEntry: ownBanksMoney,
  explanation: ownBanksMoney,
  correction: byAuthor,
  correctionMessage: byAuthor,
  webhook: ownOnly,
  webhookSecret: ownOnly,
  webhookDelivery: ownOnly,
  event: {
    OFFICE: ALL,
    DISTRICT: `${REGION_IS_OURS} or t.to_all`,
    BANK: `${BANK_IS_OURS} or t.to_all`,
    GUARANTOR: `(${GUARANTOR_IS_OURS} and t.kind not like 'supplement.%' and t.kind not like 'reversal.%') or t.to_all`,
    FUND_MANAGER: `${GUARANTOR_IS_OURS} or t.to_all`,
  },
  audit: { OFFICE: ALL },
  // Leaves of records are read together with their record, within its scope; only these stand by themselves.
  logLeaf: { OFFICE: ALL, FUND_MANAGER: `${ALL} and t.kind = 'BALANCES'` },
  logTile: everyone,
  checkpoint: everyone,
};

/** The rows of `t` that a persona reads; none where nothing is written above. Always uses both parameters. */
export function scopeOf(table: TableName, persona: Persona, alias = 't'): string {
  const rows = SCOPES[table]?.[persona] ?? NONE;
  const scoped = `t.pool_id = $1::uuid and (${rows})`;
  return alias === 't' ? scoped : scoped.replace(/\bt\./g, `${alias}.`);
}

/**
 * The rows of `alias` that a persona reads where a row that it reads names them. Who is shown a referral or a loan is shown
 * whom it names: that there is such a row need not be looked up again.
 */
export function namedScopeOf(table: TableName, persona: Persona, alias: string): string {
  const rows = SCOPES[table]?.[persona];
  return rows?.startsWith('exists (select 1 from referral')
    ? `${alias}.pool_id = $1::uuid and (${ALL})`
    : scopeOf(table, persona, alias);
}

/** True where a persona reads every row of its pool: only then may sums over the table be called the pool's. */
export function readsAll(table: TableName, persona: Persona): boolean {
  return SCOPES[table]?.[persona] === ALL;
}
