// The layering of the code as one table: which room may import from which others. Every rule is made from it, and
// bin/checks/layers.mjs fails on a folder that stands in no row. Imports go down only: a room names no room above it.

/** Adapters and pure rooms that any service may stand on. */
const GROUND = [
  "lib/core",
  "lib/env.ts",
  "lib/db",
  "lib/audit",
  "lib/auth",
  "lib/log",
  "lib/mail",
  "lib/jobs",
  "lib/notices",
  "lib/sources",
  "lib/aws",
  "lib/athena",
];
const SERVICES = [
  "lib/connections",
  "lib/reference",
  "lib/ledger",
  "lib/custody",
  "lib/ingest",
  "lib/investigate",
  "lib/detect",
  "lib/timeline",
  "lib/cases",
  "lib/report",
  "lib/exports",
  "lib/samples",
  "lib/transfer",
  "lib/fetch",
  "lib/findings",
];

/**
 * Room → what it may import beside itself. A room ending in `.ts` is one file. Two services of one level may name each
 * other (opening a load is a verb of cases, running it is ingest's); circles between files are refused all the same.
 */
export const rooms = {
  "lib/core": [],
  "lib/formats": ["lib/core"],
  "lib/search": ["lib/core"],
  "lib/env.ts": ["lib/core"],
  "lib/db": ["lib/core", "lib/env.ts"],
  "lib/audit": ["lib/core", "lib/db"],
  "lib/auth": ["lib/core", "lib/db", "lib/env.ts", "lib/audit", "lib/log", "lib/mail"],
  "lib/log": [],
  "lib/mail": ["lib/env.ts", "lib/log"],
  "lib/jobs": ["lib/core", "lib/db", "lib/env.ts"],
  // What people and other programs are told; any verb may tell it.
  "lib/notices": ["lib/core", "lib/db", "lib/env.ts", "lib/audit", "lib/auth", "lib/log", "lib/mail", "lib/jobs"],
  // Clients for an account and region, and what their refusals mean.
  "lib/aws": ["lib/core", "lib/env.ts"],
  // SQL for Athena, its tables and their prices.
  "lib/athena": ["lib/core", "lib/env.ts", "lib/aws", "lib/formats"],
  "lib/sources": ["lib/core", "lib/env.ts", "lib/aws", "lib/formats", "lib/athena"],
  // Ways into AWS, as people keep them.
  "lib/connections": GROUND,
  // What GuardDuty and Security Hub found, listed, picked and watched for.
  "lib/findings": [...GROUND, "lib/formats", "lib/connections", "lib/cases", "lib/fetch"],
  // Pages that follow a case while others change it.
  "lib/live": ["lib/core", "lib/db", "lib/env.ts", "lib/audit", "lib/auth", "lib/log"],
  "lib/ledger": ["lib/core", "lib/db"],
  // What addresses and names are, from files that people give.
  "lib/reference": GROUND,
  "lib/custody": [...GROUND, "lib/formats"],
  "lib/ingest": [...GROUND, "lib/formats", "lib/ledger", "lib/custody", "lib/cases"],
  "lib/investigate": [...GROUND, "lib/ledger", "lib/custody"],
  "lib/detect": [...GROUND, "lib/reference", "lib/ingest", "lib/ledger", "lib/investigate"],
  "lib/timeline": [
    ...GROUND,
    "lib/formats",
    "lib/reference",
    "lib/search",
    "lib/ledger",
    "lib/custody",
    "lib/investigate",
    "lib/detect",
    "lib/cases",
  ],
  "lib/cases": [
    ...GROUND,
    "lib/formats",
    "lib/reference",
    "lib/search",
    "lib/ingest",
    "lib/ledger",
    "lib/custody",
    "lib/investigate",
    "lib/detect",
    "lib/report/report-settings.ts",
  ],
  // The one service that knows the made-up incident, for the page and for the command.
  "lib/samples": [...GROUND, "lib/ingest", "lib/cases", "prisma/incidents"],
  "lib/report": ["lib/core", "lib/investigate"],
  // What programs ask for, over the same services as the pages.
  "lib/api": [...GROUND, ...SERVICES],
  // What leaves the house: gathers a case and hands it to the report, and packs what comes of it.
  "lib/exports": [
    ...GROUND,
    "lib/formats",
    "lib/search",
    "lib/ledger",
    "lib/custody",
    "lib/investigate",
    "lib/timeline",
    "lib/cases",
    "lib/report",
  ],
  // Brings evidence from AWS: plans what to ask, asks, keeps what came, and starts its load.
  "lib/fetch": [...GROUND, "lib/aws", "lib/formats", "lib/ingest", "lib/ledger", "lib/investigate", "lib/cases"],
  // An installation, or a case of it, from one place to another.
  "lib/transfer": [...GROUND, "lib/ingest", "lib/custody", "lib/cases"],
  "lib/worker": [...GROUND, ...SERVICES],
  "lib/cli": [...GROUND, ...SERVICES, "prisma/incidents"],
  components: [
    "lib/core",
    "lib/search",
    "lib/auth/person.ts",
    "lib/auth/permissions.ts",
    "lib/cases/case-state.ts",
    "lib/formats",
    "lib/custody",
    "lib/timeline",
    "lib/investigate",
    "lib/report/report-settings.ts",
    "lib/notices/notice-kinds.ts",
    "lib/live/feed.types.ts",
    "lib/fetch/fetch-view.types.ts",
    "lib/sources/source.types.ts",
    "lib/sources/read-places.ts",
    "lib/connections/read-connections.ts",
  ],
  app: [...GROUND, ...SERVICES, "lib/api", "lib/live", "lib/search", "components"],
  // The sample's right answers have the document's form and none of its code.
  "prisma/incidents": ["lib/core", "lib/investigate/document.types.ts"],
  bin: [],
  bench: [...GROUND, ...SERVICES, "lib/search", "bin", "lib/aws", "lib/fetch", "e2e/aws"],
  e2e: [...GROUND, "lib/aws", "lib/formats", ...SERVICES, "prisma/incidents", "bin"],
};

