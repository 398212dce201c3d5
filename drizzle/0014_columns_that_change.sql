-- why: of a compensation, a recovery, an action at law, a supplement and what the sweep keeps, only some columns ever change:
-- the amounts and whose they are never do. A bank notes its notice, the office a reversal, the fund manager what came in.
REVOKE UPDATE ON compensation, recovery, legal_action, breaker, supplement, sweep, holiday_notice FROM zhubao_act;
--> statement-breakpoint
GRANT UPDATE (notice_on, notice_document) ON compensation TO zhubao_bank_act;
--> statement-breakpoint
GRANT UPDATE (reversed_on) ON compensation, recovery TO zhubao_office_act;
--> statement-breakpoint
GRANT UPDATE (stage, case_number, version) ON legal_action TO zhubao_bank_act, zhubao_fund_manager_act;
--> statement-breakpoint
GRANT UPDATE (state, received, version) ON supplement TO zhubao_office_act, zhubao_fund_manager_act;
--> statement-breakpoint
GRANT UPDATE (decided_by, decided_on) ON supplement TO zhubao_office_act;
--> statement-breakpoint
GRANT UPDATE (tripped, warned_percent, since) ON breaker TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (swept_through) ON sweep TO zhubao_office_act;
--> statement-breakpoint
GRANT UPDATE (notice, days_off, working_weekends, loaded_on) ON holiday_notice TO zhubao_office_act;
--> statement-breakpoint
GRANT UPDATE (withdrawn_on, withdrawal_reason) ON guarantor_payment TO zhubao_guarantor_act, zhubao_fund_manager_act;
