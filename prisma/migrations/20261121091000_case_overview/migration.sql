-- What the list of cases and a case's page show without opening documents or reading records again.

CREATE INDEX "cases_updated_at_id_idx" ON "cases"("updated_at" DESC, "id");

ALTER TABLE "investigations"
  ADD COLUMN "instance_ids" TEXT[],
  ADD COLUMN "bytes_out" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "sparks" JSONB;
-- Documents are made anew when they are asked for.
DELETE FROM "investigations";

CREATE TABLE "name_answer_sets" (
  "case_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "answers" JSONB NOT NULL,
  CONSTRAINT "name_answer_sets_pkey" PRIMARY KEY ("case_id", "name")
);
ALTER TABLE "name_answer_sets" ADD CONSTRAINT "name_answer_sets_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
