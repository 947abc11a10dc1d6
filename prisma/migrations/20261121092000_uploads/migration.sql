-- Files on their way from a browser into a case.
CREATE TABLE "uploads" (
  "id" TEXT NOT NULL,
  "case_id" UUID NOT NULL,
  "user_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "received" BOOLEAN NOT NULL DEFAULT false,
  "load_id" INTEGER,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "uploads_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "uploads_case_id_idx" ON "uploads"("case_id");
CREATE INDEX "uploads_load_id_idx" ON "uploads"("load_id");
CREATE INDEX "uploads_created_at_idx" ON "uploads"("created_at");
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A file that is read again from the store must still be what it was.
ALTER TABLE "load_files" ADD COLUMN "sha256" CHAR(64);
