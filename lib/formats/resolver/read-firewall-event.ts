import { isInstanceId } from "@/lib/core/instance-id";
import { isObject, type JsonObject, listAt, objectAt, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { ResolverQueryReader } from "@/lib/formats/resolver/read-query";

/** Under this name a query's detail says that it was told of by an event, which the log may tell of too. */
const REPORTED_BY = { reported_by: "EventBridge" };

/** Members that the log has under names of its own; the others keep theirs, with `_` for `-`. */
const NAMES = new Map([
  ["src-addr", "srcaddr"],
  ["src-port", "srcport"],
  ["last-observed-at", "query_timestamp"],
]);

function sourceIds(detail: JsonObject): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const resource of listAt(detail, "resources")) {
    const instance = textAt(objectAt(resource, "instance-details"), "id");
    const endpoint = textAt(objectAt(resource, "resolver-endpoint-details"), "id");
    if (instance !== null && isInstanceId(instance)) ids.instance ??= instance;
    if (endpoint !== null) ids.resolver_endpoint ??= endpoint;
  }
  return ids;
}

/** The query that an event tells of, in the names of the query log. */
function queryOf(event: JsonObject): JsonObject {
  const detail = isObject(event.detail) ? event.detail : event;
  const query: JsonObject = { ...REPORTED_BY, srcids: sourceIds(detail) };
  const about = { account_id: event.account, region: event.region, query_timestamp: event.time };
  for (const [name, value] of Object.entries(about)) if (typeof value === "string") query[name] = value;
  for (const [name, value] of Object.entries(detail)) {
    if (name !== "resources") query[NAMES.get(name) ?? name.replaceAll("-", "_")] = value;
  }
  return query;
}

/**
 * Reads events of Route 53 Resolver DNS Firewall ("DNS Firewall Block", "DNS Firewall Alert") as EventBridge delivers them,
 * or their `detail` alone. Source: Route 53 Developer Guide, "Resolver DNS Firewall events".
 */
export class FirewallEventReader implements ObjectReader {
  readonly #queries: ResolverQueryReader;

  constructor(sink: LogSink) {
    this.#queries = new ResolverQueryReader(sink);
  }

  object(event: JsonObject, text: string): void {
    this.#queries.object(queryOf(event), text);
  }
}
