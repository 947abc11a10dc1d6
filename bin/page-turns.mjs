// Preloaded into the web server: pages are drawn a few at a time, people in turn. One thread draws them all: twenty at once would
// each be done as late as the last, with twenty times the memory in use. What cannot wait is told to come again.
import { Server } from "node:http";

const AT_ONCE = 3;
/** A page that takes longer mostly waits, for its data: the next one is let in beside it. */
const MOST_MS = 100;
const NO_PAGE = /^\/(?:_next\/|api\/|healthz$|icon\.svg$)/;

/** One asker's own turns that may wait, and everyone's. */
const MOST_OF_ONE = 40;
const MOST_OF_ALL = 400;
const RETRY_AFTER_SECONDS = 5;

/**
 * Starts what is given to it, so many at a time; each has its turn until it is done or `mostMs` passed. Those who ask take turns,
 * each with what they asked for first: whoever asks for a hundred pages waits for them alone.
 */
export class Turns {
  #free;
  #mostMs;
  #mostOfOne;
  #mostOfAll;
  #count = 0;
  /** What waits, by who asks, in the order in which they are served next. */
  #waiting = new Map();

  constructor(atOnce, mostMs, { mostOfOne = MOST_OF_ONE, mostOfAll = MOST_OF_ALL } = {}) {
    this.#free = atOnce;
    this.#mostMs = mostMs;
    this.#mostOfOne = mostOfOne;
    this.#mostOfAll = mostOfAll;
  }

  /**
   * `start` is called with a function that ends its turn. What it gives back ends the waiting instead; null where too much
   * waits already, and nothing will be called.
   */
  take(asker, start) {
    const own = this.#waiting.get(asker) ?? [];
    if (own.length >= this.#mostOfOne || this.#count >= this.#mostOfAll) return null;
    own.push(start);
    this.#count++;
    this.#waiting.set(asker, own);
    this.#next();
    return () => {
      const at = own.indexOf(start);
      if (at < 0) return;
      own.splice(at, 1);
      this.#count--;
      if (own.length === 0 && this.#waiting.get(asker) === own) this.#waiting.delete(asker);
    };
  }

  #next() {
    while (this.#free > 0 && this.#count > 0) {
      const [asker, own] = this.#waiting.entries().next().value;
      const start = own.shift();
      this.#count--;
      // To the end of the row with who has more.
      this.#waiting.delete(asker);
      if (own.length > 0) this.#waiting.set(asker, own);
      this.#free--;
      let timer = null;
      const done = () => {
        if (timer === null) return;
        clearTimeout(timer);
        timer = null;
        this.#free++;
        this.#next();
      };
      timer = setTimeout(done, this.#mostMs);
      start(done);
    }
  }
}

const SESSION = /(?:^|;\s*)(?:__Secure-)?threadline\.session_token=([^;]{1,200})/;

/** Whose request it is: of one session, else of one address. What a cookie says is not proved here; it only sorts the waiting. */
export function askerOf({ headers, socket }) {
  const forwarded = String(headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    .trim();
  const address = forwarded || socket.remoteAddress || "";
  return `${address} ${SESSION.exec(headers.cookie ?? "")?.[1] ?? ""}`;
}

const turns = new Turns(AT_ONCE, MOST_MS);
const emit = Server.prototype.emit;
Server.prototype.emit = function (event, ...args) {
  const [request, response] = args;
  if (event !== "request" || request.method !== "GET" || NO_PAGE.test(request.url))
    return emit.call(this, event, ...args);
  const leave = turns.take(askerOf(request), (done) => {
    response.once("close", done);
    emit.call(this, event, ...args);
  });
  if (leave === null) {
    response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": RETRY_AFTER_SECONDS });
    response.end("Too many pages are waiting to be drawn. Try again in a moment.\n");
    return true;
  }
  // Whoever went away before his turn leaves it to the next.
  response.once("close", leave);
  return true;
};
