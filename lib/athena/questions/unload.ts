import { type Sql, sql, text } from "@/lib/athena/sql/sql";
import { parseS3Location } from "@/lib/core/s3-location";

/**
 * Writes what a SELECT finds as Parquet into an empty folder, by many hands at once. Throws a RangeError where `location` is no
 * `s3://bucket/folder/`. Source: Athena User Guide, "UNLOAD".
 */
export function unload(select: Sql, location: string): Sql {
  if (parseS3Location(location) === null || !location.endsWith("/")) throw new RangeError("no folder of a bucket");
  return sql`UNLOAD (
${select}
)
TO ${text(location)}
WITH (format = 'PARQUET', compression = 'GZIP')`;
}
