import type { FileJob, FileOutcome, FileProgress } from "@/lib/ingest/load-file";

/** Something that loads files, one or one group at a time; a load uses several side by side. */
export interface FileRunner {
  /**
   * Loads a file, or several small ones in one transaction, and tells of each in their order: null for one of several that
   * has to be loaded by itself. Of several that fail together nothing is left, and each is to be loaded by itself.
   */
  run(
    jobs: readonly FileJob[],
    signal: AbortSignal,
    onProgress: (progress: FileProgress) => void,
  ): Promise<(FileOutcome | null)[]>;
  close(): Promise<void>;
}

export type ThreadRequest =
  | { type: "load"; jobs: readonly FileJob[]; dataDir: string }
  | { type: "abort" }
  | { type: "close" };

export type ThreadReply =
  | { type: "progress"; progress: FileProgress }
  | { type: "loaded"; outcomes: (FileOutcome | null)[] }
  | { type: "failed"; message: string; code: string | null };
