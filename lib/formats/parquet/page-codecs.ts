import { gunzipSync } from "node:zlib";
import { decompress as inflateZstd } from "fzstd";
import type { Compressors } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/** Writers cut pages at a mebibyte or so; a page that says it is larger than this is not believed. */
const LARGEST_PAGE = 1 << 28;

function bounded(inflate: (input: Uint8Array, length: number) => Uint8Array) {
  return (input: Uint8Array, length: number) => {
    if (!(length >= 0 && length <= LARGEST_PAGE)) throw new Error(`a page of ${length} bytes`);
    return inflate(input, length);
  };
}

/** How pages are inflated: gzip, as AWS writes them, by zlib, and no page beyond what it says of itself. */
export const PAGE_CODECS: Compressors = {
  ...Object.fromEntries(
    Object.entries(compressors).map(([name, inflate]) => [name, bounded((input, length) => inflate(input, length))]),
  ),
  GZIP: bounded((input, length) => gunzipSync(input, { maxOutputLength: Math.max(length, 1) })),
  ZSTD: bounded((input, length) => inflateZstd(input, new Uint8Array(length))),
};
