-- What people wrote down in a case, in every state that it had: what was known at an instant is read from here.
CREATE TABLE "case_history" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "row" JSONB,

    CONSTRAINT "case_history_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "case_history_case_id_kind_key_id_idx" ON "case_history"("case_id", "kind", "key", "id");

ALTER TABLE "case_history" ADD CONSTRAINT "case_history_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Keeps a row as it has become, under its table's name and the columns that are given; null where it went. Nothing is
-- kept of a case that goes itself, nor while rows are put back together with their history (threadline.puts_back).
CREATE FUNCTION keep_case_history() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  kept jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  named jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE kept END;
BEGIN
  IF current_setting('threadline.puts_back', true) = 'on' THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF kept = to_jsonb(OLD) THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO case_history (case_id, at, kind, key, row)
  SELECT c.id, date_trunc('milliseconds', clock_timestamp()), TG_TABLE_NAME,
         (SELECT string_agg(named ->> part, ' ' ORDER BY n) FROM unnest(TG_ARGV) WITH ORDINALITY AS given (part, n)), kept
    FROM cases c WHERE c.id = (named ->> 'case_id')::uuid;
  RETURN NULL;
END $$;

DO $$
BEGIN
  -- What was known then stays what it was, for the role that the app runs as.
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'threadline_app' AND rolname <> current_user) THEN
    REVOKE UPDATE ON "case_history" FROM threadline_app;
  END IF;
END $$;

CREATE TABLE "tasks" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "case_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT 'open',
    "owner_id" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "due_zone" TEXT,
    "subject_key" TEXT,
    "subject" JSONB,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "tasks_case_id_idx" ON "tasks"("case_id");

CREATE INDEX "tasks_owner_id_idx" ON "tasks"("owner_id");

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TRIGGER tasks_history AFTER INSERT OR UPDATE OR DELETE ON "tasks"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('id');

-- Indicators are part of what was known; those that are there begin their history now.
CREATE TRIGGER indicators_history AFTER INSERT OR UPDATE OR DELETE ON "indicators"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('id');

INSERT INTO "case_history" ("case_id", "at", "kind", "key", "row")
SELECT i."case_id", i."created_at", 'indicators', i."id"::text, to_jsonb(i) FROM "indicators" i;
