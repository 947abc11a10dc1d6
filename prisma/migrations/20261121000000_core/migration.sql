-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "scratch" BOOLEAN NOT NULL DEFAULT false,
    "window_from" TIMESTAMPTZ(3),
    "window_to" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "indicators" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'user',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "indicators_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "loads" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "files_total" INTEGER NOT NULL DEFAULT 0,
    "files_done" INTEGER NOT NULL DEFAULT 0,
    "bytes_total" BIGINT NOT NULL DEFAULT 0,
    "bytes_done" BIGINT NOT NULL DEFAULT 0,
    "records_done" BIGINT NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "loads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "load_files" (
    "id" SERIAL NOT NULL,
    "load_id" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "error" TEXT,

    CONSTRAINT "load_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_files" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "load_id" INTEGER NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "size" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "records" BIGINT NOT NULL DEFAULT 0,
    "duplicates" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,
    "blank" BIGINT NOT NULL DEFAULT 0,
    "headers" BIGINT NOT NULL DEFAULT 0,
    "first_event" TIMESTAMPTZ(3),
    "last_event" TIMESTAMPTZ(3),
    "reason" TEXT,
    "log_key" TEXT,
    "self_repeat" BOOLEAN NOT NULL DEFAULT false,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evidence_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_names" (
    "id" SERIAL NOT NULL,
    "file_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "evidence_names_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rejections" (
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "rejections_pkey" PRIMARY KEY ("file_id","record_no")
);

-- CreateTable
CREATE TABLE "interfaces" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "interface_id" TEXT,

    CONSTRAINT "interfaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_contexts" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "interface_no" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "log_key" TEXT NOT NULL,
    "account_id" TEXT,
    "vpc_id" TEXT,
    "subnet_id" TEXT,
    "instance_id" TEXT,
    "region" TEXT,
    "az_id" TEXT,
    "resource_id" TEXT,
    "interface_type" TEXT,

    CONSTRAINT "flow_contexts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_details" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fields" JSONB NOT NULL,

    CONSTRAINT "flow_details_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_records" (
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3) NOT NULL,
    "bytes" BIGINT,
    "packets" BIGINT,
    "load_id" INTEGER NOT NULL,
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "interface_no" INTEGER NOT NULL,
    "context_no" INTEGER NOT NULL,
    "detail_no" INTEGER,
    "source_port" INTEGER,
    "destination_port" INTEGER,
    "protocol" SMALLINT,
    "action" SMALLINT NOT NULL,
    "tcp_flags" SMALLINT,
    "direction" SMALLINT NOT NULL,
    "shape" SMALLINT NOT NULL,
    "duplicate" BOOLEAN NOT NULL DEFAULT false,
    "source_ip" INET NOT NULL,
    "destination_ip" INET NOT NULL,
    "packet_source_ip" INET,
    "packet_destination_ip" INET,

    CONSTRAINT "flow_records_pkey" PRIMARY KEY ("load_id","file_id","record_no")
) PARTITION BY LIST ("load_id");

-- CreateTable
CREATE TABLE "flow_gaps" (
    "case_id" UUID NOT NULL,
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "interface_no" INTEGER NOT NULL,
    "context_no" INTEGER NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "duplicate" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "flow_gaps_pkey" PRIMARY KEY ("file_id","record_no")
);

-- CreateTable
CREATE TABLE "flow_sightings" (
    "case_id" UUID NOT NULL,
    "file_id" INTEGER NOT NULL,
    "context_no" INTEGER NOT NULL,
    "first_start" TIMESTAMPTZ(3) NOT NULL,
    "last_start" TIMESTAMPTZ(3) NOT NULL,
    "last_end" TIMESTAMPTZ(3) NOT NULL,
    "records" BIGINT NOT NULL,
    "first_record" INTEGER NOT NULL,
    "own_ips" INET[],
    "common_ips" INET[],

    CONSTRAINT "flow_sightings_pkey" PRIMARY KEY ("file_id","context_no")
);

-- CreateTable
CREATE TABLE "flow_minutes" (
    "case_id" UUID NOT NULL,
    "interface_no" INTEGER NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "bytes_out" BIGINT NOT NULL,
    "bytes_in" BIGINT NOT NULL,
    "packets_out" BIGINT NOT NULL,
    "packets_in" BIGINT NOT NULL,
    "accepted" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "last_end" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_minutes_pkey" PRIMARY KEY ("case_id","interface_no","minute")
);

