import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  definedCommands,
  definedVariables,
  documentationProblems,
  fieldProblems,
  formatProblems,
} from "./documentation.mjs";
import { guardProblems } from "./guards.mjs";
import { homeless, layerProblems } from "./layers.mjs";
import { licenceProblems } from "./licences.mjs";
import { lockfileProblems } from "./lockfile.mjs";
import { plainTextProblems } from "./plain-text.mjs";
import { pureRoomProblems } from "./pure-rooms.mjs";

describe("layers", () => {
  let root;
  const files = {
    "lib/core/thing.ts": 'import { readFileSync } from "node:fs";\nexport const thing = readFileSync;\n',
    "lib/db/pool.ts": "export const pool = 1;\n",
    "lib/ledger/up.ts": 'import { load } from "../ingest/load";\nexport const up = load;\n',
    "lib/ingest/load.ts": "export const load = 1;\n",
    "lib/timeline/read.ts": 'import { pool } from "../db/pool";\nexport const read = pool;\n',
    "lib/db/generated/client.ts": "export const client = 1;\n",
    "lib/cases/direct.ts": 'import { client } from "../db/generated/client";\nexport const direct = client;\n',
    "lib/formats/lost.ts": 'export { gone } from "../core/gone";\n',
    "lib/cases/a.ts": 'import { b } from "./b";\nexport const a = () => b;\n',
    "lib/cases/b.ts": 'import { a } from "./a";\nexport const b = () => a;\n',
    "components/chart.tsx": 'import { read } from "../lib/timeline/read";\nexport const chart = read;\n',
    "lib/mystery/what.ts": "export const what = 1;\n",
    "lib/cases/fine.ts": 'import { pool } from "../db/pool";\nexport const fine = pool;\n',
  };

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "threadline-layers-"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("names each breach, and nothing that is allowed", async () => {
    const problems = (await layerProblems(root)).join("\n");
    expect(problems).toMatch("lib/mystery/what.ts: its folder is in no row");
    expect(problems).toMatch("lib/core/thing.ts → fs: pure rooms have no clock");
    expect(problems).toMatch("lib/ledger/up.ts → lib/ingest/load.ts: lib/ledger imports only what is below it");
    expect(problems).toMatch("lib/cases/direct.ts → lib/db/generated/client.ts: lib/db alone imports");
    expect(problems).toMatch(/components\/chart\.tsx → .*lib\/db\/pool\.ts: components never reach the database/);
    expect(problems).toMatch(/lib\/formats\/lost\.ts → \.\.\/core\/gone: every import is found/);
    expect(problems).toMatch(/lib\/cases\/a\.ts → .*: no circles/);
    expect(problems).not.toMatch("lib/cases/fine.ts");
    expect(problems).not.toMatch(/^lib\/timeline/m);
  }, 30_000);

  it("knows the folders of its table alone", () => {
    expect(homeless(["lib/core/a.ts", "lib/helpers/a.ts", "app/page.tsx", "tools/a.mjs", "next.config.js"])).toEqual([
      "lib/helpers/a.ts",
      "tools/a.mjs",
    ]);
  });
});

describe("pure rooms", () => {
  it("finds the clock, chance and the environment, not their mention in a comment", () => {
    const files = [
      { path: "lib/core/a.ts", text: "export const now = () => Date.now();" },
      { path: "lib/formats/x/b.ts", text: "const id = Math.random();" },
      { path: "app/page.tsx", text: "const port = process.env.PORT;" },
      { path: "lib/cases/c.ts", text: "const { env } = process;" },
      { path: "lib/core/d.ts", text: "// never Date.now()\nexport const at = new Date(0);" },
      { path: "lib/env.ts", text: "export const env = process.env;" },
      { path: "lib/core/e.test.ts", text: "Date.now(); process.env.X;" },
      { path: "lib/ingest/f.ts", text: "Date.now();" },
    ];
    expect(pureRoomProblems(files).map((problem) => problem.split(":")[0])).toEqual([
      "lib/core/a.ts",
      "lib/formats/x/b.ts",
      "app/page.tsx",
      "lib/cases/c.ts",
    ]);
  });
});

