-- Every change of a case writes an audit entry: web processes hear of each, by its case and number alone.
CREATE FUNCTION audit_entry_tell() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('threadline_audit', coalesce(NEW.case_id::text, '') || ' ' || NEW.id);
  RETURN NULL;
END $$;

CREATE TRIGGER audit_entries_tell AFTER INSERT ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION audit_entry_tell();

-- Who has which page of a case open, by browser tab; a row that is not renewed is as good as gone.
CREATE TABLE "presences" (
    "case_id" UUID NOT NULL,
    "tab" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "presences_pkey" PRIMARY KEY ("case_id", "tab", "user_id")
);

-- How far someone has seen what others did in a case.
CREATE TABLE "case_visits" (
    "case_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "seen_id" BIGINT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "case_visits_pkey" PRIMARY KEY ("case_id", "user_id")
);

CREATE INDEX "presences_seen_at_idx" ON "presences"("seen_at");

ALTER TABLE "presences" ADD CONSTRAINT "presences_case_id_fkey"
  FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "presences" ADD CONSTRAINT "presences_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "case_visits" ADD CONSTRAINT "case_visits_case_id_fkey"
  FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "case_visits" ADD CONSTRAINT "case_visits_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
