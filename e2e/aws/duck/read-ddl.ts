/** A table as a CREATE EXTERNAL TABLE says it. */
export interface DeclaredTable {
  database: string;
  name: string;
  columns: { name: string; type: string }[];
  partitions: { name: string; type: string }[];
  serde: "parquet" | "lines" | "json" | "cloudtrail";
  location: string;
  properties: Record<string, string>;
}

const HEAD = /^CREATE EXTERNAL TABLE IF NOT EXISTS `([^`]+)`\.`([^`]+)` \(([\s\S]*?)\n\)\nPARTITIONED BY \((.*)\)\n/;

function columnsIn(text: string): { name: string; type: string }[] {
  return [...text.matchAll(/`([^`]+)` ([a-z0-9_:<>,]+?)(?=,\s*`|\s*$)/g)].map(([, name = "", type = ""]) => ({
    name,
    type,
  }));
}

/** Reads the statements that `createTable` writes, and throws on others. */
export function readDdl(statement: string): DeclaredTable {
  const [head, database = "", name = "", columns = "", partitions = ""] = HEAD.exec(statement) ?? [];
  const location = /\nLOCATION '([^']+)'/.exec(statement)?.[1];
  if (head === undefined || location === undefined) throw new Error("no such CREATE EXTERNAL TABLE");
  const tail = statement.slice(statement.indexOf("TBLPROPERTIES"));
  const properties = Object.fromEntries(
    [...tail.matchAll(/'([^']+)'='([^']*)'/g)].map(([, key = "", value]) => [key, value ?? ""]),
  );
  const serde = statement.includes("STORED AS PARQUET")
    ? "parquet"
    : statement.includes("LazySimpleSerDe")
      ? "lines"
      : statement.includes("CloudTrailInputFormat")
        ? "cloudtrail"
        : "json";
  return {
    ...{ database, name, serde, location, properties },
    ...{ columns: columnsIn(columns), partitions: columnsIn(partitions) },
  };
}
