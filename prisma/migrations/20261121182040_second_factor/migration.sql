ALTER TABLE "users" ADD COLUMN "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "two_factors" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failed_verification_count" INTEGER DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "two_factors_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "two_factors_user_id_key" ON "two_factors"("user_id");

ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "installation_settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "require_second_factor" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "installation_settings_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "installation_settings_one_row" CHECK ("id" = 1)
);

INSERT INTO "installation_settings" ("id") VALUES (1);
