import { AwsFault } from "@/e2e/aws/aws-fault";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";

export interface FakeEvent {
  /** Epoch milliseconds. */
  timestamp: number;
  message: string;
  logStreamName: string;
}

export interface FakeGroup {
  events: FakeEvent[];
  creationTime?: number;
  storedBytes?: number;
  retentionInDays?: number;
  logGroupClass?: "STANDARD" | "INFREQUENT_ACCESS";
}

const MOST_EVENTS = 10_000;
/** What the source writes, and nothing else of the language. */
const QUERY =
  /^fields @timestamp, @message, @logStream, @log \| filter toMillis\(@timestamp\) >= (\d+) and toMillis\(@timestamp\) < (\d+)(?: \| filter ((?:@message like "[^"|]+"(?: or )?)+))? \| sort @timestamp asc \| limit (\d+)$/;

/** Log groups by name, read page by page and by Logs Insights, of whose language it knows what the source writes. */
export function serveLogs(aws: FakeAws, accountId = "111122223333"): Map<string, FakeGroup> {
  const groups = new Map<string, FakeGroup>();
  const queries = new Map<string, { group: string; found: FakeEvent[]; matched: number; looks: number }>();
  const arnOf = (name: string) => `arn:aws:logs:eu-central-1:${accountId}:log-group:${name}`;
  const find = (given = "") => {
    const name = given.replace(/^arn:aws:logs:[^:]*:\d+:log-group:/, "");
    const group = groups.get(name);
    if (!group) throw new AwsFault("ResourceNotFoundException", "The specified log group does not exist.");
    return { name, group };
  };

  aws.on("logs", "DescribeLogGroups", ({ input }) => ({
    logGroups: [...groups]
      .filter(
        ([name]) => input.logGroupIdentifiers?.includes(arnOf(name)) ?? name.startsWith(input.logGroupNamePrefix ?? ""),
      )
      .map(([logGroupName, { events: _events, ...rest }]) => ({
        logGroupName,
        logGroupArn: arnOf(logGroupName),
        ...rest,
      })),
  }));
  aws.on("logs", "FilterLogEvents", ({ input, page }) => {
    const { group } = find(input.logGroupIdentifier ?? input.logGroupName);
    if (group.logGroupClass === "INFREQUENT_ACCESS")
      throw new AwsFault("InvalidOperationException", "This operation is not supported for this log group class");
    const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER } = input;
    const inside = group.events.filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime);
    const { items, next } = page(inside, Math.min(input.limit ?? MOST_EVENTS, MOST_EVENTS), input.nextToken);
    const events = items.map((event, at) => ({
      ...event,
      ingestionTime: event.timestamp + 60_000,
      eventId: `${event.timestamp}${at}`,
    }));
    return { events, searchedLogStreams: [], nextToken: next };
  });
  aws.on("logs", "StartQuery", ({ input }) => {
    const [, from, to, terms = "", limit] = QUERY.exec(input.queryString ?? "") ?? [];
    if (from === undefined) throw new AwsFault("MalformedQueryException", `unexpected symbol in ${input.queryString}`);
    const { name, group } = find(input.logGroupIdentifiers?.[0]);
    const wanted = [...terms.matchAll(/"([^"]+)"/g)].map(([, term = ""]) => term);
    const matched = group.events.filter(
      ({ timestamp, message }) =>
        // The service takes whole seconds, and the filter cuts.
        timestamp >= (input.startTime ?? 0) * 1000 &&
        timestamp <= (input.endTime ?? 0) * 1000 &&
        timestamp >= Number(from) &&
        timestamp < Number(to) &&
        (wanted.length === 0 || wanted.some((term) => message.includes(term))),
    );
    const sorted = matched.toSorted((left, right) => left.timestamp - right.timestamp);
    const queryId = `query-${queries.size + 1}`;
    queries.set(queryId, { group: name, found: sorted.slice(0, Number(limit)), matched: matched.length, looks: 0 });
    return { queryId };
  });
  aws.on("logs", "GetQueryResults", ({ input }) => {
    const query = queries.get(input.queryId ?? "");
    if (!query) throw new AwsFault("ResourceNotFoundException", "The specified query does not exist.");
    query.looks += 1;
    // The first is still running at the first look, the others are quick.
    const done = query.looks > 1 || input.queryId !== "query-1";
    const fields = ({ timestamp, message, logStreamName }: FakeEvent) => [
      { field: "@timestamp", value: new Date(timestamp).toISOString().replace("T", " ").replace("Z", "") },
      { field: "@message", value: message },
      { field: "@logStream", value: logStreamName },
      { field: "@log", value: `${accountId}:${query.group}` },
      { field: "@ptr", value: "Cm" },
    ];
    return {
      queryLanguage: "CWLI" as const,
      status: done ? ("Complete" as const) : ("Running" as const),
      results: done ? query.found.map(fields) : [],
      statistics: { recordsMatched: query.matched, recordsScanned: query.matched, bytesScanned: query.matched * 100 },
    };
  });
  aws.on("logs", "StopQuery", () => ({ success: true }));
  return groups;
}
