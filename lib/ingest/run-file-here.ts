import type pg from "pg";
import { pool } from "@/lib/db/pool";
import { FlowBlock } from "@/lib/formats/vpc-flow/flow-block";
import type { FileRunner } from "@/lib/ingest/file-runner";
import { loadGroup } from "@/lib/ingest/group/load-group";
import { CaseInterner } from "@/lib/ingest/intern/case-interner";
import { type FileJob, type FileOutcome, type FileProgress, loadFile } from "@/lib/ingest/load-file";

/** What a block knows of contexts is asked for anew by each group. */
const MOST_KEPT_CONTEXTS = 1000;

interface Connections {
  rows: pg.PoolClient;
  sides: pg.PoolClient;
  interner: CaseInterner;
  caseId: string;
}

/** Loads files in this thread, over two connections of its pool: one for the file's rows, one for side tables. */
export class FileRunnerHere implements FileRunner {
  readonly #dataDir: string;
  #connections: Connections | null = null;
  #block: FlowBlock | null = null;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  async run(
    jobs: readonly FileJob[],
    signal: AbortSignal,
    onProgress: (progress: FileProgress) => void,
  ): Promise<(FileOutcome | null)[]> {
    signal.throwIfAborted();
    const [job] = jobs;
    if (job === undefined) return [];
    const { rows, interner } = await this.#connect(job.caseId);
    const run = { dataDir: this.#dataDir, signal, onProgress };
    try {
      return jobs.length === 1
        ? [await loadFile(job, rows, interner, run)]
        : await loadGroup(jobs, rows, { interner, block: this.#blockOfGroups() }, run);
    } catch (error) {
      // Whatever state a failed file left its connections in, the next one gets new ones.
      await this.#disconnect(true);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#disconnect(false);
  }

  #blockOfGroups(): FlowBlock {
    if (this.#block === null || this.#block.contexts.length > MOST_KEPT_CONTEXTS) this.#block = new FlowBlock();
    // A group that failed in its middle may have left records in it.
    this.#block.count = 0;
    return this.#block;
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
      // A crash may take the last files with it, each as a whole: they are still pending then, and read again.
      await Promise.all([rows, sides].map((client) => client.query("SET synchronous_commit TO off")));
      this.#connections = { rows, sides, interner: new CaseInterner(sides, caseId), caseId };
    }
    return this.#connections;
  }

  async #disconnect(destroy: boolean): Promise<void> {
    const connections = this.#connections;
    this.#connections = null;
    if (!connections) return;
    for (const client of [connections.rows, connections.sides]) {
      const reset = !destroy && (await client.query("RESET synchronous_commit").catch(() => null));
      client.release(!reset);
    }
  }
}
