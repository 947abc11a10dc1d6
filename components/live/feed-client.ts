import type { FeedEvents } from "@/lib/live/feed.types";

/** Nothing heard for so long, not even that the connection is alive: it is not. */
const SILENCE_MS = 15_000;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

export interface FeedHandlers {
  /** True with an open connection, false when it was lost. */
  onState: (live: boolean) => void;
  onEvent: <Name extends keyof FeedEvents>(name: Name, data: FeedEvents[Name]) => void;
}

/**
 * Follows a case: one connection, opened again whenever it is lost, after the last change that was heard. It rests while the
 * page cannot be seen: browsers give one server few connections, and what was missed comes when it is opened again.
 */
export class FeedClient {
  readonly #tab = randomId();
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pauseMs = PAUSE_MS;
  #over = false;

  constructor(
    private readonly caseId: string,
    private last: number,
    private path: string,
    private readonly handlers: FeedHandlers,
  ) {
    document.addEventListener("visibilitychange", this.#follow);
    addEventListener("online", this.#follow);
    addEventListener("offline", this.#lost);
    this.#follow();
  }

  /** Says which page of the case is open now. */
  move(path: string): void {
    if (path === this.path) return;
    this.path = path;
    if (this.#source !== null) void this.#place().catch(() => undefined);
  }

  stop(): void {
    this.#over = true;
    document.removeEventListener("visibilitychange", this.#follow);
    removeEventListener("online", this.#follow);
    removeEventListener("offline", this.#lost);
    this.#shut();
  }

  readonly #follow = () => {
    this.#shut();
    if (document.visibilityState === "visible" && !this.#over) this.#open();
  };

  readonly #lost = () => this.#lose();

  #shut(): void {
    this.#source?.close();
    this.#source = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #url(query = ""): string {
    return `/api/cases/${this.caseId}/live${query}`;
  }

  #place(): Promise<Response> {
    const body = JSON.stringify({ tab: this.#tab, path: this.path });
    return fetch(this.#url(), { method: "POST", headers: { "content-type": "application/json" }, body });
  }

  #open(): void {
    const query = new URLSearchParams({ tab: this.#tab, path: this.path, after: String(this.last) });
    const source = new EventSource(this.#url(`?${query}`));
    this.#source = source;
    const heard = () => this.#wait(SILENCE_MS, () => this.#lose());
    const on = <Name extends keyof FeedEvents>(name: Name) =>
      source.addEventListener(name, (event: MessageEvent<string>) => {
        heard();
        if (event.lastEventId !== "") this.last = Number(event.lastEventId);
        if (name === "end") this.stop();
        this.handlers.onEvent(name, JSON.parse(event.data) as FeedEvents[Name]);
      });
    for (const name of ["change", "here", "beat", "end"] as const) on(name);
    source.addEventListener("open", () => {
      this.#pauseMs = PAUSE_MS;
      heard();
      this.handlers.onState(true);
    });
    source.addEventListener("error", () => this.#lose());
    heard();
  }

  /** Ours to open again: the browser gives up where the answer is a refusal, and never says why. */
  #lose(): void {
    if (this.#over) return;
    this.#shut();
    this.handlers.onState(false);
    this.#wait(this.#pauseMs * (0.75 + Math.random() / 2), () => void this.#again());
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  async #again(): Promise<void> {
    const answer = await this.#place().catch(() => null);
    if (this.#over || document.visibilityState !== "visible") return;
    if (answer !== null && GONE.has(answer.status)) {
      this.stop();
      this.handlers.onEvent("end", null);
    } else if (answer?.ok) this.#open();
    else this.#lose();
  }

  #wait(ms: number, then: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }
}

/** Signed out, or off the case. */
const GONE = new Set([401, 403, 404]);

/** A random UUID: `randomUUID` is not there on a page without TLS. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
