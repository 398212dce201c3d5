-- why: what PostgreSQL holds against the application in the table of 0006, and a first day for loans that run already.
ALTER TABLE agenda FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON agenda TO zhubao_act;
--> statement-breakpoint
-- Their owner is bound by row security too, so it is lifted for this statement.
ALTER TABLE loan NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sweep NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE agenda NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO agenda (pool_id, loan_id, next_on)
  SELECT l.pool_id, l.id, s.swept_through + 1 FROM loan l JOIN sweep s USING (pool_id) WHERE l.state = 'ACTIVE';
--> statement-breakpoint
ALTER TABLE loan FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sweep FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE agenda FORCE ROW LEVEL SECURITY;
