import { checkCase } from "@/lib/auth/check-permission";
import { type Actor, OPERATOR } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { type OpenedLoad, openLoad } from "@/lib/cases/open-load";
import { readFlowFormat } from "@/lib/cases/read-flow-format";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { checkFreeDisk } from "@/lib/ingest/check-free-disk";
import { listFiles } from "@/lib/sources/list-files";

export interface StartedLoad extends OpenedLoad {
  /** What lies below the paths and is not read, with the reason. */
  skipped: { name: string; reason: string }[];
}

/**
 * Writes the work list of a load: every file below the paths. Nothing is read yet; `runLoad` or the worker does that. With
 * `reference` the files stay where they are, and no copy of them is made; `flowFormat` names the columns of flow logs without a header.
 * Throws AppError `invalid` (a path that is not there, nothing to load, a format that is none), `not-found` (case) or `no-space`.
 */
export async function startLoad(
  input: { caseId: string; paths: readonly string[]; reference?: boolean; flowFormat?: string | null },
  actor: Actor = OPERATOR,
): Promise<StartedLoad> {
  const { caseId, paths, reference = false } = input;
  await checkCase(actor, caseId, "evidence.add");
  const flowFormat = typeof input.flowFormat === "string" ? readFlowFormat(input.flowFormat) : null;
  const { files, skipped } = await listFiles(paths).catch((error: Error) => {
    throw new AppError("invalid", `Cannot read what was to be loaded: ${error.message}`, { cause: error });
  });
  if (files.length === 0) throw new AppError("invalid", "There is no file to load.");
  await checkFreeDisk(env().dataDir, files, { reference });
  const listed = files.map((file) => ({ ...file, reference, flowFormat }));
  const detail = { ...(reference ? { reference } : {}), ...(flowFormat === null ? {} : { flowFormat }) };
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add" });
    return { ...(await openLoad(transaction, { caseId, files: listed, detail }, actor)), skipped };
  });
}
