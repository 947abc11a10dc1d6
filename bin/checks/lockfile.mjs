// The lockfile must serve every newcomer: exact versions, every platform's packages, and no download address of its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { failWith } from "./fail-with.mjs";
import { ROOT } from "./project-files.mjs";

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Path in the lockfile of the package that `name` means when the package at `from` asks for it. */
function lookUp(packages, from, name) {
  let folder = from;
  for (;;) {
    const path = folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === "") return null;
    const cut = folder.lastIndexOf("/node_modules/");
    folder = cut === -1 ? "" : folder.slice(0, cut);
  }
}

/** @returns {string[]} one line a fault of package.json and package-lock.json together */
export function lockfileProblems(manifest, lock) {
  const problems = [];
  const { packages } = lock;
  for (const group of ["dependencies", "devDependencies", "optionalDependencies"]) {
    for (const [name, version] of Object.entries(manifest[group] ?? {})) {
      if (!EXACT.test(version)) problems.push(`package.json: ${name} is "${version}", not one exact version`);
      if (packages[""]?.[group]?.[name] !== version)
        problems.push(`package-lock.json: ${name} is not as in package.json`);
    }
  }
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      // npm ci refuses a lockfile that lacks another platform's package, and only on that platform's newcomers would it show.
      if (!lookUp(packages, path, name)) problems.push(`package-lock.json: ${path} lacks its optional ${name}`);
    }
    for (const name of Object.keys(entry.dependencies ?? {})) {
      if (!lookUp(packages, path, name)) problems.push(`package-lock.json: ${path || "the project"} lacks ${name}`);
    }
    if (path !== "" && entry.resolved !== undefined) {
      problems.push(
        `package-lock.json: ${path} names where it came from; the registry is each installer's own setting`,
      );
    }
    if (path !== "" && !entry.link && !entry.inBundle && !/^sha512-/.test(entry.integrity ?? "")) {
      problems.push(`package-lock.json: ${path} has no SHA-512 of its contents`);
    }
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) => JSON.parse(readFileSync(join(ROOT, name), "utf8"));
  failWith(lockfileProblems(read("package.json"), read("package-lock.json")), "The lockfile is whole.");
}
