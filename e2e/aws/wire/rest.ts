import type { IncomingHttpHeaders } from "node:http";
import { fromJson } from "@/e2e/aws/wire/json-values";
import { fromText } from "@/e2e/aws/wire/query-values";
import type { Operation } from "@/e2e/aws/wire/services";
import { type Shape, writeInstant } from "@/e2e/aws/wire/shape";

export interface RestRequest {
  method: string;
  url: URL;
  /** Percent-encoded, nothing else done to it. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Match {
  operation: Operation;
  labels: Record<string, string>;
}

/** Which operation method and path mean, the most exact one first. S3's bucket is the first step of its path. */
export function matchRest(operations: Iterable<Operation>, request: RestRequest, s3: boolean): Match | null {
  let best: (Match & { exactness: number }) | null = null;
  const [path, bucket] = s3 ? splitBucket(request.path) : [request.path, null];
  for (const operation of operations) {
    const [method, pattern] = operation.http;
    if (method !== request.method) continue;
    // An operation on a bucket is none on the list of all.
    if (s3 && (bucket !== null) !== takesBucket(operation)) continue;
    const [steps = "/", query = ""] = pattern.split("?");
    const labels = matchPath(steps, path, s3);
    const literals = [...new URLSearchParams(query)];
    if (labels === null || !literals.every(([key, value]) => request.url.searchParams.get(key) === value)) continue;
    const exactness = literals.length * 100 + steps.replace(/\{[^}]+\}/g, "").length - Object.keys(labels).length;
    if (best === null || exactness > best.exactness)
      best = { operation, exactness, labels: { ...labels, ...(bucket === null ? {} : { Bucket: bucket }) } };
  }
  return best;
}

function splitBucket(path: string): [string, string | null] {
  const [, bucket = "", ...rest] = path.split("/");
  return [`/${rest.join("/")}`, bucket === "" ? null : decodeURIComponent(bucket)];
}

const takesBucket = (operation: Operation) => operation.input.members().some(([name]) => name === "Bucket");

function matchPath(pattern: string, path: string, s3: boolean): Record<string, string> | null {
  const names: string[] = [];
  const expression = pattern
    .split("/")
    .map((step) => {
      const label = /^\{([^+}]+)(\+?)\}$/.exec(step);
      if (label === null) return step.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(label[1] ?? "");
      return label[2] === "+" ? "(.+)" : "([^/]+)";
    })
    .join("/");
  // The last slash of a key of S3 is part of it.
  const found = new RegExp(`^${expression}${s3 ? "" : "/?"}$`).exec(path);
  if (found === null) return null;
  return Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? "")]));
}

/** What the client was given, gathered from path, query string, headers and body. */
export function readRest({ operation, labels }: Match, request: RestRequest, json: boolean): Record<string, unknown> {
  const text = request.body.toString();
  const whole = json && text !== "" ? (JSON.parse(text) as Record<string, unknown>) : {};
  const input: Record<string, unknown> = {};
  for (const [name, member] of operation.input.members()) {
    const value = readMember(name, member, { labels, request, whole });
    if (value !== undefined) input[name] = value;
  }
  // Members that are bound to nothing are the body's, in the shape that they have together.
  return { ...input, ...(json ? (fromJson(unbound(operation.input), whole, true) as Record<string, unknown>) : {}) };
}

const isBound = ({ traits }: Shape) =>
  ["httpLabel", "httpQuery", "httpHeader", "httpPayload", "httpPrefixHeaders", "httpQueryParams"].some(
    (trait) => traits[trait],
  );
const unbound = (shape: Shape): Shape => ({
  ...shape,
  kind: "struct",
  members: () => shape.members().filter(([, member]) => !isBound(member)),
});

function readMember(
  name: string,
  member: Shape,
  { labels, request }: { labels: Record<string, string>; request: RestRequest; whole: unknown },
): unknown {
  const { httpQuery, httpHeader, httpPayload } = member.traits as Record<string, string | undefined>;
  if (labels[name] !== undefined) return fromText(member, labels[name]);
  if (httpQuery !== undefined) {
    const found = request.url.searchParams.getAll(httpQuery);
    if (found.length === 0) return undefined;
    return member.kind === "list" ? found.map((one) => fromText(member.values(), one)) : fromText(member, found[0]);
  }
  if (httpHeader !== undefined) return fromText(member, request.headers[httpHeader.toLowerCase()]?.toString());
  return httpPayload && request.body.length > 0 ? request.body : undefined;
}

/** The headers of an answer, and the member that is its body by itself. */
export function writeRest(shape: Shape, output: Record<string, unknown>) {
  const headers: Record<string, string> = {};
  let payload: { shape: Shape; name: string; value: unknown } | null = null;
  for (const [name, member] of shape.members()) {
    const value = output[name];
    const { httpHeader, httpPrefixHeaders, httpPayload } = member.traits as Record<string, string | undefined>;
    if (httpPayload) payload = { shape: member, name, value };
    if (value === undefined || value === null) continue;
    if (httpHeader !== undefined)
      headers[httpHeader.toLowerCase()] = value instanceof Date ? writeInstant(value, "http-date") : String(value);
    if (httpPrefixHeaders !== undefined)
      for (const [key, text] of Object.entries(value)) headers[`${httpPrefixHeaders}${key}`] = String(text);
  }
  return { headers, payload };
}
