import { Readable } from "node:stream";
import { caseRoute } from "@/app/_guard/guarded-route";
import { openExport } from "@/lib/exports/jobs/open-export";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ caseId: string; exportId: string }>;
}

/** The file that a job made; the trail tells who took it. */
export const GET = caseRoute(async (_, { params }: Context, person): Promise<Response> => {
  const { caseId, exportId } = await params;
  const { file, name, type, size } = await openExport(caseId, exportId, person);
  return new Response(Readable.toWeb(file.createReadStream()) as ReadableStream, {
    headers: {
      "content-type": type,
      "content-length": String(size),
      "content-disposition": `attachment; filename="${name}"`,
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
