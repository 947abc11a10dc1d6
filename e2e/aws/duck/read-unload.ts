const UNLOAD = /^UNLOAD \(\n([\s\S]*)\n\)\nTO '(s3:\/\/[^']+)'\nWITH \(format = 'PARQUET', compression = 'GZIP'\)$/;

/** The SELECT in an UNLOAD and the folder that it writes to; null for another statement. */
export function readUnload(statement: string): { select: string; target: string } | null {
  const [, select, target] = UNLOAD.exec(statement) ?? [];
  return select === undefined || target === undefined ? null : { select, target };
}
