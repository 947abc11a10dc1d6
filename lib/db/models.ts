/** A row as Prisma types it, for code that names one without using the client. */
export type { AwsConnection, Case } from "@/lib/db/generated/client";
