import { pool } from "@/lib/db/pool";
import type { FileProgress } from "@/lib/ingest/load-file";

export interface LoadProgress {
  loadId: number;
  filesDone: number;
  filesTotal: number;
  bytesDone: number;
  bytesTotal: number;
  recordsDone: number;
  /** Over the time this run has taken. */
  recordsPerSecond: number;
  /** Null until something was read. */
  secondsLeft: number | null;
}

/** Whoever runs the load is told as often as its threads tell. */
const TELL_MS = 100;
const WRITE_MS = 250;

/** Adds up the progress of the files of a load, writes it to `loads` four times a second, and hears of a cancellation there. */
export class LoadMeter {
  readonly #loadId: number;
  #bytesTotal: number;
  #filesTotal: number;
  readonly #onProgress: ((progress: LoadProgress) => void) | undefined;
  readonly #onCancelled: () => void;
  readonly #running = new Map<number, FileProgress>();
  readonly #startedAt = performance.now();
  #bytesBefore = 0;
  #filesDone = 0;
  #bytesDone = 0;
  #recordsBefore = 0;
  #recordsDone = 0;
  #timers: NodeJS.Timeout[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(
    loadId: number,
    bytesTotal: number,
    filesTotal: number,
    hooks: { onProgress?: (progress: LoadProgress) => void; onCancelled: () => void },
  ) {
    this.#loadId = loadId;
    this.#bytesTotal = bytesTotal;
    this.#filesTotal = filesTotal;
    this.#onProgress = hooks.onProgress;
    this.#onCancelled = hooks.onCancelled;
  }

  /** Counts what an earlier run of the load has done, and begins to report. */
  async start(): Promise<void> {
    const before = await pool().query<{ files: string; bytes: string; records: string }>(
      `SELECT (SELECT count(*) FROM load_files WHERE load_id = $1 AND state <> 'pending') AS files,
         (SELECT COALESCE(sum(size), 0) FROM load_files WHERE load_id = $1 AND state <> 'pending') AS bytes,
         (SELECT COALESCE(sum(records), 0) FROM evidence_files WHERE load_id = $1) AS records`,
      [this.#loadId],
    );
    this.#filesDone = Number(before.rows[0]?.files);
    this.#bytesBefore = this.#bytesDone = Number(before.rows[0]?.bytes);
    this.#recordsBefore = this.#recordsDone = Number(before.rows[0]?.records);
    this.#timers = [
      setInterval(() => this.#onProgress?.(this.#sum()), TELL_MS),
      setInterval(() => this.#queueWrite(), WRITE_MS),
    ];
    this.#onProgress?.(this.#sum());
  }

  progress(file: number, progress: FileProgress): void {
    this.#running.set(file, progress);
  }

  finished(file: number, outcome: FileProgress): void {
    this.#running.delete(file);
    this.#filesDone++;
    this.#bytesDone += outcome.bytes;
    this.#recordsDone += outcome.records;
  }

  /** An archive has put the files inside it on the work list. */
  grow(inside: { files: number; bytes: number }): void {
    this.#filesTotal += inside.files;
    this.#bytesTotal += inside.bytes;
  }

  /** A file that was rolled back counts no longer. */
  dropped(file: number): void {
    this.#running.delete(file);
  }

  /** Writes the last state. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    await this.#writing;
    const progress = this.#sum();
    this.#onProgress?.(progress);
    // Progress is told for information: a database that is gone is reported by those who need it.
    await this.#write(progress).catch(() => undefined);
  }

  #queueWrite(): void {
    const progress = this.#sum();
    this.#writing = this.#writing.then(() => this.#write(progress)).catch(() => undefined);
  }

  async #write(progress: LoadProgress): Promise<void> {
    const written = await pool().query<{ state: string }>(
      "UPDATE loads SET files_done = $2, bytes_done = $3, records_done = $4 WHERE id = $1 RETURNING state",
      [this.#loadId, progress.filesDone, progress.bytesDone, progress.recordsDone],
    );
    if (written.rows[0]?.state === "cancelled") this.#onCancelled();
  }

  #sum(): LoadProgress {
    let bytesDone = this.#bytesDone;
    let recordsDone = this.#recordsDone;
    for (const { bytes, records } of this.#running.values()) {
      bytesDone += bytes;
      recordsDone += records;
    }
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const bytesPerSecond = (bytesDone - this.#bytesBefore) / seconds;
    return {
      loadId: this.#loadId,
      filesDone: this.#filesDone,
      filesTotal: this.#filesTotal,
      bytesDone,
      bytesTotal: this.#bytesTotal,
      recordsDone,
      recordsPerSecond: (recordsDone - this.#recordsBefore) / seconds,
      secondsLeft: bytesPerSecond > 0 ? Math.max(0, this.#bytesTotal - bytesDone) / bytesPerSecond : null,
    };
  }
}
