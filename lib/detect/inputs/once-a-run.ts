import type { RunContext } from "@/lib/detect/run-context";

/** What several readers stand on: worked out for the first that asks, once a run. */
export function onceARun<Value>(
  make: (context: RunContext) => Promise<Value>,
): (context: RunContext) => Promise<Value> {
  const made = new WeakMap<RunContext, Promise<Value>>();
  return (context) => {
    const known = made.get(context) ?? make(context);
    made.set(context, known);
    return known;
  };
}
