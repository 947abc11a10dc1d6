import { PassThrough, Readable } from "node:stream";
import { caseRoute } from "@/app/_guard/guarded-route";
import { checkCase } from "@/lib/auth/check-permission";
import { exportCaseArchive } from "@/lib/transfer/export-case";
import { PackWriter } from "@/lib/transfer/pack-writer";

export const dynamic = "force-dynamic";

/** The whole case as a file, made as it is taken; one that breaks off has no manifest, and is taken by nobody. */
export const GET = caseRoute(async (request, { params }, person): Promise<Response> => {
  const { caseId } = await params;
  await checkCase(person, caseId, "case.export");
  const output = new PassThrough();
  const writer = new PackWriter(output);
  void exportCaseArchive({ caseId, signal: request.signal }, writer, person)
    .then(() => writer.finish())
    .catch((error: Error) => {
      output.destroy(error);
      void writer.abandon();
    });
  return new Response(Readable.toWeb(output) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/x-tar",
      "content-disposition": `attachment; filename="threadline-case-${caseId.slice(0, 8)}.tar"`,
    },
  });
});
