import { z } from "zod";
import { endpoint } from "@/lib/api/endpoint";
import { AppError } from "@/lib/core/app-error";
import { renderReport } from "@/lib/report/render-report";
import { chosenAddress, isMistyped, readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { caseSearchOf } from "@/lib/timeline/events/event-search";
import { searchCase } from "@/lib/timeline/search/search-case";

const About = z.object({
  ip: z.string().max(64).optional().meta({ description: "The flagged address; the case's first unless it is said." }),
});

async function documentOf(caseId: string, ip: string | undefined) {
  if (isMistyped(ip)) throw new AppError("invalid", "That is no IP address.");
  const header = await readCaseHeader(caseId);
  return readCaseDocument(header, chosenAddress(header, ip));
}

export const getDocument = endpoint({
  ...{ method: "get", path: "/cases/{caseId}/document", right: "report.export", body: null, status: 200 },
  leavesAs: () => "api document",
  summary: "The investigation document: the three answers, coverage, detections and evidence of a case",
  query: About,
  answer: z
    .looseObject({
      schema: z.literal("threadline.investigation/v1"),
      generatedAt: z.iso.datetime(),
      indicator: z.object({ ip: z.string().nullable() }),
      window: z.object({ from: z.string().nullable(), to: z.string().nullable() }),
      instances: z.array(z.looseObject({ instanceId: z.string() })),
      coverage: z.array(z.looseObject({})),
      evidence: z.array(z.looseObject({ sha256: z.string() })),
    })
    .meta({ description: "As `threadline investigate --format json` prints it; fields are only ever added." }),
  run: ({ caseId, query: { ip } }) => documentOf(caseId, ip),
});

export const getReport = endpoint({
  ...{ method: "get", path: "/cases/{caseId}/report", right: "report.export", body: null, status: 200 },
  leavesAs: ({ format }) => `api report ${format}`,
  summary: "The document as a report to read",
  query: About.extend({ format: z.enum(["md", "html", "text"]).default("md") }),
  answer: "text",
  async run({ caseId, query: { ip, format } }) {
    return renderReport(format, [await documentOf(caseId, ip)]);
  },
});

export const searchEvents = endpoint({
  ...{ method: "get", path: "/cases/{caseId}/events", right: "case.read", body: null, status: 200 },
  summary: "One step of a search through all records of a case, earliest first",
  query: z.object({
    q: z.string().max(10_000).default("").meta({ description: "A text of the search language; empty: all records." }),
    after: z.string().max(200).optional().meta({ description: "`next` of the step before." }),
  }),
  answer: z.object({
    rows: z.array(z.looseObject({ instanceId: z.string().nullable() })),
    mistakes: z
      .array(z.looseObject({}))
      .meta({ description: "What of the query cannot be read; there are no rows then." }),
    next: z
      .string()
      .nullable()
      .meta({ description: "Null at the end. There may be more even where a step has no rows." }),
  }),
  async run({ caseId, query: { q, after } }) {
    const asked = caseSearchOf({ q, after });
    const { rows, mistakes, next } = await searchCase(await readCaseHeader(caseId), asked.q, asked.after ?? null);
    return { rows, mistakes, next };
  },
});
