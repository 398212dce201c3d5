-- why: what the product needs to talk to other systems: webhooks, imports, statements of special accounts, corrections.
CREATE TABLE "correction" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"asker_id" uuid NOT NULL,
	"asked_by" text NOT NULL,
	"asked_on" date NOT NULL,
	"subject" text NOT NULL,
	"about_id" uuid NOT NULL,
	"loan_id" uuid,
	"entry_id" uuid,
	"excess_entry_id" uuid,
	"reason" text NOT NULL,
	"recorded" jsonb NOT NULL,
	"proposed" jsonb,
	"reverse_on" date,
	"state" text NOT NULL,
	"accepted_by" text,
	"ended_on" date,
	"reversal_entry_id" uuid,
	"excess_reversal_entry_id" uuid,
	"made_noun" text,
	"made_id" uuid,
	"version" integer NOT NULL,
	CONSTRAINT "correction_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "correction_subject" CHECK ("correction"."subject" in ('REPAYMENT', 'COMPENSATION', 'GUARANTOR_PAYMENT', 'RECOVERY', 'ENTRY')),
	CONSTRAINT "correction_state" CHECK ("correction"."state" in ('ASKED', 'EXPLAINED', 'INSISTED', 'ACCEPTED', 'WITHDRAWN', 'SETTLED'))
);
--> statement-breakpoint
ALTER TABLE "correction" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "correction_message" (
	"pool_id" uuid NOT NULL,
	"correction_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"state" text NOT NULL,
	"text" text NOT NULL,
	"document" text,
	"written_on" date NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "correction_message_pool_id_correction_id_number_pk" PRIMARY KEY("pool_id","correction_id","number"),
	CONSTRAINT "correction_message_state" CHECK ("correction_message"."state" in ('ASKED', 'EXPLAINED', 'INSISTED', 'ACCEPTED', 'WITHDRAWN', 'SETTLED'))
);
--> statement-breakpoint
ALTER TABLE "correction_message" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_job" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text,
	"role" text NOT NULL,
	"persona" text NOT NULL,
	"kind" text NOT NULL,
	"format" text NOT NULL,
	"check_only" boolean NOT NULL,
	"file_hash" text NOT NULL,
	"columns" jsonb NOT NULL,
	"row_count" integer NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"started_at" timestamp(3) with time zone,
	"ended_at" timestamp(3) with time zone,
	"ended_by" text,
	"lease_owner" text,
	"leased_until" timestamp(3) with time zone,
	CONSTRAINT "import_job_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "import_job_of_tenant" UNIQUE("pool_id","tenant_id","id"),
	CONSTRAINT "import_job_kind" CHECK ("import_job"."kind" in ('REFERRALS', 'REPAYMENTS', 'OPENING_LOANS')),
	CONSTRAINT "import_job_format" CHECK ("import_job"."format" in ('XLSX', 'CSV', 'JSONL')),
	CONSTRAINT "import_job_state" CHECK ("import_job"."state" in ('RECEIVING', 'WAITING', 'RUNNING', 'DONE', 'CANCELLED', 'STOPPED'))
);
--> statement-breakpoint
ALTER TABLE "import_job" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_row" (
	"pool_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"cells" jsonb NOT NULL,
	"state" text NOT NULL,
	"changed" text,
	"verdicts" jsonb,
	"errors" jsonb,
	CONSTRAINT "import_row_pool_id_import_id_number_pk" PRIMARY KEY("pool_id","import_id","number"),
	CONSTRAINT "import_row_state" CHECK ("import_row"."state" in ('WAITING', 'DONE', 'REFUSED', 'INVALID'))
);
--> statement-breakpoint
ALTER TABLE "import_row" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "take_over" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"state" text NOT NULL,
	"taken_over_on" date NOT NULL,
	"document" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_on" date NOT NULL,
	"opened_by" text,
	"closed_on" date,
	CONSTRAINT "take_over_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "take_over_state" CHECK ("take_over"."state" in ('OPENING', 'OPEN', 'CLOSING', 'CLOSED'))
);
--> statement-breakpoint
ALTER TABLE "take_over" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "explanation" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"bank_id" uuid,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"reason" text NOT NULL,
	"document" text,
	"explained_on" date NOT NULL,
	"withdrawn_on" date,
	"withdrawn_by" text,
	CONSTRAINT "explanation_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "explanation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"bank_id" uuid,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"period_from" date NOT NULL,
	"period_to" date NOT NULL,
	"opening" bigint NOT NULL,
	"closing" bigint NOT NULL,
	"moved" bigint NOT NULL,
	"line_count" integer NOT NULL,
	"days_apart_max" integer NOT NULL,
	"document" text NOT NULL,
	"state" text NOT NULL,
	"uploaded_on" date NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"closed_on" date,
	"closed_by" text,
	"version" integer NOT NULL,
	CONSTRAINT "statement_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "statement_dates" CHECK (period_from <= period_to),
	CONSTRAINT "statement_state" CHECK ("statement"."state" in ('OPEN', 'RECONCILED', 'REPLACED'))
);
--> statement-breakpoint
ALTER TABLE "statement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement_entry" (
	"pool_id" uuid NOT NULL,
	"code" text NOT NULL,
	"entry_id" uuid NOT NULL,
	"bank_id" uuid,
	"match_id" uuid,
	"explanation_id" uuid,
	CONSTRAINT "statement_entry_pool_id_code_entry_id_pk" PRIMARY KEY("pool_id","code","entry_id")
);
--> statement-breakpoint
ALTER TABLE "statement_entry" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement_line" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	"code" text NOT NULL,
	"bank_id" uuid,
	"number" integer NOT NULL,
	"booked_on" date NOT NULL,
	"amount" bigint NOT NULL,
	"counterparty" text,
	"text" text,
	"reference" text,
	"match_id" uuid,
	"explanation_id" uuid,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "statement_line_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "statement_line_number" UNIQUE("pool_id","statement_id","number"),
	CONSTRAINT "statement_line_amount" CHECK (amount <> 0)
);
--> statement-breakpoint
ALTER TABLE "statement_line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "statement_match" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"bank_id" uuid,
	"way" text NOT NULL,
	"user_id" text NOT NULL,
	"matched_on" date NOT NULL,
	"undone_on" date,
	"undone_by" text,
	CONSTRAINT "statement_match_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "statement_match_way" CHECK ("statement_match"."way" in ('AUTOMATIC', 'BY_HAND'))
);
--> statement-breakpoint
ALTER TABLE "statement_match" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"address" text NOT NULL,
	"description" text NOT NULL,
	"kinds" jsonb,
	"state" text NOT NULL,
	"disabled_for" text,
	"created_by" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"place" bigint NOT NULL,
	"rewind_to" date,
	"failing_since" timestamp(3) with time zone,
	"lease_owner" text,
	"leased_until" timestamp(3) with time zone,
	CONSTRAINT "webhook_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "webhook_of_tenant" UNIQUE("pool_id","tenant_id","id"),
	CONSTRAINT "webhook_state" CHECK ("webhook"."state" in ('ACTIVE', 'PAUSED', 'DISABLED', 'REMOVED'))
);
--> statement-breakpoint
ALTER TABLE "webhook" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_delivery" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"webhook_id" uuid NOT NULL,
	"event_sequence" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp(3) with time zone,
	"taken_in_at" timestamp(3) with time zone NOT NULL,
	"last_attempt_at" timestamp(3) with time zone,
	"last_status" integer,
	"last_error" text,
	"delivered_at" timestamp(3) with time zone,
	CONSTRAINT "webhook_delivery_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "webhook_delivery_once" UNIQUE("pool_id","webhook_id","event_sequence"),
	CONSTRAINT "webhook_delivery_state" CHECK ("webhook_delivery"."state" in ('WAITING', 'DELIVERED', 'DEAD'))
);
--> statement-breakpoint
ALTER TABLE "webhook_delivery" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_secret" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"webhook_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"issued_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "webhook_secret_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "webhook_secret_number" UNIQUE("pool_id","webhook_id","number")
);
--> statement-breakpoint
ALTER TABLE "webhook_secret" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "entry" DROP CONSTRAINT "entry_kind";--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "taken_over_on" date;--> statement-breakpoint
ALTER TABLE "repayment" ADD COLUMN "reversed_on" date;--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_pool_id_asker_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","asker_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_message" ADD CONSTRAINT "correction_message_pool_id_correction_id_correction_pool_id_id_fk" FOREIGN KEY ("pool_id","correction_id") REFERENCES "public"."correction"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_job" ADD CONSTRAINT "import_job_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_pool_id_tenant_id_import_id_import_job_pool_id_tenant_id_id_fk" FOREIGN KEY ("pool_id","tenant_id","import_id") REFERENCES "public"."import_job"("pool_id","tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "take_over" ADD CONSTRAINT "take_over_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "explanation" ADD CONSTRAINT "explanation_pool_id_code_account_pool_id_code_fk" FOREIGN KEY ("pool_id","code") REFERENCES "public"."account"("pool_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "explanation" ADD CONSTRAINT "explanation_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_pool_id_code_account_pool_id_code_fk" FOREIGN KEY ("pool_id","code") REFERENCES "public"."account"("pool_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement" ADD CONSTRAINT "statement_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_entry" ADD CONSTRAINT "statement_entry_pool_id_code_account_pool_id_code_fk" FOREIGN KEY ("pool_id","code") REFERENCES "public"."account"("pool_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_entry" ADD CONSTRAINT "statement_entry_pool_id_entry_id_entry_pool_id_id_fk" FOREIGN KEY ("pool_id","entry_id") REFERENCES "public"."entry"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_entry" ADD CONSTRAINT "statement_entry_pool_id_match_id_statement_match_pool_id_id_fk" FOREIGN KEY ("pool_id","match_id") REFERENCES "public"."statement_match"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_entry" ADD CONSTRAINT "statement_entry_pool_id_explanation_id_explanation_pool_id_id_fk" FOREIGN KEY ("pool_id","explanation_id") REFERENCES "public"."explanation"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_line" ADD CONSTRAINT "statement_line_pool_id_statement_id_statement_pool_id_id_fk" FOREIGN KEY ("pool_id","statement_id") REFERENCES "public"."statement"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_line" ADD CONSTRAINT "statement_line_pool_id_match_id_statement_match_pool_id_id_fk" FOREIGN KEY ("pool_id","match_id") REFERENCES "public"."statement_match"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_line" ADD CONSTRAINT "statement_line_pool_id_explanation_id_explanation_pool_id_id_fk" FOREIGN KEY ("pool_id","explanation_id") REFERENCES "public"."explanation"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_match" ADD CONSTRAINT "statement_match_pool_id_code_account_pool_id_code_fk" FOREIGN KEY ("pool_id","code") REFERENCES "public"."account"("pool_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_pool_id_tenant_id_webhook_id_webhook_pool_id_tenant_id_id_fk" FOREIGN KEY ("pool_id","tenant_id","webhook_id") REFERENCES "public"."webhook"("pool_id","tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_pool_id_tenant_id_webhook_id_webhook_pool_id_tenant_id_id_fk" FOREIGN KEY ("pool_id","tenant_id","webhook_id") REFERENCES "public"."webhook"("pool_id","tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "correction_open" ON "correction" USING btree ("pool_id","about_id") WHERE state in ('ASKED', 'EXPLAINED', 'INSISTED');--> statement-breakpoint
CREATE INDEX "correction_tenant" ON "correction" USING btree ("pool_id","tenant_id","id");--> statement-breakpoint
CREATE INDEX "correction_loan" ON "correction" USING btree ("pool_id","loan_id") WHERE loan_id is not null;--> statement-breakpoint
CREATE INDEX "import_job_file" ON "import_job" USING btree ("pool_id","tenant_id","file_hash");--> statement-breakpoint
CREATE INDEX "import_job_open" ON "import_job" USING btree ("id") WHERE state in ('WAITING', 'RUNNING');--> statement-breakpoint
CREATE INDEX "import_row_state" ON "import_row" USING btree ("pool_id","import_id","state","number");--> statement-breakpoint
CREATE UNIQUE INDEX "take_over_now" ON "take_over" USING btree ("pool_id") WHERE state <> 'CLOSED';--> statement-breakpoint
CREATE UNIQUE INDEX "statement_period" ON "statement" USING btree ("pool_id","code","period_from") WHERE state <> 'REPLACED';--> statement-breakpoint
CREATE INDEX "statement_bank" ON "statement" USING btree ("pool_id","bank_id","period_to");--> statement-breakpoint
CREATE INDEX "statement_entry_match" ON "statement_entry" USING btree ("pool_id","match_id") WHERE match_id is not null;--> statement-breakpoint
CREATE INDEX "statement_line_match" ON "statement_line" USING btree ("pool_id","match_id") WHERE match_id is not null;--> statement-breakpoint
CREATE INDEX "webhook_active" ON "webhook" USING btree ("pool_id","id") WHERE state = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "webhook_delivery_state" ON "webhook_delivery" USING btree ("pool_id","webhook_id","state","event_sequence");--> statement-breakpoint
CREATE INDEX "webhook_delivery_waiting" ON "webhook_delivery" USING btree ("pool_id","webhook_id","subject","event_sequence") WHERE state = 'WAITING';--> statement-breakpoint
CREATE INDEX "webhook_delivery_dead" ON "webhook_delivery" USING btree ("pool_id","webhook_id") WHERE state = 'DEAD';--> statement-breakpoint
CREATE INDEX "entry_value_date" ON "entry" USING btree ("pool_id","value_date","sequence");--> statement-breakpoint
CREATE INDEX "loan_contract" ON "loan" USING btree ("pool_id","bank_id","contract_number");--> statement-breakpoint
CREATE UNIQUE INDEX "event_id" ON "event" USING btree ("pool_id","id");--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_kind" CHECK ("entry"."kind" in ('CONTRIBUTION', 'INTEREST', 'DEPOSIT_PLACED', 'DEPOSIT_RETURNED', 'DEDUCTION', 'RECOVERY', 'REPLENISHMENT', 'SUPPLEMENT', 'EXCESS_DEDUCTED', 'EXCESS_RETURNED', 'OPENING', 'REVERSAL'));--> statement-breakpoint
CREATE POLICY "compensation_office_act_inserts" ON "compensation" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = compensation.pool_id and c.subject = 'COMPENSATION' and c.tenant_id in (compensation.bank_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "guarantor_payment_office_act_inserts" ON "guarantor_payment" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = guarantor_payment.pool_id and c.subject = 'GUARANTOR_PAYMENT' and c.tenant_id in (guarantor_payment.guarantor_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "guarantor_payment_office_act_updates" ON "guarantor_payment" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = guarantor_payment.pool_id and c.subject = 'GUARANTOR_PAYMENT' and c.tenant_id in (guarantor_payment.guarantor_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED')))) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = guarantor_payment.pool_id and c.subject = 'GUARANTOR_PAYMENT' and c.tenant_id in (guarantor_payment.guarantor_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "recovery_office_act_inserts" ON "recovery" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = recovery.pool_id and c.subject = 'RECOVERY' and c.tenant_id in (recovery.bank_id, recovery.guarantor_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "recovery_bank_act_updates" ON "recovery" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = recovery.pool_id and c.loan_id = recovery.loan_id and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED')))) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = recovery.pool_id and c.loan_id = recovery.loan_id and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "recovery_fund_manager_act_updates" ON "recovery" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = recovery.pool_id and c.loan_id = recovery.loan_id and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED')))) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = recovery.pool_id and c.loan_id = recovery.loan_id and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "recovery_cost_office_act_inserts" ON "recovery_cost" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = recovery_cost.pool_id and c.subject = 'RECOVERY' and c.tenant_id in (recovery_cost.bank_id, recovery_cost.guarantor_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "recovery_cost_office_act_updates" ON "recovery_cost" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = recovery_cost.pool_id and c.subject = 'RECOVERY' and c.tenant_id in (recovery_cost.bank_id, recovery_cost.guarantor_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED')))) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from correction c where c.pool_id = recovery_cost.pool_id and c.subject = 'RECOVERY' and c.tenant_id in (recovery_cost.bank_id, recovery_cost.guarantor_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "repayment_office_act_inserts" ON "repayment" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (exists (select 1 from loan l where l.pool_id = repayment.pool_id and l.id = repayment.loan_id and l.taken_over_on is not null) or exists (select 1 from correction c where c.pool_id = repayment.pool_id and c.subject = 'REPAYMENT' and c.tenant_id in (repayment.bank_id) and c.asker_id = c.tenant_id and c.state in ('ASKED', 'INSISTED'))));--> statement-breakpoint
CREATE POLICY "repayment_office_act_updates" ON "repayment" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "journal_sweep_reads" ON "journal" AS PERMISSIVE FOR SELECT TO "zhubao_sweep" USING (true);--> statement-breakpoint
CREATE POLICY "correction_office_reads" ON "correction" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "correction_bank_reads" ON "correction" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_guarantor_reads" ON "correction" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_fund_manager_reads" ON "correction" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_act_reads" ON "correction" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "correction_office_act_inserts" ON "correction" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (asker_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_bank_act_inserts" ON "correction" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and asker_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_guarantor_act_inserts" ON "correction" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and asker_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_fund_manager_act_inserts" ON "correction" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and asker_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_office_act_updates" ON "correction" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "correction_bank_act_updates" ON "correction" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_guarantor_act_updates" ON "correction" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_fund_manager_act_updates" ON "correction" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_message_office_reads" ON "correction_message" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "correction_message_bank_reads" ON "correction_message" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_message_guarantor_reads" ON "correction_message" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_message_fund_manager_reads" ON "correction_message" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_message_act_reads" ON "correction_message" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "correction_message_office_act_inserts" ON "correction_message" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_message_bank_act_inserts" ON "correction_message" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_message_guarantor_act_inserts" ON "correction_message" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "correction_message_fund_manager_act_inserts" ON "correction_message" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_job_office_reads" ON "import_job" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_job_district_reads" ON "import_job" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_job_bank_reads" ON "import_job" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_job_guarantor_reads" ON "import_job" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_job_fund_manager_reads" ON "import_job" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_job_act_reads" ON "import_job" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_job_sweep_reads" ON "import_job" AS PERMISSIVE FOR SELECT TO "zhubao_sweep" USING (true);--> statement-breakpoint
CREATE POLICY "import_job_act_inserts" ON "import_job" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_job_act_updates" ON "import_job" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_row_office_reads" ON "import_row" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_row_district_reads" ON "import_row" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_row_bank_reads" ON "import_row" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_row_guarantor_reads" ON "import_row" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_row_fund_manager_reads" ON "import_row" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_row_act_reads" ON "import_row" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_row_act_inserts" ON "import_row" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "import_row_act_updates" ON "import_row" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "take_over_office_reads" ON "take_over" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "take_over_act_reads" ON "take_over" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "take_over_office_act_inserts" ON "take_over" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "take_over_office_act_updates" ON "take_over" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "explanation_office_reads" ON "explanation" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "explanation_bank_reads" ON "explanation" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "explanation_fund_manager_reads" ON "explanation" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "explanation_act_reads" ON "explanation" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "explanation_office_act_inserts" ON "explanation" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "explanation_bank_act_inserts" ON "explanation" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "explanation_fund_manager_act_inserts" ON "explanation" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "explanation_office_act_updates" ON "explanation" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "explanation_bank_act_updates" ON "explanation" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "explanation_fund_manager_act_updates" ON "explanation" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_office_reads" ON "statement" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_bank_reads" ON "statement" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_fund_manager_reads" ON "statement" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_act_reads" ON "statement" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_bank_act_inserts" ON "statement" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_fund_manager_act_inserts" ON "statement" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "statement_bank_act_updates" ON "statement" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_fund_manager_act_updates" ON "statement" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "statement_entry_office_reads" ON "statement_entry" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_entry_bank_reads" ON "statement_entry" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_entry_fund_manager_reads" ON "statement_entry" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_entry_act_reads" ON "statement_entry" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_entry_office_act_inserts" ON "statement_entry" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_entry_bank_act_inserts" ON "statement_entry" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_entry_fund_manager_act_inserts" ON "statement_entry" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_entry_office_act_updates" ON "statement_entry" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_entry_bank_act_updates" ON "statement_entry" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_entry_fund_manager_act_updates" ON "statement_entry" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_line_office_reads" ON "statement_line" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_line_bank_reads" ON "statement_line" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_line_fund_manager_reads" ON "statement_line" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_line_act_reads" ON "statement_line" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_line_bank_act_inserts" ON "statement_line" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_line_fund_manager_act_inserts" ON "statement_line" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "statement_line_office_act_updates" ON "statement_line" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_line_bank_act_updates" ON "statement_line" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_line_fund_manager_act_updates" ON "statement_line" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_match_office_reads" ON "statement_match" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_match_bank_reads" ON "statement_match" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_match_fund_manager_reads" ON "statement_match" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_match_act_reads" ON "statement_match" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "statement_match_bank_act_inserts" ON "statement_match" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_match_fund_manager_act_inserts" ON "statement_match" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "statement_match_bank_act_updates" ON "statement_match" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "statement_match_fund_manager_act_updates" ON "statement_match" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id is null));--> statement-breakpoint
CREATE POLICY "webhook_office_reads" ON "webhook" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_district_reads" ON "webhook" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_bank_reads" ON "webhook" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_guarantor_reads" ON "webhook" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_fund_manager_reads" ON "webhook" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_act_reads" ON "webhook" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_sweep_reads" ON "webhook" AS PERMISSIVE FOR SELECT TO "zhubao_sweep" USING (true);--> statement-breakpoint
CREATE POLICY "webhook_act_inserts" ON "webhook" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_act_updates" ON "webhook" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_delivery_office_reads" ON "webhook_delivery" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_delivery_district_reads" ON "webhook_delivery" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_delivery_bank_reads" ON "webhook_delivery" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_delivery_guarantor_reads" ON "webhook_delivery" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_delivery_fund_manager_reads" ON "webhook_delivery" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_delivery_act_reads" ON "webhook_delivery" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_delivery_sweep_reads" ON "webhook_delivery" AS PERMISSIVE FOR SELECT TO "zhubao_sweep" USING (true);--> statement-breakpoint
CREATE POLICY "webhook_delivery_act_inserts" ON "webhook_delivery" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_delivery_act_updates" ON "webhook_delivery" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_secret_office_reads" ON "webhook_secret" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_secret_district_reads" ON "webhook_secret" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_secret_bank_reads" ON "webhook_secret" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_secret_guarantor_reads" ON "webhook_secret" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_secret_fund_manager_reads" ON "webhook_secret" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_secret_act_reads" ON "webhook_secret" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "webhook_secret_act_inserts" ON "webhook_secret" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
ALTER POLICY "entry_bank_act_inserts" ON "entry" TO zhubao_bank_act WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid and tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and (kind in ('DEDUCTION', 'RECOVERY', 'EXCESS_DEDUCTED', 'EXCESS_RETURNED') or (kind = 'REVERSAL' and exists (select 1 from correction c where c.pool_id = entry.pool_id and entry.reverses_id in (c.entry_id, c.excess_entry_id) and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED'))))));--> statement-breakpoint
ALTER POLICY "entry_bank_act_updates" ON "entry" TO zhubao_bank_act USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid and tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and (kind in ('DEDUCTION', 'RECOVERY', 'EXCESS_DEDUCTED', 'EXCESS_RETURNED') or (kind = 'REVERSAL' and exists (select 1 from correction c where c.pool_id = entry.pool_id and entry.reverses_id in (c.entry_id, c.excess_entry_id) and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED')))))) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid and tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and (kind in ('DEDUCTION', 'RECOVERY', 'EXCESS_DEDUCTED', 'EXCESS_RETURNED') or (kind = 'REVERSAL' and exists (select 1 from correction c where c.pool_id = entry.pool_id and entry.reverses_id in (c.entry_id, c.excess_entry_id) and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED'))))));--> statement-breakpoint
ALTER POLICY "line_bank_act_inserts" ON "line" TO zhubao_bank_act WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((code in ('deposit:' || nullif(current_setting('app.tenant', true), ''), 'suspense:' || nullif(current_setting('app.tenant', true), ''), 'compensation:AUTONOMOUS_REGION', 'compensation:CITY') or code = (select 'compensation:REGION:' || l.region_id from loan l where l.pool_id = line.pool_id and l.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and l.id = (select e.loan_id from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid))) and exists (select 1 from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)));--> statement-breakpoint
ALTER POLICY "line_bank_act_updates" ON "line" TO zhubao_bank_act USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((code in ('deposit:' || nullif(current_setting('app.tenant', true), ''), 'suspense:' || nullif(current_setting('app.tenant', true), ''), 'compensation:AUTONOMOUS_REGION', 'compensation:CITY') or code = (select 'compensation:REGION:' || l.region_id from loan l where l.pool_id = line.pool_id and l.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and l.id = (select e.loan_id from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid))) and exists (select 1 from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid))) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((code in ('deposit:' || nullif(current_setting('app.tenant', true), ''), 'suspense:' || nullif(current_setting('app.tenant', true), ''), 'compensation:AUTONOMOUS_REGION', 'compensation:CITY') or code = (select 'compensation:REGION:' || l.region_id from loan l where l.pool_id = line.pool_id and l.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and l.id = (select e.loan_id from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid))) and exists (select 1 from entry e where e.pool_id = line.pool_id and e.id = line.entry_id and e.bank_id = nullif(current_setting('app.tenant', true), '')::uuid and e.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)));--> statement-breakpoint
ALTER POLICY "event_guarantor_reads" ON "event" TO zhubao_guarantor USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((guarantor_id = nullif(current_setting('app.tenant', true), '')::uuid and kind not like 'supplement.%' and kind not like 'reversal.%') or to_all));