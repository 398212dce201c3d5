-- why: what PostgreSQL itself holds against the application in the tables of 0011. Sign-in looks both up before anything is
-- asked. A revoked token stays revoked; a disabled person's row is changed once, when the person is enabled again.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['disabled_user', 'revoked_token'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON %I TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager, zhubao_act, zhubao_sign_in', t);
    EXECUTE format('GRANT INSERT ON %I TO zhubao_act', t);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT UPDATE (enabled_by, enabled_at, enabling_reason) ON disabled_user TO zhubao_act;
--> statement-breakpoint
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON revoked_token FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON revoked_token FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE revoked_token ENABLE ALWAYS TRIGGER append_only_rows;
--> statement-breakpoint
ALTER TABLE revoked_token ENABLE ALWAYS TRIGGER append_only_table;
