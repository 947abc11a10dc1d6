import { AppError } from "@/lib/core/app-error";
import { Places } from "@/lib/reference/places";
import { readAwsRanges } from "@/lib/reference/read-aws-ranges";
import { readCsvList } from "@/lib/reference/read-csv-list";
import { mispEvents, readMisp } from "@/lib/reference/read-misp";
import { readStix } from "@/lib/reference/read-stix";
import type { ReadReference } from "@/lib/reference/reference.types";

// MaxMind DB File Format Specification 2.0: the metadata follow this marker, within the last 128 KiB.
const MARKER = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from("MaxMind.com")]);
const METADATA_BYTES = 128 * 1024;
/** Lists and ranges are read as a whole. */
const MOST_TEXT_BYTES = 64 << 20;
const NEITHER =
  "This is neither AWS's ip-ranges.json, a database in MaxMind's format, nor a list (CSV, STIX 2.1, MISP JSON).";

/** Tells by its content what a file of reference data is, and reads it. Throws AppError `invalid` for what is none. */
export function readReference(bytes: Buffer, nowMs: number): ReadReference {
  if (bytes.subarray(Math.max(0, bytes.length - METADATA_BYTES)).includes(MARKER)) return readPlaces(bytes);
  if (bytes.length > MOST_TEXT_BYTES) throw new AppError("invalid", "A list or ranges may have 64 MB at most.");
  if (bytes.includes(0)) throw new AppError("invalid", NEITHER);
  const text = bytes.toString("utf8");
  const first = /\S/.exec(text.replace(/^\ufeff/, ""))?.[0];
  const read = first === "{" || first === "[" ? readJson(text, nowMs) : { ...readCsvList(text), datedMs: null };
  if (!("values" in read)) return read;
  if (read.values.length === 0) throw new AppError("invalid", "There is no address, network or name in it.");
  return { kind: "indicators", entries: read.values.length, ...read };
}

function readPlaces(bytes: Buffer): ReadReference {
  try {
    const { type, madeMs, nodes } = new Places(bytes).about;
    const datedMs = Number.isFinite(madeMs) ? madeMs : null;
    return { kind: "places", name: type, entries: nodes, datedMs, skipped: [] };
  } catch {
    throw new AppError("invalid", "This database in MaxMind's format cannot be read.");
  }
}

function readJson(text: string, nowMs: number) {
  const json = parse(text);
  const ranges = readAwsRanges(json);
  if (ranges) {
    const { table, datedMs, unreadable } = ranges;
    const skipped = unreadable > 0 ? [{ reason: "not a network", count: unreadable }] : [];
    return { kind: "aws-ranges" as const, entries: table.size, datedMs, skipped };
  }
  if (typeof json === "object" && json !== null && "type" in json && json.type === "bundle") {
    return readStix("objects" in json && Array.isArray(json.objects) ? json.objects : [], nowMs);
  }
  const events = mispEvents(json);
  if (events) return readMisp(events);
  throw new AppError("invalid", NEITHER);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new AppError("invalid", "This is JSON that is cut off or damaged.");
  }
}
