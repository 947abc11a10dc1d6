import { createHash } from "node:crypto";
import { canonicalAddress } from "@/lib/core/address";
import type { FetchNote } from "@/lib/core/fetch-note";
import { describedId, type NetworkDescription } from "@/lib/core/network-rules";
import type {
  ApiCallRecord,
  DnsQueryRecord,
  FindingRecord,
  FlowStatusRecord,
  Observation,
  Rejection,
} from "@/lib/core/records";
import type { TrailFact } from "@/lib/core/trail-facts";
import {
  COPY_NULL,
  copyArray,
  copyBoolean,
  copyHex,
  copyJson,
  copyNumber,
  copyText,
  storableJson,
} from "@/lib/ingest/copy/copy-text";
import { copyTime } from "@/lib/ingest/copy/copy-time";

const REJECTED_CHARACTERS = 2048;

/** Columns of each table a file writes to beside flow_records, in the order of its row below. */
export const COLUMNS = {
  rejections: ["file_id", "record_no", "reason", "text"],
  flow_gaps: ["case_id", "file_id", "record_no", "interface_no", "context_no", "start_at", "end_at", "status"],
  dns_queries: [
    "load_id",
    "file_id",
    "record_no",
    "at",
    "asker_no",
    "name_no",
    "source_port",
    "type",
    "rcode",
    "transport",
    "answers",
    "resolved_ips",
    "detail",
    "record_hash",
  ],
  api_calls: [
    "load_id",
    "file_id",
    "record_no",
    "at",
    "category",
    "event_id",
    "event_source",
    "event_name",
    "event_type",
    "region",
    "account_id",
    "principal_no",
    "source",
    "source_ip",
    "user_agent",
    "error_code",
    "error_message",
    "read_only",
    "invoked_by",
    "vpc_endpoint_id",
    "request_id",
    "shared_event_id",
    "replaces_event_id",
    "issued_key_id",
    "issued_arn",
    "issued_principal_id",
    "requested_session_name",
    "target",
    "notes",
    "field_hashes",
  ],
  findings: [
    "file_id",
    "record_no",
    "case_id",
    "source",
    "finding_id",
    "type",
    "title",
    "description",
    "severity",
    "account_id",
    "region",
    "created_at",
    "updated_at",
    "first_seen",
    "last_seen",
    "sample",
    "action_type",
    "resource_role",
    "count",
    "instance_ids",
    "access_key_id",
    "access_key_principal_id",
    "remote_ips",
    "domains",
    "record_hash",
  ],
  fetch_notes: ["case_id", "file_id", "record_no", "source", "subject", "from_at", "to_at", "code", "message", "title"],
  trail_facts: ["case_id", "file_id", "record_no", "kind", "fact"],
  observations: ["case_id", "file_id", "record_no", "event", "proof", "at", "body"],
  network_descriptions: ["case_id", "file_id", "record_no", "kind", "subject", "vpc_id", "at", "gone", "body"],
} as const;

export interface FileNumbers {
  caseId: string;
  loadId: number;
  fileId: number;
}

export function rejectionRow(file: FileNumbers, rejection: Rejection): string {
  const text = rejection.text.slice(0, REJECTED_CHARACTERS);
  return [file.fileId, rejection.record, copyText(rejection.reason), copyText(text)].join("\t");
}

export function gapRow(file: FileNumbers, record: FlowStatusRecord, interfaceNo: number, contextNo: number): string {
  const span = `${copyTime(record.startMs)}\t${copyTime(record.endMs)}`;
  return [file.caseId, file.fileId, record.record, interfaceNo, contextNo, span, record.status].join("\t");
}

export function queryRow(file: FileNumbers, record: DnsQueryRecord, askerNo: number, nameNo: number): string {
  const detail =
    record.class === null || record.class === "IN" ? record.detail : { ...record.detail, query_class: record.class };
  return [
    file.loadId,
    file.fileId,
    record.record,
    copyTime(record.atMs),
    askerNo,
    nameNo,
    copyNumber(record.sourcePort),
    copyText(record.type),
    copyText(record.rcode),
    copyText(record.transport),
    record.answers.length === 0 ? COPY_NULL : copyJson(record.answers),
    copyArray(addresses(record.resolvedIps)),
    detail === null ? COPY_NULL : copyJson(detail),
    copyHex(record.recordHash),
  ].join("\t");
}

