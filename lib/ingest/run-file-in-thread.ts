import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FileRunner, ThreadReply, ThreadRequest } from "@/lib/ingest/file-runner";
import type { FileJob, FileOutcome, FileProgress } from "@/lib/ingest/load-file";

/** Loads files in a worker thread, so that several are parsed at once. A thread that dies is replaced at the next file. */
export class FileRunnerInThread implements FileRunner {
  readonly #entry: string;
  readonly #dataDir: string;
  #worker: Worker | null = null;

  /** `entry` is the absolute path of the thread's code. */
  constructor(entry: string, dataDir: string) {
    this.#entry = entry;
    this.#dataDir = dataDir;
  }

  run(
    jobs: readonly FileJob[],
    signal: AbortSignal,
    onProgress: (progress: FileProgress) => void,
  ): Promise<(FileOutcome | null)[]> {
    signal.throwIfAborted();
    this.#worker ??= new Worker(this.#entry, { resourceLimits: { maxYoungGenerationSizeMb: 64 } });
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const abort = () => send(worker, { type: "abort" });
      const settle = (act: () => void) => {
        signal.removeEventListener("abort", abort);
        worker.removeAllListeners();
        // Between files nobody listens; an idle thread that dies is noticed by the next file.
        worker.on("error", () => this.#forget(worker));
        worker.on("exit", () => this.#forget(worker));
        act();
      };
      const fail = (error: Error) => settle(() => reject(signal.aborted ? signal.reason : error));
      worker.removeAllListeners();
      worker.on("message", (reply: ThreadReply) => {
        if (reply.type === "progress") onProgress(reply.progress);
        else if (reply.type === "loaded") settle(() => resolve(reply.outcomes));
        else fail(Object.assign(new Error(reply.message), { code: reply.code }));
      });
      worker.on("error", (error) => {
        this.#forget(worker);
        fail(error instanceof Error ? error : new Error(String(error)));
      });
      worker.on("exit", (status) => {
        this.#forget(worker);
        fail(new Error(`the thread that loaded the file ended with status ${status}`));
      });
      signal.addEventListener("abort", abort, { once: true });
      send(worker, { type: "load", jobs, dataDir: this.#dataDir });
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = null;
    worker.removeAllListeners();
    // A thread that ends in an error has ended, too.
    const ended = once(worker, "exit").catch(() => undefined);
    send(worker, { type: "close" });
    await ended;
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = null;
  }
}

function send(worker: Worker, request: ThreadRequest): void {
  worker.postMessage(request);
}
