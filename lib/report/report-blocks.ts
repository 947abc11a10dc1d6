import type { ApiCallV1, InstanceV1, InvestigationV1, TrafficV1 } from "@/lib/investigate/document.types";
import { coverageBehindAll } from "@/lib/report/coverage-words";
import { instanceAnswers } from "@/lib/report/instance-answers";
import type { ReportBlock, ReportTable } from "@/lib/report/report-block.types";
import { counted, dwellWords, humanBytes, humanCount, humanInstant, humanSpan, serviceName } from "@/lib/report/units";

const NONE = "–";

function table(caption: string, columns: string[], rows: string[][]): ReportTable[] {
  if (rows.length === 0) return [];
  // A column is told to hold numbers by a mark in its name.
  const named = columns.map((name) => (name.startsWith("#") ? { name: name.slice(1), numeric: true } : { name }));
  return [{ kind: "table", caption, columns: named, rows }];
}

const bytes = (count: number) => (count < 1000 ? humanBytes(count) : `${humanBytes(count)} (${humanCount(count)})`);
const instant = (iso: string | null) => (iso === null ? NONE : humanInstant(iso));

function trafficFacts(traffic: TrafficV1): ReportBlock[] {
  return [
    {
      kind: "facts",
      facts: [
        ["Bytes out", bytes(traffic.bytesOut)],
        ["Bytes in", bytes(traffic.bytesIn)],
        ["Packets out / in", `${humanCount(traffic.packetsOut)} / ${humanCount(traffic.packetsIn)}`],
        ["Accepted records", humanCount(traffic.flows)],
        ["Rejected records", humanCount(traffic.rejected)],
        ["Accepted without bytes", humanCount(traffic.unknownBytes)],
        ["Without an action", humanCount(traffic.unknownAction)],
        ["First / last seen", `${instant(traffic.firstSeen)} / ${instant(traffic.lastSeen)}`],
      ],
    },
    ...table(
      "Services",
      ["Service", "#Bytes out", "#Bytes in", "#Flows"],
      traffic.ports.map((port) => [
        serviceName(port.protocol, port.port, port.servedBy),
        bytes(port.bytesOut),
        bytes(port.bytesIn),
        humanCount(port.flows),
      ]),
    ),
  ];
}

function callTable(caption: string, calls: readonly ApiCallV1[]): ReportTable[] {
  return table(
    caption,
    ["API", "Region", "#Calls", "#Errors", "Error codes", "Read only", "From", "Seen"],
    calls.map((call) => [
      `${call.eventSource} ${call.eventName}`,
      call.region,
      humanCount(call.calls),
      humanCount(call.errors),
      call.errorCodes.join(", "),
      call.readOnly === null ? "mixed or not told" : call.readOnly ? "yes" : "no",
      call.sourceIps.join(", "),
      humanSpan(call.firstSeen, call.lastSeen),
    ]),
  );
}

function instanceBlocks(document: InvestigationV1, instance: InstanceV1): ReportBlock[] {
  const answers = instanceAnswers(document, instance, 5);
  const [accountId, region, vpcId, subnetId] = [
    instance.accountId,
    instance.region,
    instance.vpcId,
    instance.subnetId,
  ].map((text) => text ?? "unknown");
  return [
    { kind: "heading", level: 2, text: instance.instanceId },
    {
      kind: "paragraph",
      text: `Account ${accountId}, region ${region}, ${vpcId}, ${subnetId}. Listed because of: ${instance.matchedBy.join(", ")}.`,
    },
    { kind: "list", label: "What was sent", items: answers.sent },
    { kind: "list", label: "What it resolved", items: answers.resolved },
    { kind: "list", label: "What its role did", items: answers.role },
    ...table(
      "Interfaces",
      ["Interface", "Private addresses", "Public addresses", "Attached"],
      instance.interfaces.map((row) => [
        row.interfaceId,
        row.privateIps.join(", "),
        row.publicIps.join(", "),
        `${instant(row.attachedFrom)} to ${instant(row.attachedTo)}`,
      ]),
    ),
    { kind: "heading", level: 3, text: "Traffic with the indicator" },
    ...trafficFacts(instance.traffic),
    ...table(
      "Names looked up",
      ["Name", "#Queries", "Types", "Outcomes", "Answers", "Gave the indicator", "Seen"],
      instance.domains.map((row) => [
        row.name,
        humanCount(row.queries),
        row.types.join(", "),
        row.rcodes.join(", "),
        row.answers.join(", "),
        row.resolvedToIndicator ? "yes" : "no",
        humanSpan(row.firstSeen, row.lastSeen),
      ]),
    ),
    ...table(
      "Roles",
      ["Role", "Session", "Access keys"],
      instance.roles.map((row) => [row.roleArn, row.sessionName, row.accessKeyIds.join(", ")]),
    ),
    ...callTable("Calls by its own role sessions", instance.apiCalls),
    ...table(
      "Use of its role off the instance",
      ["Address", "#Calls", "Access keys", "Own addresses", "Seen"],
      instance.offInstanceUse.map((row) => [
        row.sourceIp,
        humanCount(row.calls),
        row.accessKeyIds.join(", "),
        row.basis,
        humanSpan(row.firstSeen, row.lastSeen),
      ]),
    ),
    ...instance.chainedSessions.flatMap((chain): ReportBlock[] => [
      { kind: "heading", level: 3, text: `Session obtained with it: ${chain.principalArn || "unnamed"}` },
      {
        kind: "paragraph",
        text: `Issued by event ${chain.via}; access key ${chain.accessKeyIds.join(", ")}${chain.apiCalls.length === 0 ? "; no use of it in the window is in the evidence" : ""}.`,
      },
      ...callTable("Calls by this session", chain.apiCalls),
    ]),
  ];
}

