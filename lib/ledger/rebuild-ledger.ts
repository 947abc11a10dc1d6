import { withTransaction } from "@/lib/db/pool";
import type { FlowSighting, HoldingSpan, Ledger } from "@/lib/ledger/ledger.types";
import { readLedger } from "@/lib/ledger/load-ledger";
import { sumUpLedger } from "@/lib/ledger/sum-up-ledger";

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function columnsOf(spans: HoldingSpan[]): unknown[] {
  return [
    spans.map((span) => span.subjectKind),
    spans.map((span) => span.subject),
    spans.map((span) => span.vpcId),
    spans.map((span) => span.holderKind),
    spans.map((span) => span.holder),
    spans.map((span) => instant(span.fromMs)),
    spans.map((span) => instant(span.toMs)),
    spans.map((span) => span.proof),
    spans.map((span) => span.evidence?.fileId ?? null),
    spans.map((span) => span.evidence?.record ?? null),
    spans.map((span) => span.note),
    spans.map((span) => instant(span.seenFromMs)),
    spans.map((span) => instant(span.seenToMs)),
    spans.map((span) => span.contested),
  ];
}

/**
 * Builds the ledger from all the evidence of a case and replaces its stored spans. Safe to run again at any time.
 *
 * @returns the ledger, so that what is derived from it need not read it once more.
 */
export async function rebuildLedger(caseId: string, sightings?: Promise<FlowSighting[]>): Promise<Ledger> {
  const ledger = await readLedger(caseId, sightings);
  const spans = ledger.spans();
  await withTransaction(async (client) => {
    await client.query("DELETE FROM ledger_spans WHERE case_id = $1", [caseId]);
    await client.query(
      `INSERT INTO ledger_spans
         (case_id, subject_kind, subject, vpc_id, holder_kind, holder, from_at, to_at, proof, file_id, record_no, note,
          seen_from, seen_to, contested)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                                $8::timestamptz[], $9::text[], $10::int[], $11::int[], $12::text[],
                                $13::timestamptz[], $14::timestamptz[], $15::boolean[])`,
      [caseId, ...columnsOf(spans)],
    );
    await sumUpLedger(client, caseId);
  });
  return ledger;
}
