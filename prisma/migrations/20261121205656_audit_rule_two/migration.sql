-- From where something was done, and a second rule for an entry's hash: it covers a hash of the entry's details instead of the
-- details themselves, so that they can be emptied when their case is purged and the chain still holds. The details are hashed with
-- a salt that goes with them: nobody can guess them from what is left. Entries made before keep the first rule.
ALTER TABLE "audit_entries" ADD COLUMN "rule" SMALLINT NOT NULL DEFAULT 1,
  ADD COLUMN "address" TEXT,
  ADD COLUMN "agent" TEXT,
  ADD COLUMN "salt" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "detail_hash" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "emptied_at" TIMESTAMPTZ(3);
ALTER TABLE "audit_entries" ALTER COLUMN "rule" SET DEFAULT 2;

-- What is hashed, as text: an export carries both, so that anyone with SHA-256 can work out the chain.
CREATE FUNCTION audit_detail_text(entry "audit_entries") RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN jsonb_build_array(entry.salt, entry.subject, entry.detail)::text;

CREATE FUNCTION audit_entry_text(entry "audit_entries") RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN entry.rule = 1
    THEN jsonb_build_array(
      entry.id::text, (extract(epoch FROM entry.at) * 1000)::bigint, entry.actor, entry.action,
      entry.case_id::text, entry.subject, entry.detail, entry.previous_hash)::text
    ELSE jsonb_build_array(
      entry.rule, entry.id::text, (extract(epoch FROM entry.at) * 1000)::bigint, entry.actor, entry.action,
      entry.case_id::text, entry.address, entry.agent, entry.detail_hash, entry.previous_hash)::text
  END;

CREATE OR REPLACE FUNCTION audit_entry_hash(entry "audit_entries") RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN encode(sha256(convert_to(audit_entry_text(entry), 'UTF8')), 'hex');

CREATE FUNCTION audit_detail_hash(entry "audit_entries") RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN encode(sha256(convert_to(audit_detail_text(entry), 'UTF8')), 'hex');

-- Whether an entry is what its hash says, by the rule it was made by. Of one that was emptied the details are not there to be
-- held against anything; of an emptied one of the first rule nothing but its place in the chain is.
CREATE FUNCTION audit_entry_holds(entry "audit_entries") RETURNS BOOLEAN
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN entry.emptied_at IS NOT NULL
    THEN entry.subject IS NULL AND entry.detail = '{}' AND entry.salt = ''
      AND (entry.rule = 1 OR entry.hash = audit_entry_hash(entry))
    ELSE entry.hash = audit_entry_hash(entry) AND (entry.rule = 1 OR entry.detail_hash = audit_detail_hash(entry))
  END;

-- By the owner's rights and with a fixed path: what a session puts in the way of these names changes nothing.
CREATE OR REPLACE FUNCTION audit_entry_chain() RETURNS TRIGGER
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last RECORD;
BEGIN
  PERFORM pg_advisory_xact_lock(8413027);
  SELECT id, hash INTO last FROM public.audit_entries ORDER BY id DESC LIMIT 1;
  -- Numbers without a hole: one that is missing is missed.
  NEW.id := coalesce(last.id, 0) + 1;
  NEW.at := date_trunc('milliseconds', clock_timestamp());
  NEW.rule := 2;
  NEW.emptied_at := NULL;
  NEW.salt := replace(gen_random_uuid()::text, '-', '');
  NEW.detail_hash := public.audit_detail_hash(NEW);
  NEW.previous_hash := coalesce(last.hash, '');
  NEW.hash := public.audit_entry_hash(NEW);
  RETURN NEW;
END $$;

-- The one change that is let through, whoever makes it: details are emptied of an entry whose case was purged after it.
CREATE FUNCTION audit_entry_only_emptied() RETURNS TRIGGER
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  emptied CONSTANT text[] := ARRAY['subject', 'detail', 'salt', 'emptied_at'];
BEGIN
  IF OLD.emptied_at IS NULL AND NEW.emptied_at IS NOT NULL
    AND NEW.subject IS NULL AND NEW.detail = '{}' AND NEW.salt = ''
    AND to_jsonb(NEW) - emptied = to_jsonb(OLD) - emptied
    AND EXISTS (SELECT FROM public.audit_entries p
                 WHERE p.case_id = OLD.case_id AND p.action = 'case.purged' AND p.id > OLD.id)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit entries are only ever added' USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER audit_entries_append_only ON "audit_entries";
CREATE TRIGGER audit_entries_append_only BEFORE DELETE OR TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse();
CREATE TRIGGER audit_entries_only_emptied BEFORE UPDATE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION audit_entry_only_emptied();
-- Also where a session calls itself a replica, for which other triggers do not fire.
ALTER TABLE "audit_entries" ENABLE ALWAYS TRIGGER audit_entries_append_only;
ALTER TABLE "audit_entries" ENABLE ALWAYS TRIGGER audit_entries_only_emptied;

-- Empties the details of a purged case's entries, up to the one that says so; gives their number. Refused without that one.
CREATE FUNCTION audit_empty_case(purged UUID) RETURNS BIGINT
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  told BIGINT;
  emptied BIGINT;
BEGIN
  SELECT max(id) INTO told FROM public.audit_entries WHERE case_id = purged AND action = 'case.purged';
  IF told IS NULL THEN
    RAISE EXCEPTION 'no audit entry says that this case was purged' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.audit_entries SET subject = NULL, detail = '{}', salt = '', emptied_at = clock_timestamp()
   WHERE case_id = purged AND id < told AND emptied_at IS NULL;
  GET DIAGNOSTICS emptied = ROW_COUNT;
  RETURN emptied;
END $$;

REVOKE ALL ON FUNCTION audit_empty_case(UUID) FROM PUBLIC;
DO $$
BEGIN
  IF current_user <> 'threadline_app' AND EXISTS (
    SELECT FROM pg_roles WHERE rolname = 'threadline_app' AND pg_has_role(current_user, oid, 'MEMBER')
  ) THEN
    GRANT EXECUTE ON FUNCTION audit_empty_case(UUID) TO threadline_app;
  END IF;
END $$;
