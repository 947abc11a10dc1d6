import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { readCaseSparks } from "@/lib/timeline/case/read-case-sparks";
import { INDICATOR, makeTestCase } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
});
afterAll(() => database.drop());

const sum = (values: readonly number[] = []) => values.reduce((total, value) => total + value, 0);

async function sparksOf(ip: string) {
  const header = await readCaseHeader(caseId);
  const document = await readCaseDocument(header, ip);
  return { document, sparks: await readCaseSparks(header, document) };
}

describe("the small bars of a case", () => {
  it("add up to the document's numbers", async () => {
    const { document, sparks } = await sparksOf(INDICATOR);
    const { instances, apiCallsFromIndicator } = document;
    expect(sum(sparks?.flow.with)).toBe(sum(instances.map(({ traffic }) => traffic.bytesOut)));
    const queries = instances.flatMap(({ domains }) => domains.map((domain) => domain.queries));
    expect(sum(sparks?.dns.with) + sum(sparks?.dns.other)).toBe(sum(queries));
    expect(sum(sparks?.dns.with)).toBe(5);
    expect(sum(sparks?.api.with)).toBe(sum(apiCallsFromIndicator.map(({ calls }) => calls)));
    expect(sparks?.flow.with.length).toBeLessThanOrEqual(41);
  });

  it("are kept beside the document, and read from there", async () => {
    const { sparks } = await sparksOf(INDICATOR);
    const { rows } = await pool().query("SELECT sparks FROM investigations WHERE indicator = $1", [INDICATOR]);
    expect(rows).toEqual([{ sparks }]);
    await pool().query(
      "UPDATE investigations SET sparks = jsonb_set(sparks, '{flow,with}', '[1]') WHERE indicator = $1",
      [INDICATOR],
    );
    expect((await sparksOf(INDICATOR)).sparks?.flow.with).toEqual([1]);
  });

  it("are none where nothing met the address", async () => {
    expect((await sparksOf("192.0.2.200")).sparks).toBeNull();
  });
});
