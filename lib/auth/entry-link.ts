import { createHash, randomBytes } from "node:crypto";
import { NOBODY } from "@/lib/audit/append-entry";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import type { Transaction } from "@/lib/db/client";
import { env } from "@/lib/env";

/** What a link carries; only its SHA-256 is kept. */
export const EntryToken = PersonText.trim().min(1, "The link is not whole.").max(200);

const HOUR_MS = 3_600_000;
export const INVITATION_HOURS = 7 * 24;
export const RESET_HOURS = 24;

interface NewLink {
  kind: "invitation" | "reset";
  email: string;
  role?: string;
  userId?: string;
  actor: string;
}

/** Makes a link, in place of earlier ones of its kind for the same address. It is told once: nobody can read it again. */
export async function makeEntryLink(transaction: Transaction, link: NewLink): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const hours = link.kind === "invitation" ? INVITATION_HOURS : RESET_HOURS;
  // Whoever asks for someone's link by mail takes none away that an owner made.
  const replaced = link.actor === NOBODY ? { actor: NOBODY } : {};
  await transaction.entryLink.deleteMany({ where: { kind: link.kind, email: link.email, ...replaced } });
  await transaction.entryLink.create({
    data: { ...link, sha256: sha256Of(token), expiresAt: new Date(Date.now() + hours * HOUR_MS) },
    select: { id: true },
  });
  return `${env().baseUrl.replace(/\/$/, "")}/join?token=${token}`;
}

/** Takes a link out of use and tells what it was for. Throws AppError `forbidden` for one that is used, old or made up. */
export async function takeEntryLink(transaction: Transaction, token: string, kind: NewLink["kind"]) {
  const where = { sha256: sha256Of(token), kind };
  const link = await transaction.entryLink.findUnique({ where });
  const { count } = await transaction.entryLink.deleteMany({ where });
  if (!link || count === 0 || link.expiresAt < new Date()) {
    throw new AppError("forbidden", "This link was used already, or is too old. Ask for a new one.");
  }
  return link;
}

export function sha256Of(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
