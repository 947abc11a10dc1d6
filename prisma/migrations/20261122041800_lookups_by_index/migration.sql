-- Loads that are in a case already get the indexes that later ones are given (lib/ingest/load-tables.ts).
DO $$
DECLARE
  part TEXT;
BEGIN
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'dns_queries'::regclass LOOP
    EXECUTE format('DROP INDEX IF EXISTS %I', part || '_1');
    EXECUTE format('CREATE INDEX %I ON %I (asker_no, at) INCLUDE (name_no, load_id, duplicate)', part || '_1', part);
  END LOOP;
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'api_calls'::regclass LOOP
    EXECUTE format(
      'CREATE INDEX IF NOT EXISTS %I ON %I ((coalesce(account_id, ''unknown'') || ''/'' || region), at) WHERE category IN (''management'', ''data'', ''network-activity'')',
      part || '_7', part);
  END LOOP;
END $$;