-- CreateTable
CREATE TABLE "dns_names" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "dns_names_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dns_askers" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "account_id" TEXT,
    "region" TEXT,
    "vpc_id" TEXT,
    "source_ip" INET,
    "instance_id" TEXT,
    "resolver_endpoint" TEXT,

    CONSTRAINT "dns_askers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dns_queries" (
    "load_id" INTEGER NOT NULL,
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "asker_no" INTEGER NOT NULL,
    "name_no" INTEGER NOT NULL,
    "source_port" INTEGER,
    "type" TEXT NOT NULL,
    "rcode" TEXT NOT NULL,
    "transport" TEXT,
    "answers" JSONB,
    "resolved_ips" INET[],
    "detail" JSONB,
    "record_hash" BYTEA NOT NULL,
    "duplicate" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "dns_queries_pkey" PRIMARY KEY ("load_id","file_id","record_no")
) PARTITION BY LIST ("load_id");

-- CreateTable
CREATE TABLE "api_calls" (
    "load_id" INTEGER NOT NULL,
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "category" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "event_source" TEXT NOT NULL,
    "event_name" TEXT NOT NULL,
    "event_type" TEXT,
    "region" TEXT NOT NULL,
    "account_id" TEXT,
    "principal_no" INTEGER NOT NULL,
    "source" TEXT,
    "source_ip" INET,
    "user_agent" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "read_only" BOOLEAN,
    "invoked_by" TEXT,
    "vpc_endpoint_id" TEXT,
    "request_id" TEXT,
    "shared_event_id" TEXT,
    "replaces_event_id" TEXT,
    "issued_key_id" TEXT,
    "issued_arn" TEXT,
    "requested_session_name" TEXT,
    "field_hashes" JSONB NOT NULL,
    "duplicate" BOOLEAN NOT NULL DEFAULT false,
    "repeat" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "api_calls_pkey" PRIMARY KEY ("load_id","file_id","record_no")
) PARTITION BY LIST ("load_id");

-- CreateTable
CREATE TABLE "principals" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT,
    "principal_id" TEXT,
    "arn" TEXT,
    "account_id" TEXT,
    "user_name" TEXT,
    "session_name" TEXT,
    "role_arn" TEXT,
    "access_key_id" TEXT,
    "session_created_at" TIMESTAMPTZ(3),
    "ec2_role_delivery" TEXT,
    "in_scope_instance_id" TEXT,
    "source_identity" TEXT,

    CONSTRAINT "principals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "findings" (
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "case_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT,
    "severity" DOUBLE PRECISION,
    "account_id" TEXT,
    "region" TEXT,
    "created_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3),
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL,
    "sample" BOOLEAN NOT NULL,
    "action_type" TEXT,
    "resource_role" TEXT,
    "count" INTEGER,
    "instance_ids" TEXT[],
    "access_key_id" TEXT,
    "access_key_principal_id" TEXT,
    "remote_ips" INET[],
    "domains" TEXT[],
    "duplicate" BOOLEAN NOT NULL DEFAULT false,
    "record_hash" BYTEA NOT NULL,

    CONSTRAINT "findings_pkey" PRIMARY KEY ("file_id","record_no")
);

