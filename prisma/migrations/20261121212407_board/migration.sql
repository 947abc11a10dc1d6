-- Rows that several columns name: their values together may be longer than an index takes.
CREATE OR REPLACE FUNCTION keep_case_history() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
         CASE WHEN TG_NARGS = 1 THEN named ->> TG_ARGV[0]
              ELSE encode(sha256(convert_to((SELECT jsonb_agg(named ->> part ORDER BY n)
                     FROM unnest(TG_ARGV) WITH ORDINALITY AS given (part, n))::text, 'UTF8')), 'hex') END, kept
    FROM cases c WHERE c.id = (named ->> 'case_id')::uuid;
  RETURN NULL;
END $$;

CREATE TABLE "hypotheses" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "case_id" UUID NOT NULL,
    "statement" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'open',
    "state_why" TEXT NOT NULL DEFAULT '',
    "state_by" TEXT NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "position" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hypotheses_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "hypotheses_case_id_idx" ON "hypotheses"("case_id");

ALTER TABLE "hypotheses" ADD CONSTRAINT "hypotheses_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "citations" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "case_id" UUID NOT NULL,
    "hypothesis_id" UUID NOT NULL,
    "subject_key" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "title" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "side" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "citations_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "citations_case_id_idx" ON "citations"("case_id");

CREATE UNIQUE INDEX "citations_hypothesis_id_subject_key_key" ON "citations"("hypothesis_id", "subject_key");

ALTER TABLE "citations" ADD CONSTRAINT "citations_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "citations" ADD CONSTRAINT "citations_hypothesis_id_fkey" FOREIGN KEY ("hypothesis_id") REFERENCES "hypotheses"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "manual_events" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "case_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL,
    "instance_id" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "manual_events_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "manual_events_case_id_at_idx" ON "manual_events"("case_id", "at");

ALTER TABLE "manual_events" ADD CONSTRAINT "manual_events_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TRIGGER hypotheses_history AFTER INSERT OR UPDATE OR DELETE ON "hypotheses"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('id');

CREATE TRIGGER citations_history AFTER INSERT OR UPDATE OR DELETE ON "citations"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('id');

CREATE TRIGGER manual_events_history AFTER INSERT OR UPDATE OR DELETE ON "manual_events"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('id');

-- From when to when the records of a file could be read: from the end of its load until the file was taken out. What loading
-- makes is made anew whenever a file goes; this is not.
CREATE TABLE "evidence_stays" (
    "case_id" UUID NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "records" BIGINT NOT NULL,

    CONSTRAINT "evidence_stays_pkey" PRIMARY KEY ("case_id","sha256","since")
);

ALTER TABLE "evidence_stays" ADD CONSTRAINT "evidence_stays_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "evidence_stays" ("case_id", "sha256", "since", "name", "kind", "records")
SELECT e."case_id", e."sha256", e."loaded_at",
       coalesce((SELECT n."name" FROM "evidence_names" n WHERE n."file_id" = e."id" ORDER BY n."name" LIMIT 1), ''), e."kind", e."records"
  FROM "evidence_files" e;
