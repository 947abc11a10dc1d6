import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CallPace } from "@/lib/fetch/call-pace";

// The clock that the test turns has no promises of its own.
vi.mock("node:timers/promises", () => ({ setTimeout: (ms: number) => new Promise((end) => setTimeout(end, ms)) }));
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** When each of so many calls begins, by the clock of the test, where each is answered after so long. */
async function beginnings(count: number, answerMs: number): Promise<number[]> {
  const pace = new CallPace({ calls: 2, withinMs: 1000 });
  const began: number[] = [];
  const calls = Array.from({ length: count }, async () => {
    const end = await pace.take();
    began.push(performance.now());
    setTimeout(end, answerMs);
  });
  await vi.runAllTimersAsync();
  await Promise.all(calls);
  return began;
}

it.each([0, 1, 150, 2500])("begins just two calls in each stretch, answered after %i ms", async (answerMs) => {
  const began = await beginnings(20, answerMs);
  // A stretch is a second, the margin of the clocks and the time of an answer: no more, and nothing of it is wasted.
  const stretchMs = 1010 + answerMs;
  expect(began).toEqual(Array.from({ length: 20 }, (_, n) => 1010 + Math.floor(n / 2) * stretchMs));
});

it("begins in the order of asking", async () => {
  const pace = new CallPace({ calls: 2, withinMs: 1000 });
  const order: number[] = [];
  const calls = [0, 1, 2, 3, 4].map(async (n) => {
    const end = await pace.take();
    order.push(n);
    end();
  });
  await vi.runAllTimersAsync();
  await Promise.all(calls);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});
