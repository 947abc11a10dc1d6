// No file tells of the machine it was written on, or of work that is not done.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { failWith } from "./fail-with.mjs";
import { projectFiles, ROOT } from "./project-files.mjs";

const BINARY = /\.(png|ico|jpg|gz|woff2?|tsbuildinfo)$/;
/** The list of patterns and its test have to name what they look for. */
const OWN = ["bin/checks/plain-text.mjs", "bin/checks/checks.test.mjs"];

const PATTERNS = [
  { name: "a path of a build machine", pattern: /(?<![\w.*-])\/(home\/\w+|Users\/\w+|root|tmp\/\w+)(?![\w-])/ },
  { name: "unfinished work", pattern: /\b(TODO|FIXME|XXX|HACK)\b|\b(coming soon|lorem ipsum|not yet implemented)\b/i },
  // An input's own attribute of that name, and its style, are words of HTML and CSS.
  { name: "unfinished work", pattern: /\bplaceholder\b(?!\s*[=:"}])(?<!::placeholder)/i },
  { name: "a number that only a tracker knows", pattern: /\bissue #?\d+\b/i },
  { name: "a package registry's host", pattern: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b|\/(artifactory|nexus)\//i },
];

/** @param {{ path: string, text: string }[]} files */
export function plainTextProblems(files) {
  const problems = [];
  for (const { path, text } of files) {
    for (const { name, pattern } of PATTERNS) {
      const found = pattern.exec(text);
      if (!found) continue;
      const line = text.slice(0, found.index).split("\n").length;
      problems.push(`${path}:${line}: "${found[0]}" (${name})`);
    }
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const paths = projectFiles().filter((path) => !BINARY.test(path) && !OWN.includes(path));
  const files = paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  // A checkout right below the root has a path that is also a word of many others.
  const here = files
    .filter(({ text }) => ROOT.split("/").length > 2 && text.includes(`${ROOT}/`))
    .map(({ path }) => `${path}: the path of this checkout`);
  failWith([...plainTextProblems(files), ...here], "No file tells of the machine or of unfinished work.");
}
