-- why: the daily sweep goes through every pool of a deployment, and no persona sees more than one. This role lists the
-- pools with their dates and their offices, and nothing else. Like the personas it is global to the server.
DO $$
BEGIN
  CREATE ROLE zhubao_sweep NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;
