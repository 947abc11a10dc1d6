import { z } from "zod";
import { compareText } from "@/lib/core/compare-text";
import type { Annotation, RecordRef } from "@/lib/report/case-data.types";

const Text = z.string().catch("");
const Maybe = z.string().nullable().catch(null);

/** A record by its file and number, anything else by its key. */
const About = z
  .union([z.strictObject({ sha256: z.string(), record: z.number() }), z.string()])
  .catch("")
  .transform((fact): { key: string; record: RecordRef | null } =>
    typeof fact === "string"
      ? { key: fact, record: null }
      : { key: `event:${fact.sha256}:${fact.record}`, record: fact },
  );

const PinFacts = z.object({ place: z.number().catch(0), subject: About, time: Maybe, note: Text, by: Text, at: Maybe });
const MarkFacts = z.object({ subject: About, time: Maybe, tag: Text, colour: Text, by: Text });
const ThreadFacts = z.object({
  ...{ subject: About, time: Maybe },
  comments: z.array(z.object({ by: Text, at: Text, body: Text, deletedAt: Maybe })).catch([]),
  resolved: z.object({ by: Text, at: Text }).nullable().catch(null),
});
const HypothesisFacts = z.object({
  ...{ state: Text, why: Text, judgedBy: Text, by: Text, at: Text },
  cited: z.array(z.object({ title: Text, side: Text, note: Text, at: Maybe, by: Text, subject: About })).catch([]),
});
const TaskFacts = z.object({
  ...{ state: Text, owner: Maybe, detail: Text, by: Text, at: Text },
  due: z.object({ at: z.string(), zone: Text }).nullable().catch(null),
  about: z.object({ subject: About, title: Text }).nullable().catch(null),
});
const ManualFacts = z.object({
  ...{ time: Text, knownAt: Text, detail: Text, source: Text, instanceId: Maybe, by: Text, at: Text },
});

type Of<Facts extends z.ZodType> = z.output<Facts> & { id: string; title: string };
export type BoardPin = Of<typeof PinFacts> & { tags: string[]; colour: string | null };
export type BoardThread = Of<typeof ThreadFacts>;
export type BoardHypothesis = Of<typeof HypothesisFacts>;
export type BoardTask = Of<typeof TaskFacts>;
export type BoardEvent = Of<typeof ManualFacts>;
export type BoardMark = Of<typeof MarkFacts>;

/** What people made of a case; times are ISO 8601 in UTC. */
export interface Board {
  /** In the order that people gave them. */
  pins: BoardPin[];
  threads: BoardThread[];
  hypotheses: BoardHypothesis[];
  tasks: BoardTask[];
  /** Earliest first. */
  events: BoardEvent[];
  tags: BoardMark[];
  colours: BoardMark[];
}

/** A case's board out of its annotations, of now or of a frozen version: what an older one does not say is empty. */
export function boardOf(annotations: readonly Annotation[]): Board {
  const of = <Facts extends z.ZodObject>(kind: string, facts: Facts): Of<Facts>[] =>
    annotations
      .filter((one) => one.kind === kind)
      .map(({ id, title, facts: said }) => ({ ...facts.parse(said), id, title }) as Of<Facts>);
  const tags = of("tag", MarkFacts);
  const colours = of("colour", MarkFacts);
  const byAge = (a: { at: string; id: string }, b: { at: string; id: string }) =>
    compareText(a.at, b.at) || compareText(a.id, b.id);
  return {
    pins: of("pin", PinFacts)
      .sort((a, b) => a.place - b.place)
      .map((pin) => ({
        ...pin,
        tags: tags.filter(({ subject }) => subject.key === pin.subject.key).map(({ tag }) => tag),
        colour: colours.find(({ subject }) => subject.key === pin.subject.key)?.colour ?? null,
      })),
    threads: of("thread of comments", ThreadFacts).sort((a, b) =>
      compareText(a.comments[0]?.at ?? "", b.comments[0]?.at ?? ""),
    ),
    hypotheses: of("hypothesis", HypothesisFacts).sort(byAge),
    tasks: of("task", TaskFacts).sort(byAge),
    events: of("manual event", ManualFacts).sort((a, b) => compareText(a.time, b.time)),
    ...{ tags, colours },
  };
}
