-- why: what PostgreSQL itself holds against the application in the tables of 0017.
-- Rows of a pool that is carried here bring their balances along, and are held against what they were at the source. Only
-- the owner of the database carries pools: it alone is a member of the keeper's role.
CREATE FUNCTION is_carried(pool uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_setting('zhubao.carries', true) IS NOT DISTINCT FROM pool::text AND pg_has_role('zhubao_ledger', 'MEMBER')
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION is_carried(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION is_carried(uuid) TO zhubao_act, zhubao_ledger;
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['log_tree', 'log_tile', 'log_leaf', 'checkpoint'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON %I TO zhubao_act', t);
    EXECUTE format('GRANT INSERT ON %I TO zhubao_office_act', t);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT SELECT ON log_tile, log_leaf, checkpoint TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager;
--> statement-breakpoint
GRANT UPDATE (size, audit_sequence, event_sequence, entry_sequence) ON log_tree TO zhubao_office_act;
--> statement-breakpoint
GRANT UPDATE (hashes) ON log_tile TO zhubao_office_act;
--> statement-breakpoint
-- A tree only grows: hashes are added behind those that are there, and none of the counts goes back.
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'log_tile' THEN
    IF substr(NEW.hashes, 1, length(OLD.hashes)) = OLD.hashes THEN RETURN NEW; END IF;
  ELSIF NEW.size >= OLD.size AND NEW.audit_sequence >= OLD.audit_sequence AND NEW.event_sequence >= OLD.event_sequence
    AND NEW.entry_sequence >= OLD.entry_sequence THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION only_grows() FROM PUBLIC;
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['log_tree', 'log_tile'] LOOP
    EXECUTE format('CREATE TRIGGER only_grows BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION only_grows()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER only_grows', t);
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['log_leaf', 'checkpoint'] LOOP
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['log_tree', 'log_tile', 'log_leaf', 'checkpoint'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_rows', t);
    EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_table', t);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT SELECT ON due_day TO zhubao_office, zhubao_district, zhubao_bank, zhubao_guarantor, zhubao_fund_manager, zhubao_act;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON due_day TO zhubao_ledger;
--> statement-breakpoint
-- Runs at commit, when the act holds the pool's exposure already: its rows are then taken by one act after the other. The
-- keeper sees the loan's own pool, whoever writes the loan.
CREATE FUNCTION keep_due_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  due_before date := CASE WHEN TG_OP = 'UPDATE' AND OLD.state = 'ACTIVE' THEN OLD.next_due_on END;
  due_after date := CASE WHEN NEW.state = 'ACTIVE' THEN NEW.next_due_on END;
BEGIN
  PERFORM set_config('app.pool', NEW.pool_id::text, true);
  INSERT INTO due_day (pool_id, scope, scope_id, day, loans)
    SELECT NEW.pool_id, s.scope, s.scope_id, d.day, d.loans
      FROM (VALUES (due_before, -1), (due_after, 1)) AS d (day, loans),
        (VALUES ('POOL', NEW.pool_id), ('REGION', NEW.region_id), ('BANK', NEW.bank_id), ('GUARANTOR', NEW.guarantor_id)) AS s (scope, scope_id)
      WHERE d.day IS NOT NULL
      ORDER BY s.scope, s.scope_id, d.day
    ON CONFLICT (pool_id, scope, scope_id, day) DO UPDATE SET loans = due_day.loans + EXCLUDED.loans;
  RETURN NULL;
END
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO zhubao_ledger;
--> statement-breakpoint
ALTER FUNCTION keep_due_days() OWNER TO zhubao_ledger;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM zhubao_ledger;
--> statement-breakpoint
REVOKE ALL ON FUNCTION keep_due_days() FROM PUBLIC;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER keep_due_days_of_new AFTER INSERT ON loan DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'ACTIVE' AND NOT is_carried(NEW.pool_id)) EXECUTE FUNCTION keep_due_days();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER keep_due_days AFTER UPDATE ON loan DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((CASE WHEN OLD.state = 'ACTIVE' THEN OLD.next_due_on END) IS DISTINCT FROM (CASE WHEN NEW.state = 'ACTIVE' THEN NEW.next_due_on END))
  EXECUTE FUNCTION keep_due_days();
--> statement-breakpoint
-- Pools that stand already. Their owner is bound by row security too, so it is lifted for these statements.
ALTER TABLE loan NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE due_day NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO due_day (pool_id, scope, scope_id, day, loans)
  SELECT l.pool_id, s.scope, s.scope_id, l.next_due_on, count(*)
    FROM loan l, LATERAL (VALUES ('POOL', l.pool_id), ('REGION', l.region_id), ('BANK', l.bank_id), ('GUARANTOR', l.guarantor_id)) AS s (scope, scope_id)
    WHERE l.state = 'ACTIVE' AND l.next_due_on IS NOT NULL GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
ALTER TABLE loan FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE due_day FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- A refusal is numbered by the clock of the database: a counter of its own would be shared by all pools, and not move with one.
ALTER TABLE refusal ALTER COLUMN sequence SET DEFAULT (extract(epoch from clock_timestamp()) * 1000000)::bigint;
--> statement-breakpoint
-- A pool is moved by the operator's commands, as the owner of the database: no act opens or closes one.
REVOKE INSERT, UPDATE ON pool FROM zhubao_act;
--> statement-breakpoint
GRANT INSERT (pool_id, name_zh, name_en, city_code, city_zh, city_en, sandbox_date, created_at) ON pool TO zhubao_act;
--> statement-breakpoint
GRANT UPDATE (sandbox_date) ON pool TO zhubao_act;
--> statement-breakpoint
GRANT SELECT (pool_id, move_state, moved_to) ON pool TO zhubao_sign_in;
--> statement-breakpoint
GRANT SELECT (move_state) ON pool TO zhubao_sweep;
--> statement-breakpoint
-- Nothing is written in a pool that is on its way. Every act writes the journal; the other tables are those that are
-- written without an act. Once per statement.
CREATE FUNCTION refuse_while_moving() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ours uuid := nullif(current_setting('app.pool', true), '')::uuid;
BEGIN
  -- Whoever closes a pool waits for every transaction that has a number by then. With its number taken before it looks, none
  -- that saw the pool open can commit after that wait.
  PERFORM pg_current_xact_id();
  IF EXISTS (SELECT FROM pool WHERE pool_id = ours AND move_state IS NOT NULL) THEN
    RAISE EXCEPTION 'pool % is being moved', ours USING ERRCODE = 'ZB001';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION refuse_while_moving() FROM PUBLIC;
--> statement-breakpoint
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['journal', 'refusal', 'sweep', 'import_job', 'import_row', 'webhook', 'webhook_delivery', 'log_tree', 'log_tile', 'log_leaf', 'checkpoint'] LOOP
    EXECUTE format('CREATE TRIGGER closed_while_moving BEFORE INSERT OR UPDATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_while_moving()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER closed_while_moving', t);
  END LOOP;
END
$$;
--> statement-breakpoint
DROP TRIGGER keep_balance ON line;
--> statement-breakpoint
DROP TRIGGER line_balances ON line;
--> statement-breakpoint
DROP TRIGGER entry_balances ON entry;
--> statement-breakpoint
CREATE TRIGGER keep_balance AFTER INSERT ON line FOR EACH ROW WHEN (NOT is_carried(NEW.pool_id)) EXECUTE FUNCTION keep_balance();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER line_balances AFTER INSERT ON line DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NOT is_carried(NEW.pool_id)) EXECUTE FUNCTION lines_balance();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NOT is_carried(NEW.pool_id)) EXECUTE FUNCTION lines_balance();
--> statement-breakpoint
ALTER TABLE line ENABLE ALWAYS TRIGGER keep_balance;
--> statement-breakpoint
ALTER TABLE line ENABLE ALWAYS TRIGGER line_balances;
--> statement-breakpoint
ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_balances;
--> statement-breakpoint
-- What was carried off, or carried here in vain, may be cleared away by the owner, pool by pool; nothing else ever is.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_LEVEL = 'ROW' THEN
    IF current_setting('zhubao.clears', true) = (to_jsonb(OLD) ->> 'pool_id') AND pg_has_role('zhubao_ledger', 'MEMBER') THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;
