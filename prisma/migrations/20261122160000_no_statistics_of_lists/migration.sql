-- Nobody looks for these lists, and their statistics cost more than those of all else in the row.
ALTER TABLE "flow_sightings" ALTER COLUMN "own_ips" SET STATISTICS 0, ALTER COLUMN "common_ips" SET STATISTICS 0;
