-- Originals that a load has stored, from just before it does until a file of the case names them or the load has ended.
CREATE TABLE "load_originals" (
    "load_id" INTEGER NOT NULL,
    "sha256" CHAR(64) NOT NULL,

    CONSTRAINT "load_originals_pkey" PRIMARY KEY ("load_id","sha256")
);
CREATE INDEX "load_originals_sha256_idx" ON "load_originals"("sha256");
ALTER TABLE "load_originals" ADD CONSTRAINT "load_originals_load_id_fkey" FOREIGN KEY ("load_id") REFERENCES "loads"("id") ON DELETE CASCADE ON UPDATE CASCADE;
