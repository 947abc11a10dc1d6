import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { connectionOf } from "@/lib/connections/connection-row";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";
import type { AwsConnection as Row } from "@/lib/db/models";

export async function getConnectionRow(id: string): Promise<Row> {
  const row = await prisma().awsConnection.findUnique({ where: { id } });
  if (row === null) throw new AppError("not-found", "This connection was removed.");
  return row;
}

/** A connection to ask AWS with. Throws AppError `not-found`. */
export async function getConnection(id: string): Promise<AwsConnection> {
  return connectionOf(await getConnectionRow(id));
}
