-- why: the daily sweep goes by the next day on which something about a loan follows from the date, and finds duties that
-- are late and not told so yet, without looking at the others.
CREATE TABLE "agenda" (
	"pool_id" uuid NOT NULL,
	"loan_id" uuid NOT NULL,
	"next_on" date,
	CONSTRAINT "agenda_pool_id_loan_id_pk" PRIMARY KEY("pool_id","loan_id")
);
--> statement-breakpoint
ALTER TABLE "agenda" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agenda" ADD CONSTRAINT "agenda_pool_id_loan_id_loan_pool_id_id_fk" FOREIGN KEY ("pool_id","loan_id") REFERENCES "public"."loan"("pool_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agenda_next" ON "agenda" USING btree ("pool_id","next_on","loan_id") WHERE next_on is not null;--> statement-breakpoint
CREATE INDEX "obligation_not_told_late" ON "obligation" USING btree ("pool_id","due_on","id") WHERE met_on is null and late_since is null;--> statement-breakpoint
CREATE POLICY "agenda_act_reads" ON "agenda" AS PERMISSIVE FOR SELECT TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "agenda_act_inserts" ON "agenda" AS PERMISSIVE FOR INSERT TO "zhubao_act" WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "agenda_act_updates" ON "agenda" AS PERMISSIVE FOR UPDATE TO "zhubao_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);