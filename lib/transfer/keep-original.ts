import { open, rm } from "node:fs/promises";
import { env } from "@/lib/env";
import { incomingPath, writeHashed } from "@/lib/ingest/incoming";
import { settleOriginal, syncFolder } from "@/lib/ingest/settle-original";
import { refused } from "@/lib/transfer/read-pack";

/** Puts an original of a tar into the store, where its bytes are those of its hash; else throws AppError `invalid`. Gives its size. */
export async function keepOriginal(
  sha256: string,
  chunks: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<number> {
  const { dataDir } = env();
  const temporary = await incomingPath(dataDir);
  try {
    const written = await writeHashed(temporary, chunks, signal);
    if (written.sha256 !== sha256) throw refused(`the original ${sha256} in it has other bytes than its name says`);
    const handle = await open(temporary, "r");
    await handle.sync().finally(() => handle.close());
    const { folder } = await settleOriginal(dataDir, { path: temporary, ...written }, signal);
    if (folder !== null) await syncFolder(folder);
    return written.size;
  } finally {
    await rm(temporary, { force: true });
  }
}
