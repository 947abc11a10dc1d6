-- What flow records come to by peer, and when they were sent, is summed up in the one scan of a sealing.
ALTER TABLE "flow_peers" DROP CONSTRAINT "flow_peers_case_id_fkey";
ALTER TABLE "flow_peers" ADD COLUMN "long_records" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "flow_peer_hours" DROP CONSTRAINT "flow_peer_hours_case_id_fkey";

CREATE TABLE "flow_refusals" (
  "case_id" UUID NOT NULL,
  "interface_no" INTEGER NOT NULL,
  "part" BIGINT NOT NULL,
  "peer" INET NOT NULL,
  "protocol" SMALLINT NOT NULL,
  "service_port" INTEGER NOT NULL,
  "near_tried" BOOLEAN NOT NULL,
  "minute" TIMESTAMPTZ(3) NOT NULL,
  "records" INTEGER NOT NULL,
  CONSTRAINT "flow_refusals_pkey" PRIMARY KEY ("case_id", "interface_no", "part")
);

CREATE TABLE "flow_moments" (
  "case_id" UUID NOT NULL,
  "interface_no" INTEGER NOT NULL,
  "part" BIGINT NOT NULL,
  "peer" INET NOT NULL,
  "protocol" SMALLINT NOT NULL,
  "service_port" INTEGER NOT NULL,
  "moments" BYTEA NOT NULL,
  CONSTRAINT "flow_moments_pkey" PRIMARY KEY ("case_id", "interface_no", "part")
);
-- Numbers without pattern: trying to compress them costs more than it saves.
ALTER TABLE "flow_moments" ALTER COLUMN "moments" SET STORAGE EXTERNAL;

-- Cases that were loaded before have none of these: 0 until they are summed up anew.
ALTER TABLE "cases" ADD COLUMN "flow_sums" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "cases" ALTER COLUMN "flow_sums" SET DEFAULT 1;

ALTER TABLE "detection_runs" DROP COLUMN "peers_revision";
