import { hash } from "node:crypto";
import { canonicalAddress } from "@/lib/core/address";
import { isInstanceId } from "@/lib/core/instance-id";
import { parseInstant } from "@/lib/core/instant";
import type { DnsAnswer, DnsAsker, DnsQueryRecord } from "@/lib/core/records";
import { Interner, joinedKey } from "@/lib/formats/intern";
import { isObject, type JsonObject, listAt, sortedJson, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { refusal } from "@/lib/formats/refusal";

const KNOWN = new Set([
  "version",
  "account_id",
  "region",
  "vpc_id",
  "query_timestamp",
  "query_name",
  "query_type",
  "query_class",
  "rcode",
  "answers",
  "srcaddr",
  "srcport",
  "transport",
  "srcids",
]);

/** A name as names are compared: lower case, without the trailing dot. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function answersOf(query: JsonObject): DnsAnswer[] {
  return listAt(query, "answers").map((answer) => ({
    type: textAt(answer, "Type") ?? "",
    data: textAt(answer, "Rdata") ?? textAt(answer, "Address") ?? "",
  }));
}

/** Only A and AAAA answers resolve. */
function resolvedIps(answers: DnsAnswer[]): string[] {
  const ips: string[] = [];
  for (const { type, data } of answers) {
    const ip = type === "A" || type === "AAAA" ? canonicalAddress(data) : null;
    if (ip !== null) ips.push(ip);
  }
  return ips.length < 2 ? ips : [...new Set(ips)];
}

/** `srcids` is an object, or in the beta format a list of texts. */
function sourceIds(query: JsonObject): { instanceId: string | null; resolverEndpoint: string | null } {
  const { srcids } = query;
  const texts = Array.isArray(srcids) ? srcids : isObject(srcids) ? Object.values(srcids) : [];
  const ids = texts.filter((id) => typeof id === "string");
  return {
    instanceId: ids.find(isInstanceId) ?? null,
    resolverEndpoint: ids.find((id) => id.startsWith("rslvr-")) ?? null,
  };
}

function portOf(said: unknown): number | null {
  const text = typeof said === "number" ? String(said) : said;
  const port = typeof text === "string" && /^\d{1,5}$/.test(text) ? Number(text) : null;
  return port !== null && port <= 65_535 ? port : null;
}

function detailOf(query: JsonObject): Record<string, unknown> | null {
  const rest = Object.keys(query).filter((name) => !KNOWN.has(name));
  return rest.length === 0 ? null : Object.fromEntries(rest.map((name) => [name, query[name]]));
}

/**
 * Reads Route 53 Resolver query logs: one JSON object a query, its keys in any order.
 * Source: Route 53 Developer Guide, "Values that appear in Resolver query logs".
 */
export class ResolverQueryReader implements ObjectReader {
  readonly #sink: LogSink;
  readonly #askers = new Interner<DnsAsker>();

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(query: JsonObject, text: string): void {
    const reason = this.#read(query);
    if (reason !== null) this.#sink.reject(reason, text);
  }

  #read(query: JsonObject): string | null {
    const time = textAt(query, "query_timestamp");
    const atMs = time === null ? null : parseInstant(time);
    if (time === null) return "query_timestamp is missing";
    if (atMs === null) return refusal("query_timestamp", time, "a time");
    const name = textAt(query, "query_name");
    if (name === null) return "query_name is missing";
    const answers = answersOf(query);
    const record: DnsQueryRecord = {
      kind: "dns",
      record: this.#sink.accept(),
      asker: this.#asker(query),
      atMs,
      name: plainName(name),
      type: String(query.query_type ?? ""),
      class: textAt(query, "query_class"),
      rcode: textAt(query, "rcode") ?? "",
      answers,
      resolvedIps: resolvedIps(answers),
      sourcePort: portOf(query.srcport),
      transport: textAt(query, "transport"),
      detail: detailOf(query),
      recordHash: hash("sha256", sortedJson(query), "hex").slice(0, 32),
    };
    this.#sink.query(record);
    return null;
  }

  #asker(query: JsonObject): DnsAsker {
    const accountId = textAt(query, "account_id");
    const region = textAt(query, "region");
    const vpcId = textAt(query, "vpc_id");
    const source = textAt(query, "srcaddr");
    const { instanceId, resolverEndpoint } = sourceIds(query);
    const key = joinedKey([accountId, region, vpcId, source, instanceId, resolverEndpoint]);
    return this.#askers.get(key, () => ({
      ...{ accountId, region, vpcId, instanceId, resolverEndpoint },
      sourceIp: source === null ? null : canonicalAddress(source),
    }));
  }
}
