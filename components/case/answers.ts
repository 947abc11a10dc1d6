import { exactBytes, formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import type { CoverageV1, InstanceV1 } from "@/lib/investigate/document.types";
import { type RecordedBehind, recordedBehind } from "@/lib/investigate/recorded-behind";

/** One of the three answers in words: a headline number, what it counts, and what else to know. */
export interface Answer {
  of: "flow" | "dns" | "api";
  title: string;
  headline: string;
  /** The exact number, for a tooltip. */
  exact: string;
  counts: string;
  /** `at` follows the text, in the zone of the page. */
  notes: { text: string; at?: string; flagged?: boolean }[];
  /** What was recorded at all, where the answer is that nothing was found. */
  behind?: RecordedBehind;
}

const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);
const first = (times: readonly (string | null)[]) =>
  times.reduce<string | null>(
    (least, time) => (time !== null && (least === null || time < least) ? time : least),
    null,
  );

/**
 * The three answers of one or more instances, by the document's numbers. Where no log of a kind was recorded at all the
 * answer is that, and not zero.
 */
export function answersOf(
  instances: readonly InstanceV1[],
  coverage: readonly CoverageV1[],
  window: { from: string | null; to: string | null },
): Answer[] {
  const logged = (...sources: CoverageV1["source"][]) =>
    coverage.some(({ source, state }) => sources.includes(source) && state !== "absent");
  const unlogged = (answer: Answer, text: string): Answer => ({
    ...answer,
    ...{ headline: "Unknown", exact: "not recorded", counts: "", notes: [{ text }] },
  });
  const found = (answer: Answer, isNothing: boolean): Answer =>
    isNothing ? { ...answer, behind: recordedBehind(coverage, answer.of, window) } : answer;
  const answers = {
    flow: found(
      sent(instances),
      instances.every(({ traffic }) => traffic.flows === 0),
    ),
    dns: found(resolved(instances), !instances.some(({ domains }) => domains.some((row) => row.resolvedToIndicator))),
    api: found(
      roleDid(instances),
      instances.every(({ apiCalls }) => apiCalls.length === 0),
    ),
  };
  return [
    logged("vpc-flow", "tgw-flow") ? answers.flow : unlogged(answers.flow, "No flow log is in the evidence."),
    logged("dns") ? answers.dns : unlogged(answers.dns, "No resolver query log is in the evidence."),
    logged("cloudtrail") ? answers.api : unlogged(answers.api, "No CloudTrail event is in the evidence."),
  ];
}

function sent(instances: readonly InstanceV1[]): Answer {
  const traffic = instances.map((instance) => instance.traffic);
  const bytesOut = sum(traffic, (row) => row.bytesOut);
  const refused = sum(traffic, (row) => row.rejected);
  const unknown = sum(traffic, (row) => row.unknownBytes);
  const firstSeen = first(traffic.map((row) => row.firstSeen));
  const ports = [...new Set(traffic.flatMap((row) => row.ports).flatMap(({ port }) => (port > 0 ? [port] : [])))].slice(
    0,
    3,
  );
  const notes: Answer["notes"] = [
    { text: `${formatBytes(sum(traffic, (row) => row.bytesIn))} received` },
    {
      text: `${countOf(
        sum(traffic, (row) => row.flows),
        "record",
      )}${ports.length > 0 ? ` on ${ports.join(", ")}` : ""}`,
    },
  ];
  if (refused > 0) notes.push({ text: `${formatCount(refused)} refused` });
  if (unknown > 0) notes.push({ text: `at least: ${countOf(unknown, "record")} without bytes` });
  if (firstSeen !== null) notes.push({ text: "first", at: firstSeen });
  return {
    ...{ of: "flow", title: "What was sent", counts: "to the address", notes },
    ...{ headline: formatBytes(bytesOut), exact: exactBytes(bytesOut) },
  };
}

function resolved(instances: readonly InstanceV1[]): Answer {
  const domains = instances.flatMap((instance) => instance.domains);
  const gave = [...new Set(domains.filter((domain) => domain.resolvedToIndicator).map(({ name }) => name))];
  const names = new Set(domains.map(({ name }) => name)).size;
  const notes: Answer["notes"] = gave.slice(0, 2).map((name) => ({ text: name, flagged: true }));
  notes.push({
    text: `${countOf(names, "name")} looked up, ${countOf(
      sum(domains, (row) => row.queries),
      "query",
      "queries",
    )}`,
  });
  return {
    ...{ of: "dns", title: "What was resolved", notes },
    ...{ headline: formatCount(gave.length), exact: `${formatCount(gave.length)} of ${countOf(names, "name")}` },
    counts: gave.length === 1 ? "name gave the address" : "names gave the address",
  };
}

function roleDid(instances: readonly InstanceV1[]): Answer {
  const own = instances.flatMap((instance) => instance.apiCalls);
  const chained = instances.flatMap((instance) => instance.chainedSessions);
  const use = instances.flatMap((instance) => instance.offInstanceUse);
  const calls = sum(own, (row) => row.calls);
  const elsewhere = sum(use, (row) => row.calls);
  const firstUse = first(use.map((row) => row.firstSeen));
  const notes: Answer["notes"] = [];
  if (elsewhere > 0) notes.push({ text: `${countOf(elsewhere, "call")} from elsewhere`, flagged: true });
  if (chained.length > 0) {
    const further = sum(
      chained.flatMap((session) => session.apiCalls),
      (row) => row.calls,
    );
    notes.push({ text: `led to ${countOf(chained.length, "session")}, ${countOf(further, "call")}` });
  }
  if (firstUse !== null) notes.push({ text: "first use elsewhere", at: firstUse });
  const roles = [...new Set(instances.flatMap((instance) => instance.roles).map(({ roleArn }) => roleName(roleArn)))];
  if (roles.length > 0) notes.push({ text: `as ${roles.slice(0, 2).join(", ")}` });
  const errors = sum(own, (row) => row.errors);
  return {
    ...{ of: "api", title: "What the role did", headline: formatCount(calls), notes },
    exact: countOf(calls, "call"),
    counts: `${calls === 1 ? "call" : "calls"}${errors > 0 ? `, ${formatCount(errors)} denied or failed` : ""}`,
  };
}

/** The last part of a role's ARN. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
