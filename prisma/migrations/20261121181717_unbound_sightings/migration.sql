-- A load of many small files writes hundreds of thousands of sightings, each of which looked its case up. They are written in
-- the transaction of a file that names the case, and dropping a case, which locks it first, deletes them.
ALTER TABLE "flow_sightings" DROP CONSTRAINT "flow_sightings_case_id_fkey";
