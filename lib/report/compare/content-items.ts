import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import type { ApiCallV1, InstanceV1, InvestigationV1, TrafficV1 } from "@/lib/investigate/document.types";
import type { Annotation, AnnotationFact } from "@/lib/report/case-data.types";
import type { CaseContent, ContentArea, ContentItem } from "@/lib/report/compare/case-content.types";
import { coverageShares } from "@/lib/report/coverage-words";
import { counted, humanCount, humanSpan } from "@/lib/report/units";

/** Everything that a case says, one item a subject, in the order of its documents. Numbers are exact, never rounded. */
export function contentItems(content: CaseContent): ContentItem[] {
  const items: ContentItem[] = [];
  const say = (area: ContentArea, names: (string | null)[], subject: string, words: string) =>
    items.push({ key: JSON.stringify([area, ...names]), area, subject, words });
  say("Case", ["name"], "Name", content.case.title);
  if (content.summary !== "") say("Case", ["summary"], "Summary", content.summary);
  for (const { kind, value, source } of content.flagged)
    say("Indicators", [kind, value], value, `${kind}, ${source === "finding" ? "by a finding" : "by a person"}`);
  for (const document of content.documents) sayDocument(document, content.documents.length > 1, say);
  // Detections and files are the case's: each document lists the same ones.
  const [first] = content.documents;
  sayDetections(first, say);
  for (const { id, reason } of first?.notAssessed ?? []) say("Not assessed", [id], id, reason);
  sayCoverage(first, say);
  sayEvidence(content, say);
  for (const annotation of content.annotations) {
    const { kind, id, title } = annotation;
    say("Work of people", [kind, id], `${kind}: ${title}`, annotationWords(annotation));
  }
  return items;
}

type Say = (area: ContentArea, names: (string | null)[], subject: string, words: string) => void;

function sayDocument(document: InvestigationV1, several: boolean, say: Say): void {
  const { indicator, window, instances, unattributed, apiCallsFromIndicator, earliestIndicator, start } = document;
  const { ip } = indicator;
  const about = (subject: string) => (several ? `${subject}, ${ip ?? "no address"}` : subject);
  say("Case", ["window", ip], about("Window"), `${window.from ?? "open"} to ${window.to ?? "open"}`);
  if (earliestIndicator) {
    const { time, summary } = earliestIndicator;
    say("Case", ["earliest", ip], about("Earliest indicator"), `${time}: ${summary}`);
  }
  if (start) say("Case", ["start", ip], about("Accepted start"), `${start.time}: ${start.summary}`);
  for (const instance of instances) sayInstance(instance, ip, about(instance.instanceId), say);
  for (const { interfaceId, traffic } of unattributed) {
    const subject = `${interfaceId ?? "an interface without an id"}, of no known instance`;
    say("Traffic", [ip, interfaceId], about(subject), trafficWords(traffic));
  }
  if (apiCallsFromIndicator.length > 0)
    say("API calls", [ip, "from"], about(`From ${ip ?? "the indicator"}`), callWords(apiCallsFromIndicator));
}

function sayInstance(instance: InstanceV1, ip: string | null, subject: string, say: Say): void {
  const { instanceId: id, accountId, region, vpcId, subnetId, matchedBy, interfaces } = instance;
  const places = [accountId, region, vpcId, subnetId].map((place) => place ?? "unknown").join(", ");
  const held = interfaces.map((one) => `${one.interfaceId} ${[...one.privateIps, ...one.publicIps].join(" ")}`.trim());
  say(
    "Instances",
    [ip, id],
    subject,
    `${places}; listed because of ${matchedBy.join(", ")}${held.length > 0 ? `; ${held.join("; ")}` : ""}`,
  );
  say("Traffic", [ip, id], subject, trafficWords(instance.traffic));
  const queries = instance.domains.reduce((sum, domain) => sum + domain.queries, 0);
  say(
    "Lookups",
    [ip, id],
    subject,
    `${counted(instance.domains.length, "name")}, ${counted(queries, "query", "queries")}`,
  );
  for (const { name, queries: asked, firstSeen, lastSeen, resolvedToIndicator } of instance.domains)
    if (resolvedToIndicator)
      say(
        "Lookups",
        [ip, id, name],
        `${subject}: ${name}`,
        `gave the indicator; ${counted(asked, "query", "queries")}, ${humanSpan(firstSeen, lastSeen)}`,
      );
  say("API calls", [ip, id], subject, callWords(instance.apiCalls));
  for (const { sourceIp, calls, firstSeen, lastSeen, basis } of instance.offInstanceUse)
    say(
      "API calls",
      [ip, id, "off", sourceIp],
      `${subject}: its role from ${sourceIp}`,
      `${counted(calls, "call")} off the instance (own addresses ${basis}), ${humanSpan(firstSeen, lastSeen)}`,
    );
  for (const { via, principalArn, apiCalls } of instance.chainedSessions)
    say("API calls", [ip, id, "via", via], `${subject}: session of ${principalArn || "unnamed"}`, callWords(apiCalls));
}

