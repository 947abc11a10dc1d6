import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const NOT_OURS = new Set([
  "node_modules",
  ".git",
  ".next",
  ".threadline",
  "generated",
  "test-results",
  "playwright-report",
]);

/** Files of the project below `folder`, as paths from the root with forward slashes; nothing installed or made. */
export function projectFiles(root = ROOT, folder = "") {
  const files = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (NOT_OURS.has(entry.name)) continue;
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) files.push(...projectFiles(root, path));
    else if (entry.isFile()) files.push(path);
  }
  return files.sort();
}
