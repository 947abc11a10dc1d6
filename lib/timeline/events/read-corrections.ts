import { pool } from "@/lib/db/pool";
import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { toFacts } from "@/lib/timeline/events/to-facts";

interface OtherRow {
  eventId: string;
  corrects: boolean;
  record: number;
  fileName: string | null;
  atMs: number;
}

const SHOWN = 4;

/** The event that a call corrects and those that correct it, of all the evidence, with the records they stand in. */
export async function readCorrections(
  loads: string,
  { eventId, replacesEventId }: { eventId: string; replacesEventId: string | null },
): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const { rows } = await pool().query<OtherRow>(
    `SELECT o.event_id AS "eventId", o.corrects, o.record_no AS record, (extract(epoch FROM o.at) * 1000)::float8 AS "atMs",
            (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = o.file_id) AS "fileName"
       FROM (SELECT event_id, file_id, record_no, at, duplicate, false AS corrects FROM api_calls
              WHERE load_id IN (${loads}) AND event_id = $2 AND (event_id <> $1 OR replaces_event_id IS NULL)
             UNION ALL
             SELECT event_id, file_id, record_no, at, duplicate, true FROM api_calls
              WHERE load_id IN (${loads}) AND replaces_event_id = $1 AND event_id <> $1) o
      WHERE NOT o.duplicate ORDER BY o.at, o.event_id COLLATE "C", o.file_id, o.record_no LIMIT ${SHOWN}`,
    [eventId, replacesEventId],
  );
  const place = ({ eventId: id, record, fileName }: OtherRow) => `${id}, record ${record} of ${fileName ?? ""}`;
  const [corrected, corrections] = [rows.filter(({ corrects }) => !corrects), rows.filter(({ corrects }) => corrects)];
  const missing = replacesEventId !== null && corrected.length === 0;
  return {
    facts: toFacts([
      [
        "Corrects event",
        missing ? `${replacesEventId}, which is not in the evidence` : corrected.map(place).join("\n"),
        "mono",
      ],
      ["Corrected by event", corrections.map(place).join("\n"), "mono"],
    ]),
    verdicts: [
      ...(replacesEventId === null
        ? []
        : [
            {
              text: "It is an addendum: it corrects an event that was delivered before, and counts in its place.",
              flag: false,
            },
          ]),
      ...(corrections.length === 0
        ? []
        : [{ text: "CloudTrail corrected this event later: the addendum counts in its place.", flag: true }]),
    ],
  };
}
