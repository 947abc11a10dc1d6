import { askIn } from "@/lib/sources/ask-in";
import type { SourceContext } from "@/lib/sources/source.types";

/** The detectors of a region, of which an account has one, or none where GuardDuty is off. */
export async function listDetectors(context: SourceContext): Promise<string[]> {
  const { ListDetectorsCommand } = await import("@aws-sdk/client-guardduty");
  const client = await context.clients.of("guardduty");
  const { DetectorIds = [] } = await askIn(context)("guardduty:ListDetectors", () =>
    client.send(new ListDetectorsCommand({}), { abortSignal: context.signal }),
  );
  return DetectorIds;
}
