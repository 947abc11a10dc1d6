import { z } from "zod";
import { AwsFault } from "@/lib/aws/aws-fault";
import { answerOf } from "@/lib/sources/answer-of";
import type { GroupRequest } from "@/lib/sources/cloudwatch-logs/group-request";
import type { AskLogs } from "@/lib/sources/cloudwatch-logs/log-client";
import type { Fetched, StepCursor } from "@/lib/sources/source.types";

const Cursor = z.object({ fromMs: z.number(), token: z.string().nullable() });

/** A token is good for a day: what is read at a stretch is short, so that little is asked for again. */
const SLICE_MS = 3_600_000;

/**
 * All events of a group in a window (epoch ms, `toMs` outside), an hour at a time and page by page. A page may be empty with
 * more behind it. Throws AwsFault. Source: CloudWatch Logs API reference, FilterLogEvents (both ends are inside, 10,000 events
 * or 1 MB a page).
 */
export async function* filterEvents(
  { group }: GroupRequest,
  { fromMs, toMs, cursor, ask }: { fromMs: number; toMs: number; cursor: StepCursor | null; ask: AskLogs },
): AsyncGenerator<Fetched> {
  let at = cursor === null ? { fromMs, token: null } : Cursor.parse(cursor);
  while (at.fromMs < toMs) {
    const end = Math.min(at.fromMs + SLICE_MS, toMs);
    const input = {
      // An identifier may be a name, too; not every endpoint other than AWS's own knows that.
      ...(group.startsWith("arn:") ? { logGroupIdentifier: group } : { logGroupName: group }),
      ...{ startTime: at.fromMs, endTime: end - 1 },
      ...(at.token === null ? {} : { nextToken: at.token }),
    };
    const answer = await page(ask, input);
    // A token that is too old: the hour is read anew, and what it gives twice counts once.
    if (answer === null && at.token === null)
      throw new AwsFault("refused", "InvalidParameterException", `The log group ${group} cannot be read.`);
    const token = answer?.nextToken ?? null;
    at = answer === null ? { ...at, token: null } : token === null ? { fromMs: end, token } : { ...at, token };
    const records = answer?.events?.length ?? 0;
    // An empty page says nothing of a log.
    if (answer !== null && records > 0)
      yield {
        ...{ kind: "answer", service: "logs", operation: "FilterLogEvents", records },
        input,
        answer: answerOf(answer),
        cursor: at,
      };
  }
}

/** Null where the token is not taken any more. */
function page(
  ask: AskLogs,
  input: { logGroupIdentifier?: string; logGroupName?: string; startTime: number; endTime: number; nextToken?: string },
) {
  return ask("logs:FilterLogEvents", (client, { FilterLogEventsCommand }, options) =>
    client.send(new FilterLogEventsCommand(input), options),
  ).catch((error: unknown) => {
    if (input.nextToken !== undefined && error instanceof AwsFault && error.code === "InvalidParameterException")
      return null;
    throw error;
  });
}
