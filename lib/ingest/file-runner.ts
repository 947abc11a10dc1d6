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

/** A thread loads in several lanes, by number: what one waits for, the others use. */
export type ThreadRequest =
  | { type: "load"; lane: number; jobs: readonly FileJob[]; dataDir: string }
  | { type: "abort"; lane: number }
  | { type: "close" };

export type ThreadReply =
  | { type: "progress"; lane: number; progress: FileProgress }
  | { type: "loaded"; lane: number; outcomes: (FileOutcome | null)[] }
  | { type: "failed"; lane: number; message: string; code: string | null };
