import { Readable } from "node:stream";
import { z } from "zod";
import { endpoint } from "@/lib/api/endpoint";
import { AskedExport, askExport } from "@/lib/cases/ask-export";
import { listExports } from "@/lib/exports/jobs/list-exports";
import { openExport } from "@/lib/exports/jobs/open-export";
import { enqueueExport } from "@/lib/jobs/export-job";
import { ALL_FORMAT_IDS } from "@/lib/report/export-formats";
import { MASKED_FIELDS, type MaskedField } from "@/lib/report/report-settings";
import { listVersions } from "@/lib/timeline/review/list-versions";

const Sha256 = z.string().length(64);
const FIELDS = Object.keys(MASKED_FIELDS) as [MaskedField, ...MaskedField[]];

export const listVersionsByApi = endpoint({
  ...{ method: "get", path: "/cases/{caseId}/versions", right: "case.read", query: null, body: null, status: 200 },
  summary: "The frozen versions of a case, the newest first",
  answer: z.object({
    versions: z.array(
      z.object({
        number: z.number(),
        sha256: Sha256.meta({ description: "Of its canonical document." }),
        fingerprint: Sha256.meta({ description: "SHA-256 of the DER of the key that signed it." }),
        approvedBy: z.string(),
        frozenAt: z.iso.datetime(),
      }),
    ),
  }),
  async run({ caseId }) {
    const versions = (await listVersions(caseId)).map(({ number, sha256, fingerprint, actor, frozenMs }) => ({
      ...{ number, sha256, fingerprint, approvedBy: actor, frozenAt: new Date(frozenMs).toISOString() },
    }));
    return { versions };
  },
});

export const askExportByApi = endpoint({
  ...{ method: "post", path: "/cases/{caseId}/exports", right: "report.export", query: null, status: 201 },
  summary: "Has an export made, of the case as it is or of a frozen version",
  body: AskedExport.pick({ version: true }).extend({
    format: z.enum(ALL_FORMAT_IDS),
    masked: z.array(z.enum(FIELDS)).default([]),
  }),
  answer: z.object({ id: z.uuid() }),
  async run({ caseId, body, person }) {
    const { exportId } = await askExport({ caseId, ...body }, person);
    await enqueueExport(exportId);
    return { id: exportId };
  },
});

export const listExportsByApi = endpoint({
  ...{ method: "get", path: "/cases/{caseId}/exports", right: "report.export", query: null, body: null, status: 200 },
  summary: "Exports that were asked for, the last first, and how far they are",
  answer: z.object({
    exports: z.array(
      z.object({
        ...{ id: z.uuid(), format: z.string(), version: z.number().nullable(), masked: z.boolean() },
        state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
        ...{ name: z.string().nullable(), size: z.number().nullable(), sha256: Sha256.nullable() },
        error: z.string().nullable(),
      }),
    ),
  }),
  async run({ caseId }) {
    const exports = (await listExports(caseId)).map(
      ({ id, format, version, masked, state, name, size, sha256, error }) => ({
        ...{ id, format, version, masked, state, name, size, sha256, error },
      }),
    );
    return { exports };
  },
});

export const takeExportByApi = endpoint({
  ...{ method: "get", path: "/cases/{caseId}/exports/file", right: "report.export", body: null, status: 200 },
  summary: "The file of an export that is done",
  query: z.object({ id: z.uuid() }),
  answer: "file",
  async run({ caseId, person, query: { id } }) {
    const { file, type, name, size } = await openExport(caseId, id, person);
    return new Response(Readable.toWeb(file.createReadStream()) as ReadableStream, {
      headers: {
        "content-type": type,
        "content-length": String(size),
        "content-disposition": `attachment; filename="${name}"`,
      },
    });
  },
});
