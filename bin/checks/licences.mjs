// Licences of what Threadline ships with, against a list. A new licence is a decision, not an accident.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { failWith } from "./fail-with.mjs";
import { ROOT } from "./project-files.mjs";

const ALLOWED = new Set([
  "MIT",
  "MIT-0",
  "Apache-2.0",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "MPL-2.0",
  "PostgreSQL",
  "Unlicense",
  "BlueOak-1.0.0",
  "Python-2.0",
]);

/** What packages write that is no SPDX expression, and what it means after reading their licence file. */
const MEANS = [
  { path: /(^|\/)@visx\/vendor$/, written: "MIT and ISC", licence: "MIT AND ISC" },
  { path: /(^|\/)geist$/, written: "SIL OPEN FONT LICENSE", licence: "OFL-1.1" },
  { path: /(^|\/)seq-queue$/, written: undefined, licence: "MIT" },
  { path: /(^|\/)combine-errors$/, written: undefined, licence: "MIT" },
  { path: /(^|\/)png-js$/, written: undefined, licence: "MIT" },
];

/** Licences allowed for one package alone, with the reason. */
const ALLOWED_FOR = [
  // libvips is a library of its own that sharp loads at run time; its source is the upstream's, unchanged.
  { path: /(^|\/)@img\/sharp(-libvips)?-[a-z0-9-]+$/, licence: "LGPL-3.0-or-later" },
  // Data about browsers, with its source named in the package.
  { path: /(^|\/)caniuse-lite$/, licence: "CC-BY-4.0" },
  // Fonts.
  { path: /(^|\/)@fontsource\/[a-z-]+$/, licence: "OFL-1.1" },
  { path: /(^|\/)geist$/, licence: "OFL-1.1" },
  // The schema browser of Prisma's own command, which Threadline never starts; its source is the upstream's, unchanged.
  { path: /(^|\/)elkjs$/, licence: "EPL-2.0" },
];

/** Is an SPDX expression met? OR needs one side, AND both. */
export function isAllowed(path, expression) {
  const text = expression.trim().replace(/^\((.*)\)$/, "$1");
  if (text.includes(" OR ")) return text.split(" OR ").some((part) => isAllowed(path, part));
  if (text.includes(" AND ")) return text.split(" AND ").every((part) => isAllowed(path, part));
  return ALLOWED.has(text) || ALLOWED_FOR.some((rule) => rule.licence === text && rule.path.test(path));
}

/** @param {(path: string) => string | undefined} licenceOf asks the installed package where the lockfile is silent */
export function licenceProblems(lock, licenceOf = () => undefined) {
  const problems = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "" || entry.dev) continue;
    const written = entry.license ?? licenceOf(path);
    const licence = MEANS.find((rule) => rule.written === written && rule.path.test(path))?.licence ?? written;
    if (!licence) problems.push(`${path} names no licence`);
    else if (!isAllowed(path, licence)) problems.push(`${path} is under ${licence}, which is not on the list`);
  }
  return problems;
}

function installedLicence(path) {
  try {
    const manifest = JSON.parse(readFileSync(join(ROOT, path, "package.json"), "utf8"));
    return typeof manifest.license === "object" ? manifest.license.type : manifest.license;
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  failWith(licenceProblems(lock, installedLicence), "Every licence that ships is on the list.");
}
