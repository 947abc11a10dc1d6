import { describe, expect, it } from "vitest";
import { Feed } from "@/lib/live/feed";

const READER = { caseId: "c", token: "t", userId: "u", email: "u@example.net", tab: "b", after: 0 };
const feed = () => new Feed(READER, () => undefined);
const beats = (of: Feed, count: number) => Array.from({ length: count }, () => of.beat());

describe("a page that follows a case", () => {
  it("is over once nobody takes what it is sent", () => {
    const left = feed();
    const taken = beats(left, 10);
    expect(taken.indexOf(false)).toBeGreaterThan(1);
    expect(taken.slice(taken.indexOf(false))).not.toContain(true);
    expect(left.send("end", null)).toBe(false);
  });

  it("stays for as long as someone takes it, however slowly", async () => {
    const slow = feed();
    const reader = slow.stream.getReader();
    for (let round = 0; round < 20; round++) {
      expect(beats(slow, 2)).toEqual([true, true]);
      for (let piece = 0; piece < (round === 0 ? 3 : 2); piece++) expect((await reader.read()).done).toBe(false);
    }
  });

  it("is over for one who takes too little, and tells whoever cancels it", async () => {
    const flooded = feed();
    const subject = "x".repeat(100_000);
    const change = { id: 1, atMs: 0, who: "a", action: "a", what: "a", subject, mine: false };
    expect(Array.from({ length: 20 }, () => flooded.send("change", change))).toContain(false);
    const left: Feed[] = [];
    const cancelled = new Feed(READER, (of) => left.push(of));
    await cancelled.stream.cancel();
    expect(left).toEqual([cancelled]);
    expect(cancelled.beat()).toBe(false);
  });
});
