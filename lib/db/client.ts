import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/lib/db/generated/client";
import { closePool, pool } from "@/lib/db/pool";

let shared: PrismaClient | null = null;

/** The process's Prisma client, over the same pool as everything else. */
export function prisma(): PrismaClient {
  shared ??= new PrismaClient({ adapter: new PrismaPg(pool()) });
  return shared;
}

/** Ends the client and the pool. */
export async function closeDatabase(): Promise<void> {
  const ending = shared;
  shared = null;
  await ending?.$disconnect();
  await closePool();
}
