import { expect, it } from "vitest";
import { readWords } from "@/components/fetch/read-words";

it("reads words, each once, however they are parted", () => {
  expect(readWords(" i-1,i-2\n i-1;i-3 ")).toEqual(["i-1", "i-2", "i-3"]);
  expect(readWords("  \n")).toEqual([]);
});
