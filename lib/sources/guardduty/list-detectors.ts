import type { AwsClients } from "@/lib/aws/aws-clients";

/** The detectors of a region, of which an account has one, or none where GuardDuty is off. */
export async function listDetectors(clients: AwsClients, abortSignal: AbortSignal): Promise<string[]> {
  const { ListDetectorsCommand } = await import("@aws-sdk/client-guardduty");
  const client = await clients.of("guardduty");
  const { DetectorIds = [] } = await client.send(new ListDetectorsCommand({}), { abortSignal });
  return DetectorIds;
}
