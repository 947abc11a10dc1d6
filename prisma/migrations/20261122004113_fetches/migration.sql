-- What was asked of AWS for a case: the fetch, its steps, and the objects that it brought.
CREATE TABLE "fetches" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "case_id" UUID NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'planning',
  "connection" JSONB NOT NULL,
  "connection_name" TEXT NOT NULL,
  "question" JSONB NOT NULL,
  "sources" TEXT[],
  "unplanned" JSONB NOT NULL DEFAULT '[]',
  "error" TEXT,
  "load_id" INTEGER,
  "user_id" TEXT,
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),

  CONSTRAINT "fetches_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "fetch_steps" (
  "fetch_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "source" TEXT NOT NULL,
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "request" JSONB NOT NULL,
  "key" CHAR(64) NOT NULL,
  "title" TEXT NOT NULL,
  "covers" JSONB NOT NULL DEFAULT '[]',
  "from_at" TIMESTAMPTZ(3),
  "to_at" TIMESTAMPTZ(3),
  "estimate" JSONB NOT NULL,
  "after" INTEGER,
  "state" TEXT NOT NULL DEFAULT 'pending',
  "cursor" JSONB,
  "kept" JSONB NOT NULL DEFAULT '{}',
  "calls" INTEGER NOT NULL DEFAULT 0,
  "bytes" BIGINT NOT NULL DEFAULT 0,
  "records" BIGINT NOT NULL DEFAULT 0,
  "objects" INTEGER NOT NULL DEFAULT 0,
  "gaps" JSONB NOT NULL DEFAULT '[]',
  "error" TEXT,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),

  CONSTRAINT "fetch_steps_pkey" PRIMARY KEY ("fetch_id", "number")
);

CREATE TABLE "fetch_objects" (
  "fetch_id" UUID NOT NULL,
  "identity" CHAR(64) NOT NULL,
  "case_id" UUID NOT NULL,
  "step" INTEGER NOT NULL,
  "file" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "sha256" CHAR(64) NOT NULL,

  CONSTRAINT "fetch_objects_pkey" PRIMARY KEY ("fetch_id", "identity")
);

CREATE INDEX "fetches_case_id_created_at_idx" ON "fetches"("case_id", "created_at");
CREATE INDEX "fetches_load_id_idx" ON "fetches"("load_id");
CREATE UNIQUE INDEX "fetch_steps_fetch_id_key_key" ON "fetch_steps"("fetch_id", "key");
CREATE INDEX "fetch_objects_case_id_identity_idx" ON "fetch_objects"("case_id", "identity");

ALTER TABLE "fetches" ADD CONSTRAINT "fetches_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "fetch_steps" ADD CONSTRAINT "fetch_steps_fetch_id_fkey" FOREIGN KEY ("fetch_id") REFERENCES "fetches"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "fetch_objects" ADD CONSTRAINT "fetch_objects_fetch_id_fkey" FOREIGN KEY ("fetch_id") REFERENCES "fetches"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "fetch_objects" ADD CONSTRAINT "fetch_objects_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
