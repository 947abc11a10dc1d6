import type { Pivot } from "@/components/search/pivots";
import type { FieldName } from "@/lib/search/search-field";
import type { LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";

const SUBJECT_FIELDS: Record<string, FieldName> = {
  interface: "interface",
  "private-address": "ip",
  "public-address": "ip",
  credential: "key",
};

const HOLDER_FIELDS: Record<string, FieldName> = {
  instance: "instance",
  interface: "interface",
  gateway: "interface",
  session: "session",
  identity: "user",
};
/** Where the evidence has no ARN of theirs, they stand by what no search finds. */
const BY_ARN = new Set(["session", "identity"]);

/** What records of the case can be looked for by a thing that was held; null where none names such a thing. */
export function subjectPivot({ subjectKind, subject }: Pick<LedgerSpanRow, "subjectKind" | "subject">): Pivot | null {
  const field = SUBJECT_FIELDS[subjectKind];
  return field === undefined ? null : { field, value: subject };
}

/** The same by who held it. */
export function holderPivot({ holderKind, holder }: Pick<LedgerSpanRow, "holderKind" | "holder">): Pivot | null {
  const field = HOLDER_FIELDS[holderKind];
  return field === undefined || (BY_ARN.has(holderKind) && !holder.startsWith("arn:"))
    ? null
    : { field, value: holder };
}
