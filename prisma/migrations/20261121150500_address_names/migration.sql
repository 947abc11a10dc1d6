-- Which names resolver answers gave for each address, by asker and day.
CREATE TABLE "address_names" (
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  "day" TIMESTAMPTZ(3) NOT NULL,
  "case_id" UUID NOT NULL,
  "asker_no" INTEGER NOT NULL,
  "name_no" INTEGER NOT NULL,
  "load_id" INTEGER NOT NULL,
  "address" INET NOT NULL,
  "vpc_id" TEXT,
  "times" TIMESTAMPTZ(3)[],
  CONSTRAINT "address_names_pkey" PRIMARY KEY ("case_id", "address", "asker_no", "day", "name_no", "load_id")
);
CREATE INDEX "address_names_case_id_address_vpc_id_day_idx" ON "address_names"("case_id", "address", "vpc_id", "day");
CREATE INDEX "address_names_asker_no_name_no_idx" ON "address_names"("asker_no", "name_no");
ALTER TABLE "address_names" ADD CONSTRAINT "address_names_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- What was loaded before has its answers too.
INSERT INTO "address_names" ("case_id", "load_id", "asker_no", "name_no", "address", "vpc_id", "day", "last_at", "times")
SELECT a."case_id", q."load_id", q."asker_no", q."name_no", ip, a."vpc_id", date_bin('1 day', q."at", '2000-01-01Z'),
       max(q."at"), array_agg(DISTINCT q."at" ORDER BY q."at")
  FROM "dns_queries" q JOIN "dns_askers" a ON a."id" = q."asker_no" CROSS JOIN unnest(q."resolved_ips") ip
 GROUP BY 1, 2, 3, 4, 5, 6, 7;
