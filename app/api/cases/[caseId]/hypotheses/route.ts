import { caseRoute } from "@/app/_guard/guarded-route";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";

export const dynamic = "force-dynamic";

/** A case's hypotheses with what is cited, for whatever on a page can be cited. */
export const GET = caseRoute(
  async (_request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> =>
    Response.json(await readHypotheses((await params).caseId)),
);
