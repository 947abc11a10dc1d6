import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/** One change of connections at a time: no two take the same name. Throws AppError `conflict` for a name that is taken. */
export async function lockName(transaction: Transaction, name: string, ownId: string | null): Promise<void> {
  await transaction.$executeRaw`LOCK TABLE aws_connections IN SHARE ROW EXCLUSIVE MODE`;
  const taken = await transaction.awsConnection.findUnique({ where: { name }, select: { id: true } });
  if (taken !== null && taken.id !== ownId) throw new AppError("conflict", `There is a connection “${name}” already.`);
}
