-- Files that say what addresses and names are: AWS's ranges, places and owners, lists of known-bad ones.
CREATE TABLE "reference_files" (
  "id" SERIAL NOT NULL,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "sha256" CHAR(64) NOT NULL,
  "size" BIGINT NOT NULL,
  "entries" INTEGER NOT NULL,
  "skipped" JSONB NOT NULL DEFAULT '[]',
  "dated" TIMESTAMPTZ(3),
  "actor" TEXT NOT NULL,
  "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "reference_files_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "reference_files_kind_name_key" ON "reference_files"("kind", "name");

CREATE TABLE "reference_entries" (
  "id" SERIAL NOT NULL,
  "file_id" INTEGER NOT NULL,
  "network" INET,
  "name" TEXT,
  "note" TEXT NOT NULL,
  CONSTRAINT "reference_entries_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "reference_entries_network_idx" ON "reference_entries" USING gist ("network" inet_ops);
CREATE INDEX "reference_entries_name_idx" ON "reference_entries"("name");
CREATE INDEX "reference_entries_file_id_idx" ON "reference_entries"("file_id");
ALTER TABLE "reference_entries" ADD CONSTRAINT "reference_entries_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "reference_files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "watched_values" (
  "case_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "sha256" CHAR(64) NOT NULL,
  "note" TEXT NOT NULL,
  "dated" TIMESTAMPTZ(3),
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "watched_values_pkey" PRIMARY KEY ("case_id", "kind", "value")
);
ALTER TABLE "watched_values" ADD CONSTRAINT "watched_values_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
