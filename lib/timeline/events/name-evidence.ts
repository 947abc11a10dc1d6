import { askOften } from "@/lib/db/ask-often";
import type { EventEvidence, FoundEvent, TimelineEvent } from "@/lib/timeline/events/event.types";

interface FileRow {
  id: number;
  sha256: string;
  name: string | null;
}

export type WithEvidence<Event extends FoundEvent> = Omit<Event, "fileId" | "record"> &
  TimelineEvent & { evidence: EventEvidence };

/** Gives events the names and hashes of the files they stand in. */
export async function nameEvidence<Event extends FoundEvent>(
  caseId: string,
  events: readonly Event[],
): Promise<WithEvidence<Event>[]> {
  const { rows } = await askOften<FileRow>(
    `SELECT e.id, e.sha256, (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id) AS name
       FROM evidence_files e WHERE e.case_id = $1 AND e.id = ANY($2::int[])`,
    [caseId, [...new Set(events.map(({ fileId }) => fileId))]],
  );
  const files = new Map(rows.map((row) => [row.id, row]));
  return events.map(({ fileId, record, ...event }) => {
    const file = files.get(fileId);
    const evidence = { fileId, record, fileName: file?.name ?? "", sha256: file?.sha256 ?? "" };
    return { ...event, evidence } as WithEvidence<Event>;
  });
}
