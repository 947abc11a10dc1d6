import { Readable } from "node:stream";
import { AppError } from "@/lib/core/app-error";
import type { RunFetchOptions } from "@/lib/fetch/run-fetch";
import { askedTrail, call, connectionTo, readSteps, startedFetch } from "@/lib/fetch/test-fetch";
import { REGISTRY } from "@/lib/sources/registry";
import type { Fetched, PlannedStep, Source, SourceContext, SourceName, StepCursor } from "@/lib/sources/source.types";

/** What a step of a test does, from a cursor on. */
export type Script = (cursor: StepCursor | null, context: SourceContext) => AsyncIterable<Fetched>;

interface Scripted {
  scripts: Record<string, Script>;
  /** Of each step, the more. */
  more?: (name: string) => Partial<PlannedStep>;
}

/** A source that asks nobody: a step each script, by its name, which is also its title. */
export function scriptedSource(name: SourceName, { scripts, more = () => ({}) }: Scripted): Source {
  return {
    ...{ name, actions: [], atOnce: 8 },
    async plan({ fromMs, toMs }, { accountId, region }) {
      return Object.keys(scripts).map((step) => ({
        ...{ source: name, accountId, region, request: { step }, fromMs, toMs, title: step },
        ...{ estimate: { calls: 1, files: null, bytes: null }, ...more(step) },
      }));
    },
    run(step, cursor, context) {
      const script = scripts[String(step.request.step)];
      if (!script) throw new Error("no such step");
      return script(cursor, context);
    },
  };
}

/** An answer of LookupEvents that holds an event of an id. */
export function answerWith(id: string, cursor: StepCursor | null, scanned = 0): Fetched {
  const Events = [{ EventId: id, CloudTrailEvent: JSON.stringify(call("DescribeInstances", { eventID: id })) }];
  return {
    ...{ kind: "answer", service: "cloudtrail", operation: "LookupEvents", input: {}, answer: { Events } },
    ...{ records: 1, scanned, cursor },
  };
}

/** An object of a bucket that is not there; `open` gives its bytes, from one on. */
export function objectOf(
  text: string,
  cursor: StepCursor | null,
  open: (from: number) => Readable = (from) => Readable.from([Buffer.from(text).subarray(from)]),
): Fetched {
  const bytes = Buffer.from(text);
  return {
    ...{ kind: "object", name: `${text}.txt`, size: bytes.length, identity: text, cursor },
    open: async (from) => open(from),
  };
}

/** Where nobody answers. */
export const NO_AWS = "http://127.0.0.1:9";
export const refused = new AppError("unavailable", "It was refused.");
/** CloudTrail is these steps. */
export const trail = (
  scripts: Record<string, Script>,
  more?: (name: string) => Partial<PlannedStep>,
): RunFetchOptions => ({
  sources: { ...REGISTRY, cloudtrail: scriptedSource("cloudtrail", { scripts, ...(more ? { more } : {}) }) },
});
export const begin = (caseId: string, options: RunFetchOptions) =>
  startedFetch(askedTrail(caseId), connectionTo(NO_AWS), options);
export const statesOf = async (fetchId: string) => (await readSteps(fetchId)).map(({ state }) => state);

/** A step that fails as often as is said, and then gives an answer. */
export function failing(id: string, times = 1): Script {
  let left = times;
  return async function* () {
    left -= 1;
    if (left >= 0) throw refused;
    yield answerWith(id, { at: 1 });
  };
}
export const giving = (id: string): Script =>
  async function* (cursor) {
    if (cursor === null) yield answerWith(id, { at: 1 });
  };
/** A step that waits until the test lets it go on, whatever it is told. */
export function held(script: Script) {
  const going = gate();
  const begun = gate();
  return {
    go: going.open,
    begun: begun.opened,
    script: async function* (cursor, context) {
      begun.open();
      await going.opened;
      yield* script(cursor, context);
    } satisfies Script,
  };
}

/** Something that a test waits for until it is opened. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