function trafficWords(traffic: TrafficV1): string {
  const { bytesOut, bytesIn, packetsOut, packetsIn, flows, rejected, unknownBytes, unknownAction } = traffic;
  return [
    `${humanCount(bytesOut)} bytes out, ${humanCount(bytesIn)} in`,
    `${humanCount(packetsOut)} packets out, ${humanCount(packetsIn)} in`,
    `${humanCount(flows)} accepted and ${humanCount(rejected)} rejected records`,
    ...(unknownBytes > 0 ? [`${humanCount(unknownBytes)} without bytes`] : []),
    ...(unknownAction > 0 ? [`${humanCount(unknownAction)} without an action`] : []),
    ...(traffic.firstSeen && traffic.lastSeen ? [humanSpan(traffic.firstSeen, traffic.lastSeen)] : []),
  ].join("; ");
}

function callWords(calls: readonly ApiCallV1[]): string {
  const sum = (of: (call: ApiCallV1) => number) => calls.reduce((total, call) => total + of(call), 0);
  const apis = new Set(calls.map(({ eventSource, eventName }) => `${eventSource} ${eventName}`)).size;
  return `${counted(
    sum((call) => call.calls),
    "call",
  )} of ${counted(apis, "API")}, ${counted(
    sum((call) => call.errors),
    "error",
  )}`;
}

function sayDetections(document: InvestigationV1 | undefined, say: Say): void {
  const seen = new Map<string, number>();
  for (const { id, title, severity, subject, numbers, firstSeen, lastSeen, muted } of document?.detections ?? []) {
    // One detector may tell of a subject more than once: in the order of the document.
    const nth = seen.get(`${id} ${subject}`) ?? 0;
    seen.set(`${id} ${subject}`, nth + 1);
    const measured = inOrder(numbers).map(([name, value]) => `${name} ${value}`);
    const words = [
      severity,
      ...measured,
      humanSpan(firstSeen, lastSeen),
      ...(muted === undefined ? [] : [`muted: ${muted}`]),
    ];
    say("Detections", [id, subject, ...(nth > 0 ? [String(nth)] : [])], `${title}: ${subject}`, words.join("; "));
  }
}

function sayCoverage(document: InvestigationV1 | undefined, say: Say): void {
  if (!document) return;
  const logs = groupBy(document.coverage, ({ source, subject }) => JSON.stringify([source, subject]));
  for (const rows of logs.values()) {
    const [log] = rows;
    if (log)
      say(
        "Coverage",
        [log.source, log.subject],
        `${log.source} of ${log.subject}`,
        coverageShares(rows, document.window),
      );
  }
}

function sayEvidence({ documents, custody }: CaseContent, say: Say): void {
  const by = new Map(custody.map((row) => [row.sha256, row]));
  for (const file of documents[0]?.evidence ?? []) {
    const { name, sha256, kind, size, records, duplicates, rejected, reason } = file;
    const words = [
      `${kind}, ${humanCount(size)} bytes, ${counted(records, "record")}`,
      ...(duplicates > 0 ? [`${humanCount(duplicates)} duplicates`] : []),
      ...(rejected > 0 ? [`${humanCount(rejected)} rejected`] : []),
      ...(reason ? [reason] : []),
      `loaded by ${by.get(sha256)?.loadedBy ?? "somebody not told"}`,
      `SHA-256 ${sha256}`,
    ];
    say("Evidence", [sha256, name], name, words.join("; "));
  }
}

/** By name: a frozen version keeps no other order, and a threshold stands behind what it is of. */
function inOrder<Value>(named: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(named).sort(([a], [b]) => compareText(a, b));
}

function annotationWords({ facts }: Annotation): string {
  return inOrder(facts)
    .filter(([, fact]) => fact !== null && fact !== "")
    .map(([name, fact]) => `${name}: ${factWords(fact)}`)
    .join("; ");
}

function factWords(fact: AnnotationFact): string {
  if (Array.isArray(fact)) return fact.map(factWords).join(", ");
  if (fact !== null && typeof fact === "object")
    return inOrder(fact)
      .map(([name, inner]) => `${name} ${factWords(inner)}`)
      .join(" ");
  return String(fact);
}
