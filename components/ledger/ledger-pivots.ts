import type { Pivot } from "@/components/search/pivots";
import type { FieldName } from "@/lib/search/search-field";
import type { LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";

const SUBJECT_FIELDS: Record<string, FieldName> = {
  interface: "interface",
  "private-address": "ip",
  "public-address": "ip",
  credential: "key",
};

/** What records of the case can be looked for by a thing that was held; null where none names such a thing. */
export function subjectPivot({ subjectKind, subject }: Pick<LedgerSpanRow, "subjectKind" | "subject">): Pivot | null {
  const field = SUBJECT_FIELDS[subjectKind];
  return field === undefined ? null : { field, value: subject };
}

/** The same by who held it. */
export function holderPivot({ holderKind, holder }: Pick<LedgerSpanRow, "holderKind" | "holder">): Pivot | null {
  return holderKind === "interface" || holderKind === "gateway" ? { field: "interface", value: holder } : null;
}
