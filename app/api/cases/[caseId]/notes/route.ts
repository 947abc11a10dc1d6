import { caseRoute } from "@/app/_guard/guarded-route";
import { AppError } from "@/lib/core/app-error";
import { readSubjectKey } from "@/lib/core/read-subject-key";
import { readNotes } from "@/lib/timeline/annotations/read-notes";

export const dynamic = "force-dynamic";

/** What people said of one thing, by its key. */
export const GET = caseRoute(
  async (request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
    const key = new URL(request.url).searchParams.get("of") ?? "";
    if (readSubjectKey(key) === null) throw new AppError("invalid", "That names nothing that can be commented on.");
    return Response.json(await readNotes((await params).caseId, key));
  },
);
