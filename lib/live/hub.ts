import { sessionsOnCase } from "@/lib/auth/sessions-on-case";
import type { Feed } from "@/lib/live/feed";
import { listen } from "@/lib/live/listen";
import { HERE_CHANNEL, readPresence, renewPresence } from "@/lib/live/presence";
import { readChanges } from "@/lib/live/read-changes";
import { logFault } from "@/lib/log/log";

const AUDIT_CHANNEL = "threadline_audit";
const TICK_MS = 4_000;
const AT_ONCE = 200;

/**
 * All feeds of this process, and the one connection that hears for them. What is told names a case and nothing more; what
 * happened is read from the trail after each feed's own place in it, so that nothing is lost with a connection, and who may
 * still read is asked before every word.
 */
class Hub {
  readonly #feeds = new Map<string, Set<Feed>>();
  /** Cases that are being looked at; true where another look is due after it. */
  readonly #looking = new Map<string, boolean>();
  #closing: AbortController | null = null;
  #ticker: NodeJS.Timeout | null = null;

  get size(): number {
    return [...this.#feeds.values()].reduce((sum, feeds) => sum + feeds.size, 0);
  }

  countOf(userId: string): number {
    return this.#all().filter(({ reader }) => reader.userId === userId).length;
  }

  add(feed: Feed): void {
    const { caseId } = feed.reader;
    const feeds = this.#feeds.get(caseId) ?? new Set();
    this.#feeds.set(caseId, feeds.add(feed));
    this.#open();
    this.#look(caseId);
    this.#lookHere([caseId]);
  }

  remove(feed: Feed): void {
    const { caseId } = feed.reader;
    const feeds = this.#feeds.get(caseId);
    feeds?.delete(feed);
    if (feeds?.size === 0) this.#feeds.delete(caseId);
    if (this.#feeds.size === 0) this.#close();
  }

  /** Ends all feeds: their browsers ask for new ones, of another process or of this one after it. */
  endAll(): void {
    for (const feed of this.#all()) this.#end(feed);
  }

  #all(): Feed[] {
    return [...this.#feeds.values()].flatMap((feeds) => [...feeds]);
  }

  #end(feed: Feed): void {
    feed.end();
    this.remove(feed);
  }

  #open(): void {
    if (this.#closing !== null) return;
    this.#closing = new AbortController();
    void listen([AUDIT_CHANNEL, HERE_CHANNEL], {
      onHeard: (channel, text) => this.#hear(channel, text),
      onOpen: () => this.#lookAll(),
      signal: this.#closing.signal,
    });
    this.#ticker = setInterval(() => void this.#tick(), TICK_MS);
    this.#ticker.unref();
  }

  #close(): void {
    this.#closing?.abort();
    this.#closing = null;
    if (this.#ticker !== null) clearInterval(this.#ticker);
    this.#ticker = null;
  }

  #hear(channel: string, text: string): void {
    const [caseId = ""] = text.split(" ");
    if (channel === HERE_CHANNEL) this.#lookHere([caseId]);
    // What belongs to no case may have ended a session.
    else if (caseId === "") this.#lookAll();
    else this.#look(caseId);
  }

  #lookAll(): void {
    for (const caseId of this.#feeds.keys()) this.#look(caseId);
  }

  /** Also what was told and not heard is found by this. */
  async #tick(): Promise<void> {
    await renewPresence(this.#all().map(({ reader }) => reader.tab)).catch((error) => logFault(error, "presence"));
    for (const feed of this.#all()) if (!feed.beat()) this.remove(feed);
    this.#lookAll();
    this.#lookHere([...this.#feeds.keys()]);
  }

  #lookHere(caseIds: readonly string[]): void {
    const open = caseIds.filter((caseId) => this.#feeds.has(caseId));
    if (open.length === 0) return;
    readPresence(open)
      .then((here) => {
        for (const [caseId, people] of here)
          for (const feed of this.#feeds.get(caseId) ?? []) feed.send("here", people);
      })
      .catch((error) => logFault(error, "presence"));
  }

  #look(caseId: string): void {
    if (!this.#feeds.has(caseId)) return;
    if (this.#looking.has(caseId)) {
      this.#looking.set(caseId, true);
      return;
    }
    this.#looking.set(caseId, false);
    void this.#read(caseId)
      // The next tick looks again.
      .catch((error) => logFault(error, "live feed"))
      .finally(() => {
        const again = this.#looking.get(caseId) === true;
        this.#looking.delete(caseId);
        if (again) this.#look(caseId);
      });
  }

  async #read(caseId: string): Promise<void> {
    for (;;) {
      const feeds = [...(this.#feeds.get(caseId) ?? [])];
      if (feeds.length === 0) return;
      const changes = await readChanges(caseId, Math.min(...feeds.map(({ cursor }) => cursor)), AT_ONCE);
      // Asked after the changes are read: someone taken off by one of them is not told of it.
      const may = await sessionsOnCase(caseId, [...new Set(feeds.map(({ reader }) => reader.token))]);
      for (const feed of feeds) {
        if (!may.has(feed.reader.token)) {
          feed.send("end", null);
          this.#end(feed);
          continue;
        }
        for (const { email, ...change } of changes) {
          if (change.id <= feed.cursor) continue;
          feed.cursor = change.id;
          if (!feed.send("change", { ...change, mine: email === feed.reader.email }, change.id)) break;
        }
      }
      if (changes.length < AT_ONCE) return;
    }
  }
}

let shared: Hub | null = null;

/** The feeds of this process; they end with it. */
export function hub(): Hub {
  if (shared === null) {
    const made = new Hub();
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => made.endAll());
    shared = made;
  }
  return shared;
}
