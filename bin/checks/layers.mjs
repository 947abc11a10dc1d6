// Holds the code to the table of rooms in .dependency-cruiser.mjs.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import config, { reachRules, rooms, within } from "../../.dependency-cruiser.mjs";
import { failWith } from "./fail-with.mjs";
import { projectFiles, ROOT } from "./project-files.mjs";

const TOP = ["app", "components", "lib", "prisma", "bin", "bench", "e2e"];
const CODE = /\.(ts|tsx|mjs|js)$/;

/** Files of code that stand in no room of the table. */
export function homeless(files, table = rooms) {
  const known = Object.keys(table).map((room) => new RegExp(within(room)));
  return files.filter(
    (file) => CODE.test(file) && file.includes("/") && !known.some((room) => room.test(file)) && !file.startsWith("."),
  );
}

async function violations(root, ruleSet, types) {
  const folders = TOP.filter((folder) => existsSync(join(root, folder)));
  const options = { ...config.options, baseDir: root, tsPreCompilationDeps: types, ruleSet, validate: true };
  const tsConfig = extractTSConfig(join(ROOT, "tsconfig.json"));
  const { output } = await cruise(folders, options, undefined, { tsConfig });
  return output.summary.violations.map(({ from, to, rule, cycle, via }) => {
    const way = (cycle ?? via ?? []).map((step) => step.name);
    return `${from} → ${way.length > 0 ? way.join(" → ") : to}: ${rule.name}`;
  });
}

/** @returns {Promise<string[]>} one line a breach; empty when the project keeps to the table */
export async function layerProblems(root = ROOT) {
  const lost = homeless(projectFiles(root)).map(
    (file) => `${file}: its folder is in no row of .dependency-cruiser.mjs`,
  );
  const direct = await violations(root, { forbidden: config.forbidden }, true);
  const reached = await violations(root, { forbidden: reachRules }, false);
  return [...lost, ...new Set([...direct, ...reached])];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  failWith(await layerProblems(), "Imports go down only.");
}