-- CreateTable
CREATE TABLE "observations" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "proof" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "observations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_spans" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "vpc_id" TEXT,
    "holder_kind" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3),
    "to_at" TIMESTAMPTZ(3),
    "proof" TEXT NOT NULL,
    "file_id" INTEGER,
    "record_no" INTEGER,
    "note" TEXT,

    CONSTRAINT "ledger_spans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_sessions" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "principal_id" TEXT,
    "role_arn" TEXT,
    "session_name" TEXT,
    "account_id" TEXT,
    "instance_id" TEXT,
    "basis" TEXT,
    "first_seen" TIMESTAMPTZ(3),
    "last_seen" TIMESTAMPTZ(3),
    "calls" INTEGER NOT NULL,

    CONSTRAINT "role_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credentials" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "session_id" BIGINT,
    "access_key_id" TEXT NOT NULL,
    "issued_by_event_id" TEXT,
    "issued_by_key_id" TEXT,
    "issued_at" TIMESTAMPTZ(3),
    "first_seen" TIMESTAMPTZ(3),
    "last_seen" TIMESTAMPTZ(3),
    "calls" INTEGER NOT NULL,

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "indicator_hits" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "indicator" INET NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3) NOT NULL,
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "interface_no" INTEGER NOT NULL,
    "instance_id" TEXT,
    "role" TEXT NOT NULL,
    "outbound" BOOLEAN NOT NULL,
    "verdict" SMALLINT NOT NULL,
    "bytes" BIGINT,
    "packets" BIGINT,
    "protocol" SMALLINT,
    "service_port" INTEGER NOT NULL,
    "served_by" TEXT NOT NULL,
    "unknown_action" BOOLEAN NOT NULL,

    CONSTRAINT "indicator_hits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "indicator_hit_sets" (
    "case_id" UUID NOT NULL,
    "indicator" INET NOT NULL,
    "revision" INTEGER NOT NULL,
    "not_assessed" JSONB NOT NULL,

    CONSTRAINT "indicator_hit_sets_pkey" PRIMARY KEY ("case_id","indicator")
);

