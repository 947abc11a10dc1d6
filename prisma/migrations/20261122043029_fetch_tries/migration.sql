-- How many calls a plan took, and how often a step of a fetch was begun anew.
ALTER TABLE "fetches" ADD COLUMN "plan_calls" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "fetch_steps" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 1;
