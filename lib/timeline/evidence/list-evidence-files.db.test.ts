import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { EvidenceSearch, listEvidenceFiles } from "@/lib/timeline/evidence/list-evidence-files";
import { makeTestCase } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
});
afterAll(() => database.drop());

const list = (search: Record<string, string>) => listEvidenceFiles(caseId, EvidenceSearch.parse(search));

describe("the files of a case", () => {
  it("begin behind the place that an address names", async () => {
    const { files } = await list({});
    expect(files.length).toBeGreaterThan(1);
    const [first, ...others] = files;
    expect((await list({ after: `${first?.id} ${first?.names[0]}` })).files).toEqual(others);
  });

  it.each(["2147483648 a", "9999999999 a", "1 \0", "1 \ud800", "-1 a", "1"])(
    "are listed from the beginning where it names none: %j",
    async (after) => {
      expect((await list({ after })).files).toEqual((await list({})).files);
    },
  );
});
