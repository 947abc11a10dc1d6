import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const WRITES =
  /\.(create|createMany|createManyAndReturn|update|updateMany|upsert|delete|deleteMany)\(\s*(\{|\))|\$executeRaw|INSERT INTO|DELETE FROM|\bUPDATE\s+[a-z_"$]+\s+(?:\w+\s+)?SET/;
/** Works in the transaction of whoever calls it, whose entry tells of it. */
const IN_ANOTHERS = /\(\s*(transaction|client): (Transaction|PoolClient|pg\.\w+)/;
const TELLS = /appendAuditEntry\(|recordExport\(/;

/** Folders and files that write without an entry of their own, and why none is missed. */
const UNTOLD = new Map([
  ["lib/ingest/", "what a load writes is told by its beginning and its end (open-load.ts, seal/seal-load.ts)"],
  ["lib/ledger/", "derived from the evidence, by each load"],
  ["lib/investigate/", "derived from the evidence, when first asked for"],
  ["lib/detect/", "derived from the evidence; that people ask for it is told by the verbs of lib/cases"],
  ["lib/custody/trail/", "derived from the evidence, by each load"],
  ["lib/timeline/case/read-case-sparks.ts", "derived from the evidence, when first asked for"],
  ["lib/notices/", "tells people of what another entry tells"],
  ["lib/auth/find-token-person.ts", "notes when a token was last used; what was done with it is told"],
  ["lib/cases/ask-evidence-check.ts", "the check itself tells, when it ends (run-evidence-check.ts)"],
  ["lib/cases/begin-upload.ts", "bytes on their way in; the load that takes them is told"],
  ["lib/cases/own-upload.ts", "bytes on their way in; the load that takes them is told"],
  ["lib/cases/load-uploads.ts", "begins a load, which open-load.ts tells of"],
  ["lib/cases/load-rest.ts", "begins a load, which open-load.ts tells of"],
  ["lib/cases/see-case.ts", "notes up to where someone has read; nothing of the case changes"],
  [
    "lib/fetch/fetch-rows.ts",
    "the steps of a fetch: its beginning and its end are told (start-fetch.ts, end-fetch.ts)",
  ],
  ["lib/fetch/plan-fetch.ts", "the plan that ask-fetch.ts told of"],
  ["lib/fetch/run-fetch.ts", "the steps of a fetch: its beginning and its end are told (start-fetch.ts, end-fetch.ts)"],
  ["lib/findings/check-watches.ts", "notes up to when findings have been read"],
  ["lib/findings/open-draft.ts", "opens a case, which open-case.ts tells of"],
  ["lib/live/", "notes who looks at which page now, and forgets it within a minute"],
  ["lib/exports/jobs/sweep-exports.ts", "removes files that have expired, as was said when they were made"],
  ["lib/cases/go-on-purging.ts", "goes on with what purge-case.ts told of"],
]);

const sources = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/test|generated|\.d\.ts$/.test(file))
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, "/")))
    .map((file) => ({ file, text: readFileSync(file, "utf8") }));

const files = [...sources("lib"), ...sources("app")];
const silent = files.filter(({ text }) => WRITES.test(text) && !TELLS.test(text) && !IN_ANOTHERS.test(text));
const reasonOf = (file: string) => [...UNTOLD.keys()].find((known) => file.startsWith(known));

describe("the trail", () => {
  it("has an entry of everything that people change", () => {
    expect(silent.map(({ file }) => file).filter((file) => reasonOf(file) === undefined)).toEqual([]);
    expect([...UNTOLD.keys()].filter((known) => !files.some(({ file }) => file.startsWith(known)))).toEqual([]);
  });

  it("has an entry of every file that leaves", () => {
    const leaving = files.filter(({ file, text }) => file.startsWith("app/") && /attachment; filename/.test(text));
    expect(leaving.length).toBeGreaterThan(1);
    for (const { file, text } of leaving) {
      const verbs = [...text.matchAll(/from "@\/(lib\/(?:exports|transfer)\/[^"]+)"/g)].map(([, name]) => `${name}.ts`);
      const told = files.filter((one) => verbs.includes(one.file)).some(({ text: verb }) => TELLS.test(verb));
      expect({ file, told }).toEqual({ file, told: true });
    }
  });
});
