import { AppError } from "@/lib/core/app-error";
import { isInstant } from "@/lib/core/instant";
import { hasMmdbMarker, METADATA_BYTES, readMmdbAbout } from "@/lib/reference/mmdb";
import { readAwsRanges } from "@/lib/reference/read-aws-ranges";
import { readCsvList } from "@/lib/reference/read-csv-list";
import { mispEvents, readMisp } from "@/lib/reference/read-misp";
import { readStix } from "@/lib/reference/read-stix";
import type { ReadReference } from "@/lib/reference/reference.types";

/** Lists and ranges are read as a whole. */
const MOST_TEXT_BYTES = 64 << 20;
const NEITHER =
  "This is neither AWS's ip-ranges.json, a database in MaxMind's format, nor a list (CSV, STIX 2.1, MISP JSON).";

/** A file that is still to be told; lists are read whole, a database by its end alone. */
export interface GivenFile {
  size: number;
  /** `length` bytes from `from` on. */
  read: (from: number, length: number) => Promise<Buffer>;
}

/** Tells by its content what a file of reference data is, and reads it. Throws AppError `invalid` for what is none. */
export async function readReference({ size, read }: GivenFile, nowMs: number): Promise<ReadReference> {
  const endBytes = Math.min(size, METADATA_BYTES);
  const end = await read(size - endBytes, endBytes);
  if (hasMmdbMarker(end)) return readPlaces(end, size);
  if (size > MOST_TEXT_BYTES) throw new AppError("invalid", "A list or ranges may have 64 MB at most.");
  const bytes = await read(0, size);
  if (bytes.includes(0)) throw new AppError("invalid", NEITHER);
  const text = bytes.toString("utf8");
  const first = /\S/.exec(text.replace(/^\ufeff/, ""))?.[0];
  const found =
    first === "{" || first === "[" ? await readJson(text, nowMs) : { ...(await readCsvList(text)), datedMs: null };
  if (!("values" in found)) return found;
  if (found.values.length === 0) throw new AppError("invalid", "There is no address, network or name in it.");
  return { kind: "indicators", entries: found.values.length, ...found };
}

function readPlaces(end: Buffer, size: number): ReadReference {
  try {
    const { type, madeMs, nodes } = readMmdbAbout(end, size);
    const datedMs = isInstant(madeMs) ? madeMs : null;
    return { kind: "places", name: type, entries: nodes, datedMs, skipped: [] };
  } catch {
    throw new AppError("invalid", "This database in MaxMind's format cannot be read.");
  }
}

async function readJson(text: string, nowMs: number) {
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