describe("lockfile", () => {
  const integrity = "sha512-x";
  const manifest = { dependencies: { a: "1.0.0" } };
  const whole = () => ({
    packages: {
      "": { dependencies: { a: "1.0.0" } },
      "node_modules/a": { version: "1.0.0", integrity, optionalDependencies: { "a-linux": "1.0.0" } },
      "node_modules/a/node_modules/a-linux": { version: "1.0.0", integrity, optional: true },
    },
  });

  it("passes a whole one", () => expect(lockfileProblems(manifest, whole())).toEqual([]));

  it("misses another platform's package", () => {
    const lock = whole();
    lock.packages["node_modules/a"].optionalDependencies["a-darwin"] = "1.0.0";
    expect(lockfileProblems(manifest, lock)).toEqual(["package-lock.json: node_modules/a lacks its optional a-darwin"]);
  });

  it("refuses ranges, disagreement, download addresses and packages without a hash", () => {
    const lock = whole();
    lock.packages["node_modules/a"].resolved = "https://mirror.example/a.tgz";
    delete lock.packages["node_modules/a"].integrity;
    const problems = lockfileProblems({ dependencies: { a: "^1.0.0" } }, lock).join("\n");
    for (const words of ["not one exact version", "not as in package.json", "where it came from", "no SHA-512"]) {
      expect(problems).toMatch(words);
    }
  });
});

describe("licences", () => {
  const lock = (path, license, more = {}) => ({ packages: { [path]: { license, ...more } } });

  it("takes the list, either side of OR, and the named exceptions", () => {
    expect(licenceProblems(lock("node_modules/a", "(GPL-3.0-only OR MIT)"))).toEqual([]);
    expect(licenceProblems(lock("node_modules/@img/sharp-libvips-linux-x64", "LGPL-3.0-or-later"))).toEqual([]);
    expect(licenceProblems(lock("node_modules/a", "GPL-3.0-only", { dev: true }))).toEqual([]);
  });

  it("refuses what is not on it, and a package that names none", () => {
    expect(licenceProblems(lock("node_modules/a", "GPL-3.0-only"))).toHaveLength(1);
    expect(licenceProblems(lock("node_modules/a", "MIT AND GPL-3.0-only"))).toHaveLength(1);
    expect(licenceProblems(lock("node_modules/a", "LGPL-3.0-or-later"))).toHaveLength(1);
    expect(licenceProblems(lock("node_modules/a", undefined))).toHaveLength(1);
  });
});

describe("documentation", () => {
  const commands = definedCommands([
    'new Command("load").requiredOption("--case <name>", "x")',
    'program.command("sample [x]").addOption(new Option("-f, --format <f>"))',
    'if (args[0] === "doctor") x();',
  ]);
  const variables = definedVariables("  PORT: z.string(),\n", [
    "process.env.PORT; process.env.PATH; environment.BASE_URL;",
  ]);
  const check = (text, more = {}) =>
    documentationProblems({
      docs: [{ path: "README.md", text }, ...(more.docs ?? [])],
      commands,
      variables,
      scripts: { bench: "x" },
      exists: (path) => path === "lib/cli/main.ts" || path === "docs/a.md",
    });
  const complete =
    "`npx threadline load --case A`, `npx threadline sample --format x`, `npx threadline doctor`, `npm run bench`, `PORT`, `BASE_URL`, `lib/cli/main.ts`, [a](docs/a.md)";

  it("reads definitions", () => {
    expect([...commands.commands].sort()).toEqual(["doctor", "load", "sample"]);
    expect([...commands.options].sort()).toEqual(["--case", "--format"]);
    expect([...variables].sort()).toEqual(["BASE_URL", "PORT"]);
    expect(check(complete)).toEqual([]);
  });

  it.each([
    [`${complete} \`npx threadline fly\``, 'no command "threadline fly"'],
    [`${complete} --wings`, "no command has the option --wings"],
    [`${complete} npm run fly`, 'no script "fly"'],
    [`${complete} \`FLY_HIGH\``, "nothing reads the variable FLY_HIGH"],
    [`${complete} [b](docs/b.md)`, "the link to docs/b.md leads nowhere"],
    [`${complete} \`lib/fly/high.ts\``, "there is no lib/fly/high.ts"],
    [complete.replace("threadline doctor", ""), '"threadline doctor" is in no document'],
    [complete.replace("--case", ""), "option --case is in no document"],
    [complete.replace("`PORT`", ""), "the variable PORT is in no document"],
  ])("finds what differs: %#", (text, words) => {
    expect(check(text).join("\n")).toMatch(words);
  });

  it("holds README to the registry of formats", () => {
    const registry = '{ title: "A logs",\n description: "lines" }, { title: "B logs", description: "JSON" }';
    expect(formatProblems(registry, "| A logs | lines |\n| B logs | JSON |")).toEqual([]);
    expect(formatProblems(registry, "| A logs | lines |\n| B logs | XML |")).toHaveLength(1);
    expect(formatProblems("", "")).toHaveLength(1);
  });

  it("holds README to the fields of the search language", () => {
    const fields =
      'export const SEARCH_FIELDS = {\n  a: { words: "One", example: "a:1" },\n  b: {\n    words: "Two",\n    example: "b:2",\n';
    expect(fieldProblems(fields, "| `a` | One | `a:1` |\n| `b` | Two | `b:2` |")).toEqual([]);
    expect(fieldProblems(fields, "| `a` | One | `a:1` |")).toEqual([expect.stringContaining('"b"')]);
    expect(fieldProblems("", "")).toHaveLength(1);
  });

  it("wants every decision in the list", () => {
    const docs = [
      { path: "docs/decisions/0002-b.md", text: "" },
      { path: "docs/decisions/README.md", text: "" },
    ];
    expect(check(complete, { docs })).toHaveLength(2);
  });
});

