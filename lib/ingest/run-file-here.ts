import { type CheckedOutClient, checkOutClient } from "@/lib/ingest/check-out-client";
import type { FileRunner } from "@/lib/ingest/file-runner";
import { CaseInterner } from "@/lib/ingest/intern/case-interner";
import { type FileJob, type FileOutcome, type FileProgress, loadFile } from "@/lib/ingest/load-file";

interface Connections {
  rows: CheckedOutClient;
  sides: CheckedOutClient;
  interner: CaseInterner;
  caseId: string;
}

/** Loads files in this thread, over two connections of its pool: one for the file's rows, one for side tables. */
export class FileRunnerHere implements FileRunner {
  readonly #dataDir: string;
  #connections: Connections | null = null;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  async run(job: FileJob, signal: AbortSignal, onProgress: (progress: FileProgress) => void): Promise<FileOutcome> {
    signal.throwIfAborted();
    const { rows, interner } = await this.#connect(job.caseId);
    try {
      return await loadFile(job, rows.client, interner, { dataDir: this.#dataDir, signal, onProgress });
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
      const rows = await checkOutClient();
      const sides = await checkOutClient().catch((error: Error) => {
        rows.release(false);
        throw error;
      });
      this.#connections = { rows, sides, interner: new CaseInterner(sides.client, caseId), caseId };
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
