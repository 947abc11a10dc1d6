import type { InvestigationV1 } from "@/lib/investigate/document.types";
import type { ReportEvent } from "@/lib/report/report-event.types";
import { humanBytes } from "@/lib/report/units";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { type EventPlace, readCursor } from "@/lib/timeline/events/event-cursor";
import { type CaseRow, searchCase } from "@/lib/timeline/search/search-case";

/** How many records an export lists: the earliest of them. */
const MOST_EVENTS = 20_000;

/** Records that name a flagged address or were made with an instance's credentials, and detections, the earliest first. */
export async function readReportEvents(
  header: CaseHeader,
  documents: readonly InvestigationV1[],
  signal?: AbortSignal,
): Promise<{ events: ReportEvent[]; eventsCutAt: number | null }> {
  const events: ReportEvent[] = detectionEvents(documents[0]);
  const q = queryOf(documents);
  let after: EventPlace | null = null;
  let records = 0;
  for (let more = q !== ""; more && records < MOST_EVENTS; ) {
    signal?.throwIfAborted();
    const step = await searchCase(header, q, after);
    for (const row of step.rows) events.push(toEvent(row));
    records += step.rows.length;
    after = step.next === null ? null : readCursor(step.next);
    more = after !== null;
  }
  events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { events, eventsCutAt: after === null ? null : records };
}

/** One query for all of them; access keys as far as a query may be long. */
function queryOf(documents: readonly InvestigationV1[]): string {
  const ips = documents.flatMap(({ indicator }) => (indicator.ip === null ? [] : [`ip:${indicator.ip}`]));
  const keys = documents.flatMap(({ instances }) =>
    instances.flatMap(({ roles, chainedSessions }) =>
      [...roles, ...chainedSessions].flatMap(({ accessKeyIds }) =>
        accessKeyIds.filter((id) => /^[A-Z0-9]+$/.test(id)).map((id) => `key:${id}`),
      ),
    ),
  );
  let query = "";
  for (const term of new Set([...ips, ...keys])) {
    const longer = query === "" ? term : `${query} OR ${term}`;
    if (longer.length > MOST_CHARACTERS) break;
    query = longer;
  }
  return query;
}

function detectionEvents(document: InvestigationV1 | undefined): ReportEvent[] {
  const names = new Map(document?.evidence.map(({ sha256, name }) => [sha256, name]));
  return (document?.detections ?? []).map((row) => ({
    at: row.firstSeen,
    source: "detection",
    message: `${row.title}: ${row.subject}`,
    instanceId: /^i-[0-9a-f]+$/.test(row.subject) ? row.subject : null,
    evidence: row.records[0] ? { file: names.get(row.records[0].sha256) ?? "", ...row.records[0] } : null,
    fields: {
      ...{ id: row.id, title: row.title, severity: row.severity, subject: row.subject },
      ...{ techniques: row.techniques.join(" "), last_seen: row.lastSeen, muted: row.muted ?? null },
      numbers: JSON.stringify(row.numbers),
    },
  }));
}

function toEvent(row: CaseRow): ReportEvent {
  const { evidence, atMs, source, instanceId } = row;
  return {
    at: new Date(atMs).toISOString(),
    ...{ source, instanceId, ...told(row) },
    evidence: { file: evidence.fileName, sha256: evidence.sha256, record: evidence.record },
  };
}

function told(row: CaseRow): Pick<ReportEvent, "message" | "fields"> {
  switch (row.source) {
    case "flow": {
      const { nearIp, nearPort, peerIp, peerPort, protocol, action, bytes, packets, outbound } = row;
      const way = outbound === null ? "with" : outbound ? "to" : "from";
      const size = bytes === null ? "bytes not given" : humanBytes(bytes);
      return {
        message: `${action ?? "no action"}: ${nearIp} ${way} ${peerIp}${peerPort === null ? "" : ` port ${peerPort}`}, ${size}`,
        fields: {
          ...{
            near_ip: nearIp,
            near_port: nearPort,
            peer_ip: peerIp,
            peer_port: peerPort,
            protocol,
            action,
            bytes,
            packets,
          },
          direction: outbound === null ? null : outbound ? "out" : "in",
        },
      };
    }
    case "dns": {
      const { name, type, rcode, answers, answerCount, withIndicator } = row;
      return {
        message: `${name} ${type} ${rcode}: ${answers.join(", ") || "no answer"}`,
        fields: {
          ...{ name, type, rcode, answers: answers.join(", "), answer_count: answerCount },
          gave_indicator: withIndicator,
        },
      };
    }
    case "api": {
      const { eventSource, eventName, region, errorCode, calledFrom, roleArn, sessionName, accessKeyId } = row;
      return {
        message: `${eventSource} ${eventName}${errorCode === null ? "" : ` (${errorCode})`} from ${calledFrom ?? "a place not given"}`,
        fields: {
          ...{ service: eventSource, call: eventName, region, error: errorCode, caller: calledFrom },
          ...{ role: roleArn, session: sessionName, access_key: accessKeyId },
          ...{ off_instance: row.foreign, chained: row.chained },
        },
      };
    }
    case "finding":
      return {
        message: row.type,
        fields: {
          ...{ title: row.type, last_seen: new Date(row.lastSeenMs).toISOString() },
          remote_ips: row.remoteIps.join(" "),
        },
      };
  }
}
