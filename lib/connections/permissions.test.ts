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
/** No calls of ours: Athena looks at catalogue and buckets for whoever starts a query, and a statement makes what it makes. */
const OF_QUERIES = [
  ...["glue:CreateDatabase", "glue:CreateTable", "glue:GetDatabase", "glue:GetPartitions", "glue:GetTable"],
  ...["s3:GetBucketLocation", "s3:PutObject"],
];
/** AWS answers it to everybody. */
const OF_EVERYBODY = ["GetCallerIdentity"];
/** Where Athena is asked, and what makes ready for it. */
const ATHENA = ["lib/sources/athena", "lib/athena", "lib/fetch"];

const operationOf = (action: string) => action.split(":")[1] ?? "";

function textOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.ts$/.test(file) && !/test/.test(file) && !file.startsWith("store"),
  );
  return files.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
}

/** The calls that code makes, by command or page by page, under the names of their permissions. */
function callsOf(...folders: string[]): string[] {
  const calls = /\b(?:([A-Z][A-Za-z0-9]+)Command|paginate([A-Z][A-Za-z0-9]+))\b/g;
  const found = folders.flatMap((folder) => [...textOf(folder).matchAll(calls)]);
  return [...new Set(found.map(([, sent, paged]) => sent ?? paged ?? "").map((name) => OTHER_NAMES[name] ?? name))];
}

describe("the permissions", () => {
  const sources = sourceActions().filter(({ source }) => source !== "athena");
  const athena = sourceActions().flatMap(({ source, actions }) => (source === "athena" ? actions : []));

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
    const calledByAthena = callsOf(...ATHENA);
    expect(athena.filter((action) => !calledByAthena.includes(operationOf(action))).sort()).toEqual(OF_QUERIES);
  });

  it("of Athena are there for every call that it needs, and for all that its code names", () => {
    const operations = athena.map(operationOf);
    const calls = callsOf(...ATHENA);
    expect(calls).toEqual(expect.arrayContaining(["StartQueryExecution", "GetTables", "ListBucket"]));
    expect(calls.filter((call) => !operations.includes(call))).toEqual([]);
    const named = ATHENA.flatMap((folder) => [...textOf(folder).matchAll(/"((?:athena|ec2|glue|kms|s3):[A-Z]\w+)"/g)]);
    expect(named.map(([, action = ""]) => action).filter((action) => !athena.includes(action))).toEqual([]);
  });

  it("are there for every call that is made anywhere", () => {
    const operations = Object.keys(PERMISSIONS).map(operationOf);
    const calls = callsOf(
      ...["athena", "aws", "connections", "fetch", "findings", "sources"].map((name) => `lib/${name}`),
    );
    expect(calls.filter((call) => !operations.includes(call))).toEqual(OF_EVERYBODY);
  });

  it("each have a row that says what they work on and how they are tried", () => {
    expect(Object.keys(PERMISSIONS).sort()).toEqual([...allActions(), ...OF_CONNECTIONS].sort());
  });

  it("change nothing, by their names", () => {
    const reading = /^(Describe|List|Get|Lookup|Filter|Select|Decrypt|StartQuery$|StopQuery$)/;
    expect(sources.flatMap(({ actions }) => actions).filter((action) => !reading.test(operationOf(action)))).toEqual(
      [],
    );
    expect(athena.filter((action) => !reading.test(operationOf(action))).sort()).toEqual([
      ...["athena:StartQueryExecution", "athena:StopQueryExecution", "glue:CreateDatabase", "glue:CreateTable"],
      "s3:PutObject",
    ]);
  });

  // Written anew by `npx vitest run --project unit lib/connections -u`.
  it("stand in docs/aws-permissions.md as they are", async () => {
    await expect(permissionsPage()).toMatchFileSnapshot(path.resolve("docs/aws-permissions.md"));
  });
});
