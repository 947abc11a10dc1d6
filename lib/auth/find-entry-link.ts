import { sha256Of } from "@/lib/auth/entry-link";
import { prisma } from "@/lib/db/client";

/** What a link is for, before it is used; null for one that is used, old or made up. */
export async function findEntryLink(token: string): Promise<{ kind: "invitation" | "reset"; email: string } | null> {
  const link = await prisma().entryLink.findUnique({ where: { sha256: sha256Of(token) } });
  if (!link || link.expiresAt < new Date()) return null;
  return { kind: link.kind === "reset" ? "reset" : "invitation", email: link.email };
}
