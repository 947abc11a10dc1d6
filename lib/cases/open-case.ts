import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { addFirstMembers } from "@/lib/cases/add-first-members";
import { canonicalIndicator, FlaggedIndicator } from "@/lib/cases/canonical-indicator";
import { CASE_FIELDS, type CaseSummary } from "@/lib/cases/case-summary";
import { CaseTitle } from "@/lib/cases/case-title";
import { CaseWindow, isWindow, WINDOW_ORDER } from "@/lib/cases/case-window";
import { MAX_INDICATORS } from "@/lib/core/read-indicators";
import { inTransaction, type Transaction } from "@/lib/db/client";

export const OpenedCase = z
  .object({
    title: CaseTitle,
    indicators: z
      .array(FlaggedIndicator)
      .max(MAX_INDICATORS, `A case has ${MAX_INDICATORS} flagged addresses and names at most.`)
      .default([]),
    ...CaseWindow,
  })
  .refine(isWindow, WINDOW_ORDER);
export type OpenedCase = z.input<typeof OpenedCase>;

/** Opens a case with what was flagged and its window, all or nothing; its lead is who opens it. Throws AppError `invalid` or a ZodError. */
export async function openCase(input: OpenedCase, actor: Actor): Promise<CaseSummary> {
  checkInstallation(actor, "case.open");
  const opened = OpenedCase.parse(input);
  return inTransaction((transaction) => openCaseIn(transaction, opened, actor));
}

/** The same as part of what else is done; `opened` was parsed. Who must know the case's id before names a new one. */
export async function openCaseIn(
  transaction: Transaction,
  { indicators, ...data }: z.output<typeof OpenedCase> & { id?: string },
  actor: Actor,
): Promise<CaseSummary> {
  const flagged = new Map(
    indicators.map(canonicalIndicator).map((indicator) => [`${indicator.kind} ${indicator.value}`, indicator]),
  );
  const created = await transaction.case.create({ data, select: CASE_FIELDS });
  const caseId = created.id;
  await addFirstMembers(transaction, created, actor);
  await appendAuditEntry(transaction, {
    actor,
    action: "case.created",
    caseId,
    subject: created.title,
    detail: {
      scratch: false,
      from: data.windowFrom?.toISOString() ?? null,
      to: data.windowTo?.toISOString() ?? null,
    },
  });
  for (const { kind, value, source } of flagged.values()) {
    await transaction.indicator.create({ data: { caseId, kind, value, source }, select: { id: true } });
    const detail = { kind, source };
    await appendAuditEntry(transaction, { actor, action: "indicator.added", caseId, subject: value, detail });
  }
  return created;
}
