-- why: what PostgreSQL itself holds against the application in the tables of 0015.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['import_job', 'import_row', 'take_over'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON %I TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager, zhubao_act', t);
    EXECUTE format('GRANT INSERT ON %I TO zhubao_act', t);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT SELECT (pool_id, id, tenant_id, user_id, user_name, role, persona, kind, check_only, columns, state, lease_owner, leased_until) ON import_job TO zhubao_sweep;
--> statement-breakpoint
GRANT UPDATE (state, row_count, started_at, ended_at, ended_by, lease_owner, leased_until) ON import_job TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (state, changed, verdicts, errors) ON import_row TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (state, document, asked_by, asked_on, opened_by, closed_on) ON take_over TO zhubao_act;
--> statement-breakpoint
REVOKE UPDATE ON bank_standing FROM zhubao_act;
--> statement-breakpoint
GRANT UPDATE (state, leaving_on, leaving_reason, leaving_document, left_on) ON bank_standing TO zhubao_office_act, zhubao_bank_act, zhubao_fund_manager_act;
--> statement-breakpoint
GRANT UPDATE (special_account) ON bank_standing TO zhubao_office_act;
--> statement-breakpoint
-- A bank's own acts note that it leaves, when its agreement has run out, and that it has left: it never lets itself back in.
ALTER POLICY bank_standing_bank_act_updates ON bank_standing WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and bank_id = nullif(current_setting('app.tenant', true), '')::uuid and state in ('LEAVING', 'LEFT'));
--> statement-breakpoint
-- The health check compares the version of the database with that of the program, and the application's login may look
-- at nothing of the owner's otherwise: the role of the sweep, which sees the deployment as a whole, reads when the last migration was made.
GRANT USAGE ON SCHEMA drizzle TO zhubao_sweep;
--> statement-breakpoint
GRANT SELECT (created_at) ON drizzle.__drizzle_migrations TO zhubao_sweep;
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['statement', 'statement_line', 'statement_match', 'statement_entry', 'explanation', 'correction', 'correction_message'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON %I TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager, zhubao_act', t);
    EXECUTE format('GRANT INSERT ON %I TO zhubao_act', t);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT UPDATE (state, moved, line_count, closed_on, closed_by, version) ON statement TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (undone_on, undone_by) ON statement_match TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (match_id, explanation_id) ON statement_line, statement_entry TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (withdrawn_on, withdrawn_by) ON explanation TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (state, accepted_by, ended_on, reversal_entry_id, excess_reversal_entry_id, made_noun, made_id, version) ON correction TO zhubao_act;
--> statement-breakpoint
-- What was ended stays so: nobody opens a request again in order to do once more what it allowed.
CREATE TRIGGER correction_ended BEFORE UPDATE ON correction FOR EACH ROW WHEN (OLD.ended_on IS NOT NULL) EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE correction ENABLE ALWAYS TRIGGER correction_ended;
--> statement-breakpoint
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON correction_message FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON correction_message FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE correction_message ENABLE ALWAYS TRIGGER append_only_rows;
--> statement-breakpoint
ALTER TABLE correction_message ENABLE ALWAYS TRIGGER append_only_table;
--> statement-breakpoint
GRANT UPDATE (reversed_on) ON repayment TO zhubao_office_act, zhubao_bank_act;
--> statement-breakpoint
GRANT UPDATE (reversed_on) ON compensation TO zhubao_bank_act;
--> statement-breakpoint
GRANT UPDATE (reversed_on) ON recovery TO zhubao_bank_act, zhubao_fund_manager_act;
--> statement-breakpoint
GRANT UPDATE (notice_on, notice_document) ON compensation TO zhubao_office_act;
--> statement-breakpoint
GRANT UPDATE (withdrawn_on, withdrawal_reason) ON guarantor_payment TO zhubao_office_act;
--> statement-breakpoint
-- A bank takes back a repayment, a compensation or a recovery only where the office has asked it to; a fund manager a recovery.
ALTER POLICY repayment_bank_act_updates ON repayment WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and bank_id = nullif(current_setting('app.tenant', true), '')::uuid and (reversed_on is null or exists (select 1 from correction c where c.pool_id = repayment.pool_id and c.loan_id = repayment.loan_id and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED'))));
--> statement-breakpoint
ALTER POLICY compensation_bank_act_updates ON compensation WITH CHECK (pool_id = nullif(current_setting('app.pool', true), '')::uuid and bank_id = nullif(current_setting('app.tenant', true), '')::uuid and (reversed_on is null or exists (select 1 from correction c where c.pool_id = compensation.pool_id and c.loan_id = compensation.loan_id and c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid and c.asker_id <> nullif(current_setting('app.tenant', true), '')::uuid and c.state in ('ASKED', 'INSISTED'))));
--> statement-breakpoint
-- What was taken back stays so, whoever would have it otherwise.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['repayment', 'compensation', 'recovery'] LOOP
    EXECUTE format('CREATE TRIGGER taken_back_once BEFORE UPDATE ON %I FOR EACH ROW WHEN (OLD.reversed_on IS NOT NULL) EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER taken_back_once', t);
  END LOOP;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['webhook', 'webhook_secret', 'webhook_delivery'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON %I TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager, zhubao_act', t);
    EXECUTE format('GRANT INSERT ON %I TO zhubao_act', t);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT UPDATE (address, description, kinds, state, disabled_for, version, place, rewind_to, failing_since, lease_owner, leased_until) ON webhook TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (state, attempts, next_attempt_at, last_attempt_at, last_status, last_error, delivered_at) ON webhook_delivery TO zhubao_act;
--> statement-breakpoint
-- Whoever delivers has to find what there is to do in all pools: whose it is and since when, never an address or an event.
GRANT SELECT (pool_id, id, tenant_id, state, place, rewind_to, lease_owner, leased_until) ON webhook TO zhubao_sweep;
--> statement-breakpoint
GRANT SELECT (pool_id, webhook_id, state, next_attempt_at, taken_in_at, subject, event_sequence) ON webhook_delivery TO zhubao_sweep;
--> statement-breakpoint
GRANT SELECT (pool_id, event_sequence) ON journal TO zhubao_sweep;
