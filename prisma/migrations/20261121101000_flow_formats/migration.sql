-- The columns of flow logs without a header: what a file was, or is to be, read by.
ALTER TABLE "load_files" ADD COLUMN "flow_format" TEXT,
  ADD COLUMN "flow_format_given" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "evidence_files" ADD COLUMN "flow_format" TEXT,
  ADD COLUMN "flow_format_given" BOOLEAN NOT NULL DEFAULT false;
