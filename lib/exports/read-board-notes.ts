import type { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";
import { annotation } from "@/lib/exports/annotation";
import type { Annotation, AnnotationFact } from "@/lib/report/case-data.types";
import { readComments } from "@/lib/timeline/annotations/read-comments";
import { readPins } from "@/lib/timeline/annotations/read-pins";
import { readTags } from "@/lib/timeline/annotations/read-tags";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";
import { readTasks } from "@/lib/timeline/board/read-tasks";

/** What people pinned, tagged, coloured, said, held possible, entered and want done, each by its public id. */
export async function readBoardNotes(caseId: string): Promise<Annotation[]> {
  const [pins, threads, marks, hypotheses, tasks, events] = await Promise.all([
    readPins(caseId),
    readComments(caseId),
    readTags(caseId),
    readHypotheses(caseId),
    readTasks(caseId),
    readManualEvents(caseId),
  ]);
  return [
    ...pins.map(({ id, title, subject, at, note, by, pinnedAt }, place) =>
      annotation("pin", id, title, { place, subject: subjectFact(subject), time: at, note, by, at: pinnedAt }),
    ),
    ...threads.map(({ id, title, subject, at: time, resolved, replies, ...first }) =>
      annotation("thread of comments", id, title, {
        ...{ subject: subjectFact(subject), time },
        comments: [first, ...replies].map(({ by, body, writtenAt, deletedAt }) => ({
          by,
          at: writtenAt,
          body,
          deletedAt,
        })),
        resolved,
      }),
    ),
    ...marks.flatMap(({ subjectKey: key, subject, title, at: time, tags, colour }) => [
      ...tags.map(({ tag, by }) =>
        annotation("tag", JSON.stringify([key, tag]), title, { tag, subject: subjectFact(subject), time, by }),
      ),
      ...(colour === null
        ? []
        : [annotation("colour", key, title, { ...colour, subject: subjectFact(subject), time })]),
    ]),
    ...hypotheses.map(({ id, statement, state, stateWhy, stateBy, by, createdAt, citations }) =>
      annotation("hypothesis", id, statement, {
        ...{ state, why: stateWhy, judgedBy: stateBy, by, at: createdAt },
        cited: citations.map(({ title, side, note, at, subject, by: citedBy }) => ({
          ...{ title, side, note, at, by: citedBy },
          subject: subjectFact(subject),
        })),
      }),
    ),
    ...tasks.map(({ id, title, detail, about, state, owner, due, by, createdAt }) =>
      annotation("task", id, title, {
        ...(about === null ? {} : { about: { title: about.title, subject: subjectFact(about.subject) } }),
        detail,
        state,
        owner: owner?.email ?? null,
        due,
        by,
        at: createdAt,
      }),
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
