import { describe, expect, it } from "vitest";
import type { Detector, Example } from "@/lib/detect/detector.types";
import { beacon } from "@/lib/detect/detectors/beacon";
import { longConnection } from "@/lib/detect/detectors/long-connection";
import { channel, FLOW_SPAN, HOUR_SECONDS, POPULATION } from "@/lib/detect/detectors/made-up-flows";
import { DETECTORS } from "@/lib/detect/registry";

/** More than a call takes arguments. */
const MANY = 130_000;

const defaultsOf = (rule: Detector) =>
  Object.fromEntries(rule.parameters.map(({ name, default: value }) => [name, value]));
const run = (rule: Detector, { input, parameters }: Example<never>) =>
  rule.evaluate(input as never, { ...defaultsOf(rule), ...parameters });

describe("the list of detectors", () => {
  it("names each once, with parameters whose defaults are allowed", () => {
    expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
    for (const { id, parameters, techniques, needs } of DETECTORS) {
      expect(id).toMatch(/^[a-z][a-z0-9-]+$/);
      expect(needs.length).toBeGreaterThan(0);
      for (const technique of techniques) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
      for (const { default: value, least, most } of parameters) {
        expect(value).toBeGreaterThanOrEqual(least);
        expect(value).toBeLessThanOrEqual(most);
      }
    }
  });
});

describe.each(DETECTORS.map((rule) => [rule.id, rule] as const))("%s", (_id, rule) => {
  it.each(rule.examples.fires.map((example) => [example.name, example] as const))("fires: %s", (_name, example) => {
    const found = run(rule, example as Example<never>);
    expect(found).toHaveLength(1);
    const [first] = found;
    expect(first?.firstMs).toBeLessThanOrEqual(first?.lastMs ?? 0);
    expect(Object.keys(first?.numbers ?? {}).length).toBeGreaterThan(0);
  });

  it.each(rule.examples.silent.map((example) => [example.name, example] as const))(
    "is silent: %s",
    (_name, example) => {
      expect(run(rule, example as Example<never>)).toEqual([]);
    },
  );

  it("ends, however often the same comes again", () => {
    const [example] = rule.examples.fires as readonly Example<never>[];
    if (!example) throw new Error(`${rule.id} has no example`);
    expect(() => run(rule, { ...example, input: repeated(example.input) as never })).not.toThrow();
  });
});

/** Lists of an input as long as a case may have them, of the same again and again; of connections to the outside a few are given at a time. */
function repeated(input: object): object {
  const longer = (list: readonly unknown[]) =>
    list.length === 0 ? list : Array.from({ length: MANY }, (_, at) => list[at % list.length]);
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      Array.isArray(value) && name !== "channels" ? longer(value) : value,
    ]),
  );
}

describe("connections to the outside", () => {
  const given = { flowSpan: FLOW_SPAN, population: POPULATION };

  it("may be as many as a contact has records, and each open for hours", () => {
    const records = Array.from({ length: MANY }, (_, n) => ({ at: n, seconds: 5 * HOUR_SECONDS, port: n % 65_536 }));
    const [found] = run(longConnection, { name: "many", input: { ...given, channels: [channel(records)] } as never });
    expect(found?.numbers["connections as long"]).toBe(MANY);
  });

  it("may tell of more days than there are", () => {
    const days = Array.from({ length: 130_000 }, (_, n) => ({ at: n * 24 * HOUR_SECONDS, port: n % 65_536 }));
    expect(run(beacon, { name: "days", input: { ...given, channels: [channel(days)] } as never })).toEqual([]);
  });
});
