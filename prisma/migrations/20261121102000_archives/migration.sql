-- Files that were delivered inside an archive: its SHA-256, or '' for one that came by itself.
ALTER TABLE "load_files" ADD COLUMN "archive" TEXT NOT NULL DEFAULT '';
ALTER TABLE "evidence_names" ADD COLUMN "archive" TEXT NOT NULL DEFAULT '';

-- False where the files inside stand on the work list themselves: the archive is looked through for its account alone.
ALTER TABLE "load_files" ADD COLUMN "unpack" BOOLEAN NOT NULL DEFAULT true;

-- Two archives may be called the same and hold the same file under the same name.
DROP INDEX "evidence_names_file_id_name_key";
CREATE UNIQUE INDEX "evidence_names_file_id_name_archive_key" ON "evidence_names"("file_id", "name", "archive");
