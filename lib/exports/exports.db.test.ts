import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "@/lib/auth/person";
import { addPerson, putOnCase } from "@/lib/auth/test-people";
import { addComment } from "@/lib/cases/annotations/add-comment";
import { pinSubject } from "@/lib/cases/annotations/pin-subject";
import { tagSubject } from "@/lib/cases/annotations/tag-subject";
import { chooseReport } from "@/lib/cases/choose-report";
import { addHypothesis } from "@/lib/cases/hypotheses/add-hypothesis";
import { cite } from "@/lib/cases/hypotheses/cite";
import { addManualEvent } from "@/lib/cases/manual-events/add-manual-event";
import { addTask } from "@/lib/cases/tasks/add-task";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { exportCase } from "@/lib/exports/export-case";
import { findReportSettings } from "@/lib/exports/find-report-settings";
import { casePdf } from "@/lib/exports/pdf/case-pdf";
import { pdfText } from "@/lib/exports/pdf/test-pdf-text";
import { previewReport } from "@/lib/exports/preview-report";
import { readCaseData } from "@/lib/exports/read-case-data";
import { renderExport } from "@/lib/exports/render-export";
import { unzip } from "@/lib/exports/test-zip";
import { makeCaseReport } from "@/lib/report/case-report";
import { EXPORT_IDS, type ExportFormat } from "@/lib/report/export-formats";
import { FIGURES } from "@/lib/report/figures";
import { maskCase } from "@/lib/report/mask/mask-case-data";
import { MASKED_FIELDS, type MaskedField, USUAL_SETTINGS } from "@/lib/report/report-settings";
import { INDICATOR, INSTANCE, makeTestCase } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  await writeBoard();
});
afterAll(() => database.drop());

const WROTE = "Seen on";
/** Something of each kind that people write down, all of it with an instance in its words. */
async function writeBoard(): Promise<void> {
  const marked = {
    ...{ caseId, subject: { kind: "instance" as const, instanceId: INSTANCE }, at: "2026-02-16T22:30:00.000Z" },
    title: `Instance ${INSTANCE}`,
  };
  const { caseId: _, ...cited } = marked;
  const words = (what: string) => `${WROTE} ${INSTANCE}: ${what}`;
  await pinSubject(marked, OPERATOR);
  await tagSubject({ ...marked, tag: "exfiltrated" }, OPERATOR);
  await addComment({ ...marked, body: words("comment"), parentId: null }, OPERATOR);
  const { id: hypothesisId } = await addHypothesis({ caseId, statement: words("hypothesis") }, OPERATOR);
  await cite({ caseId, hypothesisId, cited, side: "for", note: words("citation") }, OPERATOR);
  await addTask({ caseId, title: words("task") }, OPERATOR);
  const manual = { source: "us", at: marked.at, knownAt: marked.at, detail: "", instanceId: INSTANCE };
  await addManualEvent({ caseId, title: words("by hand"), ...manual }, OPERATOR);
}

const trail = async () =>
  (
    await pool().query<{ action: string; actor: string; detail: Record<string, unknown> }>(
      "SELECT action, actor, detail FROM audit_entries WHERE case_id = $1 AND action LIKE 'report.%' ORDER BY id",
      [caseId],
    )
  ).rows;

describe("a case's data", () => {
  it("names the first and last record behind what was sent, looked up and called", async () => {
    const { figures, documents, events, charts } = await readCaseData(caseId, { withEvents: true });
    const traffic = figures[FIGURES.traffic(INDICATOR, INSTANCE)];
    expect(traffic).toHaveLength(2);
    const { rows } = await pool().query<{ first: number; last: number }>(
      `SELECT (array_agg(record_no ORDER BY start_at, record_no))[1] AS first,
              (array_agg(record_no ORDER BY start_at DESC, record_no DESC))[1] AS last
         FROM indicator_hits WHERE case_id = $1 AND instance_id = $2 AND verdict <> 0`,
      [caseId, INSTANCE],
    );
    expect(traffic?.map(({ record }) => record)).toEqual([rows[0]?.first, rows[0]?.last]);
    const [instance] = documents[0]?.instances ?? [];
    for (const { name } of instance?.domains ?? []) expect(figures[FIGURES.name(INSTANCE, name)]).toHaveLength(2);
    for (const { eventSource, eventName, region } of instance?.apiCalls ?? [])
      expect(figures[FIGURES.call(INSTANCE, eventSource, eventName, region)]).toHaveLength(2);
    for (const { sourceIp } of instance?.offInstanceUse ?? [])
      expect(figures[FIGURES.offInstance(INSTANCE, sourceIp)]).toHaveLength(2);
    expect(charts[0]?.chart.lanes).toHaveLength(3);
    const sources = new Set(events.map(({ source }) => source));
    expect([...sources].sort()).toEqual(["api", "dns", "flow"]);
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort());
  });
});

