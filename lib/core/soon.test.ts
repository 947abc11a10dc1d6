import { describe, expect, it, vi } from "vitest";
import { soon } from "@/lib/core/soon";

describe("soon", () => {
  it("is true for what is there in time, and false for what fails or takes longer", async () => {
    vi.useFakeTimers();
    try {
      const asked = [Promise.resolve(1), Promise.reject(new Error("no")), new Promise(() => undefined)];
      const told = Promise.all(asked.map((work) => soon(work, 20)));
      await vi.advanceTimersByTimeAsync(20);
      expect(await told).toEqual([true, false, false]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
