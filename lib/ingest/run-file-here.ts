import type pg from "pg";
import { pool } from "@/lib/db/pool";
import type { FileRunner } from "@/lib/ingest/file-runner";
import { CaseInterner } from "@/lib/ingest/intern/case-interner";
import { type FileJob, type FileOutcome, type FileProgress, loadFile } from "@/lib/ingest/load-file";

/** Loads files in this thread, over two connections of its pool: one for the file's rows, one for side tables. */
export class FileRunnerHere implements FileRunner {
  readonly #dataDir: string;
  #connections: { rows: pg.PoolClient; sides: pg.PoolClient; interner: CaseInterner; caseId: string } | null = null;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  async run(job: FileJob, signal: AbortSignal, onProgress: (progress: FileProgress) => void): Promise<FileOutcome> {
    signal.throwIfAborted();
    const { rows, interner } = await this.#connect(job.caseId);
    try {
      return await loadFile(job, rows, interner, { dataDir: this.#dataDir, signal, onProgress });
    } catch (error) {
      // Whatever state a failed file left its connections in, the next one gets new ones.
      await this.#disconnect(true);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#disconnect(false);
  }

  async #connect(caseId: string) {
    if (this.#connections && this.#connections.caseId !== caseId) await this.#disconnect(false);
    if (!this.#connections) {
      const rows = await pool().connect();
      const sides = await pool()
        .connect()
        .catch((error: Error) => {
          rows.release();
          throw error;
        });
      // A connection lost while nothing runs on it is met by the next query.
      rows.on("error", () => undefined);
      sides.on("error", () => undefined);
      this.#connections = { rows, sides, interner: new CaseInterner(sides, caseId), caseId };
    }
    return this.#connections;
  }

  async #disconnect(destroy: boolean): Promise<void> {
    const connections = this.#connections;
    this.#connections = null;
    connections?.rows.release(destroy);
    connections?.sides.release(destroy);
  }
}
