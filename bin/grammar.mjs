// Builds the parser of the search language from its grammar. The result is kept beside it, so that neither a fresh clone
// nor a build needs the generator; bin/checks/grammar.mjs fails where the two differ.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildParserFile } from "@lezer/generator";

const FOLDER = join(resolve(fileURLToPath(import.meta.url), "../.."), "lib/search");
const NOTE = "// Built from query.grammar by bin/grammar.mjs.\n";

/** What the files of the parser should hold, by their paths. Throws where the grammar has a mistake or is ambiguous. */
export function builtParser() {
  const { parser, terms } = buildParserFile(readFileSync(join(FOLDER, "query.grammar"), "utf8"), {
    fileName: "query.grammar",
    typeScript: true,
    warn: (message) => {
      throw new Error(message);
    },
  });
  const plain = (text) => `${NOTE}${text.replace(/^\/\/ This file was generated.*\n/, "")}`;
  return {
    [join(FOLDER, "query-parser.ts")]: plain(parser),
    [join(FOLDER, "query-parser.terms.ts")]: plain(terms),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(builtParser())) writeFileSync(path, text);
}
