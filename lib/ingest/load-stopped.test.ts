import { expect, it } from "vitest";
import { stopOf } from "@/lib/ingest/load-stopped";

const withCode = (code: string | null, message = "words") => Object.assign(new Error(message), { code });

it.each([
  ["a full disk", withCode("ENOSPC"), /The disk of \/data is full\. Make room there, then load the rest\./],
  ["a used up quota", withCode("EDQUOT"), /is full/],
  ["a reserve that is reached", withCode("no-space"), /is full/],
  ["a store that does not answer", withCode("ESTORE", "The store is too busy."), /^The store is too busy\.$/],
])("%s stops a load, in words", (_, error, words) => {
  expect(stopOf(error, "/data")?.message).toMatch(words);
});

it.each([
  ["a file that is gone", withCode("ENOENT")],
  ["one that may not be read", withCode("EACCES")],
  ["one that is damaged", withCode(null)],
  ["what is no error", "ENOSPC"],
])("%s does not", (_, error) => {
  expect(stopOf(error, "/data")).toBeNull();
});
