import { caseRoute } from "@/app/_guard/guarded-route";
import { getCase } from "@/lib/cases/get-case";
import { findEvidenceFile } from "@/lib/timeline/evidence/find-evidence-file";
import { listRejections, RejectionSearch } from "@/lib/timeline/evidence/list-rejections";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ caseId: string; sha256: string }>;
}

/** What of a file could not be read. */
export const GET = caseRoute(async (request, { params }: Context) => {
  const { caseId, sha256 } = await params;
  const { id } = await getCase(caseId);
  const { after } = RejectionSearch.parse(Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await listRejections(await findEvidenceFile(id, sha256), after));
});
