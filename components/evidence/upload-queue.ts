import type { Upload } from "tus-js-client";
import type { ChosenFile } from "@/components/evidence/read-dropped";
import { fingerprintOf, type UploadItem } from "@/components/evidence/upload-progress";

const ENDPOINT = "/api/uploads";
const SIDE_BY_SIDE = 3;
/** Each part is a request of its own, over within minutes on a slow line. */
const PART_BYTES = 32 * 1024 * 1024;
const RETRY_AFTER_MS = [500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000, 60_000, 60_000];
const TOLD_EVERY_MS = 200;

interface Job {
  item: UploadItem;
  file: File;
  upload: Upload | null;
}

export interface UploadSnapshot {
  items: readonly UploadItem[];
  startedMs: number;
  /** Nothing is waiting or on its way any more. */
  ended: boolean;
}

/** The uploads of one drop into a case: a few at a time, each going on from where an earlier attempt got to. */
export class UploadQueue {
  readonly #caseId: string;
  readonly #jobs: Job[];
  readonly #onChange: (snapshot: UploadSnapshot) => void;
  readonly #onEnd: (uploadIds: string[]) => void;
  readonly #startedMs = Date.now();
  readonly #sentIds: string[] = [];
  #running = 0;
  #ended = false;
  #telling: ReturnType<typeof setTimeout> | null = null;

  constructor(
    caseId: string,
    files: readonly ChosenFile[],
    hooks: { onChange: (snapshot: UploadSnapshot) => void; onEnd: (uploadIds: string[]) => void },
  ) {
    this.#caseId = caseId;
    this.#onChange = hooks.onChange;
    this.#onEnd = hooks.onEnd;
    this.#jobs = files.map(({ file, name }, index) => ({
      file,
      upload: null,
      item: { key: String(index), name, size: file.size, sent: 0, state: "waiting", resumedAt: 0, problem: null },
    }));
  }

  start(): void {
    this.#next();
  }

  /** Gives up one file, or the whole drop with those that were sent; what the server has of them is removed. */
  cancel(key?: string): void {
    for (const job of this.#jobs) {
      const { item } = job;
      if (key === undefined ? item.state === "cancelled" : item.key !== key || item.state === "sent") continue;
      const wasRunning = item.state === "sending" || item.state === "stalled";
      item.state = "cancelled";
      void job.upload?.abort(true).catch(() => undefined);
      if (wasRunning) this.#running--;
    }
    if (key === undefined) this.#sentIds.length = 0;
    this.#next();
  }

  /** Tries the failed ones again. */
  retry(): void {
    for (const { item } of this.#jobs) {
      if (item.state !== "failed") continue;
      Object.assign(item, { state: "waiting", problem: null });
    }
    this.#ended = false;
    this.#next();
  }

  #next(): void {
    for (const job of this.#jobs) {
      if (this.#running >= SIDE_BY_SIDE) break;
      if (job.item.state !== "waiting") continue;
      job.item.state = "sending";
      this.#running++;
      void this.#send(job);
    }
    if (this.#running === 0 && !this.#ended) this.#end();
    this.#tell();
  }

  #end(): void {
    this.#ended = true;
    const failed = this.#jobs.some(({ item }) => item.state === "failed");
    if (!failed && this.#sentIds.length > 0) this.#onEnd([...this.#sentIds]);
  }

  async #send(job: Job): Promise<void> {
    const { item, file } = job;
    try {
      const { Upload: TusUpload } = await import("tus-js-client");
      const upload = new TusUpload(file, {
        endpoint: ENDPOINT,
        chunkSize: PART_BYTES,
        retryDelays: RETRY_AFTER_MS,
        removeFingerprintOnSuccess: true,
        metadata: { caseId: this.#caseId, name: item.name },
        fingerprint: async () => fingerprintOf(this.#caseId, item.name, file),
        onProgress: (sent) => {
          if (item.state === "stalled") item.state = "sending";
          item.sent = sent;
          this.#tellSoon();
        },
        onShouldRetry: (error) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          // 0: no answer at all. Refusals are told, not repeated.
          const again = status === 0 || status >= 500 || status === 409 || status === 423;
          if (again && status === 0 && item.state === "sending") item.state = "stalled";
          this.#tellSoon();
          return again && status !== 507;
        },
        onSuccess: () => this.#finished(job, upload.url),
        onError: (error) => this.#failed(job, error),
      });
      job.upload = upload;
      const [earlier] = await upload.findPreviousUploads();
      if (earlier) upload.resumeFromPreviousUpload(earlier);
      upload.options.onAfterResponse = (request, answer) => {
        if (request.getMethod() !== "HEAD") return;
        item.resumedAt = Number(answer.getHeader("upload-offset") ?? 0);
        item.sent = item.resumedAt;
      };
      if (item.state !== "cancelled") upload.start();
    } catch (error) {
      this.#failed(job, error);
    }
  }

  #finished({ item }: Job, url: string | null): void {
    if (item.state === "cancelled") return;
    Object.assign(item, { state: "sent", sent: item.size });
    const id = url?.split("/").at(-1);
    if (id) this.#sentIds.push(id);
    this.#running--;
    this.#next();
  }

  #failed({ item }: Job, error: unknown): void {
    if (item.state === "cancelled" || item.state === "failed") return;
    Object.assign(item, { state: "failed", problem: wordsOf(error) });
    this.#running--;
    this.#next();
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => this.#tell(), TOLD_EVERY_MS);
  }

  #tell(): void {
    if (this.#telling) clearTimeout(this.#telling);
    this.#telling = null;
    const items = this.#jobs.map(({ item }) => ({ ...item }));
    this.#onChange({ items, startedMs: this.#startedMs, ended: this.#ended });
  }
}

interface Answered {
  originalResponse: { getStatus(): number; getBody(): string } | null;
}

/** What the server said, else what is known. */
function wordsOf(error: unknown): string {
  const answer =
    error instanceof Error && "originalResponse" in error ? (error as Error & Answered).originalResponse : null;
  if (!answer) return "The connection was lost.";
  if (answer.getStatus() === 401) return "You are signed out: sign in again in another window, then try again.";
  const body = answer.getBody().trim();
  return body !== "" && body.length < 300 ? body : `The server refused it (${answer.getStatus()}).`;
}
