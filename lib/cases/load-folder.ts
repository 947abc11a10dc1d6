import { realpath } from "node:fs/promises";
import { sep } from "node:path";
import { z } from "zod";
import { checkCase } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { type StartedLoad, startLoad } from "@/lib/cases/start-load";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { env } from "@/lib/env";

export const ServerFolder = z.object({
  caseId: z.uuid("There is no such case."),
  path: PersonText.trim().min(1, "Name a folder.").max(4000),
  /** The files stay where they are: no copy is kept. */
  reference: z.boolean().default(false),
});

/**
 * Starts a load of a folder, or a file, of the server: at or below one of THREADLINE_EVIDENCE_ROOTS, once every link on
 * the way is followed. Throws AppError `forbidden` for any other, in the same words whether it exists or not.
 */
export async function loadFolder(input: z.input<typeof ServerFolder>, actor: Actor): Promise<StartedLoad> {
  const { caseId, path, reference } = ServerFolder.parse(input);
  await checkCase(actor, caseId, "evidence.add");
  const asked = await realpath(path).catch(() => null);
  const roots = await Promise.all(env().evidenceRoots.map((root) => realpath(root).catch(() => null)));
  const allowed = asked !== null && roots.some((root) => root !== null && isWithin(asked, root));
  if (!allowed) throw new AppError("forbidden", "This is no folder that may be loaded from.");
  return startLoad({ caseId, paths: [asked], reference }, actor);
}

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}
