import { subjectColumns, type TaskSubject } from "@/lib/cases/tasks/task-fields";
import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

const MOST_TASKS = 1000;

interface MadeTask {
  title: string;
  detail: string;
  actor: string;
  ownerId?: string | null;
  dueAt?: Date | null;
  dueZone?: string | null;
  about?: TaskSubject | null;
}

/**
 * Puts tasks at the end of a case's. Throws AppError `invalid` for one too many. The case must be locked for update.
 */
export async function makeTasks(
  transaction: Transaction,
  caseId: string,
  tasks: readonly MadeTask[],
): Promise<string[]> {
  const { _max, _count } = await transaction.task.aggregate({
    where: { caseId },
    _max: { position: true },
    _count: { _all: true },
  });
  if (_count._all + tasks.length > MOST_TASKS) throw new AppError("invalid", `A case has at most ${MOST_TASKS} tasks.`);
  const first = (_max.position ?? 0) + 1;
  const made = await transaction.task.createManyAndReturn({
    data: tasks.map(({ about, ...task }, index) => ({
      ...{ ...task, caseId, position: first + index },
      ...(about ? subjectColumns(about) : {}),
    })),
    select: { id: true, position: true },
  });
  return made.sort((one, other) => one.position - other.position).map(({ id }) => id);
}
