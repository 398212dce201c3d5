-- why: the figures of a year are read by date, not by walking through everything that ever was; and who may change a row
-- is said apart from who may add one: the office reverses compensations and recoveries, the fund manager receives supplements.
CREATE INDEX "compensation_deducted" ON "compensation" USING btree ("pool_id","deducted_on");--> statement-breakpoint
CREATE INDEX "compensation_reversed" ON "compensation" USING btree ("pool_id","reversed_on") WHERE reversed_on is not null;--> statement-breakpoint
CREATE INDEX "guarantor_payment_paid" ON "guarantor_payment" USING btree ("pool_id","paid_on");--> statement-breakpoint
CREATE INDEX "recovery_received" ON "recovery" USING btree ("pool_id","received_on");--> statement-breakpoint
CREATE INDEX "recovery_reversed" ON "recovery" USING btree ("pool_id","reversed_on") WHERE reversed_on is not null;--> statement-breakpoint
CREATE INDEX "loan_disbursed" ON "loan" USING btree ("pool_id","disbursed_on") WHERE disbursed_on is not null;--> statement-breakpoint
CREATE INDEX "loan_ended" ON "loan" USING btree ("pool_id","ended_on");--> statement-breakpoint
CREATE INDEX "repayment_paid" ON "repayment" USING btree ("pool_id","paid_on");--> statement-breakpoint
CREATE INDEX "obligation_due" ON "obligation" USING btree ("pool_id","due_on");--> statement-breakpoint
CREATE POLICY "compensation_office_act_updates" ON "compensation" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "recovery_office_act_updates" ON "recovery" AS PERMISSIVE FOR UPDATE TO "zhubao_office_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "supplement_fund_manager_act_updates" ON "supplement" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "bank_standing_bank_act_updates" ON "bank_standing" AS PERMISSIVE FOR UPDATE TO "zhubao_bank_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and (bank_id = nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "bank_standing_fund_manager_act_updates" ON "bank_standing" AS PERMISSIVE FOR UPDATE TO "zhubao_fund_manager_act" USING (pool_id = nullif(current_setting('app.pool', true), '')::uuid) WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid);