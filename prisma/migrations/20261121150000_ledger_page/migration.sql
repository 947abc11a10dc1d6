-- When a holder was really seen, and who contradicts a span.
ALTER TABLE "ledger_spans" ADD COLUMN "seen_from" TIMESTAMPTZ(3),
  ADD COLUMN "seen_to" TIMESTAMPTZ(3),
  ADD COLUMN "contested" BOOLEAN NOT NULL DEFAULT false;

-- One thing's spans, and things in order of their names.
DROP INDEX "ledger_spans_case_id_subject_kind_subject_idx";
CREATE INDEX "ledger_spans_case_id_subject_vpc_id_idx" ON "ledger_spans"("case_id", "subject", "vpc_id");

-- Spans as they begin.
CREATE INDEX "ledger_spans_case_id_from_at_id_idx" ON "ledger_spans"("case_id", "from_at", "id");
