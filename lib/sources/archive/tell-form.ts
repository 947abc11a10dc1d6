import { constants, gunzipSync } from "node:zlib";
import { isTar } from "@/lib/sources/archive/read-tar";
import { type Codec, codecOf } from "@/lib/sources/compression/codec";
import { openLog } from "@/lib/sources/open-log";
import { openPlace } from "@/lib/sources/open-place";

/**
 * How a file is to be opened: `log` as a stream of text, plain or compressed; `parquet` at any place; the others hold
 * files of their own. `packed` is a compressed file whose content is no text either: a zip, Parquet, or compressed again.
 */
export type FileForm = "log" | "parquet" | "zip" | "tar" | "packed";

/** A tar header takes so much. */
const HEAD_BYTES = 512;
const READ_BYTES = 4096;

function formOf(head: Uint8Array): FileForm | null {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 4)).toString("latin1");
  if (start === "PAR1") return "parquet";
  if (start === "PK\u0003\u0004" || start === "PK\u0005\u0006") return "zip";
  return isTar(head) ? "tar" : null;
}

/** True for a file that is a log and no container, by its first bytes and those that it inflates to. */
export function isLog(head: Uint8Array, content: Uint8Array): boolean {
  return formOf(head) === null && (codecOf(head) === null || (formOf(content) === null && codecOf(content) === null));
}

/** Tells a file by its first bytes and, where it is compressed, by those of its content. Throws file system errors and StoreFault. */
export async function tellForm(path: string): Promise<FileForm> {
  const handle = await openPlace(path);
  let head: Buffer;
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, 0);
    head = buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
  const codec = codecOf(head);
  if (codec === null) return formOf(head) ?? "log";
  const content = await contentHead(path, codec, head);
  if (codecOf(content) !== null) return "packed";
  const form = formOf(content);
  return form === "zip" || form === "parquet" ? "packed" : (form ?? "log");
}

/** The first bytes of what is compressed; fewer than asked for where it is short or damaged. */
async function contentHead(path: string, codec: Codec, head: Buffer): Promise<Uint8Array> {
  if (codec === "gzip") {
    // Nearly every file: without a stream, it costs next to nothing.
    const content = inflateHead(head);
    if (content.length >= HEAD_BYTES) return content;
  }
  const { chunks } = openLog(path);
  let content = Buffer.alloc(0);
  try {
    for await (const chunk of chunks) {
      content = Buffer.concat([content, chunk]);
      if (content.length >= HEAD_BYTES) break;
    }
  } finally {
    await chunks.return();
  }
  return content;
}

function inflateHead(head: Buffer): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}
