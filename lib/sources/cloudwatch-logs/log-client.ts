import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { askAws } from "@/lib/aws/aws-fault";
import type { SourceContext } from "@/lib/sources/source.types";

/** Loaded with the first log group that is asked. */
const sdk = () => import("@aws-sdk/client-cloudwatch-logs");
type LogsSdk = Awaited<ReturnType<typeof sdk>>;

/** Asks CloudWatch Logs about one group. */
export type AskLogs = <T>(
  action: string,
  ask: (client: CloudWatchLogsClient, sdk: LogsSdk, options: { abortSignal: AbortSignal }) => Promise<T>,
) => Promise<T>;

/** A way to ask about a group in an account and region. What it throws is an AwsFault, or what the signal was aborted with. */
export function logClient({ clients, accountId, region, signal }: SourceContext, group: string): AskLogs {
  return (action, ask) =>
    askAws({ action, accountId, region, about: `log group ${group}`, signal }, async () =>
      ask(await clients.of("cloudwatch-logs"), await sdk(), { abortSignal: signal }),
    );
}
