ALTER TABLE "users" ADD COLUMN "disabled_at" TIMESTAMPTZ(3);

CREATE TABLE "case_members" (
    "case_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "case_members_pkey" PRIMARY KEY ("case_id", "user_id"),
    CONSTRAINT "case_members_role_check" CHECK ("role" IN ('lead', 'investigator', 'reviewer', 'viewer'))
);

CREATE INDEX "case_members_user_id_idx" ON "case_members"("user_id");

ALTER TABLE "case_members" ADD CONSTRAINT "case_members_case_id_fkey"
  FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "case_members" ADD CONSTRAINT "case_members_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Until now there was one account, the owner's, which saw every case.
INSERT INTO "case_members" ("case_id", "user_id", "role", "actor")
SELECT c."id", u."id", 'lead', 'threadline'
  FROM "cases" c CROSS JOIN "users" u WHERE NOT c."scratch" AND u."role" = 'owner';
