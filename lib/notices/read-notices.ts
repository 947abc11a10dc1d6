import { z } from "zod";
import type { Person } from "@/lib/auth/person";
import { prisma } from "@/lib/db/client";

export const ReadNotices = z.object({
  /** Of notices, which are bigints, as text; null: all. */
  ids: z
    .array(z.string().regex(/^\d{1,18}$/))
    .max(500)
    .nullable(),
});

/** Keeps that someone has read their notices; of others' nothing changes. What one has read is told in no trail. */
export async function readNotices(input: z.input<typeof ReadNotices>, person: Person): Promise<void> {
  const { ids } = ReadNotices.parse(input);
  const which = ids === null ? {} : { id: { in: ids.map(BigInt) } };
  await prisma().notice.updateMany({
    where: { userId: person.id, readAt: null, ...which },
    data: { readAt: new Date() },
  });
}
