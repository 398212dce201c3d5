-- why: the personas that requests and acts run as. They are global to the server and may exist already; nobody
-- logs in as them. The login role "zhubao_app" is made by src/database/migrate.ts, since its password is configuration.
DO $$
DECLARE
  persona text;
BEGIN
  FOREACH persona IN ARRAY ARRAY[
    'zhubao_office', 'zhubao_district', 'zhubao_bank', 'zhubao_guarantor', 'zhubao_fund_manager',
    'zhubao_office_act', 'zhubao_district_act', 'zhubao_bank_act', 'zhubao_guarantor_act', 'zhubao_fund_manager_act',
    'zhubao_act', 'zhubao_sign_in', 'zhubao_ledger'
  ] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', persona);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
  FOREACH persona IN ARRAY ARRAY['office', 'district', 'bank', 'guarantor', 'fund_manager'] LOOP
    EXECUTE format('GRANT zhubao_act TO %I', 'zhubao_' || persona || '_act');
  END LOOP;
  EXECUTE format('GRANT zhubao_ledger TO %I', current_user);
END
$$;
