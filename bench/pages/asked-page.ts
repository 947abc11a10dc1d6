import { BUSY, INDICATOR } from "@/bench/data/flow-log";
import { pool } from "@/lib/db/pool";
import { chosenAddress, readCaseAnswers } from "@/lib/timeline/case/read-case-document";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { viewOf } from "@/lib/timeline/case/view-of";
import { EventSearch, type ViewSearch } from "@/lib/timeline/events/event-search";
import { readInstanceScope } from "@/lib/timeline/instance-scope";

/** What every question of a measurement is about. */
export interface AskedPage {
  caseId: string;
  /** Number of the row that is jumped to, in the order of the table, and when it was. */
  row: number;
  rowMs: number;
}

/** Rows that a jump goes over where ten million records are loaded; fewer of fewer. */
const JUMP_SHARE = 0.1;

/** Looks up, once and outside the measurement, which moment a jump goes to. */
export async function askedPage(caseId: string, records: number): Promise<AskedPage> {
  const row = Math.floor(records * JUMP_SHARE);
  const { rows } = await pool().query<{ ms: number }>(
    `SELECT (extract(epoch FROM f.start_at) * 1000)::float8 AS ms
       FROM flow_records f JOIN interfaces i ON i.id = f.interface_no
      WHERE i.case_id = $1 AND i.key = $2 ORDER BY f.start_at, f.file_id, f.record_no OFFSET $3 LIMIT 1`,
    [caseId, BUSY.interfaceId, row],
  );
  if (!rows[0]) throw new Error(`the instance has no row ${row}`);
  return { caseId, row, rowMs: rows[0].ms };
}

/** Case, document and window, as pages begin; the case's own page also says what detectors could not look for. */
export async function openCase(caseId: string, read = readCaseAnswers) {
  const header = await readCaseHeader(caseId);
  const ip = chosenAddress(header, undefined) ?? INDICATOR;
  return { header, ip, document: await read(header, ip), revision: header.case.revision };
}

/** What a question of the table of events needs, worked out as its route does. */
export async function askTable(caseId: string, view: ViewSearch, search: Record<string, string>) {
  const { ip, document, revision } = await openCase(caseId);
  const scope = await readInstanceScope(caseId, BUSY.id, ip, revision);
  return { scope, view: viewOf(document.window, scope.span, view).events, search: EventSearch.parse(search) };
}
