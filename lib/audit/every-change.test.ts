import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { AUDIT_WORDS } from "@/lib/audit/audit-action";

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
  ["lib/fetch/fetch-objects.ts", "objects of a fetch on their way: their load tells of them (end-fetch.ts)"],
  ["lib/fetch/plan-fetch.ts", "the plan that ask-fetch.ts told of"],
  ["lib/fetch/run-fetch.ts", "the steps of a fetch: its beginning and its end are told (start-fetch.ts, end-fetch.ts)"],
  ["lib/findings/check-watches.ts", "notes up to when findings have been read"],
  ["lib/findings/open-draft.ts", "opens a case, which open-case.ts tells of"],
  ["lib/live/", "notes who looks at which page now, and forgets it within a minute"],
  ["lib/exports/jobs/sweep-exports.ts", "removes files that have expired, as was said when they were made"],
  ["lib/cases/go-on-purging.ts", "goes on with what purge-case.ts told of"],
]);

/** Verbs of what comes new, is asked for, begins, ends or is done once: it is in the place of nothing. */
const NEW = new Set(
  [
    "created added saved asked started finished fetched retried cancelled stopped tested made invited joined exported imported",
    "taken cited checked used sent-back withdrawn approved watched backed-up restored signed-in signed-out sign-in-failed refused",
    "password-refused locked-out reset-link-made recovery-codes-made second-factor-set passkey-added format-given tables-agreed",
    "tables-made purge-asked",
  ].flatMap((verbs) => verbs.split(" ")),
);
/** Changes whose entry has nothing by such a name, and what stands in for it. */
const STANDS_IN = new Map([
  ["case.purged", "how many rows of each table went, and the last entry before it; what they said is to be gone"],
  ["case.dropped", "its title, whether it was one of scratch, and how many loads it had"],
  ["indicator.removed", "the value, its kind and where it came from"],
  ["search.removed", "its name, its query and who saved it"],
  ["evidence.removed", "its names, hash, kind, size and records"],
  ["reference.replaced", "the hash of the file that it replaced"],
  ["reference.removed", "its name, kind and hash"],
  ["watch.removed", "the value, its kind, the list that named it, and who added it"],
  ["webhook.removed", "its host, what it was told, and who added it"],
  ["connection.listed", "which accounts are gone and which have come"],
  ["connection.removed", "all that it was, but for secrets"],
  ["fetch.source-skipped", "the source and how many of its steps were still to be done"],
  ["person.invitation-withdrawn", "whose, their role, and who invited them"],
  ["person.session-ended", "from where and since when it was"],
  ["person.passkey-removed", "its name"],
  ["token.revoked", "its name, whose it was and when it was last used"],
  ["person.password-reset", "a password is in no entry"],
  ["person.password-changed", "a password is in no entry"],
  ["person.second-factor-dropped", "there was one: only then is it told; its secret is in no entry"],
]);
/** A detail that has what was, under such a name or spread out of it. */
const HAS_WAS = /\b(before|was[A-Z]?\w*)\b\s*[:,}]|(\.\.\.|detail: )was\b/;

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

  it("says of every change what was before it", () => {
    const changes = Object.keys(AUDIT_WORDS).filter((action) => !NEW.has(action.slice(action.indexOf(".") + 1)));
    const telling = files.filter(({ text }) => TELLS.test(text) || text.includes("tellInCases("));
    const without = changes.filter((action) => {
      const verbs = telling.filter(({ text }) => text.includes(`"${action}"`));
      return verbs.length === 0 || verbs.some(({ text }) => !HAS_WAS.test(text.replace(/^\s*(\/\/|\/?\*).*$/gm, "")));
    });
    expect(without.sort()).toEqual([...STANDS_IN.keys()].sort());
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
