// What imports do not show: who reads process.env, and who asks the clock or chance in a room that must not.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { failWith } from "./fail-with.mjs";
import { projectFiles, ROOT } from "./project-files.mjs";

const TEST = /(\.test\.(ts|tsx|mjs)$|(^|\/)test-[a-z-]+\.ts$)/;
const SOURCE = /^(app|components|lib|prisma\/incidents)\/.*\.(ts|tsx|mjs|js)$/;
const PURE = /^(lib\/(core|formats|search|report)|prisma\/incidents)\//;
const CLOCK =
  /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bMath\.random\b|\bperformance\.now\b|\brandomUUID\b|\brandomBytes\b/;
const ENVIRONMENT = /\bprocess\s*\.\s*env\b|\bprocess\s*\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/;

/** Comments may name what code must not do. Strings stay: a string cannot hold `://` without being kept whole here. */
function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/[^\n]*/g, "$1");
}

/** @param {{ path: string, text: string }[]} files */
export function pureRoomProblems(files) {
  const problems = [];
  for (const { path, text } of files) {
    if (!SOURCE.test(path) || TEST.test(path)) continue;
    const code = withoutComments(text);
    if (path !== "lib/env.ts" && ENVIRONMENT.test(code)) problems.push(`${path}: only lib/env.ts reads process.env`);
    const clock = PURE.test(path) ? CLOCK.exec(code) : null;
    if (clock) problems.push(`${path}: ${clock[0]} in a room that is pure`);
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = projectFiles().filter((path) => SOURCE.test(path));
  const read = files.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  failWith(pureRoomProblems(read), "Pure rooms are pure, and one file reads the environment.");
}
