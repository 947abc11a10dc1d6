import { prisma } from "@/lib/db/client";
import { annotation } from "@/lib/exports/annotation";
import { readBoardNotes } from "@/lib/exports/read-board-notes";
import type { Annotation, AnnotationFact } from "@/lib/report/case-data.types";

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
    readBoardNotes(caseId),
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

function byKindThenId(a: Annotation, b: Annotation): number {
  const [one, two] = [`${a.kind}\0${a.id}`, `${b.kind}\0${b.id}`];
  return one < two ? -1 : one > two ? 1 : 0;
}
