-- Statistics are taken at the end of a load, by the application's own role: without them the database guesses what a case holds.
DO $$
DECLARE
  name TEXT;
BEGIN
  IF current_setting('server_version_num')::int >= 170000 AND current_user <> 'threadline_app' AND EXISTS (
    SELECT FROM pg_roles WHERE rolname = 'threadline_app' AND pg_has_role(current_user, oid, 'MEMBER')
  ) THEN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user AND tablename <> 'audit_entries' LOOP
      EXECUTE format('GRANT MAINTAIN ON public.%I TO threadline_app', name);
    END LOOP;
  END IF;
END $$;
