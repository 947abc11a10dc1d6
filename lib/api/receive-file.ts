import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Person } from "@/lib/auth/person";
import { beginUpload } from "@/lib/cases/begin-upload";
import { finishUpload, forgetUpload } from "@/lib/cases/own-upload";
import { AppError } from "@/lib/core/app-error";
import { removeUpload, uploadPath } from "@/lib/sources/upload-store";

/**
 * Writes a request's body to the uploads, under an id that it gives back. Throws AppError `invalid` where its length is not
 * said, or not what came, and what `beginUpload` does; nothing stays then.
 */
export async function receiveFile(
  request: Request,
  { caseId, name }: { caseId: string; name: string },
  person: Person,
): Promise<string> {
  const said = request.headers.get("content-length") ?? "";
  if (!/^\d{1,15}$/.test(said)) throw new AppError("invalid", "Say the length of the file: Content-Length.");
  const size = Number(said);
  const id = randomBytes(16).toString("hex");
  await beginUpload({ id, caseId, name, size }, person);
  try {
    const came = await writeBody(request, uploadPath(id), size);
    if (came !== size) throw new AppError("invalid", `The file has ${came} bytes, not ${size}.`);
    await finishUpload(id);
    return id;
  } catch (error) {
    await forgetUpload(id);
    await removeUpload(id);
    throw error;
  }
}

async function writeBody(request: Request, path: string, most: number): Promise<number> {
  let came = 0;
  const body = request.body ?? new Blob([]).stream();
  await pipeline(
    Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
    async function* counted(parts: AsyncIterable<Uint8Array>) {
      for await (const part of parts) {
        came += part.length;
        if (came > most) throw new AppError("invalid", "The file is longer than its Content-Length.");
        yield part;
      }
    },
    createWriteStream(path, { mode: 0o600, flags: "wx" }),
  );
  return came;
}
