import { askAws } from "@/lib/aws/aws-fault";
import type { SourceContext } from "@/lib/sources/source.types";

/** Asks AWS one thing where a source stands, by IAM's name of it. Throws AwsFault, or what the signal was aborted with. */
export function askIn({ accountId, region, signal }: Pick<SourceContext, "accountId" | "region" | "signal">) {
  return <T>(action: string, ask: () => Promise<T>): Promise<T> => askAws({ action, accountId, region, signal }, ask);
}
