-- What a fetch could not bring, by what of the case's coverage it is about.
CREATE TABLE "fetch_notes" (
  "case_id" UUID NOT NULL,
  "file_id" INTEGER NOT NULL,
  "record_no" INTEGER NOT NULL,
  "source" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "from_at" TIMESTAMPTZ(3),
  "to_at" TIMESTAMPTZ(3),
  "code" TEXT NOT NULL,
  "message" TEXT NOT NULL,
  "title" TEXT NOT NULL,

  CONSTRAINT "fetch_notes_pkey" PRIMARY KEY ("file_id", "record_no", "source", "subject")
);

CREATE INDEX "fetch_notes_case_id_idx" ON "fetch_notes"("case_id");

ALTER TABLE "fetch_notes" ADD CONSTRAINT "fetch_notes_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
