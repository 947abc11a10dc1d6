import { gunzipSync } from "node:zlib";
import { isLog } from "@/lib/sources/archive/tell-form";
import { codecOf } from "@/lib/sources/compression/codec";

const LEAST_BYTES = 1024;
/** A gzip member ends with the size of its content (RFC 1952, section 2.3.1); it is a hint and no more. */
const SIZE_BYTES = 4;

/** The bytes of a log, inflated. Null for what is none, is compressed in another way than by gzip, damaged, or has more than `mostBytes`. */
export function heldLog(content: Buffer, mostBytes: number): Uint8Array | null {
  const codec = codecOf(content);
  if (codec === null) return isLog(content, content) ? content : null;
  if (codec !== "gzip") return null;
  const log = inflate(content, mostBytes);
  return log !== null && isLog(content, log) ? log : null;
}

function inflate(content: Buffer, mostBytes: number): Uint8Array | null {
  const said = content.length < SIZE_BYTES ? 0 : content.readUInt32LE(content.length - SIZE_BYTES);
  try {
    const chunkSize = Math.max(LEAST_BYTES, Math.min(mostBytes, said + 1));
    return gunzipSync(content, { chunkSize, maxOutputLength: mostBytes });
  } catch {
    return null;
  }
}
