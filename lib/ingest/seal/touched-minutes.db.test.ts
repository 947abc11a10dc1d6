import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { recordMarks } from "@/lib/ingest/test-accounts";
import { type FlowLine, flowLine, flowLog, writeFiles } from "@/lib/ingest/test-corpus";

const ENI = "eni-0a1b2c3d4e5f60001";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-touched-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

let loads = 0;
async function load(caseId: string, contents: Record<string, string>): Promise<void> {
  const below = path.join(folder, String(++loads));
  await writeFiles(below, contents);
  expect(await loadEvidence({ caseId, paths: [below] })).toMatchObject({ state: "done" });
}

async function minutesOf(caseId: string) {
  const { rows } = await pool().query(
    `SELECT i.key, m.minute, m.bytes_out, m.bytes_in, m.packets_out, m.packets_in, m.accepted, m.rejected, m.last_end
       FROM flow_minutes m JOIN interfaces i ON i.id = m.interface_no WHERE m.case_id = $1 ORDER BY i.key, m.minute`,
    [caseId],
  );
  return rows;
}

const setSent = (caseId: string, sent: number) =>
  pool().query("UPDATE flow_minutes SET bytes_out = $2 WHERE case_id = $1", [caseId, sent]);
const sentOf = async (caseId: string) => (await minutesOf(caseId)).map(({ bytes_out }) => Number(bytes_out));

describe("the minutes that a load can change", () => {
  it("are those of its own records, and all of an interface that is told other addresses", async () => {
    const { id: caseId } = await createCase({ title: "touched" });
    const at = (minute: number, port = 1) => flowLine({ minute, port, bytes: 100 });
    const file = (...lines: string[]) => ({ "a.log": `${flowLog([])}${lines.join("\n")}\n` });
    const elsewhere = at(1).replace("198.51.100.7", "198.51.100.8");
    await load(caseId, file(at(1), elsewhere, at(2)));
    expect(await sentOf(caseId)).toEqual([200, 100]);
    await setSent(caseId, 7);
    await load(caseId, file(at(2, 2), at(4)));
    expect(await sentOf(caseId)).toEqual([7, 200, 100]);
    await setSent(caseId, 7);
    // A record that is there already takes its minute along, whichever of the two counts.
    await load(caseId, file(at(1), at(1, 3)));
    expect(await sentOf(caseId)).toEqual([300, 7, 7]);
    await setSent(caseId, 7);
    const NetworkInterfaces = [{ NetworkInterfaceId: ENI, PrivateIpAddress: "10.0.0.5" }];
    await load(caseId, { "interfaces.json": JSON.stringify({ NetworkInterfaces }) });
    expect(await sentOf(caseId)).toEqual([300, 200, 100]);
    await setSent(caseId, 7);
    await load(caseId, file(at(6)));
    expect(await sentOf(caseId)).toEqual([7, 7, 7, 100]);
    await pool().query("UPDATE interfaces SET own_rolled = '10.0.0.6' WHERE case_id = $1", [caseId]);
    await load(caseId, file(at(8)));
    expect(await sentOf(caseId)).toEqual([300, 200, 100, 100, 100]);
  });

  it("come to the same in any order and any split into loads, and so do the duplicates", async () => {
    const line: fc.Arbitrary<FlowLine & { back: boolean }> = fc.record({
      minute: fc.integer({ min: 0, max: 4 }),
      seconds: fc.constantFrom(10, 60, 150),
      port: fc.integer({ min: 1, max: 3 }),
      bytes: fc.constantFrom(10, 20),
      action: fc.constantFrom("ACCEPT", "REJECT"),
      interfaceId: fc.constantFrom(ENI, "eni-0a1b2c3d4e5f60002"),
      back: fc.boolean(),
    });
    const written = ({ back, ...rest }: FlowLine & { back: boolean }) => {
      const text = flowLine(rest).replace("198.51.100.7", `198.51.100.${rest.port}`);
      return back ? text.replace(/(10\.0\.0\.5) (198\S+)/, "$2 $1") : text;
    };
    const file = fc.tuple(
      fc.array(line, { minLength: 1, maxLength: 12 }),
      fc.constantFrom("", "fl-0a1b2c3d4e5f60001-"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 2, maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        async (files, order) => {
          const named = files.map(([lines, log], at): [string, string] => [
            `${log}${at}.log`,
            `${flowLog([]).trim()}\n${lines.map(written).join("\n")}\n`,
          ]);
          const { id: whole } = await createCase({ title: "whole" });
          await load(whole, Object.fromEntries(named));
          const { id: parts } = await createCase({ title: "parts" });
          for (const left = [...named]; left.length > 0; )
            await load(parts, Object.fromEntries(left.splice((order.next().value ?? 0) % left.length, 1)));
          const marks = async (caseId: string) =>
            (await recordMarks(caseId)).map((mark) => JSON.stringify(mark)).sort();
          expect(await marks(parts)).toEqual(await marks(whole));
          expect(await minutesOf(parts)).toEqual(await minutesOf(whole));
        },
      ),
      { numRuns: 8 },
    );
  });
});
