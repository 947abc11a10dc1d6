import { createHash } from "node:crypto";
import { sortedJson } from "@/lib/formats/json/json-value";
import type { PlannedStep } from "@/lib/sources/source.types";

/** SHA-256 of what a step asks, and where: steps that ask the same have the same. */
export function stepKey({ source, accountId, region, request }: PlannedStep): string {
  return createHash("sha256").update(sortedJson({ source, accountId, region, request })).digest("hex");
}
