import { createServer } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { askerOf, Turns } from "./page-turns.mjs";

afterEach(() => vi.useRealTimers());

describe("turns", () => {
  it("are taken in order, so many at a time", () => {
    const turns = new Turns(2, 1_000);
    const order = [];
    const ends = [];
    for (const name of ["a", "b", "c", "d"])
      turns.take("one", (done) => {
        order.push(name);
        ends.push(done);
      });
    expect(order).toEqual(["a", "b"]);
    ends[1]();
    // Ending twice ends one turn.
    ends[1]();
    expect(order).toEqual(["a", "b", "c"]);
    for (const end of ends) end();
    expect(order).toEqual(["a", "b", "c", "d"]);
  });

  it("go round those who ask, however much one of them asks for", () => {
    const turns = new Turns(1, 1_000);
    const order = [];
    const ends = [];
    for (const [asker, name] of [..."abcdef"].map((name, at) => [at < 4 ? "greedy" : name, name]))
      turns.take(asker, (done) => {
        order.push(name);
        ends.push(done);
      });
    for (let at = 0; at < 6; at++) ends[at]();
    // The first had his turn before anyone else was there.
    expect(order).toEqual(["a", "b", "e", "f", "c", "d"]);
  });

  it("are refused to who has too many waiting, and to everyone once there are too many in all", () => {
    const turns = new Turns(1, 1_000, { mostOfOne: 2, mostOfAll: 3 });
    const wait = (asker) => turns.take(asker, () => undefined);
    expect(wait("greedy")).not.toBeNull();
    const [first, second] = [wait("greedy"), wait("greedy")];
    expect([first, second]).not.toContain(null);
    expect(wait("greedy")).toBeNull();
    expect(wait("other")).not.toBeNull();
    expect(wait("third")).toBeNull();
    second();
    second();
    expect(wait("third")).not.toBeNull();
    expect(wait("fourth")).toBeNull();
  });

  it("belong to a session, or to an address without one", () => {
    const of = (cookie, address = "192.0.2.1") => askerOf({ headers: { cookie }, socket: { remoteAddress: address } });
    expect(of("a=b; threadline.session_token=x.y")).toBe(of("threadline.session_token=x.y; c=d"));
    expect(of("__Secure-threadline.session_token=x")).not.toBe(of("__Secure-threadline.session_token=z"));
    expect(of(undefined)).not.toBe(of(undefined, "192.0.2.2"));
  });

  it("pass on from one who takes long, and from one who went away", () => {
    vi.useFakeTimers();
    const turns = new Turns(1, 100);
    const order = [];
    turns.take("one", () => order.push("slow"));
    const leave = turns.take("one", () => order.push("gone"));
    turns.take("one", () => order.push("patient"));
    leave();
    vi.advanceTimersByTime(99);
    expect(order).toEqual(["slow"]);
    vi.advanceTimersByTime(1);
    expect(order).toEqual(["slow", "patient"]);
  });
});

it("answers every page that is asked for, and does not keep other requests waiting", async () => {
  let held = [];
  const server = createServer((request, response) => {
    if (request.url === "/api/now") response.end("now");
    else held.push(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}`;
  try {
    const pages = Array.from({ length: 7 }, (_, at) => fetch(`${url}/page/${at}`).then((answer) => answer.text()));
    expect(await (await fetch(`${url}/api/now`)).text()).toBe("now");
    const answered = vi.waitFor(() => {
      for (const response of held) response.end("page");
      held = [];
      if (!allDone) throw new Error("not yet");
    });
    let allDone = false;
    Promise.all(pages).then(() => {
      allDone = true;
    });
    await answered;
    expect(await Promise.all(pages)).toEqual(new Array(7).fill("page"));
  } finally {
    server.close();
  }
});
