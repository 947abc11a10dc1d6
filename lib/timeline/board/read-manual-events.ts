import { askOften } from "@/lib/db/ask-often";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";
import { rowsAt } from "@/lib/timeline/board/rows-at";

interface Row {
  id: string;
  at: Date;
  known_at: Date;
  title: string;
  detail: string;
  source: string;
  instance_id: string | null;
  actor: string;
  created_at: Date;
  version: number;
  later: boolean;
}

const COLUMNS = "e.id, e.at, e.known_at, e.title, e.detail, e.source, e.instance_id, e.actor, e.created_at, e.version";

/**
 * What people entered by hand in a case, earliest first: as it is, or as it was at an instant, with what people knew by then and
 * entered only later.
 */
export async function readManualEvents(caseId: string, at: Date | null = null): Promise<ManualEventRow[]> {
  const { rows } = await askOften<Row>(
    `SELECT ${COLUMNS}, false AS later FROM ${rowsAt("manual_events", at)} e
      UNION ALL
     SELECT ${COLUMNS}, true FROM manual_events e
      WHERE case_id = $1 AND e.created_at > $2::timestamptz AND e.known_at <= $2::timestamptz
      ORDER BY at, created_at, id`,
    [caseId, at],
  );
  return rows.map((row) => ({
    ...{ id: row.id, at: row.at.toISOString(), knownAt: row.known_at.toISOString() },
    ...{ title: row.title, detail: row.detail, source: row.source, instanceId: row.instance_id },
    ...{ by: row.actor, createdAt: row.created_at.toISOString(), version: row.version },
    ...(row.later ? { enteredLater: true as const } : {}),
  }));
}
