import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { CaseData } from "@/lib/report/case-data.types";
import type { CaseContent } from "@/lib/report/compare/case-content.types";

/** A version of a case, whole: reports are made from it alone. Every time is ISO 8601 in UTC. */
export interface FrozenCase {
  schema: "threadline.frozen/v1";
  version: number;
  frozenAt: string;
  review: { askedBy: string; askedAt: string; note: string; approvedBy: string; words: string };
  /** What a person wrote for the report; empty for none. */
  summary: string;
  data: Omit<CaseData, "frozen">;
}

/** Canonical JSON (RFC 8785), as bytes: equal values give equal bytes. */
export function canonicalBytes(value: unknown): Buffer {
  // Half of a character, which I-JSON has no place for, becomes U+FFFD as it does wherever else text is kept.
  return Buffer.from(canonicalize(wellFormed(value)) ?? "null");
}

/** SHA-256 of bytes, hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The one hash of what a case says, whenever it was asked. */
export function contentHash({ case: { id, title }, documents, ...rest }: CaseContent): string {
  const told = documents.map(({ generatedAt: _at, producer: _by, ...document }) => document);
  return sha256Of(canonicalBytes({ id, title, documents: told, ...rest }));
}

function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "\uFFFD");
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [wellFormed(name) as string, wellFormed(member)]),
  );
}
