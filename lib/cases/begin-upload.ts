import { statfs } from "node:fs/promises";
import { z } from "zod";
import { checkCase } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";
import { env } from "@/lib/env";
import { uploadFolder } from "@/lib/sources/upload-store";

const RESERVE_BYTES = 256 * 1024 * 1024;

export const NewUpload = z.object({
  id: z.string(),
  caseId: z.uuid("The case of the upload is missing."),
  /** The path below what was dropped, as people see it. */
  name: z
    .string()
    .min(1, "The file has no name.")
    .max(1000, "The file's name is too long: 1,000 characters at most.")
    .transform((name) => name.replace(/[\p{Cc}\p{Cs}]/gu, "�")),
  size: z.number().int().min(0),
});

/**
 * Takes note of an upload before its first byte is written. It changes no case yet: `loadUploads` does. Throws AppError
 * `not-found` or `forbidden` (case), `invalid` (name, size) or `no-space`.
 */
export async function beginUpload(input: z.input<typeof NewUpload>, person: Person): Promise<void> {
  const { id, caseId, name, size } = NewUpload.parse(input);
  await checkCase(person, caseId, "evidence.add");
  if (size > env().maxUploadBytes) {
    throw new AppError("invalid", `This file is larger than ${env().maxUploadBytes / 1e9} GB, the most that is taken.`);
  }
  const { bavail, bsize } = await statfs(uploadFolder());
  if (bavail * bsize < size + RESERVE_BYTES) {
    throw new AppError("no-space", "The server's disk has no room for this file.");
  }
  await prisma().upload.create({ data: { id, caseId, userId: person.id, name, size }, select: { id: true } });
}
