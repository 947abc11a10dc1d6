import { createHash } from "node:crypto";

/** Tells a flow log by its columns, where nothing better tells it from another. */
export function nameColumns(columns: readonly string[]): string {
  return `fields:${createHash("sha256").update(columns.join(" ")).digest("hex").slice(0, 12)}`;
}