const NOTED: Partial<Record<ExportFormat, string[]>> = Object.fromEntries(
  (["html", "pdf", "md", "json", "csv"] as const).map((format): [ExportFormat, string[]] => [
    format,
    [": comment", ": hypothesis", ": citation", ": task", ": by hand", "exfiltrated"],
  ]),
);
NOTED.timesketch = [": comment", ": by hand", "exfiltrated"];

describe("exports", () => {
  it.each(EXPORT_IDS)("leaves as %s once the trail has its hash", async (format) => {
    const { bytes } = await exportCase({ caseId, format }, OPERATOR);
    const last = (await trail()).at(-1);
    expect(last).toMatchObject({
      ...{ action: "report.exported", actor: "operator" },
      detail: { sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length, masked: [] },
    });
  });

  it("is refused to who is not on the case, and leaves nothing in the trail then", async () => {
    const before = (await trail()).length;
    const stranger = await addPerson("stranger", "owner");
    await expect(exportCase({ caseId, format: "html" }, stranger)).rejects.toThrow("There is no such case.");
    expect((await trail()).length).toBe(before);
  });

  it("lets no masked value survive in any format, members of a zip among them", async () => {
    const masked = Object.keys(MASKED_FIELDS) as MaskedField[];
    const data = await readCaseData(caseId, { withEvents: true });
    const covered = maskCase(data, { ...USUAL_SETTINGS, masked, summary: `It was ${INSTANCE} at 10.0.1.10.` });
    const values = [...covered.masks.keys()];
    expect(values).toEqual(
      expect.arrayContaining([
        INSTANCE,
        "10.0.1.10",
        "123456789012",
        "vpc-1",
        "deploy",
        "web",
        "ASIAEXAMPLEOWN",
        "flow/web.log",
      ]),
    );
    const report = makeCaseReport(covered.data, covered.settings);
    for (const format of EXPORT_IDS) {
      const bytes = await renderExport(format, covered.data, covered.settings);
      const texts =
        format === "csv"
          ? (await unzip(bytes)).map((file) => file.bytes.toString())
          : [format === "pdf" ? pdfText(await casePdf(report, { compress: false })) : bytes.toString()];
      // Markdown sets backslashes before marks of a text.
      const text = texts.join("\n").replaceAll("\\", "").toLowerCase();
      const words = /(?<![\p{L}\p{N}])(?:web|deploy)(?![\p{L}\p{N}])/u;
      expect(text, format).not.toMatch(words);
      for (const value of values.filter(({ length }) => length >= 6))
        expect(text.includes(value.toLowerCase()), `${value} in ${format}`).toBe(false);
      expect(text, format).toContain(INDICATOR);
      const told = NOTED[format] ?? [];
      for (const what of told) expect(text, format).toContain(what);
      if (told.length > 0) expect(text, format).toContain(covered.masks.get(INSTANCE));
    }
  });
});

describe("what people choose", () => {
  it("is kept, told in the trail, and used by preview and export alike", async () => {
    const lead = await addPerson("lead");
    await putOnCase(caseId, lead, "lead");
    await chooseReport({ caseId, settings: { sections: ["method"], classification: "Internal" } }, lead);
    const told = { sections: ["method"], classification: "Internal", logo: false, was: null };
    expect((await trail()).at(-1)).toMatchObject({ action: "report.chosen", detail: told });
    expect(await previewReport(caseId, { settings: await findReportSettings(caseId) })).toContain(
      '<p class="class">Internal</p>',
    );
    const { bytes } = await exportCase({ caseId, format: "md" }, lead);
    expect(bytes.toString()).not.toContain("## Coverage");
    await chooseReport({ caseId, settings: { sections: ["scope"] } }, lead);
    const { was: _, ...before } = told;
    expect((await trail()).at(-1)?.detail).toMatchObject({ sections: ["scope"], was: before });
  });

  it("is refused to a viewer, and stays what it was", async () => {
    const viewer = await addPerson("viewer");
    await putOnCase(caseId, viewer, "viewer");
    const before = await findReportSettings(caseId);
    await expect(chooseReport({ caseId, settings: { classification: "No" } }, viewer)).rejects.toThrow(
      "may not do this",
    );
    expect(await findReportSettings(caseId)).toEqual(before);
  });
});
