import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { emptyCaseDetails } from "@/lib/audit/empty-case-details";
import { OPERATOR } from "@/lib/auth/person";
import { addPerson, putOnCase } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { inTransaction, prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { exportAudit } from "@/lib/exports/export-audit";

const FORMULA = '=HYPERLINK("http://evil.example")';
let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = (await createCase({ title: FORMULA })).id;
  const purged = (await createCase({ title: "purged" })).id;
  await inTransaction(async (transaction) => {
    const from = { address: "192.0.2.1", agent: "Firefox" };
    const entry = {
      actor: "ada",
      action: "load.started" as const,
      caseId,
      subject: "é\u0001",
      detail: { n: 1.5, b: [{}] },
    };
    await appendAuditEntry(transaction, { ...entry, from });
    await appendAuditEntry(transaction, { ...entry, action: "case.purged", caseId: purged });
    await emptyCaseDetails(transaction, purged);
  });
});
afterAll(() => database.drop());

async function exported(...asked: Parameters<typeof exportAudit>): Promise<string> {
  let text = "";
  for await (const piece of await exportAudit(...asked)) text += piece;
  return text;
}

describe("the trail as a file", () => {
  it("can be verified by whoever has it, by what its page in the documents says", async () => {
    const text = await exported({ format: "jsonl", filter: {} }, OPERATOR);
    const file = join(database.dataDir, "trail.jsonl");
    const verifier = join(database.dataDir, "verify.mjs");
    writeFileSync(verifier, /```js\n([\s\S]+?)```/.exec(readFileSync("docs/audit.md", "utf8"))?.[1] ?? "");
    const verify = (lines: string) => {
      writeFileSync(file, lines);
      return execFileSync(process.execPath, [verifier, file], { encoding: "utf8" });
    };
    expect(text.trim().split("\n")).toHaveLength(4);
    expect(verify(text)).toBe("");
    expect(verify(text.replace('"actor":"ada"', '"actor":"eve"'))).toBe("3\n");
    expect(verify(text.replace(/.*\n(.*\n)/, "$1"))).toBe("2\n");
    const told = await prisma().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(told).toMatchObject({
      action: "audit.exported",
      actor: "operator",
      agent: "command line",
      subject: "jsonl",
    });
  });

  it("holds no formula as a table, and of a case only what its people may read", async () => {
    const ada = await addPerson("ada");
    const other = await addPerson("eve", "owner");
    await putOnCase(caseId, ada, "viewer");
    const asked = { format: "csv", filter: { caseId } } as const;
    const text = await exported(asked, ada);
    expect(text).toContain(`"'${FORMULA.replaceAll('"', '""')}"`);
    expect(text).toContain("192.0.2.1,Firefox");
    expect(text.split("\r\n").filter((line) => line !== "")).toHaveLength(3);
    expect((await exported(asked, other)).split("\r\n").filter((line) => line !== "")).toHaveLength(1);
  });
});
