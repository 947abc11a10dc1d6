-- What decides whether a packet passes an interface, as descriptions have it: it explains a REJECT.

-- CreateTable
CREATE TABLE "network_descriptions" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "file_id" INTEGER NOT NULL,
    "record_no" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "vpc_id" TEXT,
    "at" TIMESTAMPTZ(3),
    "gone" BOOLEAN NOT NULL DEFAULT false,
    "body" JSONB NOT NULL,

    CONSTRAINT "network_descriptions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "network_descriptions_case_id_kind_subject_idx" ON "network_descriptions"("case_id", "kind", "subject");

-- CreateIndex
CREATE INDEX "network_descriptions_file_id_idx" ON "network_descriptions"("file_id");

-- AddForeignKey
ALTER TABLE "network_descriptions" ADD CONSTRAINT "network_descriptions_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
