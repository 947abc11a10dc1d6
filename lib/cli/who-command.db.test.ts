import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { whoCommand } from "@/lib/cli/who-command";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

vi.mock("@/lib/db/client", async (load) => ({
  ...(await load<typeof import("@/lib/db/client")>()),
  // The command closes its database when it is done; here the next test needs it.
  closeDatabase: async () => undefined,
}));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { id } = await createCase({ title: "Asked" });
  await pool().query(
    `INSERT INTO ledger_spans (case_id, subject_kind, subject, vpc_id, holder_kind, holder, from_at, to_at, proof)
     VALUES ($1, 'private-address', '10.0.5.60', 'vpc-1', 'instance', 'i-0aaaaaaaaaaaaaaa1', NULL, '2026-02-16T13:10:00Z', 'call'),
            ($1, 'private-address', '10.0.5.60', 'vpc-1', 'instance', 'i-0bbbbbbbbbbbbbbb2', '2026-02-16T15:00:00Z', NULL, 'call'),
            ($1, 'private-address', '10.0.5.60', 'vpc-2', 'instance', 'i-0ccccccccccccccc3', NULL, NULL, 'dns')`,
    [id],
  );
});
afterAll(() => database.drop());

async function run(...args: string[]): Promise<string> {
  const said: string[] = [];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const notes = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  try {
    await whoCommand().exitOverride().parseAsync(args, { from: "user" });
  } finally {
    out.mockRestore();
    notes.mockRestore();
  }
  return said.join("");
}

describe("threadline who", () => {
  const of = ["10.0.5.60", "--case", "Asked"];

  it("says who held an address, and between when nobody is known to", async () => {
    const said = await run(...of, "--at", "2026-02-16T14:02:00Z", "--vpc", "vpc-1");
    expect(said).toContain("10.0.5.60 at 2026-02-16T14:02:00.000Z\n");
    expect(said).toContain(
      "unknown between 2026-02-16T13:10:00.000Z and 2026-02-16T15:00:00.000Z: nothing in the evidence says\n",
    );
    expect(said).toContain("after: i-0bbbbbbbbbbbbbbb2, from 2026-02-16T15:00:00.000Z");
  });

  it("prints the same as JSON, each VPC apart", async () => {
    const said = JSON.parse(await run(...of, "--at", "2026-02-16 15:00", "--format", "json"));
    expect(said).toMatchObject({
      ...{ subject: "10.0.5.60", at: "2026-02-16T15:00:00.000Z" },
      places: [
        { vpcId: "vpc-1", holders: [{ holder: "i-0bbbbbbbbbbbbbbb2", confidence: "told by a call" }], unknown: null },
        { vpcId: "vpc-2", holders: [{ holder: "i-0ccccccccccccccc3", confidence: "taken for granted" }] },
      ],
    });
  });

  it("refuses what is no time, and a case that is not there", async () => {
    await expect(run(...of, "--at", "noon")).rejects.toThrow(/must be a time/);
    await expect(run("10.0.5.60", "--case", "None", "--at", "2026-02-16")).rejects.toThrow();
    await expect(run("10.0.5.60", "--case", "None", "--at", "2026-02-16T00:00Z")).rejects.toThrow(/no case named None/);
  });
});
