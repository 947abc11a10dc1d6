import { z } from "zod";
import { endpoint } from "@/lib/api/endpoint";
import { receiveFile } from "@/lib/api/receive-file";
import { FinishedUploads, loadUploads } from "@/lib/cases/load-uploads";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { EvidenceSearch, listEvidenceFiles } from "@/lib/timeline/evidence/list-evidence-files";

const FileInList = z.object({
  sha256: z.string(),
  names: z.array(z.string()),
  kind: z.string(),
  ...{ size: z.number(), records: z.number(), duplicates: z.number(), rejected: z.number() },
});

export const listEvidence = endpoint({
  ...{ method: "get", path: "/cases/{caseId}/evidence", right: "case.read", body: null, status: 200 },
  summary: "The files of a case, with their hashes and counts",
  query: z.object({ after: z.string().max(1100).optional().meta({ description: "`next` of the page before." }) }),
  answer: z.object({ files: z.array(FileInList), next: z.string().nullable() }),
  async run({ caseId, query: { after } }) {
    const page = await listEvidenceFiles(caseId, EvidenceSearch.parse({ after }));
    const files = page.files.map(({ sha256, names, kind, size, records, duplicates, rejected }) => ({
      ...{ sha256, names, kind, size, records, duplicates, rejected },
    }));
    return { files, next: page.next };
  },
});

export const addEvidence = endpoint({
  ...{ method: "post", path: "/cases/{caseId}/evidence", right: "evidence.add", body: "bytes", status: 201 },
  summary: "Adds one file, its bytes as the body (with Content-Length), and has it loaded",
  query: z.object({ name: z.string().min(1).max(1000).meta({ description: "The file's name, as people see it." }) }),
  answer: z.object({ loadId: z.number() }),
  async run({ person, caseId, query: { name }, request }) {
    const id = await receiveFile(request, { caseId, name }, person);
    const { loadId } = await loadUploads({ caseId, uploadIds: [id] }, person);
    await enqueueLoad(loadId);
    return { loadId };
  },
});

export const sendFile = endpoint({
  ...{ method: "post", path: "/cases/{caseId}/uploads", right: "evidence.add", body: "bytes", status: 201 },
  summary: "Sends one file, its bytes as the body (with Content-Length), for a load of several",
  query: z.object({ name: z.string().min(1).max(1000).meta({ description: "The file's name, as people see it." }) }),
  answer: z.object({ uploadId: z.string() }),
  run: async ({ person, caseId, query: { name }, request }) => ({
    uploadId: await receiveFile(request, { caseId, name }, person),
  }),
});

export const loadSent = endpoint({
  ...{ method: "post", path: "/cases/{caseId}/loads", right: "evidence.add", query: null, status: 201 },
  summary: "Has files that were sent loaded together",
  body: FinishedUploads.pick({ uploadIds: true }),
  answer: z.object({ loadId: z.number() }),
  async run({ person, caseId, body: { uploadIds } }) {
    const { loadId } = await loadUploads({ caseId, uploadIds }, person);
    await enqueueLoad(loadId);
    return { loadId };
  },
});

export const getLoad = endpoint({
  ...{ method: "get", path: "/cases/{caseId}/load", right: "case.read", body: null, status: 200 },
  summary: "How far a load is",
  query: z.object({ loadId: z.coerce.number().int().positive().max(2_147_483_647) }),
  answer: z.object({
    id: z.number(),
    state: z.enum(["queued", "loading", "sealing", "done", "failed", "cancelled"]),
    ...{ filesTotal: z.number(), filesDone: z.number(), recordsDone: z.number() },
    error: z.string().nullable(),
    failed: z
      .array(z.object({ name: z.string(), reason: z.string() }))
      .meta({ description: "Files that could not be read, the first hundred of them." }),
    detected: z.boolean().meta({ description: "The detectors have run over the case's evidence, or will not." }),
  }),
  async run({ caseId, query: { loadId } }) {
    const { rows } = await pool().query(
      `SELECT id, state, files_total AS "filesTotal", files_done AS "filesDone",
              records_done::float8 AS "recordsDone", error,
              coalesce((SELECT jsonb_agg(jsonb_build_object('name', f.name, 'reason', coalesce(f.error, '')))
                          FROM (SELECT name, error FROM load_files
                                 WHERE load_id = l.id AND state = 'failed' ORDER BY id LIMIT 100) f), '[]') AS failed,
              EXISTS (SELECT FROM detection_runs d JOIN cases c ON c.id = d.case_id
                       WHERE d.case_id = l.case_id
                         AND (d.state IN ('failed', 'cancelled') OR d.revision = c.revision)) AS detected
         FROM loads l WHERE case_id = $1 AND id = $2`,
      [caseId, loadId],
    );
    if (!rows[0]) throw new AppError("not-found", "There is no such load.");
    return rows[0];
  },
});
