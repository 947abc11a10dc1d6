-- Where a case came from that another installation let go: its trail there, as it was written, beside the one it has here.
CREATE TABLE "case_origins" (
  "case_id" UUID NOT NULL,
  "archive_sha256" CHAR(64) NOT NULL,
  "exported_at" TIMESTAMPTZ(3) NOT NULL,
  "exported_by" TEXT NOT NULL,
  "people" JSONB NOT NULL,
  "entries" INTEGER NOT NULL,
  "trail" TEXT NOT NULL,
  "imported_by" TEXT NOT NULL,
  "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "case_origins_pkey" PRIMARY KEY ("case_id")
);

ALTER TABLE "case_origins" ADD CONSTRAINT "case_origins_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
