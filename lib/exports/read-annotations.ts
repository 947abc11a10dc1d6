import { type Subject, subjectKey } from "@/lib/core/subject";
import { prisma } from "@/lib/db/client";
import type { Annotation, AnnotationFact } from "@/lib/report/case-data.types";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";
import { readTasks } from "@/lib/timeline/board/read-tasks";

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** What people added to a case, each by an id that stays, by kind, then id. */
export async function readAnnotations(caseId: string): Promise<Annotation[]> {
  const of = { where: { caseId } };
  const [start, baseline, searches, mutes, settings, watched, board] = await Promise.all([
    prisma().caseStart.findUnique(of),
    prisma().caseBaseline.findUnique(of),
    prisma().savedSearch.findMany(of),
    prisma().detectionMute.findMany(of),
    prisma().detectionSetting.findMany(of),
    prisma().watchedValue.findMany(of),
    readBoard(caseId),
  ]);
  const annotations: Annotation[] = [
    ...board,
    ...searches.map(({ name, query, actor, createdAt }) =>
      annotation("saved search", name, name, { query, by: actor, at: iso(createdAt) }),
    ),
    ...mutes.map(({ key, title, reason, actor, createdAt }) =>
      annotation("mute", key, title, { reason, by: actor, at: iso(createdAt) }),
    ),
    ...settings.map(({ detector, values, actor }) =>
      annotation("detector's parameters", detector, detector, { values: values as AnnotationFact, by: actor }),
    ),
    ...watched.map(({ kind, value, actor }) =>
      annotation("watched value", `${kind} ${value}`, value, { kind, by: actor }),
    ),
  ];
  if (start) {
    const { at, kind, summary, sha256, recordNo, reason, why, actor, acceptedAt } = start;
    annotations.push(
      annotation("accepted start", "start", summary, {
        ...{ time: iso(at), kind, file: sha256, record: recordNo, reason, why },
        ...{ by: actor, at: iso(acceptedAt) },
      }),
    );
  }
  if (baseline) {
    const { fromAt, toAt, actor, chosenAt } = baseline;
    const facts = { from: iso(fromAt), to: iso(toAt), by: actor, at: iso(chosenAt) };
    annotations.push(annotation("baseline", "baseline", "baseline", facts));
  }
  return annotations.sort(byKindThenId);
}

async function readBoard(caseId: string): Promise<Annotation[]> {
  const [hypotheses, tasks, events] = await Promise.all([
    readHypotheses(caseId),
    readTasks(caseId),
    readManualEvents(caseId),
  ]);
  return [
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

function annotation(kind: string, id: string, title: string, facts: Annotation["facts"]): Annotation {
  return { kind, id, title, facts };
}

function byKindThenId(a: Annotation, b: Annotation): number {
  const [one, two] = [`${a.kind}\0${a.id}`, `${b.kind}\0${b.id}`];
  return one < two ? -1 : one > two ? 1 : 0;
}
