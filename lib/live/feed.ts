import type { FeedEvents } from "@/lib/live/feed.types";

/** What waits in memory for one reader who does not read, in bytes; then the connection ends, and begins anew from its place. */
const MOST_WAITING = 1_048_576;
const RETRY_MS = 1_000;
/** So many beats that nobody took, one after the other, and there is nobody. */
const MOST_UNTAKEN = 3;

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
  #untaken = 0;

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

  /** False once it is over, or where nobody has taken what was sent for some beats: a server does not always hear who left. */
  beat(): boolean {
    const waiting = (this.#controller?.desiredSize ?? 0) < MOST_WAITING;
    this.#untaken = waiting ? this.#untaken + 1 : 0;
    if (this.#untaken > MOST_UNTAKEN) this.end();
    return this.send("beat", null);
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
