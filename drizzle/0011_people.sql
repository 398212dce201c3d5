-- why: people and systems are shut out at once by their own tenant or the office, and single tokens revoked, whatever the
-- sign-in server still says of them.
CREATE TABLE "disabled_user" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"reason" text NOT NULL,
	"author_id" uuid NOT NULL,
	"disabled_by" text NOT NULL,
	"disabled_at" timestamp(3) with time zone NOT NULL,
	"enabled_by" text,
	"enabled_at" timestamp(3) with time zone,
	"enabling_reason" text,
	CONSTRAINT "disabled_user_pool_id_id_pk" PRIMARY KEY("pool_id","id")
);
--> statement-breakpoint
ALTER TABLE "disabled_user" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "revoked_token" (
	"pool_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"token_id" text NOT NULL,
	"reason" text NOT NULL,
	"author_id" uuid NOT NULL,
	"revoked_by" text NOT NULL,
	"revoked_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "revoked_token_pool_id_id_pk" PRIMARY KEY("pool_id","id"),
	CONSTRAINT "revoked_token_once" UNIQUE("pool_id","tenant_id","token_id")
);
--> statement-breakpoint
ALTER TABLE "revoked_token" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "disabled_user" ADD CONSTRAINT "disabled_user_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disabled_user" ADD CONSTRAINT "disabled_user_pool_id_author_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","author_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revoked_token" ADD CONSTRAINT "revoked_token_pool_id_tenant_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","tenant_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revoked_token" ADD CONSTRAINT "revoked_token_pool_id_author_id_tenant_pool_id_id_fk" FOREIGN KEY ("pool_id","author_id") REFERENCES "public"."tenant"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "disabled_user_now" ON "disabled_user" USING btree ("pool_id","tenant_id","user_id") WHERE enabled_at is null;--> statement-breakpoint
CREATE INDEX "disabled_user_tenant" ON "disabled_user" USING btree ("pool_id","tenant_id","id");--> statement-breakpoint
CREATE POLICY "disabled_user_office_reads" ON "disabled_user" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "disabled_user_district_reads" ON "disabled_user" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_bank_reads" ON "disabled_user" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_guarantor_reads" ON "disabled_user" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_fund_manager_reads" ON "disabled_user" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_act_reads" ON "disabled_user" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "disabled_user_sign_in_reads" ON "disabled_user" AS PERMISSIVE FOR SELECT TO "zhubao_sign_in" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_office_act_inserts" ON "disabled_user" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "disabled_user_district_act_inserts" ON "disabled_user" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_bank_act_inserts" ON "disabled_user" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_guarantor_act_inserts" ON "disabled_user" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_fund_manager_act_inserts" ON "disabled_user" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_office_act_updates" ON "disabled_user" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "disabled_user_district_act_updates" ON "disabled_user" AS PERMISSIVE FOR UPDATE TO "zhubao_district_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_bank_act_updates" ON "disabled_user" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_guarantor_act_updates" ON "disabled_user" AS PERMISSIVE FOR UPDATE TO "zhubao_guarantor_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "disabled_user_fund_manager_act_updates" ON "disabled_user" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_office_reads" ON "revoked_token" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "revoked_token_district_reads" ON "revoked_token" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_bank_reads" ON "revoked_token" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_guarantor_reads" ON "revoked_token" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_fund_manager_reads" ON "revoked_token" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_act_reads" ON "revoked_token" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "revoked_token_sign_in_reads" ON "revoked_token" AS PERMISSIVE FOR SELECT TO "zhubao_sign_in" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_office_act_inserts" ON "revoked_token" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "revoked_token_district_act_inserts" ON "revoked_token" AS PERMISSIVE FOR INSERT TO "zhubao_district_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_bank_act_inserts" ON "revoked_token" AS PERMISSIVE FOR INSERT TO "zhubao_bank_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_guarantor_act_inserts" ON "revoked_token" AS PERMISSIVE FOR INSERT TO "zhubao_guarantor_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "revoked_token_fund_manager_act_inserts" ON "revoked_token" AS PERMISSIVE FOR INSERT TO "zhubao_fund_manager_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and author_id = nullif(current_setting('app.tenant', true), '')::uuid));