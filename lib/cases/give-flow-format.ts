import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { type OpenedLoad, openLoad, type WorkFile } from "@/lib/cases/open-load";
import { readFlowFormat } from "@/lib/cases/read-flow-format";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { NEEDS_FORMAT } from "@/lib/formats/vpc-flow/flow-format";
import { evidencePath } from "@/lib/sources/original-path";

export const GivenFlowFormat = z.object({
  caseId: z.uuid("There is no such case."),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "There is no such file."),
  format: PersonText.trim().min(1, "Give the format.").max(10_000, "That is longer than any format."),
  /** For every other file of the case too that could not be read for want of its format. */
  all: z.boolean(),
});

/**
 * Names the columns of a flow log without a header and opens a load that reads it again, from its original. Throws AppError
 * `invalid` (no format), `not-found` (no such file that needs one).
 */
export async function giveFlowFormat(input: z.input<typeof GivenFlowFormat>, actor: Actor): Promise<OpenedLoad> {
  const { caseId, sha256, format, all } = GivenFlowFormat.parse(input);
  const flowFormat = readFlowFormat(format);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add" });
    const unread = await listUnread(transaction, caseId);
    const asked = unread.find((file) => file.sha256 === sha256);
    if (!asked) throw new AppError("not-found", "There is no such flow log that needs its format.");
    const files = (all ? unread : [asked]).map((file) => ({ ...file, flowFormat }));
    await appendAuditEntry(transaction, {
      ...{ actor, action: "evidence.format-given", caseId, subject: asked.name },
      detail: { sha256, flowFormat, files: files.length },
    });
    return openLoad(transaction, { caseId, files }, actor);
  });
}

async function listUnread(transaction: Transaction, caseId: string): Promise<(WorkFile & { sha256: string })[]> {
  const files = await transaction.evidenceFile.findMany({
    where: { caseId, kind: "unknown", reason: { startsWith: NEEDS_FORMAT } },
    orderBy: { id: "asc" },
    select: {
      ...{ sha256: true, size: true, referencePath: true },
      names: { select: { name: true, archive: true }, orderBy: { id: "asc" }, take: 1 },
    },
  });
  return files.map(({ sha256, size, names, referencePath }) => ({
    ...{ sha256, size: Number(size), name: names[0]?.name ?? sha256, archive: names[0]?.archive ?? "", unpack: false },
    path: evidencePath(env().dataDir, { sha256, referencePath }),
    reference: referencePath !== null,
  }));
}
