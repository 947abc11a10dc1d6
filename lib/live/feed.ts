import type { FeedEvents } from "@/lib/live/feed.types";

/** What waits in memory for one reader who does not read, in bytes; then the connection ends, and begins anew from its place. */
const MOST_WAITING = 1_048_576;
const RETRY_MS = 1_000;

interface Reader {
  caseId: string;
  /** Of the session that it was opened with. */
  token: string;
  userId: string;
  email: string;
  tab: string;
  /** Number of the audit entry after which it begins. */
  after: number;
}

/** One page that follows a case: an answer that stays open, of server-sent events. */
export class Feed {
  readonly stream: ReadableStream<Uint8Array>;
  cursor: number;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #here = "";

  constructor(
    readonly reader: Reader,
    onLeave: (feed: Feed) => void,
  ) {
    this.cursor = reader.after;
    this.stream = new ReadableStream(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => {
          this.#controller = null;
          onLeave(this);
        },
      },
      { highWaterMark: MOST_WAITING, size: (chunk) => chunk?.byteLength ?? 0 },
    );
    this.#write(`retry: ${RETRY_MS}\n\n`);
  }

  /** False once it is over. */
  send<Name extends keyof FeedEvents>(name: Name, data: FeedEvents[Name], id?: number): boolean {
    if (name === "here") {
      const text = JSON.stringify(data);
      if (text === this.#here) return true;
      this.#here = text;
    }
    const number = id === undefined ? "" : `id: ${id}\n`;
    return this.#write(`${number}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    const controller = this.#controller;
    this.#controller = null;
    try {
      controller?.close();
    } catch {
      // It was cancelled just now.
    }
  }

  #write(text: string): boolean {
    const controller = this.#controller;
    if (controller === null) return false;
    if ((controller.desiredSize ?? 0) <= 0) {
      this.end();
      return false;
    }
    controller.enqueue(Buffer.from(text));
    return true;
  }
}
