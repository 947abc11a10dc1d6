// Preloaded into the web server: pages are drawn a few at a time, in the order in which they were asked for. One thread draws
// them all: twenty at once would each be done as late as the last, with twenty times the memory in use.
import { Server } from "node:http";

const AT_ONCE = 3;
/** A page that takes longer mostly waits, for its data: the next one is let in beside it. */
const MOST_MS = 100;
const NO_PAGE = /^\/(?:_next\/|api\/|healthz$|icon\.svg$)/;

/** Starts what is given to it, so many at a time, first come first served; each has its turn until it is done or `mostMs` passed. */
export class Turns {
  #free;
  #mostMs;
  #waiting = [];

  constructor(atOnce, mostMs) {
    this.#free = atOnce;
    this.#mostMs = mostMs;
  }

  /** `start` is called with a function that ends its turn. What it gives back ends the waiting instead. */
  take(start) {
    this.#waiting.push(start);
    this.#next();
    return () => {
      const at = this.#waiting.indexOf(start);
      if (at >= 0) this.#waiting.splice(at, 1);
    };
  }

  #next() {
    while (this.#free > 0 && this.#waiting.length > 0) {
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
      this.#waiting.shift()(done);
    }
  }
}

const turns = new Turns(AT_ONCE, MOST_MS);
const emit = Server.prototype.emit;
Server.prototype.emit = function (event, ...args) {
  const [request, response] = args;
  if (event !== "request" || request.method !== "GET" || NO_PAGE.test(request.url))
    return emit.call(this, event, ...args);
  const leave = turns.take((done) => {
    response.once("close", done);
    emit.call(this, event, ...args);
  });
  // Whoever went away before his turn leaves it to the next.
  response.once("close", leave);
  return true;
};
