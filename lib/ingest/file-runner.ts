import type { FileJob, FileOutcome, FileProgress } from "@/lib/ingest/load-file";

/** Something that loads one file at a time; a load uses several side by side. */
export interface FileRunner {
  run(job: FileJob, signal: AbortSignal, onProgress: (progress: FileProgress) => void): Promise<FileOutcome>;
  close(): Promise<void>;
}

export type ThreadRequest = { type: "load"; job: FileJob; dataDir: string } | { type: "abort" } | { type: "close" };

export type ThreadReply =
  | { type: "progress"; progress: FileProgress }
  | { type: "loaded"; outcome: FileOutcome }
  | { type: "failed"; message: string; code: string | null };
