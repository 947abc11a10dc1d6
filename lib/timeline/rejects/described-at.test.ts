import { expect, it } from "vitest";
import { describedAt } from "@/lib/timeline/rejects/described-at";

const at = (atMs: number | null, gone = false) => ({ atMs, gone });

it.each([
  ["the last one before", [at(1), at(5), at(3), at(20), at(null)], at(5)],
  ["one of the very moment", [at(10), at(null)], at(10)],
  ["the first one after, where none is before", [at(30), at(20), at(null)], at(20)],
  ["the one without a time, where no other is", [at(null)], at(null)],
  ["nothing, where it was gone by then", [at(1), at(5, true), at(null)], null],
  ["one from after it was gone, made again", [at(1, true), at(5)], at(5)],
  ["no word of its end later on", [at(20, true), at(null)], at(null)],
  ["nothing without descriptions", [], null],
])("takes %s", (_name, descriptions, expected) => {
  expect(describedAt(descriptions, 10)).toEqual(expected);
});
