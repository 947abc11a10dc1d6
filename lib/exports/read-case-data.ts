import { auditWords } from "@/lib/audit/audit-action";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { currentKey } from "@/lib/custody/signing/signing-keys";
import { pool } from "@/lib/db/pool";
import { readFigures } from "@/lib/exports/read-figures";
import { readReportCharts } from "@/lib/exports/read-report-charts";
import { readReportEvents } from "@/lib/exports/read-report-events";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { CaseData } from "@/lib/report/case-data.types";
import { readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import manifest from "@/package.json";

const MOST_ENTRIES = 5000;

/**
 * All that a case's report is made from, as the evidence is now. Throws AppError `not-found`, and `conflict` while the
 * evidence is being changed.
 */
export async function readCaseData(
  caseId: string,
  { withEvents = false, signal }: { withEvents?: boolean; signal?: AbortSignal } = {},
): Promise<CaseData> {
  const header = await readCaseHeader(caseId);
  const documents: InvestigationV1[] = [];
  for (const ip of header.addresses.length > 0 ? header.addresses : [null])
    documents.push(await readCaseDocument(header, ip));
  const [custody, audit, checked, flagged, figures, charts, events] = await Promise.all([
    readCustody(caseId),
    readAudit(caseId),
    verifyAuditChain(),
    readFlagged(caseId),
    readFigures(caseId, documents),
    readReportCharts(header, documents),
    withEvents ? readReportEvents(header, documents, signal) : { events: [], eventsCutAt: null },
  ]);
  const { title, state, createdAt } = header.case;
  return {
    schema: "threadline.case/v1",
    madeAt: new Date().toISOString(),
    producer: { name: manifest.name, version: manifest.version },
    case: { id: caseId, title, state, openedAt: createdAt.toISOString() },
    ...{ documents, flagged, custody, figures, charts, ...events },
    audit: { ...audit, checked },
    signedBy: (await currentKey()).fingerprint,
  };
}

async function readFlagged(caseId: string): Promise<CaseData["flagged"]> {
  const { rows } = await pool().query<{ kind: string; value: string; source: string; at: Date }>(
    "SELECT kind, value, source, created_at AS at FROM indicators WHERE case_id = $1 ORDER BY created_at, id",
    [caseId],
  );
  return rows.map(({ kind, value, source, at }) => ({ kind, value, source, addedAt: at.toISOString() }));
}

/** Who loaded a file is who started the load that it came with. */
async function readCustody(caseId: string): Promise<CaseData["custody"]> {
  const { rows } = await pool().query<CaseData["custody"][number] & { at: Date }>(
    `SELECT e.sha256, e.loaded_at AS at, e.reference_path IS NOT NULL AS "byReference",
            ARRAY(SELECT n.name FROM evidence_names n WHERE n.file_id = e.id ORDER BY n.name COLLATE "C") AS names,
            s.actor AS "loadedBy"
       FROM evidence_files e
       LEFT JOIN (SELECT DISTINCT ON (subject) subject, actor FROM audit_entries
                   WHERE case_id = $1 AND action = 'load.started' ORDER BY subject, id) s
         ON s.subject = 'load ' || e.load_id
      WHERE e.case_id = $1 ORDER BY e.sha256`,
    [caseId],
  );
  return rows.map(({ at, sha256, names, loadedBy, byReference }) => ({
    ...{ sha256, names, loadedBy, byReference },
    loadedAt: at.toISOString(),
  }));
}

async function readAudit(caseId: string): Promise<Pick<CaseData["audit"], "entries" | "total">> {
  const { rows } = await pool().query<{
    id: string;
    atMs: number;
    actor: string;
    action: string;
    subject: string | null;
    hash: string;
    total: number;
  }>(
    `SELECT id, (extract(epoch FROM at) * 1000)::float8 AS "atMs", actor, action, subject, hash,
            (count(*) OVER ())::float8 AS total
       FROM audit_entries WHERE case_id = $1 ORDER BY id DESC LIMIT $2`,
    [caseId, MOST_ENTRIES],
  );
  const entries = rows.map(({ id, atMs, actor, action, subject, hash }) => ({
    ...{ id, at: isoInstant(atMs), actor, what: auditWords(action), subject, hash },
  }));
  return { entries: entries.reverse(), total: rows[0]?.total ?? 0 };
}
