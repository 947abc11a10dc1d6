import { describe, expect, it } from "vitest";
import { forgetKeptAnswers, KeptAnswers } from "@/lib/core/kept-answers";

/** A maker that counts its calls and gives their number. */
function counter() {
  let made = 0;
  return async () => ++made;
}

describe("answers that are kept", () => {
  it("are made once a key, for those who ask at once too", async () => {
    const kept = new KeptAnswers<number>(2);
    const make = counter();
    expect(await Promise.all([kept.get("a", make), kept.get("a", make), kept.get("b", make)])).toEqual([1, 1, 2]);
    expect(await kept.get("a", make)).toBe(1);
  });

  it("give way when there are more, the one not used for longest first", async () => {
    const kept = new KeptAnswers<number>(2);
    const make = counter();
    for (const key of ["a", "b", "a", "c"]) await kept.get(key, make);
    expect(await kept.get("a", make)).toBe(1);
    expect(await kept.get("b", make)).toBe(4);
  });

  it("do not hold what failed or is to be forgotten", async () => {
    const kept = new KeptAnswers<number>(2);
    const failing = () => Promise.reject(new Error("no answer"));
    await expect(kept.get("a", failing)).rejects.toThrow("no answer");
    expect(await kept.get("a", async () => 7)).toBe(7);
    kept.forget("a");
    expect(await kept.get("a", async () => 8)).toBe(8);
  });

  it("are all forgotten at once, wherever they are kept", async () => {
    const [one, other] = [new KeptAnswers<number>(2), new KeptAnswers<number>(2)];
    const make = counter();
    await Promise.all([one.get("a", make), other.get("a", make)]);
    forgetKeptAnswers();
    expect(await Promise.all([one.get("a", make), other.get("a", make)])).toEqual([3, 4]);
  });
});
