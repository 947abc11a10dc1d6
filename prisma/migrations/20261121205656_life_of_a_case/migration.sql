-- What a case may become: closed, archived, held for the law, purged; and the rule by which that happens by itself.

ALTER TABLE "cases"
  ADD COLUMN "closed_at" TIMESTAMPTZ(3),
  ADD COLUMN "hold_reason" TEXT,
  ADD COLUMN "held_by" TEXT,
  ADD COLUMN "held_at" TIMESTAMPTZ(3);

-- Of those closed before this, the last change is the latest that it can have been.
UPDATE "cases" SET "closed_at" = "updated_at" WHERE "state" = 'closed';

ALTER TABLE "installation_settings"
  ADD COLUMN "purge_after_days" INTEGER,
  ADD COLUMN "purge_warning_days" INTEGER NOT NULL DEFAULT 14,
  ADD COLUMN "purge_rule_set_at" TIMESTAMPTZ(3);

-- No foreign key: what is left when the case is gone. Nothing that a case says stands in it.
CREATE TABLE "purges" (
  "case_id" UUID NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued',
  "actor" TEXT NOT NULL,
  "by_rule" BOOLEAN NOT NULL DEFAULT false,
  "step" TEXT,
  "steps_done" INTEGER NOT NULL DEFAULT 0,
  "steps_total" INTEGER NOT NULL DEFAULT 0,
  "counts" JSONB NOT NULL DEFAULT '{}',
  "entry_hash" TEXT,
  "error" TEXT,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),

  CONSTRAINT "purges_pkey" PRIMARY KEY ("case_id")
);
