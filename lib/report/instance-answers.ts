import type { ApiCallV1, InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";
import { coverageBehind } from "@/lib/report/coverage-words";
import { type ReportTimes, UTC_TIMES } from "@/lib/report/telling";
import { counted, humanBytes, humanCount, serviceName } from "@/lib/report/units";

/** The three answers of one instance in plain words, a line a fact, the headline first. Text of logs is as given. */
export interface InstanceAnswers {
  sent: string[];
  resolved: string[];
  role: string[];
}

/** How many rows of a list a short form shows; null shows all. */
export type RowLimit = number | null;

function limited<T>(rows: readonly T[], limit: RowLimit, line: (row: T) => string, what: string): string[] {
  const shown = limit === null ? rows : rows.slice(0, limit);
  const left = rows.length - shown.length;
  return [...shown.map(line), ...(left > 0 ? [`and ${counted(left, `more ${what}`)}`] : [])];
}

function calls(rows: readonly ApiCallV1[]): string {
  const total = rows.reduce((sum, row) => sum + row.calls, 0);
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  return `${counted(total, "call")}${errors > 0 ? `, ${counted(errors, "error")}` : ""}`;
}

function callLine(row: ApiCallV1): string {
  const errors = row.errors > 0 ? ` (${counted(row.errors, "error")}: ${row.errorCodes.join(", ")})` : "";
  return `${row.eventSource.replace(/\.amazonaws\.com$/, "")} ${row.eventName} ${humanCount(row.calls)}×${errors}`;
}

function sent({ traffic }: InstanceV1, coverage: string, limit: RowLimit, times: ReportTimes): string[] {
  const { bytesOut, bytesIn, flows, rejected, firstSeen, lastSeen, unknownBytes, unknownAction } = traffic;
  if (firstSeen === null || lastSeen === null) {
    const unsaid = unknownAction > 0 ? `${counted(unknownAction, "record")} without an action, ` : "";
    return [`${unsaid}no accepted or rejected record with the indicator (${coverage})`];
  }
  const parts = [`${counted(flows, "flow")}`, ...(rejected > 0 ? [`${humanCount(rejected)} rejected`] : [])];
  const headline = flows > 0 ? `${humanBytes(bytesOut)} out, ${humanBytes(bytesIn)} in` : "nothing delivered";
  return [
    `${headline} · ${parts.join(", ")} · ${times.span(firstSeen, lastSeen)}`,
    ...limited(
      traffic.ports,
      limit,
      (port) =>
        `${serviceName(port.protocol, port.port, port.servedBy)}: ${humanBytes(port.bytesOut)} out, ${humanBytes(port.bytesIn)} in, ${counted(port.flows, "flow")}`,
      "service",
    ),
    ...(unknownBytes > 0
      ? [`${counted(unknownBytes, "accepted record")} without bytes: the sums are a lower bound`]
      : []),
    ...(unknownAction > 0 ? [`${counted(unknownAction, "record")} without an action`] : []),
  ];
}

function resolved({ domains }: InstanceV1, coverage: string, limit: RowLimit, times: ReportTimes): string[] {
  if (domains.length === 0) return [`no lookup is in the evidence (${coverage})`];
  const hits = domains.filter((domain) => domain.resolvedToIndicator);
  const queries = domains.reduce((sum, domain) => sum + domain.queries, 0);
  const all = `${counted(domains.length, "name")} looked up in ${counted(queries, "query", "queries")}`;
  if (hits.length === 0) return [`${all}; no answer was the indicator (${coverage})`];
  return [
    ...limited(
      hits,
      limit,
      (domain) =>
        `${domain.name} gave the indicator · ${counted(domain.queries, "query", "queries")} · ${times.span(domain.firstSeen, domain.lastSeen)}`,
      "name that gave it",
    ),
    all,
  ];
}

function role(instance: InstanceV1, coverage: string, limit: RowLimit, times: ReportTimes): string[] {
  const { roles, apiCalls, chainedSessions, offInstanceUse } = instance;
  const lines =
    apiCalls.length === 0
      ? [`no call of its own role is in the evidence (${coverage})`]
      : [
          `${calls(apiCalls)} · ${counted(apiCalls.length, "API")} · role ${roles.map(({ roleArn }) => roleArn.split("/").at(-1)).join(", ")}`,
          limited(apiCalls, limit, callLine, "API").join(" · "),
        ];
  return [
    ...lines.slice(0, 1),
    ...limited(
      offInstanceUse,
      limit,
      (use) =>
        `used off the instance from ${use.sourceIp}: ${counted(use.calls, "call")} with ${use.accessKeyIds.join(", ") || "no key named"} · ${times.span(use.firstSeen, use.lastSeen)}${use.basis === "assumed" ? " · own address assumed, not known" : ""}`,
      "address",
    ),
    ...limited(
      chainedSessions,
      limit,
      (chain) =>
        `led to ${chain.principalArn || "an unnamed session"} (${chain.accessKeyIds.join(", ")}): ${calls(chain.apiCalls)}`,
      "session",
    ),
    ...lines.slice(1),
  ];
}

/** Puts an instance's three answers into words; a negative always says what the evidence covers. */
export function instanceAnswers(
  document: InvestigationV1,
  instance: InstanceV1,
  limit: RowLimit,
  times: ReportTimes = UTC_TIMES,
): InstanceAnswers {
  const coverage = coverageBehind(document, instance, times);
  return {
    sent: sent(instance, coverage.flow, limit, times),
    resolved: resolved(instance, coverage.dns, limit, times),
    role: role(instance, coverage.api, limit, times),
  };
}
