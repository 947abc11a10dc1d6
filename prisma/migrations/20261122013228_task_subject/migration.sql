-- What a task is about was kept by its key alone; people read what it was called, and when it was.
ALTER TABLE "tasks" ADD COLUMN "subject_title" TEXT, ADD COLUMN "subject_at" TIMESTAMPTZ(3);

CREATE INDEX "tasks_case_id_subject_key_idx" ON "tasks"("case_id", "subject_key");
