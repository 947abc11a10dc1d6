import { createServer } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Turns } from "./page-turns.mjs";

afterEach(() => vi.useRealTimers());

describe("turns", () => {
  it("are taken in order, so many at a time", () => {
    const turns = new Turns(2, 1_000);
    const order = [];
    const ends = [];
    for (const name of ["a", "b", "c", "d"])
      turns.take((done) => {
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

  it("pass on from one who takes long, and from one who went away", () => {
    vi.useFakeTimers();
    const turns = new Turns(1, 100);
    const order = [];
    turns.take(() => order.push("slow"));
    const leave = turns.take(() => order.push("gone"));
    turns.take(() => order.push("patient"));
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
