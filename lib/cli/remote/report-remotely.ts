import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { printable } from "@/lib/cli/progress-line";
import type { RemoteServer } from "@/lib/cli/remote/remote-server";
import { AppError } from "@/lib/core/app-error";

const POLL_MS = 500;

const Asked = z.object({ id: z.uuid() });
const Made = z.object({
  exports: z.array(z.object({ id: z.uuid(), state: z.string(), error: z.string().nullable() })),
});

/** Has a server make the report of a case, and writes it to a file. Throws AppError `unavailable` where it could not be made. */
export async function reportRemotely(
  server: RemoteServer,
  {
    caseId,
    out,
    ...asked
  }: { caseId: string; out: string; format: string; version: number | null; masked: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const { id } = await server.post(`/cases/${caseId}/exports`, asked, Asked);
  for (;;) {
    const { exports } = await server.get(`/cases/${caseId}/exports`, Made);
    const made = exports.find((one) => one.id === id);
    if (made === undefined || ["failed", "cancelled"].includes(made.state))
      throw new AppError("unavailable", `The server could not make it: ${printable(made?.error ?? "it is gone")}`);
    if (made.state === "done") break;
    await sleep(POLL_MS, undefined, { signal });
  }
  await server.take(`/cases/${caseId}/exports/file?id=${id}`, out);
}
