import type { Fact } from "@/lib/timeline/events/event-detail.types";

/** Facts of what is given; the others are left out. */
export function toFacts(given: readonly [string, string | null | undefined, Fact["as"]?][]): Fact[] {
  return given.flatMap(([name, value, as]) =>
    value === null || value === undefined || value === "" ? [] : [{ name, value, ...(as ? { as } : {}) }],
  );
}
