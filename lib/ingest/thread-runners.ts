import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FileRunner, ThreadReply, ThreadRequest } from "@/lib/ingest/file-runner";
import type { FileJob, FileOutcome, FileProgress } from "@/lib/ingest/load-file";

interface Waiting {
  onReply(reply: ThreadReply): void;
  onDeath(error: Error): void;
}

/** A worker thread with several lanes, so that it works while one of them waits. One that dies is replaced at the next file. */
class LoadThread {
  readonly #entry: string;
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();

  constructor(entry: string) {
    this.#entry = entry;
  }

  load(request: ThreadRequest & { type: "load" }, waiting: Waiting): void {
    this.#waiting.set(request.lane, waiting);
    this.#worker ??= this.#start();
    this.#worker.postMessage(request);
  }

  abort(lane: number): void {
    this.#worker?.postMessage({ type: "abort", lane } satisfies ThreadRequest);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = null;
    worker.removeAllListeners();
    // A thread that ends in an error has ended, too.
    const ended = once(worker, "exit").catch(() => undefined);
    worker.postMessage({ type: "close" } satisfies ThreadRequest);
    await ended;
  }

  #start(): Worker {
    const worker = new Worker(this.#entry);
    worker.on("message", (reply: ThreadReply) => {
      const waiting = this.#waiting.get(reply.lane);
      if (reply.type !== "progress") this.#waiting.delete(reply.lane);
      waiting?.onReply(reply);
    });
    const died = (error: Error) => {
      worker.removeAllListeners();
      worker.on("error", () => undefined);
      if (this.#worker === worker) this.#worker = null;
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { onDeath } of waiting) onDeath(error);
    };
    worker.on("error", (error) => died(error instanceof Error ? error : new Error(String(error))));
    worker.on("exit", (status) => died(new Error(`the thread that loaded the file ended with status ${status}`)));
    return worker;
  }
}

/** One lane of a thread. */
class LaneRunner implements FileRunner {
  readonly #thread: LoadThread;
  readonly #lane: number;
  readonly #dataDir: string;

  constructor(thread: LoadThread, lane: number, dataDir: string) {
    this.#thread = thread;
    this.#lane = lane;
    this.#dataDir = dataDir;
  }

  run(
    jobs: readonly FileJob[],
    signal: AbortSignal,
    onProgress: (progress: FileProgress) => void,
  ): Promise<(FileOutcome | null)[]> {
    signal.throwIfAborted();
    const lane = this.#lane;
    return new Promise((resolve, reject) => {
      const abort = () => this.#thread.abort(lane);
      signal.addEventListener("abort", abort, { once: true });
      const fail = (error: Error) => {
        signal.removeEventListener("abort", abort);
        reject(signal.aborted ? signal.reason : error);
      };
      const onReply = (reply: ThreadReply) => {
        if (reply.type === "progress") onProgress(reply.progress);
        else if (reply.type === "failed") fail(Object.assign(new Error(reply.message), { code: reply.code }));
        else {
          signal.removeEventListener("abort", abort);
          resolve(reply.outcomes);
        }
      };
      this.#thread.load({ type: "load", lane, jobs, dataDir: this.#dataDir }, { onReply, onDeath: fail });
    });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

/** So many threads of so many lanes each; a lane of every thread comes before the second of any. `entry` is the absolute path of their code. */
export function threadRunners(
  entry: string,
  dataDir: string,
  { threads, lanes }: { threads: number; lanes: number },
): FileRunner[] {
  const started = Array.from({ length: threads }, () => new LoadThread(entry));
  return Array.from({ length: lanes }, (_, lane) =>
    started.map((thread) => new LaneRunner(thread, lane, dataDir)),
  ).flat();
}
