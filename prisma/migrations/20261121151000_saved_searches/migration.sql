-- Queries that people keep for a case, by name.
CREATE TABLE "saved_searches" (
  "id" SERIAL NOT NULL,
  "case_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "query" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "saved_searches_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "saved_searches_case_id_name_key" ON "saved_searches"("case_id", "name");
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_searches_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
