import { join } from "node:path";

/** Texts are gathered to blocks of about so many characters: one is inflated for a look at one record. */
export const BLOCK_CHARACTERS = 1 << 19;

/** Ends the file: where its index begins and how long it is, then this mark. */
export const MARK = "TLRECS1\n";
export const TRAILER_BYTES = 16 + MARK.length;

/** A block holds the records from `record` on, up to the next block's. */
export interface CopyBlock {
  record: number;
  offset: number;
  length: number;
}

export interface CopyIndex {
  /** The columns that someone gave for a log without header; another answer makes another copy. */
  flowColumns: readonly string[] | null;
  blocks: CopyBlock[];
}

/** What a block holds, as JSON: number, text, 1 where the text is as written. */
export type BlockEntry = [record: number, text: string, asWritten: 0 | 1];

/** The folder of all that can be made again from the originals. */
export function derivedFolder(dataDir: string): string {
  return join(dataDir, "derived");
}

/** Where the record copy of an original (SHA-256, hex) belongs. */
export function recordCopyPath(dataDir: string, sha256: string): string {
  return join(derivedFolder(dataDir), sha256.slice(0, 2), `${sha256}.records`);
}
