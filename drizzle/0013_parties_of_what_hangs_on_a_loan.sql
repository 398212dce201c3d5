-- why: foreign keys are checked past row security. What hangs on a loan names the loan together with its parties, so that by
-- the database too nobody hangs a recovery or a step at law on a loan of others, or shows its own to others.
ALTER TABLE "legal_action" ADD CONSTRAINT "legal_action_parties" UNIQUE("pool_id","id","region_id","bank_id","guarantor_id");
--> statement-breakpoint
ALTER TABLE "recovery" ADD CONSTRAINT "recovery_parties" UNIQUE("pool_id","id","region_id","bank_id","guarantor_id");
--> statement-breakpoint
ALTER TABLE "loan" ADD CONSTRAINT "loan_parties" UNIQUE("pool_id","id","region_id","bank_id","guarantor_id");
--> statement-breakpoint
ALTER TABLE "aftercare" DROP CONSTRAINT "aftercare_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "legal_action" DROP CONSTRAINT "legal_action_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "legal_step" DROP CONSTRAINT "legal_step_pool_id_legal_action_id_legal_action_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "recovery_report" DROP CONSTRAINT "recovery_report_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "compensation" DROP CONSTRAINT "compensation_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "conclusion" DROP CONSTRAINT "conclusion_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "guarantor_payment" DROP CONSTRAINT "guarantor_payment_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "recovery" DROP CONSTRAINT "recovery_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "recovery_cost" DROP CONSTRAINT "recovery_cost_pool_id_recovery_id_recovery_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "instalment" DROP CONSTRAINT "instalment_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "repayment" DROP CONSTRAINT "repayment_pool_id_loan_id_loan_pool_id_id_fk";
--> statement-breakpoint
ALTER TABLE "guarantor_payment" ADD COLUMN "withdrawn_on" date;
--> statement-breakpoint
ALTER TABLE "guarantor_payment" ADD COLUMN "withdrawal_reason" text;
--> statement-breakpoint
ALTER TABLE "aftercare" ADD CONSTRAINT "aftercare_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "legal_action" ADD CONSTRAINT "legal_action_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "legal_step" ADD CONSTRAINT "legal_step_of_action" FOREIGN KEY ("pool_id","legal_action_id","region_id","bank_id","guarantor_id") REFERENCES "public"."legal_action"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "recovery_report" ADD CONSTRAINT "recovery_report_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "compensation" ADD CONSTRAINT "compensation_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "conclusion" ADD CONSTRAINT "conclusion_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "guarantor_payment" ADD CONSTRAINT "guarantor_payment_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "recovery" ADD CONSTRAINT "recovery_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "recovery_cost" ADD CONSTRAINT "recovery_cost_of_recovery" FOREIGN KEY ("pool_id","recovery_id","region_id","bank_id","guarantor_id") REFERENCES "public"."recovery"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "repayment" ADD CONSTRAINT "repayment_on_loan" FOREIGN KEY ("pool_id","loan_id","region_id","bank_id","guarantor_id") REFERENCES "public"."loan"("pool_id","id","region_id","bank_id","guarantor_id") ON DELETE no action ON UPDATE no action;
