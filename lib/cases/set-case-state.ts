import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { AuditAction } from "@/lib/audit/audit-action";
import type { Actor } from "@/lib/auth/person";
import { refuseState } from "@/lib/cases/case-state";
import { checkNoLoadRuns } from "@/lib/cases/check-no-load-runs";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Transaction } from "@/lib/db/client";

export const CaseState = z.object({ caseId: z.uuid(), state: z.enum(["open", "closed", "archived"]) });
export type CaseState = z.input<typeof CaseState>;

const ACTIONS = { open: "case.reopened", closed: "case.closed", archived: "case.archived" } as const satisfies Record<
  string,
  AuditAction
>;

/**
 * What an archived case does without: answers that the first question makes again, and the roll-ups and detections that the
 * detectors make again when it is reopened.
 */
const NOT_ARCHIVED = [
  ...["investigations", "indicator_hits", "indicator_hit_sets", "name_answer_sets"],
  ...["flow_peer_hours", "flow_peers", "counted_values", "detections", "detection_runs"],
] as const;

/**
 * Closes a case, archives a closed one, or opens it again; tells what it was. Throws AppError `not-found`, and `conflict`
 * where its state does not lead there, or a load into it has not ended.
 */
export async function setCaseState(input: CaseState, actor: Actor): Promise<{ was: string }> {
  const { caseId, state } = CaseState.parse(input);
  return inTransaction(async (transaction) => {
    const was = await lockCase(transaction, { caseId, how: "update", actor, to: "case.close" });
    const refused = refuseState(was, state);
    if (refused !== null) throw new AppError("conflict", refused);
    if (state === "closed") await refuseWhileLoading(transaction, caseId);
    if (state === "archived") await dropDerived(transaction, caseId);
    const { title } = await transaction.case.update({
      where: { id: caseId },
      data: {
        state,
        ...(state === "closed" ? { closedAt: new Date() } : {}),
        ...(state === "open" ? { closedAt: null } : {}),
      },
      select: { title: true },
    });
    await appendAuditEntry(transaction, {
      actor,
      action: ACTIONS[state],
      caseId,
      subject: title,
      detail: { was, state },
    });
    return { was };
  });
}

async function refuseWhileLoading(transaction: Transaction, caseId: string): Promise<void> {
  await checkNoLoadRuns(transaction, caseId);
  const waiting = await transaction.load.count({ where: { caseId, finishedAt: null } });
  if (waiting > 0) throw new AppError("conflict", "A load into this case is waiting: cancel it first.");
}

async function dropDerived(transaction: Transaction, caseId: string): Promise<void> {
  await transaction.$executeRaw`SET LOCAL statement_timeout = 0`;
  for (const table of NOT_ARCHIVED)
    await transaction.$executeRawUnsafe(`DELETE FROM ${table} WHERE case_id = $1::uuid`, caseId);
}
