import { foldText } from "@/lib/search/fold-text";
import { isLike, passesTest } from "@/lib/search/matches-query";
import type { MarkedTerm, Query, TextTerm } from "@/lib/search/query.types";
import type { FieldName } from "@/lib/search/search-field";
import type { AnySearchColumns, SearchColumn } from "@/lib/timeline/search/search-columns";

/** The columns of a field, by the allow-list of a source: none for a field that its records do not have. */
export function columnsOf(field: FieldName, columns: AnySearchColumns): readonly SearchColumn[] {
  const fields: Partial<Record<FieldName, readonly SearchColumn[]>> = columns.fields;
  return Object.hasOwn(fields, field) ? (fields[field] ?? []) : [];
}

/** The columns that a text without a field can mean anything of. */
export function meantBy({ parts, network, port }: TextTerm, columns: AnySearchColumns) {
  const { texts, words, addresses, ports } = columns;
  const canBe = ({ choices }: SearchColumn) => choices?.some((word) => isLike(parts, foldText(word))) ?? true;
  return {
    texts,
    words: words.filter(canBe),
    addresses: network === null ? [] : addresses,
    ports: port === null ? [] : ports,
  };
}

/** The groups of a condition that records of the source can be in. */
export function groupsOf({ groups }: MarkedTerm, { instanceId }: AnySearchColumns): MarkedTerm["groups"] {
  return instanceId === undefined ? groups : groups.filter((group) => group.instanceId === instanceId);
}

/** What is left of a query for the records of one source; true or false where it is the same for all of them. */
export function narrowQuery(query: Query | null, columns: AnySearchColumns): Query | boolean {
  if (query === null) return true;
  switch (query.kind) {
    case "and":
    case "or":
      return joined(query, columns);
    case "not": {
      const part = narrowQuery(query.part, columns);
      return typeof part === "boolean" ? !part : { kind: "not", part };
    }
    case "text":
      return Object.values(meantBy(query, columns)).some((found) => found.length > 0) && query;
    case "marked":
      return (query.records.length > 0 || groupsOf(query, columns).length > 0) && query;
    case "field": {
      const { field, test } = query;
      if (field === "source") return test.kind === "any" || (test.kind === "is" && test.choice === columns.source);
      if (field === "instance" && columns.instanceId !== undefined) return passesTest(test, columns.instanceId);
      return columnsOf(field, columns).length > 0 && query;
    }
  }
}

function joined({ kind, parts }: Extract<Query, { kind: "and" | "or" }>, columns: AnySearchColumns): Query | boolean {
  const narrowed = parts.map((part) => narrowQuery(part, columns));
  const decides = kind === "or";
  if (narrowed.includes(decides)) return decides;
  const left = narrowed.filter((part) => typeof part !== "boolean");
  const [only] = left;
  if (only === undefined) return !decides;
  return left.length === 1 ? only : { kind, parts: left };
}
