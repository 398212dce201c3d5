-- why: kept figures, checkpoints and what growth needs.
CREATE TABLE "checkpoint" (
	"pool_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"day" date NOT NULL,
	"made_at" timestamp(3) with time zone NOT NULL,
	"size" bigint NOT NULL,
	"root" text NOT NULL,
	"key_id" text NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "checkpoint_pool_id_number_pk" PRIMARY KEY("pool_id","number")
);
--> statement-breakpoint
ALTER TABLE "checkpoint" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "log_leaf" (
	"pool_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"sequence" bigint NOT NULL,
	"part" integer NOT NULL,
	"position" bigint NOT NULL,
	"blind" "bytea" NOT NULL,
	"text" text,
	CONSTRAINT "log_leaf_pool_id_kind_sequence_part_pk" PRIMARY KEY("pool_id","kind","sequence","part"),
	CONSTRAINT "log_leaf_position" UNIQUE("pool_id","position"),
	CONSTRAINT "log_leaf_kind" CHECK ("log_leaf"."kind" in ('AUDIT', 'EVENT', 'ENTRY', 'LINE', 'HEAD', 'BALANCES'))
);
--> statement-breakpoint
ALTER TABLE "log_leaf" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "log_tile" (
	"pool_id" uuid NOT NULL,
	"tier" integer NOT NULL,
	"index" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "log_tile_pool_id_tier_index_pk" PRIMARY KEY("pool_id","tier","index")
);
--> statement-breakpoint
ALTER TABLE "log_tile" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "log_tree" (
	"pool_id" uuid NOT NULL,
	"size" bigint NOT NULL,
	"audit_sequence" bigint NOT NULL,
	"event_sequence" bigint NOT NULL,
	"entry_sequence" bigint NOT NULL,
	CONSTRAINT "log_tree_pool_id_pk" PRIMARY KEY("pool_id")
);
--> statement-breakpoint
ALTER TABLE "log_tree" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "due_day" (
	"pool_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"scope_id" uuid NOT NULL,
	"day" date NOT NULL,
	"loans" integer NOT NULL,
	CONSTRAINT "due_day_pool_id_scope_scope_id_day_pk" PRIMARY KEY("pool_id","scope","scope_id","day"),
	CONSTRAINT "due_day_scope" CHECK ("due_day"."scope" in ('POOL', 'REGION', 'BANK', 'GUARANTOR', 'FIRM'))
);
--> statement-breakpoint
ALTER TABLE "due_day" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "refusal" ALTER COLUMN "sequence" DROP IDENTITY;--> statement-breakpoint
ALTER TABLE "pool" ADD COLUMN "move_state" text;--> statement-breakpoint
ALTER TABLE "pool" ADD COLUMN "move_since" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "pool" ADD COLUMN "moved_to" text;--> statement-breakpoint
ALTER TABLE "pool" ADD COLUMN "move_key" text;--> statement-breakpoint
ALTER TABLE "journal" ADD COLUMN "previous_hash" text;--> statement-breakpoint
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_leaf" ADD CONSTRAINT "log_leaf_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_tile" ADD CONSTRAINT "log_tile_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_tree" ADD CONSTRAINT "log_tree_pool_id_pool_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pool"("pool_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "due_day_open" ON "due_day" USING btree ("pool_id","scope","scope_id","day") WHERE loans <> 0;--> statement-breakpoint
ALTER TABLE "pool" ADD CONSTRAINT "pool_move_state" CHECK ("pool"."move_state" in ('LEAVING', 'ARRIVING', 'MOVED'));--> statement-breakpoint
CREATE POLICY "pool_sign_in_reads" ON "pool" AS PERMISSIVE FOR SELECT TO "zhubao_sign_in" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (true));--> statement-breakpoint
CREATE POLICY "checkpoint_office_reads" ON "checkpoint" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "checkpoint_district_reads" ON "checkpoint" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "checkpoint_bank_reads" ON "checkpoint" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "checkpoint_guarantor_reads" ON "checkpoint" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "checkpoint_fund_manager_reads" ON "checkpoint" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "checkpoint_act_reads" ON "checkpoint" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "checkpoint_office_act_inserts" ON "checkpoint" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "checkpoint_office_act_updates" ON "checkpoint" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_leaf_office_reads" ON "log_leaf" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_leaf_district_reads" ON "log_leaf" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((kind = 'EVENT' and exists (select 1 from event r where r.pool_id = log_leaf.pool_id and r.sequence = log_leaf.sequence)) or (kind = 'ENTRY' and exists (select 1 from entry r where r.pool_id = log_leaf.pool_id and r.sequence = log_leaf.sequence)) or (kind = 'LINE' and exists (select 1 from entry e join line r on r.pool_id = e.pool_id and r.entry_id = e.id where e.pool_id = log_leaf.pool_id and e.sequence = log_leaf.sequence and r.number = log_leaf.part))));--> statement-breakpoint
CREATE POLICY "log_leaf_bank_reads" ON "log_leaf" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((kind = 'EVENT' and exists (select 1 from event r where r.pool_id = log_leaf.pool_id and r.sequence = log_leaf.sequence)) or (kind = 'ENTRY' and exists (select 1 from entry r where r.pool_id = log_leaf.pool_id and r.sequence = log_leaf.sequence)) or (kind = 'LINE' and exists (select 1 from entry e join line r on r.pool_id = e.pool_id and r.entry_id = e.id where e.pool_id = log_leaf.pool_id and e.sequence = log_leaf.sequence and r.number = log_leaf.part))));--> statement-breakpoint
CREATE POLICY "log_leaf_guarantor_reads" ON "log_leaf" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((kind = 'EVENT' and exists (select 1 from event r where r.pool_id = log_leaf.pool_id and r.sequence = log_leaf.sequence)) or (kind = 'ENTRY' and exists (select 1 from entry r where r.pool_id = log_leaf.pool_id and r.sequence = log_leaf.sequence)) or (kind = 'LINE' and exists (select 1 from entry e join line r on r.pool_id = e.pool_id and r.entry_id = e.id where e.pool_id = log_leaf.pool_id and e.sequence = log_leaf.sequence and r.number = log_leaf.part))));--> statement-breakpoint
CREATE POLICY "log_leaf_fund_manager_reads" ON "log_leaf" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and ((kind = 'EVENT' and exists (select 1 from event r where r.pool_id = log_leaf.pool_id and r.sequence = log_leaf.sequence)) or (kind = 'ENTRY' and exists (select 1 from entry r where r.pool_id = log_leaf.pool_id and r.sequence = log_leaf.sequence)) or (kind = 'LINE' and exists (select 1 from entry e join line r on r.pool_id = e.pool_id and r.entry_id = e.id where e.pool_id = log_leaf.pool_id and e.sequence = log_leaf.sequence and r.number = log_leaf.part)) or kind = 'BALANCES'));--> statement-breakpoint
CREATE POLICY "log_leaf_act_reads" ON "log_leaf" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_leaf_office_act_inserts" ON "log_leaf" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_leaf_office_act_updates" ON "log_leaf" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tile_office_reads" ON "log_tile" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tile_district_reads" ON "log_tile" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tile_bank_reads" ON "log_tile" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tile_guarantor_reads" ON "log_tile" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tile_fund_manager_reads" ON "log_tile" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tile_act_reads" ON "log_tile" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tile_office_act_inserts" ON "log_tile" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tile_office_act_updates" ON "log_tile" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tree_act_reads" ON "log_tree" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tree_office_act_inserts" ON "log_tree" AS PERMISSIVE FOR INSERT TO "zhubao_office_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "log_tree_office_act_updates" ON "log_tree" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "due_day_office_reads" ON "due_day" AS PERMISSIVE FOR SELECT TO "zhubao_office" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "due_day_district_reads" ON "due_day" AS PERMISSIVE FOR SELECT TO "zhubao_district" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (scope = 'REGION' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_day_bank_reads" ON "due_day" AS PERMISSIVE FOR SELECT TO "zhubao_bank" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (scope = 'BANK' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_day_guarantor_reads" ON "due_day" AS PERMISSIVE FOR SELECT TO "zhubao_guarantor" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (scope = 'GUARANTOR' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_day_fund_manager_reads" ON "due_day" AS PERMISSIVE FOR SELECT TO "zhubao_fund_manager" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (scope = 'GUARANTOR' and scope_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "due_day_act_reads" ON "due_day" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "due_day_keeper" ON "due_day" AS PERMISSIVE FOR ALL TO "zhubao_ledger" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);