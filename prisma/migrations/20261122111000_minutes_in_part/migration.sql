-- A load rolls up the minutes of its own records alone, as long as its interfaces' own addresses are still those by which the rest was.
ALTER TABLE "interfaces" ADD COLUMN "own_rolled" TEXT;
-- Tens of thousands of rows a load, each of which looked its case up. Dropping a case, which locks it first, deletes them.
ALTER TABLE "flow_minutes" DROP CONSTRAINT "flow_minutes_case_id_fkey";
