import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PERMISSIONS } from "@/lib/aws/permissions";
import { allActions, sourceActions } from "@/lib/connections/source-actions";
import { permissionsPage } from "@/lib/connections/test-permissions-page";

/** Calls whose permission has another name than they have. */
const OTHER_NAMES: Record<string, string> = { ListObjectsV2: "ListBucket", HeadObject: "GetObject" };
/** Asked for beside the sources, by connections themselves. */
const OF_CONNECTIONS = ["organizations:ListAccounts"];
/** No call of ours: S3 asks for it where an object is encrypted. */
const OF_NO_CALL = ["kms:Decrypt"];

const operationOf = (action: string) => action.split(":")[1] ?? "";

/** The calls that the code of a source makes, under the names of their permissions. */
function callsOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.ts$/.test(file) && !/test/.test(file),
  );
  const text = files.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
  const calls = [...text.matchAll(/\b([A-Z][A-Za-z0-9]+)Command\b/g)].map(([, name = ""]) => OTHER_NAMES[name] ?? name);
  return [...new Set(calls)];
}

describe("the permissions", () => {
  const sources = sourceActions().filter(({ source }) => source !== "athena");

  it("are there for every call that the sources make", () => {
    const operations = allActions().map(operationOf);
    const calls = sources.flatMap(({ source }) => callsOf(`lib/sources/${source}`));
    expect(calls.length).toBeGreaterThan(sources.length);
    expect(calls.filter((call) => !operations.includes(call))).toEqual([]);
  });

  it("are none that no call needs", () => {
    const calls = sources.flatMap(({ source }) => callsOf(`lib/sources/${source}`));
    const idle = sources.flatMap(({ actions }) => actions.filter((action) => !calls.includes(operationOf(action))));
    expect([...new Set(idle)]).toEqual(OF_NO_CALL);
  });

  it("each have a row that says what they work on and how they are tried", () => {
    expect(Object.keys(PERMISSIONS).sort()).toEqual([...allActions(), ...OF_CONNECTIONS].sort());
  });

  it("change nothing, by their names", () => {
    const reading = /^(Describe|List|Get|Lookup|Filter|Select|Decrypt|StartQuery$|StopQuery$)/;
    expect(sources.flatMap(({ actions }) => actions).filter((action) => !reading.test(operationOf(action)))).toEqual(
      [],
    );
  });

  // Written anew by `npx vitest run --project unit lib/connections -u`.
  it("stand in docs/aws-permissions.md as they are", async () => {
    await expect(permissionsPage()).toMatchFileSnapshot(path.resolve("docs/aws-permissions.md"));
  });
});
