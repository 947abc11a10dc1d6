import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HiveSQL, TrinoSQL } from "dt-sql-parser";
import { build } from "esbuild";
import { readUnload } from "@/e2e/aws/duck/read-unload";

interface Grammars {
  TrinoSQL: new () => TrinoSQL;
  HiveSQL: new () => HiveSQL;
}

/** What is wrong with a statement, by the grammar of Hive for those that make tables and of Trino for all others. */
export type CheckSql = (statement: string) => string[];

/** The grammars of dt-sql-parser as one file: its modules import folders, which Node.js by itself does not. */
export async function openGrammars(): Promise<CheckSql> {
  const folder = await mkdtemp(join(tmpdir(), "threadline-grammars-"));
  const outfile = join(folder, "grammars.cjs");
  const contents = ["trino", "hive"]
    .map((name) => `export * from "dt-sql-parser/dist/parser/${name}/index.js";`)
    .join("\n");
  await build({
    ...{ stdin: { contents, resolveDir: process.cwd() }, outfile, bundle: true },
    ...{ platform: "node", format: "cjs", logLevel: "error" },
  });
  const { TrinoSQL: Trino, HiveSQL: Hive } = createRequire(import.meta.url)(outfile) as Grammars;
  await rm(folder, { recursive: true });
  const [trino, hive] = [new Trino(), new Hive()];
  return (statement) => {
    const isMaking = statement.startsWith("CREATE ");
    // What UNLOAD writes is a SELECT of Trino's; the words around it are Athena's own.
    const held = readUnload(statement)?.select ?? statement;
    return (isMaking ? hive : trino).validate(held).map(({ message }) => message);
  };
}
