import { z } from "zod";
import { endpoint } from "@/lib/api/endpoint";
import { addIndicator, NewIndicator } from "@/lib/cases/add-indicator";
import { FlaggedIndicator } from "@/lib/cases/canonical-indicator";
import { CaseTitle } from "@/lib/cases/case-title";
import { openCase } from "@/lib/cases/open-case";
import { PersonText } from "@/lib/core/person-text";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { CaseCursor, listCaseRows } from "@/lib/timeline/list-case-rows";

const Time = z.iso.datetime({ offset: true }).nullable();

const CaseInList = z.object({
  id: z.uuid(),
  title: z.string(),
  state: z.string(),
  indicators: z.array(z.string()),
  files: z.number(),
  records: z.number(),
  loading: z.boolean().meta({ description: "A load waits or runs." }),
  updatedAt: z.iso.datetime(),
});

export const listCases = endpoint({
  ...{ method: "get", path: "/cases", right: "case.read", body: null, status: 200 },
  summary: "The cases that the token is for, the last changed first, a hundred a page",
  query: z.object({
    q: PersonText.max(200).default("").meta({ description: "A part of the name or of an indicator." }),
    after: z.string().max(60).optional().meta({ description: "`next` of the page before." }),
  }),
  answer: z.object({ cases: z.array(CaseInList), next: z.string().nullable() }),
  async run({ person, query: { q, after } }) {
    const { rows, next } = await listCaseRows(person, {
      search: q,
      after: after === undefined ? null : CaseCursor.parse(after),
    });
    const cases = rows.map(({ id, title, state, indicators, files, records, loading, updatedAt }) => ({
      ...{ id, title, state, indicators, files, records, loading, updatedAt: updatedAt.toISOString() },
    }));
    return { cases, next };
  },
});

const Opened = z.object({ id: z.uuid(), title: z.string() });

export const openCaseByApi = endpoint({
  ...{ method: "post", path: "/cases", right: "case.open", query: null, status: 201 },
  summary: "Opens a case, led by the token's person",
  body: z.object({
    title: CaseTitle,
    indicators: z.array(FlaggedIndicator).max(100).default([]),
    windowFrom: Time.default(null),
    windowTo: Time.default(null),
  }),
  answer: Opened,
  async run({ person, body: { windowFrom, windowTo, ...body } }) {
    const at = (text: string | null) => (text === null ? null : new Date(text));
    const { id, title } = await openCase({ ...body, windowFrom: at(windowFrom), windowTo: at(windowTo) }, person);
    return { id, title };
  },
});

export const getCaseByApi = endpoint({
  ...{ method: "get", path: "/cases/{caseId}", right: "case.read", query: null, body: null, status: 200 },
  summary: "One case: its window, what is flagged, and what can be asked about it",
  answer: z.object({
    ...{ id: z.uuid(), title: z.string(), state: z.string(), windowFrom: Time, windowTo: Time, files: z.number() },
    flagged: z.array(z.object({ id: z.number(), kind: z.enum(["address", "name"]), value: z.string() })),
    addresses: z
      .array(z.string())
      .meta({ description: "Addresses to investigate: flagged, or answers to flagged names." }),
  }),
  async run({ caseId }) {
    const { case: found, flagged, addresses, files } = await readCaseHeader(caseId);
    const { id, title, state, windowFrom, windowTo } = found;
    const window = { windowFrom: windowFrom?.toISOString() ?? null, windowTo: windowTo?.toISOString() ?? null };
    return { ...{ id, title, state, ...window, files, addresses }, flagged };
  },
});

export const flagIndicator = endpoint({
  ...{ method: "post", path: "/cases/{caseId}/indicators", right: "indicators.change", query: null, status: 201 },
  summary: "Flags an address or a name; flagging it again changes nothing",
  body: z.object({ kind: NewIndicator.shape.kind, value: NewIndicator.shape.value }),
  answer: z.object({ id: z.number(), kind: z.enum(["address", "name"]), value: z.string() }),
  run: ({ person, caseId, body }) => addIndicator({ caseId, ...body }, person),
});
