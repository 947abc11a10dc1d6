import { describedId, type NetworkDescription } from "@/lib/core/network-rules";
import type {
  ApiCallRecord,
  DnsQueryRecord,
  FindingRecord,
  FlowRecord,
  FlowStatusRecord,
  Observation,
} from "@/lib/core/records";
import { isStorableTime } from "@/lib/ingest/copy/copy-time";

/** Indexed text must fit a B-tree page (2,704 bytes) whatever its script. */
const MAX_INDEXED_CHARACTERS = 640;
const MAX_INT4 = 2_147_483_647;
const MAX_INT2 = 32_767;

type Reason = string | null;

/** Each guard says why a record cannot be stored in its typed columns, or null. Readers check meaning; this checks size. */
export function guardFlow(record: FlowRecord): Reason {
  return (
    guardTime("start", record.startMs) ??
    guardTime("end", record.endMs) ??
    guardKey("interface", record.context.interfaceKey) ??
    guardInteger("srcport", record.sourcePort, MAX_INT4) ??
    guardInteger("dstport", record.destinationPort, MAX_INT4) ??
    guardInteger("protocol", record.protocol, MAX_INT2) ??
    guardInteger("tcp-flags", record.tcpFlags, MAX_INT2) ??
    guardInteger("packets", record.packets, Number.MAX_SAFE_INTEGER) ??
    guardInteger("bytes", record.bytes, Number.MAX_SAFE_INTEGER)
  );
}

export function guardStatus(record: FlowStatusRecord): Reason {
  return (
    guardTime("start", record.startMs) ??
    guardTime("end", record.endMs) ??
    guardKey("interface", record.context.interfaceKey)
  );
}

export function guardQuery(record: DnsQueryRecord): Reason {
  return (
    guardTime("query_timestamp", record.atMs) ??
    guardKey("query_name", record.name) ??
    guardInteger("srcport", record.sourcePort, MAX_INT4)
  );
}

export function guardCall(record: ApiCallRecord): Reason {
  return guardTime("eventTime", record.atMs) ?? guardKey("eventID", record.eventId);
}

export function guardFinding(record: FindingRecord): Reason {
  return (
    guardTime("first seen", record.firstSeenMs) ??
    guardTime("last seen", record.lastSeenMs) ??
    guardTime("created", record.createdAtMs) ??
    guardTime("updated", record.updatedAtMs) ??
    guardInteger("count", record.count, MAX_INT4)
  );
}

export function guardObservation(observation: Observation): Reason {
  return guardTime("time", observation.atMs);
}

/** An id that is no AWS id describes nothing that could be looked up. */
export function guardDescription({ atMs, rules }: NetworkDescription): Reason {
  return guardTime("time", atMs) ?? guardKey("id", describedId(rules));
}

function guardTime(field: string, ms: number | null): Reason {
  return ms === null || isStorableTime(ms) ? null : `${field} is out of range: ${ms}`;
}

function guardInteger(field: string, value: number | null, max: number): Reason {
  return value === null || (Number.isInteger(value) && value >= 0 && value <= max)
    ? null
    : `${field} is out of range: ${value}`;
}

function guardKey(field: string, value: string): Reason {
  return value.length <= MAX_INDEXED_CHARACTERS ? null : `${field} is too long: ${value.length} characters`;
}
