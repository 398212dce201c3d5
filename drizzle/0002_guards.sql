-- why: what PostgreSQL itself holds against the application. Row security binds the owner too; personas only read;
-- acting roles never delete, and cannot change a ledger line, an event or an audit record; balances are kept by the
-- database, sum to zero at every commit, and never pass below zero on any date.
DO $$
DECLARE
  t text;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END
$$;
--> statement-breakpoint
REVOKE ALL ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager,
  zhubao_act, zhubao_sign_in, zhubao_ledger;
--> statement-breakpoint
GRANT SELECT ON pool, tenant, edition, lpr_quote, region, region_standing, pledge, bank, bank_standing, agreement, top_up,
  guarantor, appointment, enterprise, listing, access, proposal, referral, due_diligence, decision, counter_guarantee,
  loan, instalment, repayment, account, account_day, entry, line, reversal, exposure, waiver, waiver_consent, obligation,
  event, audit
  TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager;
--> statement-breakpoint
GRANT SELECT ON tenant, appointment TO zhubao_sign_in;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO zhubao_act;
--> statement-breakpoint
GRANT INSERT ON pool, tenant, edition, lpr_quote, region, region_standing, pledge, bank, bank_standing, agreement, top_up,
  guarantor, appointment, enterprise, listing, access, proposal, referral, due_diligence, decision, counter_guarantee,
  loan, instalment, repayment, entry, line, reversal, exposure, waiver, waiver_consent, obligation, event, audit,
  journal, numbering, idempotency
  TO zhubao_act;
--> statement-breakpoint
GRANT INSERT (pool_id, code, kind, source, bank_id, region_id) ON account TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE ON pool, tenant, edition, region_standing, pledge, bank_standing, top_up, guarantor, appointment, enterprise,
  listing, proposal, referral, loan, instalment, reversal, exposure, waiver, waiver_consent, obligation, journal,
  numbering, idempotency
  TO zhubao_act;
--> statement-breakpoint
GRANT SELECT ON entry, line TO zhubao_ledger;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON account, account_day TO zhubao_ledger;
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['entry', 'line', 'event', 'audit'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_rows', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_table', t);
  END LOOP;
END
$$;
--> statement-breakpoint
-- Keeps the balance of the line's account, and its movement of the day. A line with an earlier value date is checked
-- against every later balance: none of custody or a deposit may have been below zero on any date.
CREATE FUNCTION keep_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept account%ROWTYPE;
  lowest bigint;
BEGIN
  UPDATE account SET balance = balance + NEW.amount
    WHERE pool_id = NEW.pool_id AND code = NEW.code RETURNING * INTO STRICT kept;
  INSERT INTO account_day (pool_id, code, day, bank_id, region_id, net)
    VALUES (NEW.pool_id, NEW.code, NEW.value_date, kept.bank_id, kept.region_id, NEW.amount)
    ON CONFLICT (pool_id, code, day) DO UPDATE SET net = account_day.net + EXCLUDED.net;
  IF NEW.amount < 0 AND kept.kind IN ('CUSTODY', 'DEPOSIT') THEN
    SELECT min(kept.balance - later) INTO lowest FROM (
      SELECT coalesce(sum(net) OVER (ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS later
        FROM account_day
        WHERE pool_id = NEW.pool_id AND code = NEW.code AND day >= NEW.value_date
    ) AS days;
    IF lowest < 0 THEN
      RAISE EXCEPTION 'account % would be overdrawn', NEW.code
        USING ERRCODE = '23514', CONSTRAINT = 'account_never_overdrawn', TABLE = 'account';
    END IF;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Runs at commit, for an entry and for each of its lines: at least two lines that sum to zero.
CREATE FUNCTION lines_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  this_entry uuid := CASE TG_TABLE_NAME WHEN 'entry' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'entry_id')::uuid END;
  lines bigint;
  total numeric;
BEGIN
  SELECT count(*), coalesce(sum(amount), 0) INTO lines, total FROM line
    WHERE pool_id = NEW.pool_id AND entry_id = this_entry;
  IF lines < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'entry % does not balance', this_entry
      USING ERRCODE = '23514', CONSTRAINT = 'entry_balances', TABLE = 'entry';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO zhubao_ledger;
--> statement-breakpoint
ALTER FUNCTION keep_balance() OWNER TO zhubao_ledger;
--> statement-breakpoint
ALTER FUNCTION lines_balance() OWNER TO zhubao_ledger;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM zhubao_ledger;
--> statement-breakpoint
REVOKE ALL ON FUNCTION keep_balance(), lines_balance(), refuse_change() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER keep_balance AFTER INSERT ON line FOR EACH ROW EXECUTE FUNCTION keep_balance();
--> statement-breakpoint
ALTER TABLE line ENABLE ALWAYS TRIGGER keep_balance;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION lines_balance();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER line_balances AFTER INSERT ON line DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION lines_balance();
--> statement-breakpoint
ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_balances;
--> statement-breakpoint
ALTER TABLE line ENABLE ALWAYS TRIGGER line_balances;
