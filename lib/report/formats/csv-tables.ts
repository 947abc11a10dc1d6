import { boardTables } from "@/lib/report/board/board-tables";
import type { CaseData } from "@/lib/report/case-data.types";

type Cell = string | number | boolean | null;

/** A spreadsheet would run a text that begins so; an apostrophe before it lets it be text. */
const FORMULA = /^[\s]*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** One cell by RFC 4180. Numbers stay numbers; no text is a formula. */
export function csvCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv(columns: readonly string[], rows: readonly Cell[][]): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

const list = (values: readonly string[]) => values.join(" ");

/** Every table of a case as a CSV file, with numbers and times as they are and nothing rounded. */
export function csvTables(data: CaseData): { name: string; text: string }[] {
  const { documents, custody, flagged, audit, events } = data;
  const [first] = documents;
  const by = new Map(custody.map((row) => [row.sha256, row]));
  const each = documents.flatMap((document) =>
    document.instances.map((instance) => ({ ip: document.indicator.ip, instance })),
  );
  const calls = each.flatMap(({ instance }) => [
    ...instance.apiCalls.map((call) => ({ instance, via: "", call })),
    ...instance.chainedSessions.flatMap(({ via, apiCalls }) => apiCalls.map((call) => ({ instance, via, call }))),
  ]);
  const tables: [name: string, columns: string[], rows: Cell[][]][] = [
    [
      "instances",
      [
        "indicator",
        "instance",
        "account",
        "region",
        "vpc",
        "subnet",
        "matched_by",
        "bytes_out",
        "bytes_in",
        "packets_out",
        "packets_in",
        "flows",
        "rejected",
        "unknown_bytes",
        "unknown_action",
        "first_seen",
        "last_seen",
      ],
      each.map(({ ip, instance: { traffic, ...row } }) => [
        ...[ip, row.instanceId, row.accountId, row.region, row.vpcId, row.subnetId, list(row.matchedBy)],
        ...[traffic.bytesOut, traffic.bytesIn, traffic.packetsOut, traffic.packetsIn, traffic.flows, traffic.rejected],
        ...[traffic.unknownBytes, traffic.unknownAction, traffic.firstSeen, traffic.lastSeen],
      ]),
    ],
    [
      "services",
      ["indicator", "instance", "protocol", "port", "served_by", "bytes_out", "bytes_in", "flows"],
      each.flatMap(({ ip, instance }) =>
        instance.traffic.ports.map((row) => [
          ...[ip, instance.instanceId, row.protocol, row.port, row.servedBy, row.bytesOut, row.bytesIn, row.flows],
        ]),
      ),
    ],
    [
      "names",
      [
        "indicator",
        "instance",
        "name",
        "queries",
        "types",
        "outcomes",
        "answers",
        "gave_the_indicator",
        "first_seen",
        "last_seen",
      ],
      each.flatMap(({ ip, instance }) =>
        instance.domains.map((row) => [
          ...[ip, instance.instanceId, row.name, row.queries, list(row.types), list(row.rcodes), list(row.answers)],
          ...[row.resolvedToIndicator, row.firstSeen, row.lastSeen],
        ]),
      ),
    ],
    [
      "calls",
      [
        "instance",
        "session_issued_by",
        "service",
        "api",
        "region",
        "calls",
        "errors",
        "error_codes",
        "read_only",
        "from",
        "first_seen",
        "last_seen",
      ],
      calls.map(({ instance, via, call }) => [
        ...[instance.instanceId, via, call.eventSource, call.eventName, call.region, call.calls, call.errors],
        ...[list(call.errorCodes), call.readOnly, list(call.sourceIps), call.firstSeen, call.lastSeen],
      ]),
    ],
    [
      "off-instance",
      ["instance", "address", "calls", "access_keys", "own_addresses", "first_seen", "last_seen"],
      each.flatMap(({ instance }) =>
        instance.offInstanceUse.map((row) => [
          ...[
            instance.instanceId,
            row.sourceIp,
            row.calls,
            list(row.accessKeyIds),
            row.basis,
            row.firstSeen,
            row.lastSeen,
          ],
        ]),
      ),
    ],
    [
      "detections",
      [
        "detection",
        "title",
        "severity",
        "subject",
        "techniques",
        "measured",
        "first_seen",
        "last_seen",
        "first_file_sha256",
        "first_record",
        "muted",
      ],
      (first?.detections ?? []).map((row) => [
        ...[row.id, row.title, row.severity, row.subject, list(row.techniques), JSON.stringify(row.numbers)],
        ...[
          row.firstSeen,
          row.lastSeen,
          row.records[0]?.sha256 ?? null,
          row.records[0]?.record ?? null,
          row.muted ?? null,
        ],
      ]),
    ],
    [
      "coverage",
      ["indicator", "source", "log_of", "state", "from", "to", "note"],
      documents.flatMap(({ indicator, coverage }) =>
        coverage.map((row) => [indicator.ip, row.source, row.subject, row.state, row.from, row.to, row.note ?? null]),
      ),
    ],
    [
      "evidence",
      [
        "file",
        "kind",
        "size",
        "records",
        "duplicates",
        "rejected",
        "first_event",
        "last_event",
        "sha256",
        "loaded_by",
        "loaded_at",
        "note",
      ],
      (first?.evidence ?? []).map((file) => [
        ...[
          file.name,
          file.kind,
          file.size,
          file.records,
          file.duplicates,
          file.rejected,
          file.firstEvent,
          file.lastEvent,
        ],
        ...[
          file.sha256,
          by.get(file.sha256)?.loadedBy ?? null,
          by.get(file.sha256)?.loadedAt ?? null,
          file.reason ?? null,
        ],
      ]),
    ],
    [
      "indicators",
      ["kind", "value", "source", "added_at"],
      flagged.map((row) => [row.kind, row.value, row.source, row.addedAt]),
    ],
    ...boardTables(data.annotations),
    [
      "audit",
      ["entry", "at", "who", "what", "about", "hash"],
      audit.entries.map((row) => [row.id, row.at, row.actor, row.what, row.subject, row.hash]),
    ],
    [
      "events",
      ["at", "source", "message", "instance", "file", "sha256", "record", "fields"],
      events.map(({ at, source, message, instanceId, evidence, fields }) => [
        ...[
          at,
          source,
          message,
          instanceId,
          evidence?.file ?? null,
          evidence?.sha256 ?? null,
          evidence?.record ?? null,
        ],
        JSON.stringify(fields),
      ]),
    ],
  ];
  return tables.map(([name, columns, rows]) => ({ name: `${name}.csv`, text: csv(columns, rows) }));
}
