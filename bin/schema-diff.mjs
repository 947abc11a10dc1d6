// Compares a database with prisma/schema.prisma, with Prisma's own engine and without its download.
//   node bin/schema-diff.mjs --from-empty            prints the SQL that makes the schema
//   DATABASE_URL=… node bin/schema-diff.mjs          prints what the database lacks; exit 2 when there is something
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import Result from "pg/lib/result.js";

const require = createRequire(import.meta.url);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The adapter cannot read Postgres's one-byte "char", which its catalogues are full of: such columns pass as text, and
 * the answer names them as characters again. The engine asks one question at a time, so the last answer is the one.
 */
function readCharColumns(factory) {
  const [charOid, textOid] = [18, 25];
  let charColumns = [];
  const { addFields } = Result.prototype;
  Result.prototype.addFields = function (fields) {
    charColumns = fields.flatMap((field, index) => (field.dataTypeID === charOid ? [index] : []));
    for (const index of charColumns) fields[index].dataTypeID = textOid;
    return addFields.call(this, fields);
  };
  const wrap = (adapter) => {
    const { queryRaw } = adapter;
    adapter.queryRaw = async (query) => {
      const answer = await queryRaw.call(adapter, query);
      for (const index of charColumns) answer.columnTypes[index] = ColumnTypeEnum.Character;
      return answer;
    };
    return adapter;
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => wrap(await factory.connect()),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}

async function loadEngine() {
  const folder = dirname(require.resolve("@prisma/schema-engine-wasm"));
  const bindings = await import(join(folder, "schema_engine_bg.js"));
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

/** @returns {Promise<{ sql: string, differs: boolean }>} what it takes from the database (or from nothing) to the schema */
export async function schemaDiff({ databaseUrl, fromEmpty = false }) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
  const SchemaEngine = await loadEngine();
  const path = join(root, "prisma", "schema.prisma");
  const files = [{ path, content: readFileSync(path, "utf8") }];
  const adapter = bindMigrationAwareSqlAdapterFactory(readCharColumns(new PrismaPg({ connectionString: databaseUrl })));
  const engine = await SchemaEngine.new({ datamodels: [[path, files[0].content]] }, () => undefined, adapter);
  const result = await engine.diff({
    from: fromEmpty ? { tag: "empty" } : { tag: "schemaDatasource", files, configDir: root },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: true,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return { sql: result.stdout ?? "", differs: result.exitCode === 2 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { sql, differs } = await schemaDiff({
    databaseUrl: process.env.DATABASE_URL,
    fromEmpty: process.argv.includes("--from-empty"),
  });
  process.stdout.write(sql);
  process.exit(differs && !process.argv.includes("--from-empty") ? 2 : 0);
}
