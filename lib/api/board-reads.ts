import { z } from "zod";
import { endpoint } from "@/lib/api/endpoint";
import { HYPOTHESIS_STATE_IDS, SIDES } from "@/lib/core/hypothesis-state";
import { MARK_COLOURS } from "@/lib/core/mark-colour";
import { Subject } from "@/lib/core/subject";
import { TASK_STATE_IDS } from "@/lib/core/task-state";
import { readComments } from "@/lib/timeline/annotations/read-comments";
import { readPins } from "@/lib/timeline/annotations/read-pins";
import { readTags } from "@/lib/timeline/annotations/read-tags";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";
import { readTasks } from "@/lib/timeline/board/read-tasks";

const Time = z.iso.datetime();
const About = {
  subject: Subject,
  subjectKey: z.string().meta({ description: "The same for the same subject, whatever it was called." }),
  title: z.string().meta({ description: "What it was called by who marked it." }),
  at: Time.nullable().meta({ description: "When it was; null for what has no time." }),
};
const Asked = z.object({
  at: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: "As it was known at that instant; as it is unless it is said." }),
});
const instant = (text: string | undefined) => (text === undefined ? null : new Date(text));

const reads = { method: "get", right: "case.read", body: null, status: 200 } as const;

export const listPins = endpoint({
  ...{ ...reads, path: "/cases/{caseId}/pins", query: Asked },
  summary: "What is pinned, in the order that people gave it, with notes, tags and colours",
  answer: z.object({
    pins: z.array(
      z.object({
        ...{ id: z.uuid(), ...About, note: z.string(), by: z.string(), pinnedAt: Time },
        ...{ colour: z.enum(MARK_COLOURS).nullable(), tags: z.array(z.string()), version: z.number() },
      }),
    ),
  }),
  run: async ({ caseId, query: { at } }) => ({ pins: await readPins(caseId, instant(at)) }),
});

export const listTags = endpoint({
  ...{ ...reads, path: "/cases/{caseId}/tags", query: null },
  summary: "What has a tag or a colour, by time",
  answer: z.object({
    tagged: z.array(
      z.object({
        ...About,
        tags: z.array(z.object({ tag: z.string(), by: z.string(), taggedAt: Time })),
        colour: z.object({ colour: z.enum(MARK_COLOURS), by: z.string(), givenAt: Time }).nullable(),
      }),
    ),
  }),
  run: async ({ caseId }) => ({ tagged: await readTags(caseId) }),
});

const Comment = z.object({
  ...{ id: z.uuid(), body: z.string().meta({ description: "Markdown; empty where it was taken back." }) },
  ...{ by: z.string(), writtenAt: Time, editedAt: Time.nullable(), deletedAt: Time.nullable() },
  ...{ mentions: z.array(z.string()), version: z.number() },
});

export const listComments = endpoint({
  ...{ ...reads, path: "/cases/{caseId}/comments", query: Asked },
  summary: "All that was commented: threads with their replies, in the order in which they were written",
  answer: z.object({
    threads: z.array(
      Comment.extend({
        ...{ ...About, resolved: z.object({ by: z.string(), at: Time }).nullable() },
        replies: z.array(Comment),
      }),
    ),
  }),
  run: async ({ caseId, query: { at } }) => ({ threads: await readComments(caseId, instant(at)) }),
});

export const listHypotheses = endpoint({
  ...{ ...reads, path: "/cases/{caseId}/hypotheses", query: Asked },
  summary: "Hypotheses, how each stands, and what is cited for and against it",
  answer: z.object({
    hypotheses: z.array(
      z.object({
        ...{ id: z.uuid(), statement: z.string(), state: z.enum(HYPOTHESIS_STATE_IDS), stateWhy: z.string() },
        ...{ stateBy: z.string(), stateAt: Time, by: z.string(), createdAt: Time, version: z.number() },
        citations: z.array(
          z.object({
            ...{ id: z.uuid(), subject: Subject, title: z.string(), at: Time.nullable(), side: z.enum(SIDES) },
            ...{ note: z.string(), by: z.string(), citedAt: Time },
          }),
        ),
      }),
    ),
  }),
  run: async ({ caseId, query: { at } }) => ({ hypotheses: await readHypotheses(caseId, instant(at)) }),
});

export const listTasks = endpoint({
  ...{ ...reads, path: "/cases/{caseId}/tasks", query: Asked },
  summary: "What is to be done, by whom and until when",
  answer: z.object({
    tasks: z.array(
      z.object({
        ...{ id: z.uuid(), title: z.string(), detail: z.string(), state: z.enum(TASK_STATE_IDS), stateAt: Time },
        owner: z.object({ name: z.string(), email: z.string() }).nullable(),
        due: z.object({ at: Time, zone: z.string() }).nullable(),
        about: z.object({ subject: Subject, title: z.string(), at: Time.nullable() }).nullable(),
        ...{ by: z.string(), createdAt: Time, version: z.number() },
      }),
    ),
  }),
  run: async ({ caseId, query: { at } }) => ({ tasks: await readTasks(caseId, instant(at)) }),
});

export const listManualEvents = endpoint({
  ...{ ...reads, path: "/cases/{caseId}/manual-events", query: Asked },
  summary: "What people entered by hand, earliest first",
  answer: z.object({
    events: z.array(
      z.object({
        ...{ id: z.uuid(), at: Time, knownAt: Time, title: z.string(), detail: z.string(), source: z.string() },
        ...{ instanceId: z.string().nullable(), by: z.string(), createdAt: Time, version: z.number() },
        enteredLater: z.literal(true).optional(),
      }),
    ),
  }),
  run: async ({ caseId, query: { at } }) => ({ events: await readManualEvents(caseId, instant(at)) }),
});
