import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/lib/db/generated/client";
import { closePool, pool } from "@/lib/db/pool";

let shared: PrismaClient | null = null;

/** The process's Prisma client, over the same pool as everything else. */
export function prisma(): PrismaClient {
  shared ??= new PrismaClient({ adapter: new PrismaPg(pool()) });
  return shared;
}

/** What a verb writes through: the client inside one transaction. */
export type Transaction = Prisma.TransactionClient;
export type Json = Prisma.InputJsonObject;

/** Dropping a large case takes its time; what a person waits for is over long before. */
const TRANSACTION_TIMEOUT_MS = 600_000;

/** Runs `work` in one transaction through Prisma: committed when it returns, rolled back when it throws. */
export function inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return prisma().$transaction(work, { timeout: TRANSACTION_TIMEOUT_MS, maxWait: 30_000 });
}

/** Ends the client and the pool. */
export async function closeDatabase(): Promise<void> {
  const ending = shared;
  shared = null;
  await ending?.$disconnect();
  await closePool();
}
