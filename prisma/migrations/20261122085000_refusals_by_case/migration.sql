-- Refused tries are read a whole case at a time, and come by the hundred thousand: a key of their own cost more than they do.
ALTER TABLE "flow_refusals" DROP CONSTRAINT "flow_refusals_pkey";
ALTER TABLE "flow_refusals" DROP COLUMN "part";
CREATE INDEX "flow_refusals_case_id_idx" ON "flow_refusals" USING BRIN ("case_id");
