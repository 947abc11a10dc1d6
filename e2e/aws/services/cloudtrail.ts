import type { FakeAws, Handler } from "@/e2e/aws/fake-aws.types";

/** An event as a trail delivers it, as far as LookupEvents looks at it. */
export interface TrailEvent {
  eventID: string;
  eventTime: string;
  eventName: string;
  eventSource: string;
  awsRegion: string;
  eventCategory?: string;
  readOnly?: boolean;
  recipientAccountId?: string;
  userIdentity?: { accessKeyId?: string; userName?: string; principalId?: string };
  requestParameters?: unknown;
  responseElements?: unknown;
}

const MOST = 50;

/** What LookupEvents calls the user: of a role session its name. */
function userName({ userIdentity = {} }: TrailEvent): string | undefined {
  return userIdentity.userName ?? userIdentity.principalId?.split(":")[1];
}

const LOOKS: Record<string, (event: TrailEvent, value: string) => boolean> = {
  EventName: (event, value) => event.eventName === value,
  Username: (event, value) => userName(event) === value,
  AccessKeyId: (event, value) => event.userIdentity?.accessKeyId === value,
  ResourceName: ({ requestParameters, responseElements }, value) =>
    JSON.stringify([requestParameters, responseElements]).includes(JSON.stringify(value)),
};

/** Answers LookupEvents from events, as lookUps does. */
export function serveCloudTrail(aws: FakeAws, events: readonly TrailEvent[]): void {
  aws.on("cloudtrail", "LookupEvents", lookUps(events));
}

/** LookupEvents over events: management events of the account and region that is asked, newest first, a page of 50 at most. */
export function lookUps(events: readonly TrailEvent[]): Handler<"cloudtrail", "LookupEvents"> {
  const kept = events
    .filter(({ eventCategory = "Management" }) => eventCategory === "Management")
    .sort((a, b) => (a.eventTime < b.eventTime ? 1 : a.eventTime > b.eventTime ? -1 : 0));
  return ({ accountId, region, input, page }) => {
    const [from, to] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? Number.POSITIVE_INFINITY];
    const found = kept.filter((event) => {
      const at = Date.parse(event.eventTime);
      const isThere = event.awsRegion === region && (event.recipientAccountId ?? accountId) === accountId;
      return (
        isThere &&
        at >= from &&
        at <= to &&
        (input.LookupAttributes ?? []).every((look) =>
          LOOKS[look.AttributeKey ?? ""]?.(event, look.AttributeValue ?? ""),
        )
      );
    });
    const { items, next } = page(found, Math.min(input.MaxResults ?? MOST, MOST), input.NextToken);
    return {
      ...(next === undefined ? {} : { NextToken: next }),
      Events: items.map((event) => ({
        EventId: event.eventID,
        EventName: event.eventName,
        EventSource: event.eventSource,
        EventTime: new Date(event.eventTime),
        ReadOnly: String(event.readOnly ?? false),
        Username: userName(event),
        ...(event.userIdentity?.accessKeyId === undefined ? {} : { AccessKeyId: event.userIdentity.accessKeyId }),
        Resources: [],
        CloudTrailEvent: JSON.stringify(event),
      })),
    };
  };
}
