import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { printable } from "@/lib/cli/progress-line";
import type { RemoteServer } from "@/lib/cli/remote/remote-server";
import { AppError } from "@/lib/core/app-error";
import { listFiles } from "@/lib/sources/list-files";

const POLL_MS = 500;
const TELL_MS = 10_000;
/** So many ids fit well into the body of one request. */
const MOST_A_LOAD = 20_000;

const Sent = z.object({ uploadId: z.string() });
const Begun = z.object({ loadId: z.number() });
const Load = z.object({
  state: z.enum(["queued", "loading", "sealing", "done", "failed", "cancelled"]),
  ...{ filesTotal: z.number(), filesDone: z.number(), recordsDone: z.number(), detected: z.boolean() },
  failed: z.array(z.object({ name: z.string(), reason: z.string() })),
  error: z.string().nullable(),
});

export interface RemoteLoad {
  files: number;
  records: number;
  failed: { name: string; reason: string }[];
  skipped: { name: string; reason: string }[];
}

/**
 * Sends every file below the paths to a case of a server, has them loaded as one, and waits until they are and the detectors
 * have run. Throws AppError `unavailable` where the load did not end well.
 */
export async function loadRemotely(
  server: RemoteServer,
  { caseId, paths }: { caseId: string; paths: readonly string[] },
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<RemoteLoad> {
  const { files, skipped } = await listFiles(paths);
  const told: RemoteLoad = { files: files.length, records: 0, failed: [], skipped };
  const tell = sparsely(say);
  for (let at = 0; at < files.length; at += MOST_A_LOAD) {
    const uploadIds: string[] = [];
    for (const { path, name } of files.slice(at, at + MOST_A_LOAD)) {
      signal.throwIfAborted();
      const query = new URLSearchParams({ name });
      uploadIds.push((await server.send(`/cases/${caseId}/uploads?${query}`, path, Sent)).uploadId);
      tell(`${at + uploadIds.length} of ${files.length} files sent`);
    }
    const { loadId } = await server.post(`/cases/${caseId}/loads`, { uploadIds }, Begun);
    const load = await untilLoaded(server, `/cases/${caseId}/load?loadId=${loadId}`, { signal, tell });
    told.records += load.recordsDone;
    told.failed.push(...load.failed);
  }
  return told;
}

async function untilLoaded(
  server: RemoteServer,
  path: string,
  { signal, tell }: { signal: AbortSignal; tell: (line: string) => void },
): Promise<z.output<typeof Load>> {
  for (;;) {
    const load = await server.get(path, Load);
    if (load.state === "failed" || load.state === "cancelled")
      throw new AppError("unavailable", `The server did not load all of it: ${printable(load.error ?? load.state)}`);
    if (load.state === "done" && load.detected) return load;
    tell(`${load.filesDone} of ${load.filesTotal} files loaded, ${load.recordsDone} records`);
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** A line now and then: nobody reads them all. */
function sparsely(say: (line: string) => void): (line: string) => void {
  let saidAt = performance.now();
  return (line) => {
    if (performance.now() - saidAt < TELL_MS) return;
    saidAt = performance.now();
    say(line);
  };
}
