-- Connections whose new findings are watched for, how far each account and region was read, and which findings have been met.
CREATE TABLE "finding_watches" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "connection_id" UUID NOT NULL,
  "service" TEXT NOT NULL,
  "least_severity" DOUBLE PRECISION NOT NULL,
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "finding_watches_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "finding_watches_connection_id_service_key" ON "finding_watches"("connection_id", "service");

CREATE TABLE "finding_watch_places" (
  "watch_id" UUID NOT NULL,
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "read_until" TIMESTAMPTZ(3) NOT NULL,
  "checked_at" TIMESTAMPTZ(3) NOT NULL,
  "failure" TEXT,

  CONSTRAINT "finding_watch_places_pkey" PRIMARY KEY ("watch_id", "account_id", "region")
);

CREATE TABLE "met_findings" (
  "key" CHAR(64) NOT NULL,
  "met_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "met_findings_pkey" PRIMARY KEY ("key")
);

ALTER TABLE "finding_watches" ADD CONSTRAINT "finding_watches_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "aws_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "finding_watch_places" ADD CONSTRAINT "finding_watch_places_watch_id_fkey" FOREIGN KEY ("watch_id") REFERENCES "finding_watches"("id") ON DELETE CASCADE ON UPDATE CASCADE;
