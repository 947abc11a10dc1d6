-- The column that tells records apart best comes first: building the key sorts by it alone, which takes half the time.
ALTER TABLE "flow_records" DROP CONSTRAINT "flow_records_pkey", ADD PRIMARY KEY ("record_no", "file_id", "load_id");
ALTER TABLE "dns_queries" DROP CONSTRAINT "dns_queries_pkey", ADD PRIMARY KEY ("record_no", "file_id", "load_id");
ALTER TABLE "api_calls" DROP CONSTRAINT "api_calls_pkey", ADD PRIMARY KEY ("record_no", "file_id", "load_id");