describe("plain text", () => {
  it.each([
    "see /home/someone/logs",
    "in /tmp/x1",
    "// TODO: later",
    "a placeholder.",
    "issue 12",
    "https://registry.example.com",
  ])("finds: %s", (text) => {
    expect(plainTextProblems([{ path: "a.ts", text: `x\n${text}` }])[0]).toMatch("a.ts:2:");
  });

  it.each(["lib/worker/x", '<input placeholder="x">', "https://host/network/homes", "/tmp is not named"])(
    "leaves: %s",
    (text) => {
      expect(plainTextProblems([{ path: "a.ts", text }])).toEqual([]);
    },
  );
});

describe("guards", () => {
  it.each([
    ["app/x/page.tsx", "export default async function X() {\n  await requirePerson();\n", 0],
    ["app/x/page.tsx", "export default async function X() {}\n", 1],
    ["app/(entrance)/sign-in/page.tsx", "export default function X() {}\n", 0],
    ["app/api/x/route.ts", "export const GET = guardedRoute(async () => new Response());\n", 0],
    [
      "app/api/x/route.ts",
      "const answer = guardedRoute(run);\nexport const GET = answer;\nexport const PUT = answer;\n",
      0,
    ],
    ["app/api/x/route.ts", "export async function GET() {}\n", 1],
    ["app/x/actions.ts", '"use server";\nexport const a = guardedAction(S, run);\n', 0],
    ["app/x/actions.ts", '"use server";\nexport async function a() {}\nexport const b = openAction(S, run);\n', 2],
    ["app/(entrance)/actions.ts", '"use server";\nexport const b = openAction(S, run);\n', 0],
    ["app/cases/[caseId]/x/page.tsx", "await requirePerson();\nawait caseHeader(caseId);\n", 0],
    ["app/cases/[caseId]/x/page.tsx", "await requirePerson();\n", 1],
    ["app/api/cases/[caseId]/x/route.ts", "export const GET = caseRoute(run);\n", 0],
    ["app/api/cases/[caseId]/x/route.ts", "export const GET = guardedRoute(run);\n", 1],
    ["app/api/v1/x/route.ts", "const answer = apiRoute(run);\nexport const GET = answer;\n", 0],
    ["app/api/x/route.ts", "const answer = apiRoute(run);\nexport const GET = answer;\n", 1],
    ["app/api/auth/x/route.ts", "export const GET = openRoute(run);\n", 0],
    ["app/api/x/route.ts", "export const GET = openRoute(run);\n", 1],
    ["app/x/page.tsx", "await requireOwnAccount();\n", 1],
    ["app/account/actions.ts", '"use server";\nexport const a = accountAction(S, run);\n', 0],
    ["app/x/actions.ts", '"use server";\nexport const a = accountAction(S, run);\n', 1],
    ["components/x.tsx", '"use server";\nexport const b = async () => 1;\n', 1],
  ])("%s with %j has %i problems", (path, text, problems) => {
    expect(guardProblems([{ path, text }])).toHaveLength(problems);
  });
});