function opening(document: InvestigationV1): ReportBlock[] {
  const { indicator, window, earliestIndicator, start, dwell, instances } = document;
  const facts: [string, string][] = [
    ["Indicator", indicator.ip ?? "none named, and no finding flags an address"],
    ["Window", window.from && window.to ? humanSpan(window.from, window.to) : "no record in the evidence"],
    ["Made", `${humanInstant(document.generatedAt)} by ${document.producer.name} ${document.producer.version}`],
  ];
  if (earliestIndicator) {
    const { time, kind, summary, evidence } = earliestIndicator;
    facts.push([
      "First seen",
      `${humanInstant(time)} (${kind}): ${summary}; record ${evidence.record} of the file with SHA-256 ${evidence.sha256}`,
    ]);
  }
  if (start) {
    const { time, summary, evidence } = start;
    facts.push([
      "Accepted start",
      `${humanInstant(time)}: ${summary}; record ${evidence.record} of the file with SHA-256 ${evidence.sha256}`,
    ]);
  }
  if (dwell) facts.push(["Dwell time", dwellWords(dwell)]);
  const summary = instances.length
    ? `${counted(instances.length, "instance")} met the indicator.`
    : `No instance is known to have met the indicator (${coverageBehindAll(document)}).`;
  return [
    { kind: "heading", level: 1, text: `Investigation of ${indicator.ip ?? "evidence without an indicator"}` },
    { kind: "facts", facts },
    ...(indicator.ip === null ? [] : [{ kind: "paragraph", text: summary } as const]),
    ...table(
      "Instances",
      ["Instance", "Met by", "#Bytes out", "#Bytes in", "#Rejected"],
      instances.map(({ instanceId, matchedBy, traffic }) => [
        instanceId,
        matchedBy.join(", "),
        ...(traffic.firstSeen === null
          ? ["no record", "no record", "no record"]
          : [bytes(traffic.bytesOut), bytes(traffic.bytesIn), humanCount(traffic.rejected)]),
      ]),
    ),
  ];
}

function closing(document: InvestigationV1): ReportBlock[] {
  const { unattributed, apiCallsFromIndicator, detections, coverage, notAssessed, evidence } = document;
  return [
    ...unattributed.flatMap(({ interfaceId, traffic }): ReportBlock[] => [
      { kind: "heading", level: 2, text: `${interfaceId ?? "An interface without an id"}, of no known instance` },
      ...trafficFacts(traffic),
    ]),
    { kind: "heading", level: 2, text: "What stands behind this" },
    ...callTable("Calls from the indicator, whoever made them", apiCallsFromIndicator),
    ...table(
      "Detections",
      ["Detection", "Severity", "Subject", "Techniques", "Measured", "Seen", "First record", "Muted"],
      detections.map((row) => [
        row.title,
        row.severity,
        row.subject,
        row.techniques.join(", "),
        Object.entries(row.numbers)
          .map(([name, value]) => `${name} ${value}`)
          .join("; "),
        humanSpan(row.firstSeen, row.lastSeen),
        row.records[0] ? `${row.records[0].record} of ${row.records[0].sha256}` : NONE,
        row.muted ?? "",
      ]),
    ),
    ...(notAssessed.length === 0
      ? []
      : [{ kind: "list", label: "Not assessed", items: notAssessed.map(({ reason }) => reason) } as const]),
    ...table(
      "Coverage",
      ["Source", "Log of", "State", "From", "To", "Note"],
      coverage.map((row) => [
        ...[row.source, row.subject, row.state, instant(row.from), instant(row.to)],
        [row.note, row.digests && `digests of ${row.digests}`].filter((note) => note).join("; "),
      ]),
    ),
    ...table(
      "Evidence",
      ["File", "Kind", "#Size", "#Records", "#Duplicates", "#Rejected", "Events", "SHA-256", "Note"],
      evidence.map((file) => [
        file.name,
        file.kind,
        bytes(file.size),
        humanCount(file.records),
        humanCount(file.duplicates),
        humanCount(file.rejected),
        file.firstEvent && file.lastEvent ? humanSpan(file.firstEvent, file.lastEvent) : NONE,
        file.sha256,
        file.reason ?? "",
      ]),
    ),
    ...table(
      "Rejected records (the first 20 of each file)",
      ["File", "#Record", "Reason"],
      evidence.flatMap((file) => file.rejections.map(({ record, reason }) => [file.name, String(record), reason])),
    ),
  ];
}

/** Everything that a document says, in the order of a report. */
export function reportBlocks(document: InvestigationV1): ReportBlock[] {
  return [
    ...opening(document),
    ...document.instances.flatMap((instance) => instanceBlocks(document, instance)),
    ...closing(document),
  ];
}
