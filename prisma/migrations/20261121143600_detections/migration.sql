-- Who talked to whom, summed up, and what the detectors found in it.
CREATE TABLE "flow_peers" (
  "case_id" UUID NOT NULL,
  "interface_no" INTEGER NOT NULL,
  "peer" INET NOT NULL,
  "protocol" SMALLINT NOT NULL,
  "service_port" INTEGER NOT NULL,
  "served" SMALLINT NOT NULL,
  "bytes_out" BIGINT NOT NULL,
  "bytes_in" BIGINT NOT NULL,
  "packets_out" BIGINT NOT NULL,
  "packets_in" BIGINT NOT NULL,
  "accepted" INTEGER NOT NULL,
  "rejected" INTEGER NOT NULL,
  "connections" INTEGER NOT NULL,
  "unanswered" INTEGER NOT NULL,
  "first_start" TIMESTAMPTZ(3) NOT NULL,
  "last_start" TIMESTAMPTZ(3) NOT NULL,
  "last_end" TIMESTAMPTZ(3) NOT NULL,
  "first_accepted" TIMESTAMPTZ(3),
  CONSTRAINT "flow_peers_pkey" PRIMARY KEY ("case_id", "interface_no", "peer", "protocol", "service_port", "served")
);
CREATE INDEX "flow_peers_case_id_peer_idx" ON "flow_peers"("case_id", "peer");
ALTER TABLE "flow_peers" ADD CONSTRAINT "flow_peers_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "flow_peer_hours" (
  "hour" TIMESTAMPTZ(3) NOT NULL,
  "first_start" TIMESTAMPTZ(3) NOT NULL,
  "last_start" TIMESTAMPTZ(3) NOT NULL,
  "bytes_out" BIGINT NOT NULL,
  "bytes_in" BIGINT NOT NULL,
  "packets_out" BIGINT NOT NULL,
  "packets_in" BIGINT NOT NULL,
  "case_id" UUID NOT NULL,
  "interface_no" INTEGER NOT NULL,
  "service_port" INTEGER NOT NULL,
  "accepted" INTEGER NOT NULL,
  "rejected" INTEGER NOT NULL,
  "connections" INTEGER NOT NULL,
  "protocol" SMALLINT NOT NULL,
  "served" SMALLINT NOT NULL,
  "peer" INET NOT NULL,
  CONSTRAINT "flow_peer_hours_pkey" PRIMARY KEY ("interface_no", "hour", "peer", "protocol", "service_port", "served")
);
CREATE INDEX "flow_peer_hours_case_id_idx" ON "flow_peer_hours"("case_id");
ALTER TABLE "flow_peer_hours" ADD CONSTRAINT "flow_peer_hours_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "detection_runs" (
  "case_id" UUID NOT NULL,
  "state" TEXT NOT NULL,
  "step" TEXT,
  "steps_done" INTEGER NOT NULL DEFAULT 0,
  "steps_total" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "revision" INTEGER,
  "settings" TEXT,
  "assessed" JSONB,
  "not_assessed" JSONB,
  "peers_revision" INTEGER,
  "hours_revision" INTEGER,
  CONSTRAINT "detection_runs_pkey" PRIMARY KEY ("case_id"),
  CONSTRAINT "detection_runs_state_check" CHECK ("state" IN ('queued', 'running', 'done', 'failed', 'cancelled'))
);
ALTER TABLE "detection_runs" ADD CONSTRAINT "detection_runs_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "detections" (
  "id" SERIAL NOT NULL,
  "case_id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "detector" TEXT NOT NULL,
  "severity" SMALLINT NOT NULL,
  "instance_id" TEXT,
  "first_seen" TIMESTAMPTZ(3) NOT NULL,
  "last_seen" TIMESTAMPTZ(3) NOT NULL,
  "position" INTEGER NOT NULL,
  "body" JSONB NOT NULL,
  CONSTRAINT "detections_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "detections_case_id_key_key" ON "detections"("case_id", "key");
ALTER TABLE "detections" ADD CONSTRAINT "detections_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "detection_mutes" (
  "case_id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "detection_mutes_pkey" PRIMARY KEY ("case_id", "key")
);
ALTER TABLE "detection_mutes" ADD CONSTRAINT "detection_mutes_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "detection_settings" (
  "case_id" UUID NOT NULL,
  "detector" TEXT NOT NULL,
  "values" JSONB NOT NULL,
  "actor" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "detection_settings_pkey" PRIMARY KEY ("case_id", "detector")
);
ALTER TABLE "detection_settings" ADD CONSTRAINT "detection_settings_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
