/** One thing that stands in an archive, in the archive's order. */
export interface ArchiveEntry {
  /** As the archive spells it: a text of whoever made it, never a path on this machine. */
  name: string;
  /** A folder holds nothing by itself; what is refused says why. */
  kind: "file" | "folder" | "refused";
  reason: string | null;
  /** Bytes of the archive for one of the content, where the archive tells; in a stream nothing does. */
  packing?: number;
  /**
   * The bytes, to be read before the next entry is asked for. Throws SourceDamage where they are cut off or not what
   * the archive says they are: what came before stays.
   */
  chunks(): AsyncIterable<Uint8Array>;
}

export function folderEntry(name: string): ArchiveEntry {
  return { name, kind: "folder", reason: null, chunks: nothing };
}

export function refusedEntry(name: string, reason: string): ArchiveEntry {
  return { name, kind: "refused", reason, chunks: nothing };
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}
