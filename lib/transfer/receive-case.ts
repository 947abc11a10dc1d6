import { rm } from "node:fs/promises";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { env } from "@/lib/env";
import { incomingPath, writeHashed } from "@/lib/ingest/incoming";
import { importCaseArchive } from "@/lib/transfer/import-case";

/** Brings a case in whose archive comes as a stream. Throws what `importCaseArchive` does, and AppError `invalid` for one that is too large. */
export async function receiveCase(
  chunks: AsyncIterable<Uint8Array>,
  actor: Actor,
  signal?: AbortSignal,
): ReturnType<typeof importCaseArchive> {
  checkInstallation(actor, "case.open");
  const path = await incomingPath(env().dataDir);
  try {
    await writeHashed(path, limited(chunks), signal);
    return await importCaseArchive({ path, signal }, actor);
  } finally {
    await rm(path, { force: true });
  }
}

async function* limited(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const most = env().maxUploadBytes;
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most)
      throw new AppError("invalid", `This file is larger than ${most / 1e9} GB, the most that is taken.`);
    yield chunk;
  }
}
