import { describe, expect, it } from "vitest";
import type { Detector, Example } from "@/lib/detect/detector.types";
import { DETECTORS } from "@/lib/detect/registry";

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
});
