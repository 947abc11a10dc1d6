import { z } from "zod";
import type { AwsClients } from "@/lib/aws/aws-clients";
import { AwsFault, askAws } from "@/lib/aws/aws-fault";
import { issuedKeys } from "@/lib/sources/cloudtrail/issued-keys";
import { LookupRequest, lookupRegions, lookupStep, lookupsOf } from "@/lib/sources/cloudtrail/lookup-request";
import type { Fetched, PlannedStep, Source, SourceContext, StepCursor } from "@/lib/sources/source.types";

const PAGE = 50;
const DAY_MS = 24 * 60 * 60 * 1000;
/** LookupEvents knows no event that is older. Source: CloudTrail API reference, LookupEvents. */
const KEPT_DAYS = 90;

/** What stands in the coverage wherever calls were looked up. */
const LOOKED_UP =
  "fetched by LookupEvents: management calls of the sessions, keys, names and resources that were asked for, and no other calls";

const Cursor = z.object({
  /** Where the slice of time ends that is being read. */
  toMs: z.number(),
  nextToken: z.string().nullable(),
  /** The oldest event that came; they come newest first. */
  oldestMs: z.number().nullable(),
});

/**
 * Looks up management events by who called, with which key, what, or upon what, in each region of a connection, and follows
 * the keys that the events gave away, to any depth. Source: CloudTrail API reference, LookupEvents: the last 90 days, newest
 * first, 50 a page, two calls a second in each account and region (lib/fetch/fetch-meter.ts keeps that).
 */
export const cloudTrail: Source = {
  name: "cloudtrail",
  actions: ["cloudtrail:LookupEvents"],
  // One after the other: they share two calls a second.
  atOnce: 1,
  async plan(question, { clients, accountId, region }) {
    const { connection } = clients.input;
    // Beside the first region those that nobody would plan.
    const others = lookupRegions(connection).filter((one) => !connection.regions.includes(one));
    const places = [region, ...(region === connection.regions[0] ? others : [])];
    return places.flatMap((place) =>
      lookupsOf(question).map((request) => lookupStep(request, { accountId, region: place })),
    );
  },
  run: lookUp,
};

async function* lookUp(
  step: PlannedStep,
  cursor: StepCursor | null,
  { clients, accountId, region, signal }: SourceContext,
): AsyncGenerator<Fetched> {
  const request = LookupRequest.parse(step.request);
  const client = await clients.of("cloudtrail");
  const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
  const oldestMs = Date.now() - KEPT_DAYS * DAY_MS;
  if (request.fromMs < oldestMs && cursor === null) {
    const message = `LookupEvents has the last ${KEPT_DAYS} days only: what is older stands in the trail's own files, where there is a trail.`;
    yield {
      kind: "gap",
      code: "older-than-kept",
      message,
      fromMs: request.fromMs,
      toMs: Math.min(oldestMs, request.toMs),
    };
  }
  if (cursor === null)
    yield { kind: "gap", code: "looked-up", message: LOOKED_UP, fromMs: request.fromMs, toMs: request.toMs };
  let at = cursor === null ? { toMs: request.toMs, nextToken: null, oldestMs: null } : Cursor.parse(cursor);
  for (let isMore = true; isMore; ) {
    const input = {
      LookupAttributes: [{ AttributeKey: request.attribute, AttributeValue: request.value }],
      StartTime: new Date(request.fromMs),
      EndTime: new Date(at.toMs),
      MaxResults: PAGE,
      ...(at.nextToken === null ? {} : { NextToken: at.nextToken }),
    };
    const answer = await askAws({ action: "cloudtrail:LookupEvents", accountId, region, signal }, () =>
      client.send(new LookupEventsCommand(input), { abortSignal: signal }),
    ).catch((error: unknown) => {
      if (at.nextToken === null || !(error instanceof AwsFault) || error.code !== "InvalidNextTokenException")
        throw error;
      return null;
    });
    if (answer === null) {
      // The token is too old: what is left is a slice of its own, up to the last event that came.
      at = { ...at, toMs: at.oldestMs ?? at.toMs, nextToken: null };
      continue;
    }
    const events = answer.Events ?? [];
    const times = events.flatMap(({ EventTime: time }) => (time === undefined ? [] : [time.getTime()]));
    const oldest = Math.min(...times, at.oldestMs ?? Number.POSITIVE_INFINITY);
    at = { ...at, nextToken: answer.NextToken ?? null, oldestMs: Number.isFinite(oldest) ? oldest : null };
    isMore = at.nextToken !== null;
    if (request.follow) yield { kind: "more", steps: followUps(request, issuedKeys(events), clients) };
    yield {
      ...{ kind: "answer", service: "cloudtrail", operation: "LookupEvents", input, answer: { ...answer } },
      records: events.length,
      cursor: isMore ? at : null,
    };
  }
}

/** A key may be used in any account and region of the connection. */
function followUps(
  { fromMs, toMs }: LookupRequest,
  keys: readonly string[],
  { input: { connection } }: AwsClients,
): PlannedStep[] {
  const places = connection.accounts.flatMap(({ accountId }) =>
    lookupRegions(connection).map((region) => ({ accountId, region })),
  );
  return keys.flatMap((value) =>
    places.map((place) => lookupStep({ attribute: "AccessKeyId", value, follow: true, fromMs, toMs }, place)),
  );
}
