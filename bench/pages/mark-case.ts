import { BUSY } from "@/bench/data/flow-log";
import { findKeptCase } from "@/bench/kept-case";
import { askTable } from "@/bench/pages/asked-page";
import { OPERATOR } from "@/lib/auth/person";
import { addComment } from "@/lib/cases/annotations/add-comment";
import { pinSubject } from "@/lib/cases/annotations/pin-subject";
import { tagSubject } from "@/lib/cases/annotations/tag-subject";
import type { Subject } from "@/lib/core/subject";
import { pool } from "@/lib/db/pool";
import { groupKey } from "@/lib/timeline/events/group-key";
import { readEventPage } from "@/lib/timeline/events/read-event-page";
import { toEventsAsked } from "@/lib/timeline/events/read-event-window";

const RECORDS_A_FILE = 5;
const MOST_FILES = 80;
const GROUPS = 20;

/** Tags records of many files and some rows of the busiest instance, pins every tenth and comments on every twentieth; once. */
export async function markCase(records: number): Promise<null> {
  const caseId = await findKeptCase(records, "all");
  if (caseId === null) throw new Error("no case of all logs is kept");
  const { rows: known } = await pool().query("SELECT FROM subject_tags WHERE case_id = $1 LIMIT 1", [caseId]);
  if (known.length > 0) return null;
  const { rows } = await pool().query<{ sha256: string; records: number }>(
    "SELECT sha256, records::float8 AS records FROM evidence_files WHERE case_id = $1 ORDER BY sha256 LIMIT $2",
    [caseId, MOST_FILES],
  );
  const subjects = rows.flatMap((file) =>
    Array.from({ length: RECORDS_A_FILE }, (_, n): Subject => {
      const record = 1 + Math.floor((file.records * n) / RECORDS_A_FILE);
      return { kind: "event", fileSha256: file.sha256, record };
    }),
  );
  const asked = await toEventsAsked(await askTable(caseId, {}, { tie: "all" }));
  const { events } = await readEventPage({ ...asked, direction: "later", from: null, limit: 1_000 });
  const keys = [...new Set(events.flatMap((event) => groupKey(event) ?? []))].slice(0, GROUPS);
  subjects.push(...keys.map((key): Subject => ({ kind: "group", instanceId: BUSY.id, key })));
  for (const [n, subject] of subjects.entries()) {
    const about = { caseId, subject, title: "marked", at: null };
    await tagSubject({ ...about, tag: subject.kind === "group" ? "row" : `seen ${n % 7}` }, OPERATOR);
    if (n % 10 === 0) await pinSubject(about, OPERATOR);
    if (n % 20 === 0) await addComment({ ...about, body: "Whose is this?", parentId: null }, OPERATOR);
  }
  return null;
}
