CREATE TABLE "aws_connections" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "profile" TEXT,
    "external_id" TEXT,
    "accounts" JSONB NOT NULL,
    "organisation_role" TEXT,
    "organisation_reader" TEXT,
    "regions" TEXT[],
    "endpoints" JSONB NOT NULL DEFAULT '{}',
    "test" JSONB NOT NULL DEFAULT '{}',
    "tested_at" TIMESTAMPTZ(3),
    "listed_at" TIMESTAMPTZ(3),
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "aws_connections_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "aws_connections_name_key" ON "aws_connections"("name");
