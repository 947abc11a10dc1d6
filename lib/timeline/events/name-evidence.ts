import { KeptAnswers } from "@/lib/core/kept-answers";
import { askOften } from "@/lib/db/ask-often";
import type { EventEvidence, FoundEvent, TimelineEvent } from "@/lib/timeline/events/event.types";

interface FileRow {
  id: number;
  sha256: string;
  name: string | null;
}

export type WithEvidence<Event extends FoundEvent> = Omit<Event, "fileId" | "record"> &
  TimelineEvent & { evidence: EventEvidence };

type Names = ReadonlyMap<number, FileRow>;

const KEPT_CASES = 8;
/** A case's files by their numbers, of one revision: as many as were asked for so far. */
const kept = new KeptAnswers<Map<number, FileRow>>(KEPT_CASES);

async function readNames(caseId: string, fileIds: readonly number[]): Promise<FileRow[]> {
  const { rows } = await askOften<FileRow>(
    `SELECT e.id, e.sha256, (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id) AS name
       FROM evidence_files e WHERE e.case_id = $1 AND e.id = ANY($2::int[])`,
    [caseId, fileIds],
  );
  return rows;
}

async function namesOf({ caseId, revision }: OfCase, events: readonly FoundEvent[]): Promise<Names> {
  const names = await kept.get(`${caseId} ${revision}`, async () => new Map());
  const unknown = [...new Set(events.map(({ fileId }) => fileId))].filter((id) => !names.has(id));
  if (unknown.length > 0) for (const row of await readNames(caseId, unknown)) names.set(row.id, row);
  return names;
}

interface OfCase {
  caseId: string;
  /** Of the evidence, as the request read it. */
  revision: number;
}

/** Gives events the names and hashes of the files they stand in, which are read once a revision. */
export async function nameEvidence<Event extends FoundEvent>(
  of: OfCase,
  events: readonly Event[],
): Promise<WithEvidence<Event>[]> {
  const names = await namesOf(of, events);
  return events.map(({ fileId, record, ...event }) => {
    const file = names.get(fileId);
    const evidence = { fileId, record, fileName: file?.name ?? "", sha256: file?.sha256 ?? "" };
    return Object.assign(event, { evidence }) as unknown as WithEvidence<Event>;
  });
}
