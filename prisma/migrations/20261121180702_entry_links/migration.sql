CREATE TABLE "entry_links" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'member',
    "user_id" TEXT,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entry_links_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "entry_links_kind_check" CHECK ("kind" IN ('invitation', 'reset'))
);

CREATE UNIQUE INDEX "entry_links_sha256_key" ON "entry_links"("sha256");
CREATE INDEX "entry_links_user_id_idx" ON "entry_links"("user_id");

ALTER TABLE "entry_links" ADD CONSTRAINT "entry_links_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
