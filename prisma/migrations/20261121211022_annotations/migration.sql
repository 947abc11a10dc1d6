-- What people say of what the evidence shows. A subject is named by its key (lib/core/subject.ts), never by a row of something
-- derived; `title` and `at` are what it was called and when it was when somebody marked it first.
CREATE TABLE "pins" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "case_id" UUID NOT NULL,
  "subject_key" TEXT NOT NULL,
  "subject" JSONB NOT NULL,
  "title" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3),
  "place" INTEGER NOT NULL,
  "note" TEXT NOT NULL DEFAULT '',
  "version" INTEGER NOT NULL DEFAULT 1,
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "pins_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "pins_case_id_subject_key_key" ON "pins"("case_id", "subject_key");
ALTER TABLE "pins" ADD CONSTRAINT "pins_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "subject_tags" (
  "case_id" UUID NOT NULL,
  "subject_key" TEXT NOT NULL,
  "tag" TEXT NOT NULL,
  "subject" JSONB NOT NULL,
  "title" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3),
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "subject_tags_pkey" PRIMARY KEY ("case_id", "subject_key", "tag")
);
ALTER TABLE "subject_tags" ADD CONSTRAINT "subject_tags_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "subject_colours" (
  "case_id" UUID NOT NULL,
  "subject_key" TEXT NOT NULL,
  "colour" TEXT NOT NULL,
  "subject" JSONB NOT NULL,
  "title" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3),
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "subject_colours_pkey" PRIMARY KEY ("case_id", "subject_key")
);
ALTER TABLE "subject_colours" ADD CONSTRAINT "subject_colours_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "comments" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "case_id" UUID NOT NULL,
  "subject_key" TEXT NOT NULL,
  "subject" JSONB NOT NULL,
  "title" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3),
  "parent_id" UUID,
  "body" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "author_id" TEXT,
  "author" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "edited_at" TIMESTAMPTZ(3),
  "edited_by" TEXT,
  "deleted_at" TIMESTAMPTZ(3),
  "deleted_by" TEXT,
  "resolved_at" TIMESTAMPTZ(3),
  "resolved_by" TEXT,
  CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "comments_case_id_subject_key_idx" ON "comments"("case_id", "subject_key");
CREATE INDEX "comments_parent_id_idx" ON "comments"("parent_id");
ALTER TABLE "comments" ADD CONSTRAINT "comments_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "comments" ADD CONSTRAINT "comments_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "comments" ADD CONSTRAINT "comments_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "comment_mentions" (
  "comment_id" UUID NOT NULL,
  "user_id" TEXT NOT NULL,
  CONSTRAINT "comment_mentions_pkey" PRIMARY KEY ("comment_id", "user_id")
);
CREATE INDEX "comment_mentions_user_id_idx" ON "comment_mentions"("user_id");
ALTER TABLE "comment_mentions" ADD CONSTRAINT "comment_mentions_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "comment_mentions" ADD CONSTRAINT "comment_mentions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
