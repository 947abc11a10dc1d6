import type { ApiCallV1, InstanceV1, InvestigationV1, TrafficV1 } from "@/lib/investigate/document.types";
import type { ReportChart } from "@/lib/report/chart/chart.types";
import { FIGURES } from "@/lib/report/figures";
import { instanceAnswers } from "@/lib/report/instance-answers";
import type { ReportBlock, ReportTable } from "@/lib/report/report-block.types";
import { bytesText, NONE, reportTable } from "@/lib/report/report-table";
import type { Telling } from "@/lib/report/telling";
import { humanCount, serviceName } from "@/lib/report/units";

/** The numbers of traffic with the indicator; `subject` is the instance, or the interface of none. */
export function trafficFacts(
  traffic: TrafficV1,
  { times, cite }: Telling,
  about: { ip: string | null; subject: string | null },
): ReportBlock[] {
  const seen = cite(FIGURES.traffic(about.ip, about.subject));
  const at = (iso: string | null) => (iso === null ? NONE : times.instant(iso));
  return [
    {
      kind: "facts",
      facts: [
        ["Bytes out", bytesText(traffic.bytesOut)],
        ["Bytes in", bytesText(traffic.bytesIn)],
        ["Packets out / in", `${humanCount(traffic.packetsOut)} / ${humanCount(traffic.packetsIn)}`],
        ["Accepted records", humanCount(traffic.flows)],
        ["Rejected records", humanCount(traffic.rejected)],
        ["Accepted without bytes", humanCount(traffic.unknownBytes)],
        ["Without an action", humanCount(traffic.unknownAction)],
        ["First / last seen", `${at(traffic.firstSeen)} / ${at(traffic.lastSeen)}`],
      ],
      notes: [seen, seen, [], seen, seen, [], [], seen],
    },
    ...reportTable(
      "Services",
      ["Service", "#Bytes out", "#Bytes in", "#Flows"],
      traffic.ports.map((port) => [
        serviceName(port.protocol, port.port, port.servedBy),
        bytesText(port.bytesOut),
        bytesText(port.bytesIn),
        humanCount(port.flows),
      ]),
      traffic.ports.map(({ protocol, port, servedBy }) =>
        cite(FIGURES.service(about.ip, about.subject, protocol, port, servedBy)),
      ),
    ),
  ];
}

/** Calls by API; `by` is who made them, as `FIGURES.call` has it. */
export function callTable(
  caption: string,
  calls: readonly ApiCallV1[],
  { times, cite }: Telling,
  by: string,
): ReportTable[] {
  return reportTable(
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
      times.span(call.firstSeen, call.lastSeen),
    ]),
    calls.map(({ eventSource, eventName, region }) => cite(FIGURES.call(by, eventSource, eventName, region))),
  );
}

/** What an instance sent, looked up and called, with everything behind it. */
export function instanceBlocks(
  document: InvestigationV1,
  instance: InstanceV1,
  telling: Telling,
  charts: readonly ReportChart[] = [],
): ReportBlock[] {
  const { times, cite } = telling;
  const { instanceId } = instance;
  const at = (iso: string | null) => (iso === null ? NONE : times.instant(iso));
  const answers = instanceAnswers(document, instance, 5, times);
  const sent = [cite(FIGURES.traffic(document.indicator.ip, instanceId))];
  const [accountId, region, vpcId, subnetId] = [
    instance.accountId,
    instance.region,
    instance.vpcId,
    instance.subnetId,
  ].map((text) => text ?? "unknown");
  return [
    {
      kind: "paragraph",
      text: `Account ${accountId}, region ${region}, ${vpcId}, ${subnetId}. Listed because of: ${instance.matchedBy.join(", ")}.`,
    },
    { kind: "list", label: "What was sent", items: answers.sent, notes: sent },
    { kind: "list", label: "What it resolved", items: answers.resolved },
    { kind: "list", label: "What its role did", items: answers.role },
    ...charts,
    ...reportTable(
      "Interfaces",
      ["Interface", "Private addresses", "Public addresses", "Attached"],
      instance.interfaces.map((row) => [
        row.interfaceId,
        row.privateIps.join(", "),
        row.publicIps.join(", "),
        `${at(row.attachedFrom)} to ${at(row.attachedTo)}`,
      ]),
    ),
    { kind: "heading", level: 3, text: "Traffic with the indicator" },
    ...trafficFacts(instance.traffic, telling, { ip: document.indicator.ip, subject: instanceId }),
    ...reportTable(
      "Names looked up",
      ["Name", "#Queries", "Types", "Outcomes", "Answers", "Gave the indicator", "Seen"],
      instance.domains.map((row) => [
        row.name,
        humanCount(row.queries),
        row.types.join(", "),
        row.rcodes.join(", "),
        row.answers.join(", "),
        row.resolvedToIndicator ? "yes" : "no",
        times.span(row.firstSeen, row.lastSeen),
      ]),
      instance.domains.map(({ name }) => cite(FIGURES.name(instanceId, name))),
    ),
    ...reportTable(
      "Roles",
      ["Role", "Session", "Access keys"],
      instance.roles.map((row) => [row.roleArn, row.sessionName, row.accessKeyIds.join(", ")]),
    ),
    ...callTable("Calls by its own role sessions", instance.apiCalls, telling, instanceId),
    ...reportTable(
      "Use of its role off the instance",
      ["Address", "#Calls", "Access keys", "Own addresses", "Seen"],
      instance.offInstanceUse.map((row) => [
        row.sourceIp,
        humanCount(row.calls),
        row.accessKeyIds.join(", "),
        row.basis,
        times.span(row.firstSeen, row.lastSeen),
      ]),
      instance.offInstanceUse.map(({ sourceIp }) => cite(FIGURES.offInstance(instanceId, sourceIp))),
    ),
    ...instance.chainedSessions.flatMap((chain): ReportBlock[] => [
      { kind: "heading", level: 3, text: `Session obtained with it: ${chain.principalArn || "unnamed"}` },
      {
        kind: "paragraph",
        text: `Issued by event ${chain.via}; access key ${chain.accessKeyIds.join(", ")}${chain.apiCalls.length === 0 ? "; no use of it in the window is in the evidence" : ""}.`,
      },
      ...callTable("Calls by this session", chain.apiCalls, telling, chain.via),
    ]),
  ];
}
