-- What shows that evidence is what it was: CloudTrail's digests, originals that stay where they are, checks of them.
ALTER TABLE "load_files" ADD COLUMN "reference" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "evidence_files" ADD COLUMN "inflated_sha256" CHAR(64),
  ADD COLUMN "reference_path" TEXT,
  ADD COLUMN "reference_mtime_ms" BIGINT;

CREATE TABLE "trail_facts" (
  "case_id" UUID NOT NULL,
  "file_id" INTEGER NOT NULL,
  "record_no" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "fact" JSONB NOT NULL,
  CONSTRAINT "trail_facts_pkey" PRIMARY KEY ("file_id", "record_no")
);
CREATE INDEX "trail_facts_case_id_idx" ON "trail_facts"("case_id");
ALTER TABLE "trail_facts" ADD CONSTRAINT "trail_facts_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "trail_chains" (
  "case_id" UUID NOT NULL,
  "chain" TEXT NOT NULL,
  "report" JSONB NOT NULL,
  CONSTRAINT "trail_chains_pkey" PRIMARY KEY ("case_id", "chain")
);
ALTER TABLE "trail_chains" ADD CONSTRAINT "trail_chains_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "file_checks" (
  "file_id" INTEGER NOT NULL,
  "case_id" UUID NOT NULL,
  "state" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  CONSTRAINT "file_checks_pkey" PRIMARY KEY ("file_id")
);
CREATE INDEX "file_checks_case_id_idx" ON "file_checks"("case_id");
ALTER TABLE "file_checks" ADD CONSTRAINT "file_checks_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "evidence_checks" (
  "id" SERIAL NOT NULL,
  "case_id" UUID NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued',
  "actor" TEXT NOT NULL,
  "files_total" INTEGER NOT NULL DEFAULT 0,
  "files_done" INTEGER NOT NULL DEFAULT 0,
  "bytes_total" BIGINT NOT NULL DEFAULT 0,
  "bytes_done" BIGINT NOT NULL DEFAULT 0,
  "result" JSONB,
  "error" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "evidence_checks_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "evidence_checks_case_id_id_idx" ON "evidence_checks"("case_id", "id");
ALTER TABLE "evidence_checks" ADD CONSTRAINT "evidence_checks_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
