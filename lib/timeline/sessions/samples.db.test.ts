import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { listSessions } from "@/lib/timeline/sessions/list-sessions";

/** Logs by others, kept beside the project and not in it. */
const SAMPLES = fileURLToPath(new URL("../../../../shared/samples", import.meta.url));

describe.skipIf(!existsSync(SAMPLES))("sessions in samples of others", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });

  async function drawn(folder: string, q = "", ip: string | null = null): Promise<string[]> {
    const { id: caseId } = await createCase({ title: folder });
    await loadEvidence({ caseId, paths: [join(SAMPLES, folder)] });
    const { lines } = await listSessions({ caseId, ip, instanceIds: [], q });
    return lines.map(
      ({ depth, root, name, keys, calls, denied, changes }) =>
        `${"· ".repeat(depth)}${root ?? ""} ${name}: ${keys} keys, ${calls} calls, ${denied} denied, ${changes} changes`,
    );
  }

  it("shows who called from the attacker's address, with the failed sign-ins among what was refused", async () => {
    expect(await drawn("scenario-compromised-root", "", "92.55.146.245")).toEqual([
      "user root: 1 keys, 15 calls, 4 denied, 0 changes",
      "user tracy_stone: 1 keys, 1 calls, 0 denied, 0 changes",
    ]);
  });

  it("names users and roots as the documented events do", async () => {
    const lines = await drawn("cloudtrail-documented", "a");
    expect(lines).toContain("user Alice: 1 keys, 6 calls, 1 denied, 0 changes");
    expect(lines.filter((line) => /:root: /.test(line))).toHaveLength(1);
    expect(lines.every((line) => /^user /.test(line))).toBe(true);
  });
});