/** Tests may ask any room of lib and the launcher for what they need; what is shipped never imports a test. */
const TESTS = "(\\.test\\.(ts|tsx|mjs)$|/test-[a-z-]+\\.ts$)";

/** Pure rooms: no clock, no files, no network. What they may take from Node.js computes and nothing else. */
const PURE = ["lib/core", "lib/formats", "lib/search", "lib/report"];
const PURE_BUILTINS = "^(node:)?(crypto|buffer|string_decoder|util|zlib)$";

const literal = (path) => path.replaceAll(".", "\\.");
/** Regular expression for the files of a room. */
export const within = (room) => `^${literal(room)}${/\.tsx?$/.test(room) ? "$" : "/"}`;
const anyOf = (list) => `(${list.map(within).join("|")})`;
const OURS = "^(app|components|lib|prisma|bin|bench|e2e)/";

const layers = Object.entries(rooms).map(([room, below]) => ({
  name: `${room} imports only what is below it`,
  severity: "error",
  from: { path: within(room), pathNot: TESTS },
  to: { path: OURS, pathNot: anyOf([room, ...below]) },
}));

const rules = [
  ...layers,
  {
    name: "lib/db alone imports the Prisma client",
    severity: "error",
    from: { pathNot: ["^lib/db/", "^bin/schema-diff\\.mjs$"] },
    to: { path: ["^lib/db/generated/", "node_modules/@prisma/(client|adapter-pg)/"] },
  },
  {
    name: "pure rooms have no clock, files, network or database",
    severity: "error",
    from: { path: anyOf(PURE), pathNot: TESTS },
    to: { dependencyTypes: ["core"], pathNot: PURE_BUILTINS },
  },
  {
    name: "pure rooms take no driver",
    severity: "error",
    from: { path: anyOf(PURE), pathNot: TESTS },
    to: { path: "node_modules/(pg|pg-copy-streams|graphile-worker|@prisma|next|react)/" },
  },
  {
    name: "nothing that ships imports a test",
    severity: "error",
    from: { path: OURS, pathNot: [TESTS, "^e2e/"] },
    to: { path: TESTS },
  },
  { name: "every import is found", severity: "error", from: {}, to: { couldNotResolve: true } },
];

/** Read over what is left after types are gone: a type from a service is no way to the database, a function is. */
export const reachRules = [
  {
    name: "components never reach the database",
    severity: "error",
    from: { path: within("components"), pathNot: TESTS },
    to: { path: [within("lib/db"), within("lib/env.ts")], reachable: true },
  },
  { name: "no circles", severity: "error", from: { path: OURS }, to: { circular: true } },
];

const options = {
  doNotFollow: { path: ["node_modules", "^lib/db/generated/"] },
  exclude: { path: ["^\\.next", "^\\.threadline"] },
  tsConfig: { fileName: "tsconfig.json" },
  tsPreCompilationDeps: true,
  enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "types", "default"] },
};

export default { forbidden: rules, options };
