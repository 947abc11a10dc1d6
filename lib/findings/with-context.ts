import { type Actor, actorOf } from "@/lib/auth/person";
import { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import type { SourceContext } from "@/lib/sources/source.types";

/** How long a person waits for a page of AWS's. */
const PATIENCE_MS = 25_000;

/** Does something with clients for one account and region, and lets go of them. */
export async function withContext<Value>(
  place: { connection: AwsConnection; accountId: string; region: string; signal?: AbortSignal },
  actor: Pick<Actor, "email">,
  work: (context: SourceContext) => Promise<Value>,
): Promise<Value> {
  const { connection, accountId, region, signal = AbortSignal.timeout(PATIENCE_MS) } = place;
  const clients = new AwsClients({ connection, accountId, region, askedBy: actorOf(actor) });
  try {
    return await work({ clients, accountId, region, signal });
  } finally {
    await clients.close();
  }
}
