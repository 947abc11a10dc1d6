import { visibleText } from "@/lib/core/visible-text";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { coverageBehindAll, coverageShares } from "@/lib/report/coverage-words";
import { instanceAnswers } from "@/lib/report/instance-answers";
import { counted, dwellWords, humanBytes, humanInstant, humanSpan } from "@/lib/report/units";

const WIDTH = 96;
const LABEL = 11;
const ROWS = 3;
const INSTANCES = 8;
const DETECTIONS = 8;

/** Breaks a line at spaces; what has none and is too long is broken where it must be. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = visibleText(text);
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const at = space > width / 2 ? space : width;
    lines.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

function labelled(label: string, texts: readonly string[], indent = 2): string[] {
  const margin = indent + LABEL;
  const lines = texts.flatMap((text) =>
    wrap(text, WIDTH - margin - 2).map((line, index) => (index ? `  ${line}` : line)),
  );
  return lines.map((line, index) =>
    index === 0 ? `${" ".repeat(indent)}${label.padEnd(LABEL)}${line}` : `${" ".repeat(margin)}${line}`,
  );
}

function instanceLines(document: InvestigationV1): string[] {
  const { instances } = document;
  const lines = instances.slice(0, INSTANCES).flatMap((instance) => {
    const answers = instanceAnswers(document, instance, ROWS);
    const where = [instance.accountId, instance.region, instance.vpcId].filter((part) => part !== null).join(" ");
    return [
      "",
      ...wrap(`${instance.instanceId}  ${where} · ${instance.matchedBy.join(" ")}`, WIDTH),
      ...labelled("Sent", answers.sent),
      ...labelled("Resolved", answers.resolved),
      ...labelled("Role", answers.role),
    ];
  });
  const left = instances.length - INSTANCES;
  return left > 0
    ? [...lines, "", `And ${counted(left, "more instance")}; --format md or json lists them all.`]
    : lines;
}

function coverageLines(document: InvestigationV1): string[] {
  const sources = [...new Set(document.coverage.map(({ source }) => source))];
  const digests = document.coverage.flatMap((row) => row.digests ?? []);
  const bySource = sources.map((source) => {
    const rows = document.coverage.filter((row) => row.source === source);
    const subjects = [...new Set(rows.map(({ subject }) => subject))];
    const only = subjects[0] as string;
    if (subjects.length === 1) return `${source} ${only}: ${coverageShares(rows, document.window)}`;
    const gaps = new Set(
      rows.filter(({ state }) => state !== "recorded" && state !== "no-data").map(({ subject }) => subject),
    );
    return `${source}: ${counted(subjects.length, "log")}, ${gaps.size === 0 ? "none" : gaps.size} with a gap`;
  });
  return [...bySource, ...digests.map((text) => `digests of ${text}`)];
}

/** The most severe, most severe first; those that people muted come last, as a number. */
function detectionLines({ detections }: InvestigationV1): string[] {
  const loud = detections.filter(({ muted }) => muted === undefined);
  const shown = loud
    .slice(0, DETECTIONS)
    .map(
      ({ severity, title, subject, firstSeen, lastSeen }) =>
        `${severity}: ${title} · ${subject} · ${humanSpan(firstSeen, lastSeen)}`,
    );
  const left = [
    ...(loud.length > DETECTIONS ? [counted(loud.length - DETECTIONS, "more detection")] : []),
    ...(loud.length < detections.length ? [`${detections.length - loud.length} muted`] : []),
  ];
  return left.length === 0 ? shown : [...shown, `and ${left.join(", ")}; --format md lists them with their numbers`];
}

/** The document as one screen of text for a terminal, at most 96 columns. Nothing in it can steer the terminal. */
export function textReport(document: InvestigationV1): string {
  const { indicator, window, instances, unattributed, apiCallsFromIndicator, evidence } = document;
  const { earliestIndicator, start, dwell } = document;
  const span = window.from && window.to ? humanSpan(window.from, window.to) : "no record in the evidence";
  const records = evidence.reduce((sum, file) => sum + file.records, 0);
  const rejected = evidence.reduce((sum, file) => sum + file.rejected, 0);
  const unknown = evidence.filter((file) => file.kind === "unknown").length;
  const headline = [
    ...labelled("Indicator", [indicator.ip ?? "none named, and no finding flags an address"], 0),
    ...labelled("Window", [span], 0),
  ];
  if (earliestIndicator) {
    headline.push(
      ...labelled("First seen", [`${humanInstant(earliestIndicator.time)} · ${earliestIndicator.summary}`], 0),
    );
  }
  if (start) headline.push(...labelled("Start", [`${humanInstant(start.time)} · ${start.summary}; accepted`], 0));
  if (dwell) headline.push(...labelled("Dwell", [dwellWords(dwell)], 0));
  if (indicator.ip !== null) {
    const bytes = instances.reduce((sum, instance) => sum + instance.traffic.bytesOut, 0);
    // Zero is a number only where records say so.
    const delivered = instances.some((instance) => instance.traffic.flows > 0);
    const sent = delivered
      ? `${humanBytes(bytes)} went out to it`
      : `no accepted record with it is in the evidence (${coverageBehindAll(document, ["flow"])})`;
    const summary = instances.length
      ? `${counted(instances.length, "instance")} met it; ${sent}`
      : `no instance is known to have met it (${coverageBehindAll(document)})`;
    headline.push(...labelled("In short", [summary], 0));
  }
  const others = [
    ...unattributed
      .slice(0, ROWS)
      .map(
        ({ interfaceId, traffic }) =>
          `${interfaceId ?? "an interface without an id"}, of no known instance: ${humanBytes(traffic.bytesOut)} out, ${humanBytes(traffic.bytesIn)} in, ${traffic.rejected} rejected`,
      ),
    ...(unattributed.length > ROWS
      ? [`and ${counted(unattributed.length - ROWS, "more interface")} of no known instance`]
      : []),
  ];
  const fromIt = apiCallsFromIndicator
    .slice(0, ROWS)
    .map((row) => `${row.eventSource} ${row.eventName} ${counted(row.calls, "call")}`);
  const more = apiCallsFromIndicator.length - fromIt.length;
  const files = `${counted(evidence.length, "file")}, ${counted(records, "record")}${rejected > 0 ? `, ${counted(rejected, "rejected record")}` : ""}${unknown > 0 ? `, ${counted(unknown, "unknown file")}` : ""}`;
  return `${[
    ...headline,
    ...instanceLines(document),
    "",
    ...(others.length ? labelled("Others", others, 0) : []),
    ...(fromIt.length
      ? labelled("From it", more > 0 ? [...fromIt, `and ${counted(more, "more API")}`] : fromIt, 0)
      : []),
    ...(document.detections.length ? labelled("Detected", detectionLines(document), 0) : []),
    ...labelled("Coverage", coverageLines(document).concat(document.coverage.length ? [] : ["nothing"]), 0),
    ...(document.notAssessed.length
      ? labelled(
          "Unknown",
          document.notAssessed.map(({ reason }) => reason),
          0,
        )
      : []),
    ...labelled("Evidence", [files], 0),
  ].join("\n")}\n`;
}
