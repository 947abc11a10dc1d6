CREATE TABLE "counted_values" (
    "case_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "counts" JSONB NOT NULL,

    CONSTRAINT "counted_values_pkey" PRIMARY KEY ("case_id","field")
);

ALTER TABLE "counted_values" ADD CONSTRAINT "counted_values_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
