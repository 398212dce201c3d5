-- why: what happens after the loan: aftercare, compensation, recovery, the breaker, evaluation, supplements and the sweep.
CREATE TABLE "aftercare" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"channel" text,
	"done_on" date NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"findings" text NOT NULL,
	"measures" text,
	"document" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "aftercare_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "aftercare_kind" CHECK ("aftercare"."kind" in ('VISIT', 'RISK_WARNING', 'OVERDUE_MEASURES', 'COLLECTION_ATTEMPT')),
	CONSTRAINT "aftercare_channel" CHECK ("aftercare"."channel" in ('TELEPHONE', 'ON_SITE', 'LETTER', 'OTHER'))
);
--> statement-breakpoint
ALTER TABLE "aftercare" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "legal_action" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"court" text NOT NULL,
	"case_number" text,
	"stage" text NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_on" date NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "legal_action_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "legal_action_stage" CHECK ("legal_action"."stage" in ('FILED', 'ACCEPTED', 'HEARD', 'JUDGED', 'ENFORCEMENT', 'ENFORCEMENT_ENDED', 'CLOSED'))
);
--> statement-breakpoint
ALTER TABLE "legal_action" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "legal_step" (
	"pool_id" uuid NOT NULL,
	"legal_action_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"reached_on" date NOT NULL,
	"note" text NOT NULL,
	"document" text NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "legal_step_pool_id_legal_action_id_number_pk" PRIMARY KEY("pool_id","legal_action_id","number"),
	CONSTRAINT "legal_step_stage" CHECK ("legal_step"."stage" in ('FILED', 'ACCEPTED', 'HEARD', 'JUDGED', 'ENFORCEMENT', 'ENFORCEMENT_ENDED', 'CLOSED'))
);
--> statement-breakpoint
ALTER TABLE "legal_step" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "recovery_report" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"reported_on" date NOT NULL,
	"summary" text NOT NULL,
	"document" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "recovery_report_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "recovery_report" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "compensation" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"deducted_on" date NOT NULL,
	"principal" bigint NOT NULL,
	"taken" bigint NOT NULL,
	"deducted" bigint NOT NULL,
	"claimable" bigint NOT NULL,
	"parts" jsonb NOT NULL,
	"region_part" bigint NOT NULL,
	"entry_id" uuid,
	"excess_entry_id" uuid,
	"document" text NOT NULL,
	"notice_on" date,
	"notice_document" text,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"reversed_on" date,
	CONSTRAINT "compensation_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "compensation_kind" CHECK ("compensation"."kind" in ('DEDUCTED', 'REPORTED')),
	CONSTRAINT "compensation_amounts" CHECK (principal >= 0 and deducted >= 0 and taken >= deducted and taken > 0)
);
--> statement-breakpoint
ALTER TABLE "compensation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "conclusion" (
	"pool_id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"concluded_on" date NOT NULL,
	"compensated_principal" bigint NOT NULL,
	"recovered" bigint NOT NULL,
	"losses" jsonb NOT NULL,
	"reason" text NOT NULL,
	"document" text NOT NULL,
	"user_id" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "conclusion_pool_id_loan_id_pk" PRIMARY KEY("pool_id","loan_id")
);
--> statement-breakpoint
ALTER TABLE "conclusion" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "guarantor_payment" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"paid_on" date NOT NULL,
	"amount" bigint NOT NULL,
	"document" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "guarantor_payment_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "guarantor_payment_amount" CHECK (amount > 0)
);
--> statement-breakpoint
ALTER TABLE "guarantor_payment" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "recovery" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"received_on" date NOT NULL,
	"gross" bigint NOT NULL,
	"costs" bigint NOT NULL,
	"net" bigint NOT NULL,
	"parts" jsonb NOT NULL,
	"returned" bigint NOT NULL,
	"region_part" bigint NOT NULL,
	"destination" text NOT NULL,
	"entry_id" uuid,
	"document" text NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"reversed_on" date,
	CONSTRAINT "recovery_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "recovery_destination" CHECK ("recovery"."destination" in ('DEPOSIT', 'CUSTODY')),
	CONSTRAINT "recovery_amounts" CHECK (gross > 0 and costs >= 0 and net >= 0 and net = gross - costs and returned >= 0 and returned <= net)
);
--> statement-breakpoint
ALTER TABLE "recovery" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "recovery_cost" (
	"pool_id" uuid NOT NULL,
	"recovery_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"region_id" uuid NOT NULL,
	"bank_id" uuid NOT NULL,
	"guarantor_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "recovery_cost_pool_id_recovery_id_number_pk" PRIMARY KEY("pool_id","recovery_id","number"),
	CONSTRAINT "recovery_cost_kind" CHECK ("recovery_cost"."kind" in ('LITIGATION', 'ENFORCEMENT', 'APPRAISAL', 'AGENCY', 'OTHER')),
	CONSTRAINT "recovery_cost_amount" CHECK (amount > 0)
);
--> statement-breakpoint
ALTER TABLE "recovery_cost" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "breaker" (
	"pool_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"scope_id" uuid NOT NULL,
	"bank_id" uuid,
	"tripped" boolean NOT NULL,
	"warned_percent" integer NOT NULL,
	"since" date,
	CONSTRAINT "breaker_pool_id_scope_scope_id_pk" PRIMARY KEY("pool_id","scope","scope_id"),
	CONSTRAINT "breaker_scope" CHECK ("breaker"."scope" in ('POOL', 'BANK'))
);
--> statement-breakpoint
ALTER TABLE "breaker" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "breaker_turn" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"scope" text NOT NULL,
	"scope_id" uuid NOT NULL,
	"bank_id" uuid,
	"kind" text NOT NULL,
	"measure" text NOT NULL,
	"threshold_percent" integer NOT NULL,
	"warning_percent" integer,
	"ratio_percent" text,
	"entry_id" uuid,
	"occurred_on" date NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "breaker_turn_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "breaker_turn_scope_kind" CHECK ("breaker_turn"."scope" in ('POOL', 'BANK')),
	CONSTRAINT "breaker_turn_kind" CHECK ("breaker_turn"."kind" in ('TRIPPED', 'REOPENED', 'WARNED')),
	CONSTRAINT "breaker_turn_measure" CHECK ("breaker_turn"."measure" in ('NET_COMPENSATION_TO_FUNDS', 'OVERDUE_TO_OUTSTANDING', 'COMPENSATED_TO_DISBURSED'))
);
--> statement-breakpoint
ALTER TABLE "breaker_turn" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "evaluation" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"year" integer NOT NULL,
	"evaluated_on" date NOT NULL,
	"document" text NOT NULL,
	"user_id" text NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "evaluation_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "evaluation_year" UNIQUE("pool_id","year")
);
--> statement-breakpoint
ALTER TABLE "evaluation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "evaluation_part" (
	"pool_id" uuid NOT NULL,
	"evaluation_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"tenant_kind" text NOT NULL,
	"figures" jsonb NOT NULL,
	"conclusion" text,
	"decision" text,
	CONSTRAINT "evaluation_part_pool_id_evaluation_id_tenant_id_pk" PRIMARY KEY("pool_id","evaluation_id","tenant_id"),
	CONSTRAINT "evaluation_part_kind" CHECK ("evaluation_part"."tenant_kind" in ('OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR')),
	CONSTRAINT "evaluation_part_decision" CHECK ("evaluation_part"."decision" in ('CONTINUE', 'CONTINUE_WITH_CONDITIONS', 'END'))
);
--> statement-breakpoint
ALTER TABLE "evaluation_part" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "holiday_notice" (
	"pool_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"notice" text NOT NULL,
	"days_off" jsonb NOT NULL,
	"working_weekends" jsonb NOT NULL,
	"loaded_on" date NOT NULL,
	CONSTRAINT "holiday_notice_pool_id_year_pk" PRIMARY KEY("pool_id","year")
);
--> statement-breakpoint
ALTER TABLE "holiday_notice" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "refusal" (
	"pool_id" uuid NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "refusal_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"act" text NOT NULL,
	"content" text NOT NULL,
	CONSTRAINT "refusal_pool_id_sequence_pk" PRIMARY KEY("pool_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "refusal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "supplement" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"ground" text NOT NULL,
	"evaluation_id" uuid,
	"amount" bigint NOT NULL,
	"received" bigint NOT NULL,
	"decision_document" text NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_on" date NOT NULL,
	"decided_by" text,
	"decided_on" date,
	"version" integer NOT NULL,
	CONSTRAINT "supplement_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "supplement_ground" CHECK ("supplement"."ground" in ('EVALUATION', 'BREAKER')),
	CONSTRAINT "supplement_state" CHECK ("supplement"."state" in ('ASKED', 'GRANTED', 'DECLINED', 'RECEIVED')),
	CONSTRAINT "supplement_amounts" CHECK (amount > 0 and received >= 0 and received <= amount)
);
--> statement-breakpoint
ALTER TABLE "supplement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sweep" (
	"pool_id" uuid NOT NULL,
	"swept_through" date NOT NULL,
	CONSTRAINT "sweep_pool_id_pk" PRIMARY KEY("pool_id")
);
--> statement-breakpoint
ALTER TABLE "sweep" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "obligation" DROP CONSTRAINT "obligation_once";--> statement-breakpoint
ALTER TABLE "account" DROP CONSTRAINT "account_kind";--> statement-breakpoint
ALTER TABLE "account" DROP CONSTRAINT "account_never_overdrawn";--> statement-breakpoint
ALTER TABLE "entry" DROP CONSTRAINT "entry_kind";--> statement-breakpoint
ALTER TABLE "instalment" DROP CONSTRAINT "instalment_amounts";--> statement-breakpoint
ALTER TABLE "loan" DROP CONSTRAINT "loan_outstanding";--> statement-breakpoint
ALTER TABLE "obligation" DROP CONSTRAINT "obligation_kind";--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "compensation_id" uuid;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "recovery_id" uuid;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "supplement_id" uuid;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "compensated" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "accelerated_on" date;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "compensated_on" date;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "compensated_principal" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "deducted" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "recovered" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "returned" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "guarantor_paid" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_standing" ADD COLUMN "leaving_on" date;--> statement-breakpoint
ALTER TABLE "bank_standing" ADD COLUMN "leaving_reason" text;--> statement-breakpoint
ALTER TABLE "bank_standing" ADD COLUMN "leaving_document" text;--> statement-breakpoint
ALTER TABLE "bank_standing" ADD COLUMN "left_on" date;--> statement-breakpoint
ALTER TABLE "region_standing" ADD COLUMN "replenished" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "to_all" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "exposure" ADD COLUMN "compensated_principal" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposure" ADD COLUMN "deducted" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposure" ADD COLUMN "recovered" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposure" ADD COLUMN "returned" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "obligation" ADD COLUMN "period" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "obligation" ADD COLUMN "amount" bigint;--> statement-breakpoint
ALTER TABLE "obligation" ADD COLUMN "due_from" date;--> statement-breakpoint
ALTER TABLE "obligation" ADD COLUMN "due_count" integer;--> statement-breakpoint
ALTER TABLE "obligation" ADD COLUMN "due_unit" text;--> statement-breakpoint
ALTER TABLE "obligation" ADD COLUMN "settled_on" date;--> statement-breakpoint
ALTER TABLE "obligation" ADD COLUMN "late_since" date;--> statement-breakpoint
ALTER TABLE "aftercare" ADD CONSTRAINT "aftercare_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_action" ADD CONSTRAINT "legal_action_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_step" ADD CONSTRAINT "legal_step_pool_id_legal_action_id_legal_action_pool_id_id_fk" FOREIGN KEY ("pool_id","legal_action_id") REFERENCES "public"."legal_action"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_report" ADD CONSTRAINT "recovery_report_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compensation" ADD CONSTRAINT "compensation_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conclusion" ADD CONSTRAINT "conclusion_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantor_payment" ADD CONSTRAINT "guarantor_payment_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery" ADD CONSTRAINT "recovery_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_cost" ADD CONSTRAINT "recovery_cost_pool_id_recovery_id_recovery_pool_id_id_fk" FOREIGN KEY ("pool_id","recovery_id") REFERENCES "public"."recovery"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "breaker" ADD CONSTRAINT "breaker_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "breaker_turn" ADD CONSTRAINT "breaker_turn_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation" ADD CONSTRAINT "evaluation_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_part" ADD CONSTRAINT "evaluation_part_pool_id_evaluation_id_evaluation_pool_id_id_fk" FOREIGN KEY ("pool_id","evaluation_id") REFERENCES "public"."evaluation"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_part" ADD CONSTRAINT "evaluation_part_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holiday_notice" ADD CONSTRAINT "holiday_notice_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refusal" ADD CONSTRAINT "refusal_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplement" ADD CONSTRAINT "supplement_pool_id_evaluation_id_evaluation_pool_id_id_fk" FOREIGN KEY ("pool_id","evaluation_id") REFERENCES "public"."evaluation"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sweep" ADD CONSTRAINT "sweep_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "aftercare_loan" ON "aftercare" USING btree ("pool_id","loan_id","id");--> statement-breakpoint
CREATE INDEX "legal_action_loan" ON "legal_action" USING btree ("pool_id","loan_id","id");--> statement-breakpoint
CREATE INDEX "recovery_report_loan" ON "recovery_report" USING btree ("pool_id","loan_id","id");--> statement-breakpoint
CREATE INDEX "compensation_loan" ON "compensation" USING btree ("pool_id","loan_id","id");--> statement-breakpoint
CREATE INDEX "compensation_region" ON "compensation" USING btree ("pool_id","region_id","id");--> statement-breakpoint
CREATE INDEX "guarantor_payment_loan" ON "guarantor_payment" USING btree ("pool_id","loan_id","id");--> statement-breakpoint
CREATE INDEX "recovery_loan" ON "recovery" USING btree ("pool_id","loan_id","id");--> statement-breakpoint
CREATE INDEX "recovery_region" ON "recovery" USING btree ("pool_id","region_id","id");--> statement-breakpoint
CREATE INDEX "breaker_turn_scope" ON "breaker_turn" USING btree ("pool_id","scope","scope_id","id");--> statement-breakpoint
CREATE INDEX "refusal_date" ON "refusal" USING btree ("pool_id","business_date");--> statement-breakpoint
CREATE INDEX "entry_loan" ON "entry" USING btree ("pool_id","loan_id") WHERE loan_id is not null;--> statement-breakpoint
CREATE INDEX "loan_compensated" ON "loan" USING btree ("pool_id","compensated_on") WHERE compensated_on is not null;--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("pool_id","subject","sequence");--> statement-breakpoint
CREATE INDEX "obligation_unconfirmed" ON "obligation" USING btree ("pool_id","id") WHERE not due_confirmed;--> statement-breakpoint
ALTER TABLE "obligation" ADD CONSTRAINT "obligation_once" UNIQUE("pool_id","kind","debtor_id","subject_id","period");--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_kind" CHECK ("account"."kind" in ('CUSTODY', 'DEPOSIT', 'FUND', 'INTEREST', 'COMPENSATION', 'SUSPENSE'));--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_never_overdrawn" CHECK (kind not in ('CUSTODY', 'DEPOSIT', 'SUSPENSE') or balance >= 0);--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_kind" CHECK ("entry"."kind" in ('CONTRIBUTION', 'INTEREST', 'DEPOSIT_PLACED', 'DEPOSIT_RETURNED', 'DEDUCTION', 'RECOVERY', 'REPLENISHMENT', 'SUPPLEMENT', 'EXCESS_DEDUCTED', 'EXCESS_RETURNED', 'REVERSAL'));--> statement-breakpoint
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_amounts" CHECK (unpaid >= 0 and compensated >= 0 and unpaid + compensated <= principal);--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_recovery" CHECK (deducted >= 0 and returned >= 0 and returned <= deducted and recovered >= 0 and recovered <= compensated_principal);--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_outstanding" CHECK (outstanding >= 0 and outstanding + compensated_principal <= amount);--> statement-breakpoint
ALTER TABLE "obligation" ADD CONSTRAINT "obligation_due_unit" CHECK ("obligation"."due_unit" in ('WORKING_DAYS', 'DAYS', 'DATE'));--> statement-breakpoint
ALTER TABLE "obligation" ADD CONSTRAINT "obligation_kind" CHECK ("obligation"."kind" in ('CONTRIBUTION', 'FIRST_DEPOSIT', 'TOP_UP', 'DISBURSEMENT_NOTICE', 'MATURITY_REMINDER', 'REPLENISHMENT', 'DEPOSIT_RETURN', 'EVALUATION', 'VISIT', 'OVERDUE_MEASURES', 'DEDUCTION_NOTICE', 'EXCESS_RETURN', 'PURSUIT', 'RECOVERY_REPORT'));--> statement-breakpoint
CREATE POLICY "entry_bank_act_inserts" ON "entry" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "entry_bank_act_updates" ON "entry" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "line_bank_act_inserts" ON "line" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "line_bank_act_updates" ON "line" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid))) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "instalment_office_act_inserts" ON "instalment" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "instalment_office_act_updates" ON "instalment" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "loan_office_act_inserts" ON "loan" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "loan_office_act_updates" ON "loan" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "pool_sweep_reads" ON "pool" AS PERMISSIVE FOR SELECT TO "zhubao_sweep" USING (true);--> statement-breakpoint
CREATE POLICY "tenant_sweep_reads" ON "tenant" AS PERMISSIVE FOR SELECT TO "zhubao_sweep" USING (kind = 'OFFICE');--> statement-breakpoint
CREATE POLICY "aftercare_office_reads" ON "aftercare" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "aftercare_district_reads" ON "aftercare" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_bank_reads" ON "aftercare" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_guarantor_reads" ON "aftercare" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_fund_manager_reads" ON "aftercare" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_act_reads" ON "aftercare" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "aftercare_district_act_inserts" ON "aftercare" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_district_act_updates" ON "aftercare" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_bank_act_inserts" ON "aftercare" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_bank_act_updates" ON "aftercare" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_guarantor_act_inserts" ON "aftercare" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_guarantor_act_updates" ON "aftercare" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_fund_manager_act_inserts" ON "aftercare" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "aftercare_fund_manager_act_updates" ON "aftercare" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_action_office_reads" ON "legal_action" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "legal_action_district_reads" ON "legal_action" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_action_bank_reads" ON "legal_action" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_action_guarantor_reads" ON "legal_action" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_action_fund_manager_reads" ON "legal_action" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_action_act_reads" ON "legal_action" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "legal_action_bank_act_inserts" ON "legal_action" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_action_bank_act_updates" ON "legal_action" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_action_fund_manager_act_inserts" ON "legal_action" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_action_fund_manager_act_updates" ON "legal_action" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_step_office_reads" ON "legal_step" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "legal_step_district_reads" ON "legal_step" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_step_bank_reads" ON "legal_step" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_step_guarantor_reads" ON "legal_step" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_step_fund_manager_reads" ON "legal_step" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_step_act_reads" ON "legal_step" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "legal_step_bank_act_inserts" ON "legal_step" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_step_bank_act_updates" ON "legal_step" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_step_fund_manager_act_inserts" ON "legal_step" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "legal_step_fund_manager_act_updates" ON "legal_step" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_office_reads" ON "recovery_report" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "recovery_report_district_reads" ON "recovery_report" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_bank_reads" ON "recovery_report" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_guarantor_reads" ON "recovery_report" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_fund_manager_reads" ON "recovery_report" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_act_reads" ON "recovery_report" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "recovery_report_bank_act_inserts" ON "recovery_report" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_bank_act_updates" ON "recovery_report" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_guarantor_act_inserts" ON "recovery_report" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_guarantor_act_updates" ON "recovery_report" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_fund_manager_act_inserts" ON "recovery_report" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_report_fund_manager_act_updates" ON "recovery_report" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "compensation_office_reads" ON "compensation" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "compensation_district_reads" ON "compensation" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "compensation_bank_reads" ON "compensation" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "compensation_guarantor_reads" ON "compensation" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "compensation_fund_manager_reads" ON "compensation" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "compensation_act_reads" ON "compensation" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "compensation_bank_act_inserts" ON "compensation" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "compensation_bank_act_updates" ON "compensation" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "conclusion_office_reads" ON "conclusion" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "conclusion_district_reads" ON "conclusion" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "conclusion_bank_reads" ON "conclusion" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "conclusion_guarantor_reads" ON "conclusion" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "conclusion_fund_manager_reads" ON "conclusion" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "conclusion_act_reads" ON "conclusion" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "conclusion_office_act_inserts" ON "conclusion" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "conclusion_office_act_updates" ON "conclusion" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_payment_office_reads" ON "guarantor_payment" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_payment_district_reads" ON "guarantor_payment" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "guarantor_payment_bank_reads" ON "guarantor_payment" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "guarantor_payment_guarantor_reads" ON "guarantor_payment" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "guarantor_payment_fund_manager_reads" ON "guarantor_payment" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "guarantor_payment_act_reads" ON "guarantor_payment" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "guarantor_payment_guarantor_act_inserts" ON "guarantor_payment" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "guarantor_payment_guarantor_act_updates" ON "guarantor_payment" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "guarantor_payment_fund_manager_act_inserts" ON "guarantor_payment" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "guarantor_payment_fund_manager_act_updates" ON "guarantor_payment" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_office_reads" ON "recovery" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "recovery_district_reads" ON "recovery" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_bank_reads" ON "recovery" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_guarantor_reads" ON "recovery" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_fund_manager_reads" ON "recovery" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_act_reads" ON "recovery" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "recovery_bank_act_inserts" ON "recovery" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_fund_manager_act_inserts" ON "recovery" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_cost_office_reads" ON "recovery_cost" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "recovery_cost_district_reads" ON "recovery_cost" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_cost_bank_reads" ON "recovery_cost" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_cost_guarantor_reads" ON "recovery_cost" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_cost_fund_manager_reads" ON "recovery_cost" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_cost_act_reads" ON "recovery_cost" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "recovery_cost_bank_act_inserts" ON "recovery_cost" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_cost_bank_act_updates" ON "recovery_cost" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_cost_fund_manager_act_inserts" ON "recovery_cost" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "recovery_cost_fund_manager_act_updates" ON "recovery_cost" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "breaker_office_reads" ON "breaker" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_district_reads" ON "breaker" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "breaker_bank_reads" ON "breaker" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null or bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "breaker_guarantor_reads" ON "breaker" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "breaker_fund_manager_reads" ON "breaker" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_act_reads" ON "breaker" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_act_inserts" ON "breaker" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_act_updates" ON "breaker" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_turn_office_reads" ON "breaker_turn" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_turn_district_reads" ON "breaker_turn" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "breaker_turn_bank_reads" ON "breaker_turn" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null or bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "breaker_turn_guarantor_reads" ON "breaker_turn" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "breaker_turn_fund_manager_reads" ON "breaker_turn" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_turn_act_reads" ON "breaker_turn" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_turn_act_inserts" ON "breaker_turn" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "breaker_turn_act_updates" ON "breaker_turn" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_office_reads" ON "evaluation" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_district_reads" ON "evaluation" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_bank_reads" ON "evaluation" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_guarantor_reads" ON "evaluation" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_fund_manager_reads" ON "evaluation" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_act_reads" ON "evaluation" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_office_act_inserts" ON "evaluation" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_office_act_updates" ON "evaluation" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_part_office_reads" ON "evaluation_part" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_part_district_reads" ON "evaluation_part" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "evaluation_part_bank_reads" ON "evaluation_part" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "evaluation_part_guarantor_reads" ON "evaluation_part" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "evaluation_part_fund_manager_reads" ON "evaluation_part" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "evaluation_part_act_reads" ON "evaluation_part" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_part_office_act_inserts" ON "evaluation_part" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "evaluation_part_office_act_updates" ON "evaluation_part" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "holiday_notice_office_reads" ON "holiday_notice" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "holiday_notice_district_reads" ON "holiday_notice" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "holiday_notice_bank_reads" ON "holiday_notice" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "holiday_notice_guarantor_reads" ON "holiday_notice" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "holiday_notice_fund_manager_reads" ON "holiday_notice" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "holiday_notice_act_reads" ON "holiday_notice" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "holiday_notice_office_act_inserts" ON "holiday_notice" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "holiday_notice_office_act_updates" ON "holiday_notice" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "refusal_office_reads" ON "refusal" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "refusal_act_reads" ON "refusal" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "refusal_act_inserts" ON "refusal" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "refusal_act_updates" ON "refusal" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "supplement_office_reads" ON "supplement" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "supplement_fund_manager_reads" ON "supplement" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "supplement_act_reads" ON "supplement" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "supplement_office_act_inserts" ON "supplement" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "supplement_office_act_updates" ON "supplement" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "sweep_office_reads" ON "sweep" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "sweep_act_reads" ON "sweep" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "sweep_office_act_inserts" ON "sweep" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "sweep_office_act_updates" ON "sweep" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
ALTER POLICY "event_district_reads" ON "event" TO zhubao_district USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (region_id = nullif(current_setting('app.tenant', true), '')::uuid or to_all));--> statement-breakpoint
ALTER POLICY "event_bank_reads" ON "event" TO zhubao_bank USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid or to_all));--> statement-breakpoint
ALTER POLICY "event_guarantor_reads" ON "event" TO zhubao_guarantor USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid or to_all));--> statement-breakpoint
ALTER POLICY "event_fund_manager_reads" ON "event" TO zhubao_fund_manager USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid or to_all));