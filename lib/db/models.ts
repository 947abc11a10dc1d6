/** Rows as Prisma types them, for code that names a row without using the client. */
export type { Case, EvidenceFile, Indicator, Load } from "@/lib/db/generated/client";
