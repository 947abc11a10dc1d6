import { expect, it } from "vitest";
import { kindOf } from "@/components/evidence/kind-of";
import { LOG_FORMATS } from "@/lib/formats/registry";

it("calls every kind of log by its title", () => {
  expect(LOG_FORMATS.length).toBeGreaterThan(0);
  expect(LOG_FORMATS.map(({ kind }) => kindOf(kind).title)).toEqual(LOG_FORMATS.map(({ title }) => title));
});

it("says of what is not read that it is not", () => {
  expect(kindOf("unknown")).toEqual({ title: "No known log", lane: "other" });
});
