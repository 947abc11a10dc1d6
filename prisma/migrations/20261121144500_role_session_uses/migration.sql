-- What a call that issues credentials says of the session it issued, what a call is about, and what it opens or gives.
ALTER TABLE "api_calls"
  ADD COLUMN "issued_principal_id" TEXT,
  ADD COLUMN "target" TEXT,
  ADD COLUMN "notes" TEXT[];

CREATE TABLE "caller_uses" (
  "id" BIGSERIAL NOT NULL,
  "case_id" UUID NOT NULL,
  "principal_no" INTEGER NOT NULL,
  "event_source" TEXT NOT NULL,
  "event_name" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "source" TEXT,
  "source_ip" INET,
  "vpc_endpoint_id" TEXT,
  "invoked_by" TEXT,
  "user_agent" TEXT,
  "calls" INTEGER NOT NULL,
  "denied" INTEGER NOT NULL,
  "changes" INTEGER NOT NULL,
  "unsaid" INTEGER NOT NULL,
  "first_at" TIMESTAMPTZ(3) NOT NULL,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "caller_uses_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "caller_uses_case_id_principal_no_idx" ON "caller_uses"("case_id", "principal_no");
ALTER TABLE "caller_uses" ADD CONSTRAINT "caller_uses_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
