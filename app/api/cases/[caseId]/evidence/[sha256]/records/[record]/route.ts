import { caseRoute } from "@/app/_guard/guarded-route";
import { getCase } from "@/lib/cases/get-case";
import { AppError } from "@/lib/core/app-error";
import { findEvidenceFile } from "@/lib/timeline/evidence/find-evidence-file";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ caseId: string; sha256: string; record: string }>;
}

/** One record of a file, as it stands there. */
export const GET = caseRoute(async (request, { params }: Context): Promise<Response> => {
  const { caseId, sha256, record } = await params;
  if (!/^\d{1,9}$/.test(record)) throw new AppError("not-found", "The evidence has no such record.");
  const { id } = await getCase(caseId);
  const fileId = await findEvidenceFile(id, sha256);
  return Response.json(await readRawRecord(id, { fileId, record: Number(record) }, { signal: request.signal }));
});
