-- why: every table with its keys, checks, indexes and row policies, as schema/tables says them.
CREATE TABLE "access" (
	"pool_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"object_id" uuid NOT NULL,
	CONSTRAINT "access_pool_id_tenant_id_object_id_pk" PRIMARY KEY("pool_id","tenant_id","object_id")
);
--> statement-breakpoint
ALTER TABLE "access" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "enterprise" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"firm_key" uuid NOT NULL,
	"credit_code" text NOT NULL,
	"name" text NOT NULL,
	"region_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"industry" text,
	"industry_code" text NOT NULL,
	"employees" integer NOT NULL,
	"revenue" bigint NOT NULL,
	"assets" bigint NOT NULL,
	"figures_year" integer NOT NULL,
	"size" text,
	"registered_on" date NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "enterprise_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "enterprise_credit_code" UNIQUE("pool_id","region_id","credit_code"),
	CONSTRAINT "enterprise_industry" CHECK ("enterprise"."industry" in ('AGRICULTURE', 'INDUSTRY', 'CONSTRUCTION', 'WHOLESALE', 'RETAIL', 'TRANSPORT', 'WAREHOUSING', 'POST', 'ACCOMMODATION', 'CATERING', 'INFORMATION_TRANSMISSION', 'SOFTWARE', 'REAL_ESTATE', 'PROPERTY_MANAGEMENT', 'LEASING_AND_BUSINESS', 'OTHER')),
	CONSTRAINT "enterprise_size" CHECK ("enterprise"."size" in ('LARGE', 'MEDIUM', 'SMALL', 'MICRO'))
);
--> statement-breakpoint
ALTER TABLE "enterprise" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "listing" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"firm_key" uuid NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"document" text NOT NULL,
	"listed_on" date NOT NULL,
	"removed_on" date,
	"removal_reason" text,
	"version" integer NOT NULL,
	CONSTRAINT "listing_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "listing" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "account" (
	"pool_id" uuid NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"source" text,
	"bank_id" uuid,
	"region_id" uuid,
	"balance" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "account_pool_id_code_pk" PRIMARY KEY("pool_id","code"),
	CONSTRAINT "account_kind" CHECK ("account"."kind" in ('CUSTODY', 'DEPOSIT', 'FUND', 'INTEREST', 'COMPENSATION')),
	CONSTRAINT "account_never_overdrawn" CHECK (kind not in ('CUSTODY', 'DEPOSIT') or balance >= 0)
);
--> statement-breakpoint
ALTER TABLE "account" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "account_day" (
	"pool_id" uuid NOT NULL,
	"code" text NOT NULL,
	"day" date NOT NULL,
	"bank_id" uuid,
	"region_id" uuid,
	"net" bigint NOT NULL,
	CONSTRAINT "account_day_pool_id_code_day_pk" PRIMARY KEY("pool_id","code","day")
);
--> statement-breakpoint
ALTER TABLE "account_day" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "entry" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"kind" text NOT NULL,
	"value_date" date NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"document" text NOT NULL,
	"bank_id" uuid,
	"region_id" uuid,
	"loan_id" uuid,
	"pledge_id" uuid,
	"top_up_id" uuid,
	"reverses_id" uuid,
	CONSTRAINT "entry_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "entry_sequence" UNIQUE("pool_id","sequence"),
	CONSTRAINT "entry_reversed_once" UNIQUE("pool_id","reverses_id"),
	CONSTRAINT "entry_kind" CHECK ("entry"."kind" in ('CONTRIBUTION', 'INTEREST', 'DEPOSIT_PLACED', 'DEPOSIT_RETURNED', 'DEDUCTION', 'RECOVERY', 'REPLENISHMENT', 'SUPPLEMENT', 'REVERSAL'))
);
--> statement-breakpoint
ALTER TABLE "entry" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "line" (
	"pool_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"code" text NOT NULL,
	"amount" bigint NOT NULL,
	"value_date" date NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"bank_id" uuid,
	"region_id" uuid,
	CONSTRAINT "line_pool_id_entry_id_number_pk" PRIMARY KEY("pool_id","entry_id","number"),
	CONSTRAINT "line_amount" CHECK (amount <> 0)
);
--> statement-breakpoint
ALTER TABLE "line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reversal" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_by_tenant" uuid NOT NULL,
	"asked_on" date NOT NULL,
	"decided_by" text,
	"decided_on" date,
	"posted_entry_id" uuid,
	"version" integer NOT NULL,
	CONSTRAINT "reversal_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "reversal_state" CHECK ("reversal"."state" in ('ASKED', 'POSTED', 'DECLINED'))
);
--> statement-breakpoint
ALTER TABLE "reversal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "instalment" (
	"pool_id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"principal" bigint NOT NULL,
	"unpaid" bigint NOT NULL,
	CONSTRAINT "instalment_pool_id_loan_id_number_pk" PRIMARY KEY("pool_id","loan_id","number"),
	CONSTRAINT "instalment_amounts" CHECK (unpaid >= 0 and unpaid <= principal)
);
--> statement-breakpoint
ALTER TABLE "instalment" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "loan" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"state" text NOT NULL,
	"referral_id" uuid NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"firm_key" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"edition_number" text NOT NULL,
	"amount" bigint NOT NULL,
	"outstanding" bigint NOT NULL,
	"term_months" integer NOT NULL,
	"lpr_date" date NOT NULL,
	"lpr" text NOT NULL,
	"basis_points" integer NOT NULL,
	"rate" text NOT NULL,
	"method" text NOT NULL,
	"approved_on" date NOT NULL,
	"contract_number" text,
	"guarantee_contract_number" text,
	"signed_on" date,
	"last_drawdown_on" date,
	"disbursed_on" date,
	"matures_on" date,
	"next_due_on" date,
	"notice_on" date,
	"ended_on" date,
	"cancel_reason" text,
	"version" integer NOT NULL,
	CONSTRAINT "loan_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "loan_number" UNIQUE("pool_id","number"),
	CONSTRAINT "loan_outstanding" CHECK (outstanding >= 0 and outstanding <= amount),
	CONSTRAINT "loan_state" CHECK ("loan"."state" in ('APPROVED', 'CONTRACTED', 'ACTIVE', 'OVERDUE', 'COMPENSATED', 'REPAID', 'CLOSED', 'CANCELLED')),
	CONSTRAINT "loan_method" CHECK ("loan"."method" in ('BULLET', 'INSTALMENTS'))
);
--> statement-breakpoint
ALTER TABLE "loan" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "repayment" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"paid_on" date NOT NULL,
	"principal" bigint NOT NULL,
	"interest" bigint NOT NULL,
	"document" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "repayment_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "repayment" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "agreement" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"signed_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"document" text NOT NULL,
	CONSTRAINT "agreement_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "agreement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "appointment" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"appointed_on" date NOT NULL,
	"ended_on" date,
	"document" text NOT NULL,
	CONSTRAINT "appointment_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "appointment" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bank" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	CONSTRAINT "bank_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "bank" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bank_standing" (
	"pool_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"state" text NOT NULL,
	"special_account" text,
	CONSTRAINT "bank_standing_pool_id_bank_id_pk" PRIMARY KEY("pool_id","bank_id"),
	CONSTRAINT "bank_standing_state" CHECK ("bank_standing"."state" in ('REGISTERED', 'COOPERATING', 'LEAVING', 'LEFT'))
);
--> statement-breakpoint
ALTER TABLE "bank_standing" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "guarantor" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"active" boolean NOT NULL,
	CONSTRAINT "guarantor_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "guarantor" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "pledge" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"region_id" uuid,
	"amount" bigint NOT NULL,
	"paid" bigint NOT NULL,
	"pledged_on" date NOT NULL,
	"pay_in_by" date NOT NULL,
	"document" text NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "pledge_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "pledge_source" CHECK ("pledge"."source" in ('AUTONOMOUS_REGION', 'CITY', 'REGION'))
);
--> statement-breakpoint
ALTER TABLE "pledge" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "region" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	CONSTRAINT "region_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "region_division" UNIQUE("pool_id","division_code")
);
--> statement-breakpoint
ALTER TABLE "region" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "region_standing" (
	"pool_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"hardship" boolean NOT NULL,
	"pledged" bigint NOT NULL,
	"paid_in" bigint NOT NULL,
	CONSTRAINT "region_standing_pool_id_region_id_pk" PRIMARY KEY("pool_id","region_id")
);
--> statement-breakpoint
ALTER TABLE "region_standing" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "top_up" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"state" text NOT NULL,
	"asked" bigint NOT NULL,
	"approved" bigint,
	"reason" text NOT NULL,
	"asked_on" date NOT NULL,
	"decided_on" date,
	"decision_note" text,
	"entry_id" uuid,
	"version" integer NOT NULL,
	CONSTRAINT "top_up_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "top_up_state" CHECK ("top_up"."state" in ('ASKED', 'APPROVED', 'DECLINED', 'PLACED'))
);
--> statement-breakpoint
ALTER TABLE "top_up" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "edition" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"title_zh" text NOT NULL,
	"title_en" text NOT NULL,
	"document" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"parameters" jsonb NOT NULL,
	"state" text NOT NULL,
	"drafted_by" text NOT NULL,
	"enacted_by" text,
	"enacted_at" timestamp(3) with time zone,
	"version" integer NOT NULL,
	CONSTRAINT "edition_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "edition_number" UNIQUE("pool_id","number"),
	CONSTRAINT "edition_state" CHECK ("edition"."state" in ('DRAFT', 'ENACTED'))
);
--> statement-breakpoint
ALTER TABLE "edition" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "lpr_quote" (
	"pool_id" uuid NOT NULL,
	"date" date NOT NULL,
	"one_year" text NOT NULL,
	"five_year" text NOT NULL,
	"confirmed" boolean NOT NULL,
	CONSTRAINT "lpr_quote_pool_id_date_pk" PRIMARY KEY("pool_id","date")
);
--> statement-breakpoint
ALTER TABLE "lpr_quote" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "pool" (
	"pool_id" uuid NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"city_code" text NOT NULL,
	"city_zh" text NOT NULL,
	"city_en" text NOT NULL,
	"sandbox_date" date,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "pool_pool_id_pk" PRIMARY KEY("pool_id")
);
--> statement-breakpoint
ALTER TABLE "pool" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenant" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	CONSTRAINT "tenant_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "tenant_kind" CHECK ("tenant"."kind" in ('OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR'))
);
--> statement-breakpoint
ALTER TABLE "tenant" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit" (
	"pool_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"act" text NOT NULL,
	"content" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_pool_id_sequence_pk" PRIMARY KEY("pool_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "audit" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "event" (
	"pool_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"occurred_on" date NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"region_id" uuid,
	"bank_id" uuid,
	"guarantor_id" uuid,
	"data" jsonb NOT NULL,
	CONSTRAINT "event_pool_id_sequence_pk" PRIMARY KEY("pool_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency" (
	"pool_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"act" text NOT NULL,
	"fingerprint" text NOT NULL,
	"answer" jsonb,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "idempotency_pool_id_tenant_id_key_pk" PRIMARY KEY("pool_id","tenant_id","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "journal" (
	"pool_id" uuid NOT NULL,
	"event_sequence" bigint NOT NULL,
	"entry_sequence" bigint NOT NULL,
	"audit_sequence" bigint NOT NULL,
	"audit_hash" text NOT NULL,
	CONSTRAINT "journal_pool_id_pk" PRIMARY KEY("pool_id")
);
--> statement-breakpoint
ALTER TABLE "journal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "numbering" (
	"pool_id" uuid NOT NULL,
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "numbering_pool_id_series_year_pk" PRIMARY KEY("pool_id","series","year")
);
--> statement-breakpoint
ALTER TABLE "numbering" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "counter_guarantee" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"description" text NOT NULL,
	"value" bigint,
	CONSTRAINT "counter_guarantee_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "counter_guarantee_kind" CHECK ("counter_guarantee"."kind" in ('REAL_ESTATE_MORTGAGE', 'MOVABLES_MORTGAGE', 'RIGHTS_PLEDGE', 'RECEIVABLES', 'INTELLECTUAL_PROPERTY', 'SURETY'))
);
--> statement-breakpoint
ALTER TABLE "counter_guarantee" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "decision" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"party" text NOT NULL,
	"tenant_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"decided_on" date NOT NULL,
	"terms" jsonb,
	CONSTRAINT "decision_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "decision_once" UNIQUE("pool_id","referral_id","party"),
	CONSTRAINT "decision_party" CHECK ("decision"."party" in ('BANK', 'GUARANTOR')),
	CONSTRAINT "decision_outcome" CHECK ("decision"."outcome" in ('APPROVE', 'DECLINE'))
);
--> statement-breakpoint
ALTER TABLE "decision" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "due_diligence" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"party" text NOT NULL,
	"tenant_id" uuid NOT NULL,
	"opinion" text NOT NULL,
	"summary" text NOT NULL,
	"document" text NOT NULL,
	"filed_on" date NOT NULL,
	CONSTRAINT "due_diligence_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "due_diligence_once" UNIQUE("pool_id","referral_id","party"),
	CONSTRAINT "due_diligence_party" CHECK ("due_diligence"."party" in ('BANK', 'GUARANTOR')),
	CONSTRAINT "due_diligence_opinion" CHECK ("due_diligence"."opinion" in ('SUPPORT', 'OPPOSE'))
);
--> statement-breakpoint
ALTER TABLE "due_diligence" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "proposal" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"state" text NOT NULL,
	"proposer_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"credit_code" text NOT NULL,
	"enterprise_name" text NOT NULL,
	"amount" bigint NOT NULL,
	"term_months" integer NOT NULL,
	"purpose" text NOT NULL,
	"note" text NOT NULL,
	"proposed_on" date NOT NULL,
	"decided_on" date,
	"reason" text,
	"referral_id" uuid,
	"version" integer NOT NULL,
	CONSTRAINT "proposal_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "proposal_state" CHECK ("proposal"."state" in ('PROPOSED', 'ENDORSED', 'DROPPED')),
	CONSTRAINT "proposal_purpose" CHECK ("proposal"."purpose" in ('PRODUCTION_TURNOVER', 'RAW_MATERIALS', 'WAGES_AND_RUNNING_COSTS', 'ORDER_PERFORMANCE', 'FIXED_ASSETS', 'REAL_ESTATE', 'SECURITIES_OR_EQUITY', 'REPAYING_OTHER_DEBT'))
);
--> statement-breakpoint
ALTER TABLE "proposal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referral" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"state" text NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"firm_key" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"term_months" integer NOT NULL,
	"purpose" text NOT NULL,
	"note" text NOT NULL,
	"submitted_on" date NOT NULL,
	"reason" text,
	"site_visited_on" date,
	"site_visit_note" text,
	"form_number" text,
	"recommended_on" date,
	"bank_id" uuid,
	"guarantor_id" uuid,
	"bank_diligence_on" date,
	"guarantor_diligence_on" date,
	"bank_decision" text,
	"guarantor_decision" text,
	"loan_id" uuid,
	"version" integer NOT NULL,
	CONSTRAINT "referral_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "referral_number" UNIQUE("pool_id","number"),
	CONSTRAINT "referral_state" CHECK ("referral"."state" in ('SUBMITTED', 'RETURNED', 'DECLINED', 'WITHDRAWN', 'RECOMMENDED', 'APPROVED', 'REJECTED')),
	CONSTRAINT "referral_purpose" CHECK ("referral"."purpose" in ('PRODUCTION_TURNOVER', 'RAW_MATERIALS', 'WAGES_AND_RUNNING_COSTS', 'ORDER_PERFORMANCE', 'FIXED_ASSETS', 'REAL_ESTATE', 'SECURITIES_OR_EQUITY', 'REPAYING_OTHER_DEBT'))
);
--> statement-breakpoint
ALTER TABLE "referral" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "exposure" (
	"pool_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"scope_id" uuid NOT NULL,
	"region_id" uuid,
	"committed" bigint NOT NULL,
	"outstanding" bigint NOT NULL,
	"disbursed" bigint NOT NULL,
	"approved_loans" integer NOT NULL,
	"contracted_loans" integer NOT NULL,
	"active_loans" integer NOT NULL,
	"compensated_loans" integer NOT NULL,
	"repaid_loans" integer NOT NULL,
	"closed_loans" integer NOT NULL,
	"cancelled_loans" integer NOT NULL,
	CONSTRAINT "exposure_pool_id_scope_scope_id_pk" PRIMARY KEY("pool_id","scope","scope_id"),
	CONSTRAINT "exposure_scope" CHECK ("exposure"."scope" in ('POOL', 'REGION', 'BANK', 'GUARANTOR', 'FIRM')),
	CONSTRAINT "exposure_not_negative" CHECK (committed >= 0 and outstanding >= 0)
);
--> statement-breakpoint
ALTER TABLE "exposure" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "obligation" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"article" integer NOT NULL,
	"debtor_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"loan_id" uuid,
	"region_id" uuid,
	"bank_id" uuid,
	"pledge_id" uuid,
	"top_up_id" uuid,
	"arose_on" date NOT NULL,
	"due_on" date NOT NULL,
	"due_confirmed" boolean NOT NULL,
	"met_on" date,
	"met_by" text,
	"late" boolean,
	CONSTRAINT "obligation_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "obligation_once" UNIQUE("pool_id","kind","debtor_id","subject_id"),
	CONSTRAINT "obligation_kind" CHECK ("obligation"."kind" in ('CONTRIBUTION', 'FIRST_DEPOSIT', 'TOP_UP', 'DISBURSEMENT_NOTICE', 'MATURITY_REMINDER'))
);
--> statement-breakpoint
ALTER TABLE "obligation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "waiver" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"rule_code" text NOT NULL,
	"article" integer NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid,
	"guarantor_id" uuid,
	"reason" text NOT NULL,
	"new_limit" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"state" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_by_tenant" uuid NOT NULL,
	"asked_on" date NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "waiver_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "waiver_subject_kind" CHECK ("waiver"."subject_kind" in ('REGION', 'ENTERPRISE', 'REFERRAL', 'LOAN')),
	CONSTRAINT "waiver_state" CHECK ("waiver"."state" in ('ASKED', 'IN_FORCE', 'DECLINED'))
);
--> statement-breakpoint
ALTER TABLE "waiver" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "waiver_consent" (
	"pool_id" uuid NOT NULL,
	"waiver_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"tenant_kind" text NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid,
	"guarantor_id" uuid,
	"consented" boolean,
	"answered_by" text,
	"answered_on" date,
	"note" text,
	CONSTRAINT "waiver_consent_pool_id_waiver_id_tenant_id_pk" PRIMARY KEY("pool_id","waiver_id","tenant_id"),
	CONSTRAINT "waiver_consent_kind" CHECK ("waiver_consent"."tenant_kind" in ('OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR'))
);
--> statement-breakpoint
ALTER TABLE "waiver_consent" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "enterprise" ADD CONSTRAINT "enterprise_pool_id_region_id_region_pool_id_id_fk" FOREIGN KEY ("pool_id","region_id") REFERENCES "public"."region"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing" ADD CONSTRAINT "listing_pool_id_region_id_region_pool_id_id_fk" FOREIGN KEY ("pool_id","region_id") REFERENCES "public"."region"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_day" ADD CONSTRAINT "account_day_pool_id_code_account_pool_id_code_fk" FOREIGN KEY ("pool_id","code") REFERENCES "public"."account"("pool_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_pool_id_reverses_id_entry_pool_id_id_fk" FOREIGN KEY ("pool_id","reverses_id") REFERENCES "public"."entry"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line" ADD CONSTRAINT "line_pool_id_entry_id_entry_pool_id_id_fk" FOREIGN KEY ("pool_id","entry_id") REFERENCES "public"."entry"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line" ADD CONSTRAINT "line_pool_id_code_account_pool_id_code_fk" FOREIGN KEY ("pool_id","code") REFERENCES "public"."account"("pool_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_pool_id_entry_id_entry_pool_id_id_fk" FOREIGN KEY ("pool_id","entry_id") REFERENCES "public"."entry"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_pool_id_referral_id_referral_pool_id_id_fk" FOREIGN KEY ("pool_id","referral_id") REFERENCES "public"."referral"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_pool_id_enterprise_id_enterprise_pool_id_id_fk" FOREIGN KEY ("pool_id","enterprise_id") REFERENCES "public"."enterprise"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_pool_id_region_id_region_pool_id_id_fk" FOREIGN KEY ("pool_id","region_id") REFERENCES "public"."region"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_pool_id_bank_id_bank_pool_id_id_fk" FOREIGN KEY ("pool_id","bank_id") REFERENCES "public"."bank"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_pool_id_guarantor_id_guarantor_pool_id_id_fk" FOREIGN KEY ("pool_id","guarantor_id") REFERENCES "public"."guarantor"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repayment" ADD CONSTRAINT "repayment_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_pool_id_bank_id_bank_pool_id_id_fk" FOREIGN KEY ("pool_id","bank_id") REFERENCES "public"."bank"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_pool_id_guarantor_id_guarantor_pool_id_id_fk" FOREIGN KEY ("pool_id","guarantor_id") REFERENCES "public"."guarantor"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank" ADD CONSTRAINT "bank_pool_id_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_standing" ADD CONSTRAINT "bank_standing_pool_id_bank_id_bank_pool_id_id_fk" FOREIGN KEY ("pool_id","bank_id") REFERENCES "public"."bank"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantor" ADD CONSTRAINT "guarantor_pool_id_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledge" ADD CONSTRAINT "pledge_pool_id_region_id_region_pool_id_id_fk" FOREIGN KEY ("pool_id","region_id") REFERENCES "public"."region"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "region" ADD CONSTRAINT "region_pool_id_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "region_standing" ADD CONSTRAINT "region_standing_pool_id_region_id_region_pool_id_id_fk" FOREIGN KEY ("pool_id","region_id") REFERENCES "public"."region"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "top_up" ADD CONSTRAINT "top_up_pool_id_bank_id_bank_pool_id_id_fk" FOREIGN KEY ("pool_id","bank_id") REFERENCES "public"."bank"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "edition" ADD CONSTRAINT "edition_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lpr_quote" ADD CONSTRAINT "lpr_quote_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal" ADD CONSTRAINT "journal_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "numbering" ADD CONSTRAINT "numbering_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_guarantee" ADD CONSTRAINT "counter_guarantee_pool_id_referral_id_referral_pool_id_id_fk" FOREIGN KEY ("pool_id","referral_id") REFERENCES "public"."referral"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_pool_id_referral_id_referral_pool_id_id_fk" FOREIGN KEY ("pool_id","referral_id") REFERENCES "public"."referral"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "due_diligence" ADD CONSTRAINT "due_diligence_pool_id_referral_id_referral_pool_id_id_fk" FOREIGN KEY ("pool_id","referral_id") REFERENCES "public"."referral"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_pool_id_region_id_region_pool_id_id_fk" FOREIGN KEY ("pool_id","region_id") REFERENCES "public"."region"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_pool_id_enterprise_id_enterprise_pool_id_id_fk" FOREIGN KEY ("pool_id","enterprise_id") REFERENCES "public"."enterprise"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_pool_id_region_id_region_pool_id_id_fk" FOREIGN KEY ("pool_id","region_id") REFERENCES "public"."region"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_pool_id_bank_id_bank_pool_id_id_fk" FOREIGN KEY ("pool_id","bank_id") REFERENCES "public"."bank"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_pool_id_guarantor_id_guarantor_pool_id_id_fk" FOREIGN KEY ("pool_id","guarantor_id") REFERENCES "public"."guarantor"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligation" ADD CONSTRAINT "obligation_pool_id_debtor_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","debtor_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiver_consent" ADD CONSTRAINT "waiver_consent_pool_id_waiver_id_waiver_pool_id_id_fk" FOREIGN KEY ("pool_id","waiver_id") REFERENCES "public"."waiver"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "enterprise_firm" ON "enterprise" USING btree ("pool_id","firm_key");--> statement-breakpoint
CREATE INDEX "listing_firm" ON "listing" USING btree ("pool_id","firm_key");--> statement-breakpoint
CREATE INDEX "entry_bank" ON "entry" USING btree ("pool_id","bank_id","sequence");--> statement-breakpoint
CREATE INDEX "entry_region" ON "entry" USING btree ("pool_id","region_id","sequence");--> statement-breakpoint
CREATE INDEX "line_account" ON "line" USING btree ("pool_id","code","value_date");--> statement-breakpoint
CREATE INDEX "instalment_unpaid" ON "instalment" USING btree ("pool_id","due_on") WHERE unpaid > 0;--> statement-breakpoint
CREATE INDEX "instalment_unpaid_bank" ON "instalment" USING btree ("pool_id","bank_id","due_on") WHERE unpaid > 0;--> statement-breakpoint
CREATE INDEX "loan_region" ON "loan" USING btree ("pool_id","region_id","id");--> statement-breakpoint
CREATE INDEX "loan_bank" ON "loan" USING btree ("pool_id","bank_id","id");--> statement-breakpoint
CREATE INDEX "loan_guarantor" ON "loan" USING btree ("pool_id","guarantor_id","id");--> statement-breakpoint
CREATE INDEX "loan_enterprise" ON "loan" USING btree ("pool_id","enterprise_id","id");--> statement-breakpoint
CREATE INDEX "loan_firm" ON "loan" USING btree ("pool_id","firm_key");--> statement-breakpoint
CREATE INDEX "loan_next_due" ON "loan" USING btree ("pool_id","next_due_on") WHERE state = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "repayment_loan" ON "repayment" USING btree ("pool_id","loan_id","id");--> statement-breakpoint
CREATE INDEX "agreement_bank" ON "agreement" USING btree ("pool_id","bank_id");--> statement-breakpoint
CREATE INDEX "pledge_region" ON "pledge" USING btree ("pool_id","region_id");--> statement-breakpoint
CREATE INDEX "top_up_bank" ON "top_up" USING btree ("pool_id","bank_id");--> statement-breakpoint
CREATE INDEX "event_region" ON "event" USING btree ("pool_id","region_id","sequence");--> statement-breakpoint
CREATE INDEX "event_bank" ON "event" USING btree ("pool_id","bank_id","sequence");--> statement-breakpoint
CREATE INDEX "event_guarantor" ON "event" USING btree ("pool_id","guarantor_id","sequence");--> statement-breakpoint
CREATE INDEX "counter_guarantee_referral" ON "counter_guarantee" USING btree ("pool_id","referral_id");--> statement-breakpoint
CREATE INDEX "proposal_region" ON "proposal" USING btree ("pool_id","region_id");--> statement-breakpoint
CREATE INDEX "proposal_proposer" ON "proposal" USING btree ("pool_id","proposer_id");--> statement-breakpoint
CREATE INDEX "referral_by_id" ON "referral" USING btree ("pool_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "referral_region" ON "referral" USING btree ("pool_id","region_id","id");--> statement-breakpoint
CREATE INDEX "referral_bank" ON "referral" USING btree ("pool_id","bank_id","id");--> statement-breakpoint
CREATE INDEX "referral_guarantor" ON "referral" USING btree ("pool_id","guarantor_id","id");--> statement-breakpoint
CREATE INDEX "referral_enterprise" ON "referral" USING btree ("pool_id","enterprise_id","id");--> statement-breakpoint
CREATE INDEX "obligation_open" ON "obligation" USING btree ("pool_id","due_on") WHERE met_on is null;--> statement-breakpoint
CREATE INDEX "obligation_debtor" ON "obligation" USING btree ("pool_id","debtor_id","id");--> statement-breakpoint
CREATE INDEX "obligation_region" ON "obligation" USING btree ("pool_id","region_id","id");--> statement-breakpoint
CREATE INDEX "obligation_loan" ON "obligation" USING btree ("pool_id","loan_id");--> statement-breakpoint
CREATE INDEX "waiver_subject" ON "waiver" USING btree ("pool_id","subject_id");--> statement-breakpoint
CREATE POLICY "access_bank_reads" ON "access" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "access_guarantor_reads" ON "access" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "access_fund_manager_reads" ON "access" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "access_act_reads" ON "access" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "access_act_inserts" ON "access" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "access_act_updates" ON "access" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "enterprise_office_reads" ON "enterprise" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "enterprise_district_reads" ON "enterprise" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "enterprise_bank_reads" ON "enterprise" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from access a where a.pool_id = nullif(current_setting('app.pool', true), '')::uuid and a.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and a.object_id = enterprise.id)));--> statement-breakpoint
CREATE POLICY "enterprise_guarantor_reads" ON "enterprise" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from access a where a.pool_id = nullif(current_setting('app.pool', true), '')::uuid and a.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and a.object_id = enterprise.id)));--> statement-breakpoint
CREATE POLICY "enterprise_fund_manager_reads" ON "enterprise" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from access a where a.pool_id = nullif(current_setting('app.pool', true), '')::uuid and a.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and a.object_id = enterprise.id)));--> statement-breakpoint
CREATE POLICY "enterprise_act_reads" ON "enterprise" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "enterprise_office_act_inserts" ON "enterprise" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "enterprise_office_act_updates" ON "enterprise" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "enterprise_district_act_inserts" ON "enterprise" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "enterprise_district_act_updates" ON "enterprise" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "listing_office_reads" ON "listing" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "listing_district_reads" ON "listing" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "listing_act_reads" ON "listing" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "listing_office_act_inserts" ON "listing" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "listing_office_act_updates" ON "listing" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_office_reads" ON "account" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_district_reads" ON "account" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "account_bank_reads" ON "account" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "account_fund_manager_reads" ON "account" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_act_reads" ON "account" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_keeper" ON "account" AS PERMISSIVE FOR ALL TO "zhubao_ledger" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_act_inserts" ON "account" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_act_updates" ON "account" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_day_office_reads" ON "account_day" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_day_district_reads" ON "account_day" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "account_day_bank_reads" ON "account_day" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "account_day_fund_manager_reads" ON "account_day" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_day_act_reads" ON "account_day" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "account_day_keeper" ON "account_day" AS PERMISSIVE FOR ALL TO "zhubao_ledger" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "entry_office_reads" ON "entry" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "entry_district_reads" ON "entry" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "entry_bank_reads" ON "entry" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "entry_fund_manager_reads" ON "entry" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "entry_act_reads" ON "entry" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "entry_keeper" ON "entry" AS PERMISSIVE FOR SELECT TO "zhubao_ledger" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "entry_office_act_inserts" ON "entry" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "entry_office_act_updates" ON "entry" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "entry_fund_manager_act_inserts" ON "entry" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "entry_fund_manager_act_updates" ON "entry" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "line_office_reads" ON "line" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "line_district_reads" ON "line" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "line_bank_reads" ON "line" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "line_fund_manager_reads" ON "line" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "line_act_reads" ON "line" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "line_keeper" ON "line" AS PERMISSIVE FOR SELECT TO "zhubao_ledger" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "line_office_act_inserts" ON "line" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "line_office_act_updates" ON "line" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "line_fund_manager_act_inserts" ON "line" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "line_fund_manager_act_updates" ON "line" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "reversal_office_reads" ON "reversal" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "reversal_fund_manager_reads" ON "reversal" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "reversal_act_reads" ON "reversal" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "reversal_office_act_inserts" ON "reversal" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "reversal_office_act_updates" ON "reversal" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "reversal_fund_manager_act_inserts" ON "reversal" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "reversal_fund_manager_act_updates" ON "reversal" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "instalment_office_reads" ON "instalment" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "instalment_district_reads" ON "instalment" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "instalment_bank_reads" ON "instalment" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "instalment_guarantor_reads" ON "instalment" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "instalment_fund_manager_reads" ON "instalment" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "instalment_act_reads" ON "instalment" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "instalment_bank_act_inserts" ON "instalment" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "instalment_bank_act_updates" ON "instalment" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_office_reads" ON "loan" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "loan_district_reads" ON "loan" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_bank_reads" ON "loan" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_guarantor_reads" ON "loan" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_fund_manager_reads" ON "loan" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_act_reads" ON "loan" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "loan_bank_act_inserts" ON "loan" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_bank_act_updates" ON "loan" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_guarantor_act_inserts" ON "loan" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_guarantor_act_updates" ON "loan" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_fund_manager_act_inserts" ON "loan" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "loan_fund_manager_act_updates" ON "loan" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "repayment_office_reads" ON "repayment" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "repayment_district_reads" ON "repayment" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "repayment_bank_reads" ON "repayment" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "repayment_guarantor_reads" ON "repayment" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "repayment_fund_manager_reads" ON "repayment" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "repayment_act_reads" ON "repayment" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "repayment_bank_act_inserts" ON "repayment" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "repayment_bank_act_updates" ON "repayment" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "agreement_office_reads" ON "agreement" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "agreement_bank_reads" ON "agreement" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "agreement_fund_manager_reads" ON "agreement" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "agreement_act_reads" ON "agreement" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "agreement_office_act_inserts" ON "agreement" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "agreement_office_act_updates" ON "agreement" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "appointment_office_reads" ON "appointment" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "appointment_district_reads" ON "appointment" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "appointment_bank_reads" ON "appointment" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "appointment_guarantor_reads" ON "appointment" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "appointment_fund_manager_reads" ON "appointment" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "appointment_act_reads" ON "appointment" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "appointment_sign_in_reads" ON "appointment" AS PERMISSIVE FOR SELECT TO "zhubao_sign_in" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "appointment_office_act_inserts" ON "appointment" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "appointment_office_act_updates" ON "appointment" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_office_reads" ON "bank" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_district_reads" ON "bank" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_bank_reads" ON "bank" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "bank_guarantor_reads" ON "bank" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_fund_manager_reads" ON "bank" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_act_reads" ON "bank" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_office_act_inserts" ON "bank" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_office_act_updates" ON "bank" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_standing_office_reads" ON "bank_standing" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_standing_bank_reads" ON "bank_standing" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "bank_standing_fund_manager_reads" ON "bank_standing" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_standing_act_reads" ON "bank_standing" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_standing_office_act_inserts" ON "bank_standing" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_standing_office_act_updates" ON "bank_standing" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_office_reads" ON "guarantor" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_district_reads" ON "guarantor" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_bank_reads" ON "guarantor" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_guarantor_reads" ON "guarantor" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "guarantor_fund_manager_reads" ON "guarantor" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_act_reads" ON "guarantor" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_office_act_inserts" ON "guarantor" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_office_act_updates" ON "guarantor" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pledge_office_reads" ON "pledge" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pledge_district_reads" ON "pledge" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "pledge_fund_manager_reads" ON "pledge" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pledge_act_reads" ON "pledge" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pledge_office_act_inserts" ON "pledge" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pledge_office_act_updates" ON "pledge" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pledge_district_act_inserts" ON "pledge" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "pledge_district_act_updates" ON "pledge" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "pledge_fund_manager_act_inserts" ON "pledge" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pledge_fund_manager_act_updates" ON "pledge" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_office_reads" ON "region" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_district_reads" ON "region" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "region_bank_reads" ON "region" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from access a where a.pool_id = nullif(current_setting('app.pool', true), '')::uuid and a.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and a.object_id = region.id)));--> statement-breakpoint
CREATE POLICY "region_guarantor_reads" ON "region" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_fund_manager_reads" ON "region" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_act_reads" ON "region" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_office_act_inserts" ON "region" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_office_act_updates" ON "region" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_standing_office_reads" ON "region_standing" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_standing_district_reads" ON "region_standing" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "region_standing_fund_manager_reads" ON "region_standing" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_standing_act_reads" ON "region_standing" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_standing_office_act_inserts" ON "region_standing" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_standing_office_act_updates" ON "region_standing" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_standing_district_act_inserts" ON "region_standing" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "region_standing_district_act_updates" ON "region_standing" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "region_standing_fund_manager_act_inserts" ON "region_standing" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "region_standing_fund_manager_act_updates" ON "region_standing" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "top_up_office_reads" ON "top_up" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "top_up_bank_reads" ON "top_up" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "top_up_fund_manager_reads" ON "top_up" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "top_up_act_reads" ON "top_up" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "top_up_office_act_inserts" ON "top_up" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "top_up_office_act_updates" ON "top_up" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "top_up_bank_act_inserts" ON "top_up" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "top_up_bank_act_updates" ON "top_up" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "top_up_fund_manager_act_inserts" ON "top_up" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "top_up_fund_manager_act_updates" ON "top_up" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "edition_office_reads" ON "edition" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "edition_district_reads" ON "edition" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "edition_bank_reads" ON "edition" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "edition_guarantor_reads" ON "edition" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "edition_fund_manager_reads" ON "edition" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "edition_act_reads" ON "edition" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "edition_office_act_inserts" ON "edition" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "edition_office_act_updates" ON "edition" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "lpr_quote_office_reads" ON "lpr_quote" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "lpr_quote_district_reads" ON "lpr_quote" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "lpr_quote_bank_reads" ON "lpr_quote" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "lpr_quote_guarantor_reads" ON "lpr_quote" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "lpr_quote_fund_manager_reads" ON "lpr_quote" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "lpr_quote_act_reads" ON "lpr_quote" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "lpr_quote_office_act_inserts" ON "lpr_quote" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "lpr_quote_office_act_updates" ON "lpr_quote" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_office_reads" ON "pool" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_district_reads" ON "pool" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_bank_reads" ON "pool" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_guarantor_reads" ON "pool" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_fund_manager_reads" ON "pool" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_act_reads" ON "pool" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_office_act_inserts" ON "pool" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_office_act_updates" ON "pool" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant_office_reads" ON "tenant" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant_district_reads" ON "tenant" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_bank_reads" ON "tenant" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_guarantor_reads" ON "tenant" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_fund_manager_reads" ON "tenant" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_act_reads" ON "tenant" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant_sign_in_reads" ON "tenant" AS PERMISSIVE FOR SELECT TO "zhubao_sign_in" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_office_act_inserts" ON "tenant" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant_office_act_updates" ON "tenant" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "audit_office_reads" ON "audit" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "audit_act_reads" ON "audit" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "audit_act_inserts" ON "audit" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "audit_act_updates" ON "audit" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "event_office_reads" ON "event" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "event_district_reads" ON "event" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "event_bank_reads" ON "event" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "event_guarantor_reads" ON "event" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "event_fund_manager_reads" ON "event" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "event_act_reads" ON "event" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "event_act_inserts" ON "event" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "event_act_updates" ON "event" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "idempotency_act_reads" ON "idempotency" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "idempotency_act_inserts" ON "idempotency" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "idempotency_act_updates" ON "idempotency" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "journal_act_reads" ON "journal" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "journal_act_inserts" ON "journal" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "journal_act_updates" ON "journal" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "numbering_act_reads" ON "numbering" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "numbering_act_inserts" ON "numbering" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "numbering_act_updates" ON "numbering" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "counter_guarantee_office_reads" ON "counter_guarantee" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "counter_guarantee_guarantor_reads" ON "counter_guarantee" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "counter_guarantee_fund_manager_reads" ON "counter_guarantee" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "counter_guarantee_act_reads" ON "counter_guarantee" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "counter_guarantee_guarantor_act_inserts" ON "counter_guarantee" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "counter_guarantee_guarantor_act_updates" ON "counter_guarantee" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "counter_guarantee_fund_manager_act_inserts" ON "counter_guarantee" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "counter_guarantee_fund_manager_act_updates" ON "counter_guarantee" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_office_reads" ON "decision" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "decision_bank_reads" ON "decision" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_guarantor_reads" ON "decision" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_fund_manager_reads" ON "decision" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_act_reads" ON "decision" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "decision_bank_act_inserts" ON "decision" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_bank_act_updates" ON "decision" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_guarantor_act_inserts" ON "decision" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_guarantor_act_updates" ON "decision" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_fund_manager_act_inserts" ON "decision" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "decision_fund_manager_act_updates" ON "decision" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_office_reads" ON "due_diligence" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "due_diligence_bank_reads" ON "due_diligence" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_guarantor_reads" ON "due_diligence" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_fund_manager_reads" ON "due_diligence" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_act_reads" ON "due_diligence" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "due_diligence_bank_act_inserts" ON "due_diligence" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_bank_act_updates" ON "due_diligence" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_guarantor_act_inserts" ON "due_diligence" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_guarantor_act_updates" ON "due_diligence" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_fund_manager_act_inserts" ON "due_diligence" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_diligence_fund_manager_act_updates" ON "due_diligence" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_office_reads" ON "proposal" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "proposal_district_reads" ON "proposal" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_bank_reads" ON "proposal" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_guarantor_reads" ON "proposal" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_fund_manager_reads" ON "proposal" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_act_reads" ON "proposal" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "proposal_district_act_inserts" ON "proposal" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_district_act_updates" ON "proposal" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_bank_act_inserts" ON "proposal" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_bank_act_updates" ON "proposal" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_guarantor_act_inserts" ON "proposal" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_guarantor_act_updates" ON "proposal" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_fund_manager_act_inserts" ON "proposal" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "proposal_fund_manager_act_updates" ON "proposal" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (proposer_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_office_reads" ON "referral" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "referral_district_reads" ON "referral" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_bank_reads" ON "referral" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_guarantor_reads" ON "referral" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_fund_manager_reads" ON "referral" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_act_reads" ON "referral" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "referral_office_act_inserts" ON "referral" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "referral_office_act_updates" ON "referral" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "referral_district_act_inserts" ON "referral" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_district_act_updates" ON "referral" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_bank_act_inserts" ON "referral" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_bank_act_updates" ON "referral" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_guarantor_act_inserts" ON "referral" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_guarantor_act_updates" ON "referral" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_fund_manager_act_inserts" ON "referral" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "referral_fund_manager_act_updates" ON "referral" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "exposure_office_reads" ON "exposure" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "exposure_district_reads" ON "exposure" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((scope = 'REGION' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid) or (scope = 'FIRM' and region_id = nullif(current_setting('app.tenant', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "exposure_bank_reads" ON "exposure" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (scope = 'BANK' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "exposure_guarantor_reads" ON "exposure" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (scope = 'GUARANTOR' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "exposure_fund_manager_reads" ON "exposure" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (scope = 'GUARANTOR' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "exposure_act_reads" ON "exposure" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "exposure_act_inserts" ON "exposure" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "exposure_act_updates" ON "exposure" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "obligation_office_reads" ON "obligation" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "obligation_district_reads" ON "obligation" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (debtor_id = nullif(current_setting('app.tenant', true), '')::uuid or region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "obligation_bank_reads" ON "obligation" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (debtor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "obligation_guarantor_reads" ON "obligation" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (debtor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "obligation_fund_manager_reads" ON "obligation" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (debtor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "obligation_act_reads" ON "obligation" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "obligation_act_inserts" ON "obligation" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "obligation_act_updates" ON "obligation" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "waiver_office_reads" ON "waiver" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "waiver_district_reads" ON "waiver" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_bank_reads" ON "waiver" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_guarantor_reads" ON "waiver" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_fund_manager_reads" ON "waiver" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_act_reads" ON "waiver" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "waiver_office_act_inserts" ON "waiver" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "waiver_office_act_updates" ON "waiver" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "waiver_district_act_inserts" ON "waiver" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_district_act_updates" ON "waiver" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_bank_act_inserts" ON "waiver" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_bank_act_updates" ON "waiver" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_guarantor_act_inserts" ON "waiver" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_guarantor_act_updates" ON "waiver" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_fund_manager_act_inserts" ON "waiver" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_fund_manager_act_updates" ON "waiver" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_office_reads" ON "waiver_consent" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "waiver_consent_district_reads" ON "waiver_consent" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_bank_reads" ON "waiver_consent" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_guarantor_reads" ON "waiver_consent" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_fund_manager_reads" ON "waiver_consent" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_act_reads" ON "waiver_consent" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "waiver_consent_office_act_inserts" ON "waiver_consent" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "waiver_consent_office_act_updates" ON "waiver_consent" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_district_act_inserts" ON "waiver_consent" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_district_act_updates" ON "waiver_consent" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_bank_act_inserts" ON "waiver_consent" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_bank_act_updates" ON "waiver_consent" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_guarantor_act_inserts" ON "waiver_consent" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_guarantor_act_updates" ON "waiver_consent" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_fund_manager_act_inserts" ON "waiver_consent" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "waiver_consent_fund_manager_act_updates" ON "waiver_consent" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));