// The parser of the search language is the one that its grammar makes.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { builtParser } from "../grammar.mjs";
import { failWith } from "./fail-with.mjs";
import { ROOT } from "./project-files.mjs";

const problems = Object.entries(builtParser())
  .filter(([path, text]) => readFileSync(path, "utf8") !== text)
  .map(([path]) => `${relative(ROOT, path)} is not what the grammar makes: run node bin/grammar.mjs`);
failWith(problems, "The parser is the one that the grammar makes.");