export function callRow(file: FileNumbers, record: ApiCallRecord, principalNo: number): string {
  return [
    file.loadId,
    file.fileId,
    record.record,
    copyTime(record.atMs),
    record.category,
    copyText(record.eventId),
    copyText(record.eventSource),
    copyText(record.eventName),
    copyText(record.eventType),
    copyText(record.region),
    copyText(record.accountId),
    principalNo,
    copyText(record.source),
    copyText(record.sourceIp === null ? null : canonicalAddress(record.sourceIp)),
    copyText(record.userAgent),
    copyText(record.errorCode),
    copyText(record.errorMessage),
    copyBoolean(record.readOnly),
    copyText(record.invokedBy),
    copyText(record.vpcEndpointId),
    copyText(record.requestId),
    copyText(record.sharedEventId),
    copyText(record.replacesEventId),
    copyText(record.issuedKeyId),
    copyText(record.issuedArn),
    copyText(record.issuedPrincipalId),
    copyText(record.requestedSessionName),
    copyText(record.target),
    record.notes.length === 0 ? COPY_NULL : copyArray(record.notes),
    copyJson(record.fieldHashes),
  ].join("\t");
}

export function findingRow(file: FileNumbers, record: FindingRecord): string {
  return [
    file.fileId,
    record.record,
    file.caseId,
    record.source,
    copyText(record.findingId),
    copyText(record.type),
    copyText(record.title),
    copyText(record.description),
    copyNumber(record.severity),
    copyText(record.accountId),
    copyText(record.region),
    optionalTime(record.createdAtMs),
    optionalTime(record.updatedAtMs),
    copyTime(record.firstSeenMs),
    copyTime(record.lastSeenMs),
    copyBoolean(record.sample),
    copyText(record.actionType),
    copyText(record.resourceRole),
    copyNumber(record.count),
    copyArray(record.instanceIds),
    copyText(record.accessKeyId),
    copyText(record.accessKeyPrincipalId),
    copyArray(addresses(record.remoteIps)),
    copyArray(record.domains),
    copyHex(findingHash(record)),
  ].join("\t");
}

export function trailFactRow(file: FileNumbers, { record, kind, ...fact }: TrailFact): string {
  return [file.caseId, file.fileId, record, kind, copyJson(fact)].join("\t");
}

const timeOrNull = (ms: number | null) => (ms === null ? copyText(null) : copyTime(ms));

/** A row for each thing that the note is about; one without a source where it is about none. */
export function fetchNoteRows(file: FileNumbers, note: FetchNote): string[] {
  const { record, covers, fromMs, toMs, code, message, title } = note;
  const about = covers.length === 0 ? [{ source: "", subject: "" }] : covers;
  return about.map(({ source, subject }) =>
    [
      ...[file.caseId, file.fileId, record, copyText(source), copyText(subject), timeOrNull(fromMs), timeOrNull(toMs)],
      ...[copyText(code), copyText(message), copyText(title)],
    ].join("\t"),
  );
}

export function observationRow(file: FileNumbers, observation: Observation): string {
  const { record, event, proof, atMs, ...body } = observation;
  return [file.caseId, file.fileId, record, event, proof, copyTime(atMs), copyJson(body)].join("\t");
}

export function descriptionRow(file: FileNumbers, description: NetworkDescription): string {
  const { record, rules, vpcId, atMs, gone } = description;
  return [
    ...[file.caseId, file.fileId, record, rules.kind, copyText(describedId(rules)), copyText(vpcId)],
    ...[optionalTime(atMs), copyBoolean(gone), copyJson(rules)],
  ].join("\t");
}

/** Equal for two deliveries of one finding, whatever wrapper they came in. */
function findingHash(finding: FindingRecord): string {
  const { record: _record, ...said } = finding;
  const json = storableJson(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256").update(json).digest("hex");
}

function optionalTime(ms: number | null): string {
  return ms === null ? COPY_NULL : copyTime(ms);
}

function addresses(texts: readonly string[]): string[] {
  return texts.map(canonicalAddress).filter((text) => text !== null);
}
