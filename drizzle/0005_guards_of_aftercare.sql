-- why: what PostgreSQL itself holds against the application in the tables of 0004, and what pools that were founded
-- before have to be given: accounts, breakers and a first day to sweep from.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['aftercare', 'legal_action', 'legal_step', 'recovery_report', 'compensation', 'guarantor_payment',
    'recovery', 'recovery_cost', 'conclusion', 'breaker', 'breaker_turn', 'evaluation', 'evaluation_part', 'supplement',
    'sweep', 'holiday_notice', 'refusal'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON %I TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager, zhubao_act', t);
    EXECUTE format('GRANT INSERT ON %I TO zhubao_act', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['breaker_turn', 'refusal'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_rows', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_table', t);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT UPDATE ON compensation, recovery, legal_action, breaker, supplement, sweep, holiday_notice TO zhubao_act;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO zhubao_sweep;
--> statement-breakpoint
GRANT SELECT (pool_id, sandbox_date) ON pool TO zhubao_sweep;
--> statement-breakpoint
GRANT SELECT (pool_id, id, kind) ON tenant TO zhubao_sweep;
--> statement-breakpoint
-- As in 0002, and now for what a bank owes back too.
CREATE OR REPLACE FUNCTION keep_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept account%ROWTYPE;
  lowest bigint;
BEGIN
  UPDATE account SET balance = balance + NEW.amount
    WHERE pool_id = NEW.pool_id AND code = NEW.code RETURNING * INTO STRICT kept;
  INSERT INTO account_day (pool_id, code, day, bank_id, region_id, net)
    VALUES (NEW.pool_id, NEW.code, NEW.value_date, kept.bank_id, kept.region_id, NEW.amount)
    ON CONFLICT (pool_id, code, day) DO UPDATE SET net = account_day.net + EXCLUDED.net;
  IF NEW.amount < 0 AND kept.kind IN ('CUSTODY', 'DEPOSIT', 'SUSPENSE') THEN
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
-- Pools that stand already. Their owner is bound by row security too, so it is lifted for these statements.
ALTER TABLE pool NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE bank NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE edition NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE account NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE breaker NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sweep NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO account (pool_id, code, kind, bank_id) SELECT pool_id, 'suspense:' || id, 'SUSPENSE', id FROM bank;
--> statement-breakpoint
INSERT INTO breaker (pool_id, scope, scope_id, tripped, warned_percent) SELECT pool_id, 'POOL', pool_id, false, 0 FROM pool;
--> statement-breakpoint
INSERT INTO sweep (pool_id, swept_through)
  SELECT pool_id, coalesce(sandbox_date, (now() AT TIME ZONE 'Asia/Shanghai')::date) FROM pool;
--> statement-breakpoint
-- The parameters that editions have since: the readings that applied unwritten until now.
UPDATE edition SET parameters = jsonb_set(
    parameters || '{"lossTiers": [], "firstLoss": null, "overdueMeasuresDays": 10, "excessReturnWorkingDays": 3, "pursuitDays": 90}',
    '{breaker,warningPercents}', '[50, 75, 90]');
--> statement-breakpoint
ALTER TABLE pool FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE bank FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE edition FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE account FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE breaker FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sweep FORCE ROW LEVEL SECURITY;
