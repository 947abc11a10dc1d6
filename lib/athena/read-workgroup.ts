import type { AthenaClient } from "@aws-sdk/client-athena";
import { AwsFault } from "@/lib/aws/aws-fault";

/** What a workgroup says of the queries that run in it. */
export interface Workgroup {
  /** A query that scans more is ended by Athena; null: the workgroup has no such limit. */
  mostBytes: number | null;
  /** Where results go, ending with a slash; null: the workgroup names no place. */
  location: string | null;
  /** Its place counts whatever a query names. */
  isEnforced: boolean;
}

/** Asks for a workgroup. Throws what Athena answers, and AwsFault for one that takes no queries. */
export async function readWorkgroup(client: AthenaClient, name: string, signal: AbortSignal): Promise<Workgroup> {
  const { GetWorkGroupCommand } = await import("@aws-sdk/client-athena");
  const { WorkGroup: group } = await client.send(new GetWorkGroupCommand({ WorkGroup: name }), { abortSignal: signal });
  if (group?.State === "DISABLED") throw new AwsFault("refused", "Disabled", `The workgroup ${name} is switched off.`);
  const {
    BytesScannedCutoffPerQuery: most,
    EnforceWorkGroupConfiguration: enforced,
    ResultConfiguration,
  } = group?.Configuration ?? {};
  const location = ResultConfiguration?.OutputLocation || null;
  return {
    mostBytes: most ?? null,
    location: location === null || location.endsWith("/") ? location : `${location}/`,
    isEnforced: enforced === true && location !== null,
  };
}
