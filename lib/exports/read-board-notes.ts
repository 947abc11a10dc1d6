import type { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";
import { prisma } from "@/lib/db/client";
import { annotation } from "@/lib/exports/annotation";
import type { Annotation, AnnotationFact } from "@/lib/report/case-data.types";
import { readComments } from "@/lib/timeline/annotations/read-comments";
import { readPins } from "@/lib/timeline/annotations/read-pins";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";
import { readTasks } from "@/lib/timeline/board/read-tasks";

/** What people pinned, tagged, coloured, said, held possible, entered and want done, each by its public id. */
export async function readBoardNotes(caseId: string): Promise<Annotation[]> {
  const [pins, threads, tags, colours, hypotheses, tasks, events] = await Promise.all([
    readPins(caseId),
    readComments(caseId),
    prisma().subjectTag.findMany({ where: { caseId } }),
    prisma().subjectColour.findMany({ where: { caseId } }),
    readHypotheses(caseId),
    readTasks(caseId),
    readManualEvents(caseId),
  ]);
  return [
    ...pins.map(({ id, title, subject, at, note, by, pinnedAt }, place) =>
      annotation("pin", id, title, { place, subject: subjectFact(subject), time: at, note, by, at: pinnedAt }),
    ),
    ...threads.map(({ id, title, subject, resolved, replies, ...first }) =>
      annotation("thread of comments", id, title, {
        subject: subjectFact(subject),
        comments: [first, ...replies].map(({ by, body, writtenAt, deletedAt }) => ({
          by,
          at: writtenAt,
          body,
          deletedAt,
        })),
        resolved,
      }),
    ),
    ...tags.map(({ subjectKey: key, tag, subject, title, actor }) =>
      annotation("tag", JSON.stringify([key, tag]), `${tag} on ${title}`, {
        subject: subjectFact(subject as Subject),
        by: actor,
      }),
    ),
    ...colours.map(({ subjectKey: key, colour, subject, title, actor }) =>
      annotation("colour", key, `${colour} on ${title}`, { subject: subjectFact(subject as Subject), by: actor }),
    ),
    ...hypotheses.map(({ id, statement, state, stateWhy, stateBy, by, createdAt, citations }) =>
      annotation("hypothesis", id, statement, {
        ...{ state, why: stateWhy, judgedBy: stateBy, by, at: createdAt },
        cited: citations.map(({ title, side, note, at, subject, by: citedBy }) => ({
          ...{ title, side, note, at, by: citedBy },
          subject: subjectFact(subject),
        })),
      }),
    ),
    ...tasks.map(({ id, title, detail, state, owner, due, by, createdAt }) =>
      annotation("task", id, title, { detail, state, owner: owner?.email ?? null, due, by, at: createdAt }),
    ),
    ...events.map(({ id, title, detail, at, knownAt, source, instanceId, by, createdAt }) =>
      annotation("manual event", id, title, { time: at, knownAt, detail, source, instanceId, by, at: createdAt }),
    ),
  ];
}

/** What a note is about: a record by its file and number, anything else by its key. */
function subjectFact(subject: Subject): AnnotationFact {
  return subject.kind === "event" ? { sha256: subject.fileSha256, record: subject.record } : subjectKey(subject);
}
