import { type AuditAction, auditWords } from "@/lib/audit/audit-action";
import { checkAuditChain } from "@/lib/audit/check-chain";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { currentKey } from "@/lib/custody/signing/signing-keys";
import { pool } from "@/lib/db/pool";
import { findReportSettings } from "@/lib/exports/find-report-settings";
import { readAnnotations } from "@/lib/exports/read-annotations";
import { readFigures } from "@/lib/exports/read-figures";
import { readReportCharts } from "@/lib/exports/read-report-charts";
import { readReportEvents } from "@/lib/exports/read-report-events";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { CaseData } from "@/lib/report/case-data.types";
import type { CaseContent } from "@/lib/report/compare/case-content.types";
import { readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { type CaseHeader, readCaseHeader } from "@/lib/timeline/case/read-case-header";
import manifest from "@/package.json";

const MOST_ENTRIES = 5000;
/** Actions whose subject is the name of a file. */
const OF_FILES: ReadonlySet<string> = new Set(["evidence.removed", "evidence.format-given"] satisfies AuditAction[]);

/** What a case says now, for holding it against what it said before: the quick part of its data. */
export async function readCaseContent(caseId: string): Promise<CaseContent> {
  return readContent(await readCaseHeader(caseId));
}

async function readContent(header: CaseHeader): Promise<CaseContent> {
  const caseId = header.case.id;
  const documents: InvestigationV1[] = [];
  for (const ip of header.addresses.length > 0 ? header.addresses : [null])
    documents.push(await readCaseDocument(header, ip));
  const [custody, flagged, annotations, { summary }] = await Promise.all([
    readCustody(caseId),
    readFlagged(caseId),
    readAnnotations(caseId),
    findReportSettings(caseId),
  ]);
  const { title, state, createdAt } = header.case;
  const shown = { id: caseId, title, state, openedAt: createdAt.toISOString() };
  return { case: shown, documents, flagged, custody, annotations, summary };
}

/**
 * All that a case's report is made from, as the evidence is now. Throws AppError `not-found`, and `conflict` while the
 * evidence is being changed.
 */
export async function readCaseData(
  caseId: string,
  {
    withEvents = false,
    wholeTrail = true,
    signal,
  }: { withEvents?: boolean; wholeTrail?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<CaseData> {
  const header = await readCaseHeader(caseId);
  const { summary: _words, ...content } = await readContent(header);
  const { documents } = content;
  const [audit, checked, figures, charts, events, { fingerprint }] = await Promise.all([
    readAudit(caseId),
    readChain(wholeTrail),
    readFigures(caseId, documents),
    readReportCharts(header, documents),
    withEvents ? readReportEvents(header, documents, signal) : { events: [], eventsCutAt: null },
    currentKey(),
  ]);
  return {
    schema: "threadline.case/v1",
    madeAt: new Date().toISOString(),
    producer: { name: manifest.name, version: manifest.version },
    ...{ ...content, figures, charts, ...events },
    audit: { ...audit, checked },
    signedBy: fingerprint,
    frozen: null,
  };
}

/** What leaves says that all of the trail was worked out for it; a look ahead goes by what this process verified before. */
async function readChain(whole: boolean): Promise<CaseData["audit"]["checked"]> {
  if (whole) return verifyAuditChain();
  const { entries, brokenAt } = await checkAuditChain({ whole: false });
  return { entries, brokenAt };
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
    ofFile: OF_FILES.has(action),
  }));
  return { entries: entries.reverse(), total: rows[0]?.total ?? 0 };
}