-- CreateTable
CREATE TABLE "investigations" (
    "id" SERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "indicator" TEXT NOT NULL,
    "window_from" TIMESTAMPTZ(3),
    "window_to" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "investigations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "case_id" UUID,
    "subject" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "previous_hash" TEXT NOT NULL DEFAULT '',
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "indicators_case_id_kind_value_key" ON "indicators"("case_id", "kind", "value");

-- CreateIndex
CREATE INDEX "loads_case_id_idx" ON "loads"("case_id");

-- CreateIndex
CREATE INDEX "load_files_load_id_state_idx" ON "load_files"("load_id", "state");

-- CreateIndex
CREATE INDEX "evidence_files_load_id_idx" ON "evidence_files"("load_id");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_files_case_id_sha256_key" ON "evidence_files"("case_id", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_names_file_id_name_key" ON "evidence_names"("file_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "interfaces_case_id_key_key" ON "interfaces"("case_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "flow_contexts_case_id_key_key" ON "flow_contexts"("case_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "flow_details_case_id_key_key" ON "flow_details"("case_id", "key");

-- CreateIndex
CREATE INDEX "flow_gaps_case_id_interface_no_start_at_idx" ON "flow_gaps"("case_id", "interface_no", "start_at");

-- CreateIndex
CREATE INDEX "flow_sightings_case_id_idx" ON "flow_sightings"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "dns_names_case_id_name_key" ON "dns_names"("case_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "dns_askers_case_id_key_key" ON "dns_askers"("case_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "principals_case_id_key_key" ON "principals"("case_id", "key");

-- CreateIndex
CREATE INDEX "findings_case_id_idx" ON "findings"("case_id");

-- CreateIndex
CREATE INDEX "observations_case_id_idx" ON "observations"("case_id");

-- CreateIndex
CREATE INDEX "observations_file_id_idx" ON "observations"("file_id");

-- CreateIndex
CREATE INDEX "ledger_spans_case_id_subject_kind_subject_idx" ON "ledger_spans"("case_id", "subject_kind", "subject");

-- CreateIndex
CREATE INDEX "ledger_spans_case_id_holder_idx" ON "ledger_spans"("case_id", "holder");

-- CreateIndex
CREATE INDEX "role_sessions_case_id_instance_id_idx" ON "role_sessions"("case_id", "instance_id");

-- CreateIndex
CREATE INDEX "credentials_case_id_access_key_id_idx" ON "credentials"("case_id", "access_key_id");

-- CreateIndex
CREATE INDEX "indicator_hits_case_id_indicator_instance_id_start_at_idx" ON "indicator_hits"("case_id", "indicator", "instance_id", "start_at");

-- CreateIndex
CREATE INDEX "investigations_case_id_indicator_idx" ON "investigations"("case_id", "indicator");

-- CreateIndex
CREATE INDEX "audit_entries_case_id_id_idx" ON "audit_entries"("case_id", "id");

-- AddForeignKey
ALTER TABLE "indicators" ADD CONSTRAINT "indicators_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "loads" ADD CONSTRAINT "loads_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "load_files" ADD CONSTRAINT "load_files_load_id_fkey" FOREIGN KEY ("load_id") REFERENCES "loads"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_names" ADD CONSTRAINT "evidence_names_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "evidence_files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rejections" ADD CONSTRAINT "rejections_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "evidence_files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interfaces" ADD CONSTRAINT "interfaces_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_contexts" ADD CONSTRAINT "flow_contexts_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_details" ADD CONSTRAINT "flow_details_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_gaps" ADD CONSTRAINT "flow_gaps_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_sightings" ADD CONSTRAINT "flow_sightings_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_minutes" ADD CONSTRAINT "flow_minutes_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dns_names" ADD CONSTRAINT "dns_names_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dns_askers" ADD CONSTRAINT "dns_askers_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "principals" ADD CONSTRAINT "principals_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "findings" ADD CONSTRAINT "findings_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observations" ADD CONSTRAINT "observations_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_spans" ADD CONSTRAINT "ledger_spans_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_sessions" ADD CONSTRAINT "role_sessions_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "role_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "indicator_hits" ADD CONSTRAINT "indicator_hits_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "indicator_hit_sets" ADD CONSTRAINT "indicator_hit_sets_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "investigations" ADD CONSTRAINT "investigations_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The tables whose partitions loading makes belong to the role the app runs as: it creates, attaches and drops them.
-- The audit trail does not: that role may read it and add to it, nothing else. Where one role does everything
-- (a DATABASE_URL of one's own), the trail is not enforced, and the app says so.
DO $$
BEGIN
  -- A role of that name that this one may not act for is somebody else's.
  IF current_user <> 'threadline_app' AND EXISTS (
    SELECT FROM pg_roles WHERE rolname = 'threadline_app' AND pg_has_role(current_user, oid, 'MEMBER')
  ) THEN
    GRANT USAGE, CREATE ON SCHEMA public TO threadline_app;
    ALTER TABLE "flow_records" OWNER TO threadline_app;
    ALTER TABLE "dns_queries" OWNER TO threadline_app;
    ALTER TABLE "api_calls" OWNER TO threadline_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO threadline_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO threadline_app;
    REVOKE ALL ON "audit_entries" FROM threadline_app;
    GRANT SELECT, INSERT ON "audit_entries" TO threadline_app;
    -- The job queue keeps its tables in a schema of its own.
    EXECUTE format('GRANT CREATE ON DATABASE %I TO threadline_app', current_database());
  END IF;
END $$;

-- The chain: each entry's hash is over its own fields and the hash of the entry before, so that a changed, removed or
-- inserted row breaks it. Entries are made one at a time: the lock is held to the end of the transaction.
CREATE FUNCTION audit_entry_hash(entry "audit_entries") RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN encode(sha256(convert_to(jsonb_build_array(
    entry.id::text, (extract(epoch FROM entry.at) * 1000)::bigint, entry.actor, entry.action,
    entry.case_id::text, entry.subject, entry.detail, entry.previous_hash)::text, 'UTF8')), 'hex');

CREATE FUNCTION audit_entry_chain() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  last RECORD;
BEGIN
  PERFORM pg_advisory_xact_lock(8413027);
  SELECT id, hash INTO last FROM audit_entries ORDER BY id DESC LIMIT 1;
  -- Numbers without a hole: one that is missing is missed.
  NEW.id := coalesce(last.id, 0) + 1;
  NEW.at := date_trunc('milliseconds', clock_timestamp());
  NEW.previous_hash := coalesce(last.hash, '');
  NEW.hash := audit_entry_hash(NEW);
  RETURN NEW;
END $$;

CREATE TRIGGER audit_entries_chain BEFORE INSERT ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION audit_entry_chain();

CREATE FUNCTION audit_entry_refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are only ever added' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse();

-- True where the role that asks can neither change audit rows nor take that protection away.
CREATE FUNCTION audit_is_enforced() RETURNS BOOLEAN LANGUAGE sql STABLE
  RETURN NOT (
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
    OR pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = 'audit_entries'::regclass), 'MEMBER')
  );
