-- One row a thing that was held, with all that a text is looked for in: there are far fewer things than holdings.
CREATE TABLE "ledger_things" (
    "case_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "spans" INTEGER NOT NULL,
    "search_text" TEXT NOT NULL,

    CONSTRAINT "ledger_things_pkey" PRIMARY KEY ("case_id","subject")
);

ALTER TABLE "ledger_things" ADD CONSTRAINT "ledger_things_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "ledger_things" ("case_id", "subject", "spans", "search_text")
SELECT "case_id", "subject", count(*)::int, string_agg(DISTINCT "search_text", E'\n') FROM "ledger_spans" GROUP BY 1, 2;
