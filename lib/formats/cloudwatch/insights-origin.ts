import { parseInstant } from "@/lib/core/instant";
import { streamInterface } from "@/lib/formats/cloudwatch/stream-name";
import type { LineOrigin } from "@/lib/formats/line-log-reader";

/**
 * What CloudWatch's own fields say of a row of Logs Insights: `@timestamp`, such as `2026-01-01 00:00:00.000` (UTC,
 * without saying so), and `@logStream`.
 */
export function insightsOrigin(field: (name: string) => string | undefined): LineOrigin {
  return {
    eventMs: parseInstant(field("@timestamp")?.trim() ?? ""),
    streamInterfaceId: streamInterface(field("@logStream") ?? ""),
  };
}
