import ipaddr from "ipaddr.js";
import { foldText } from "@/lib/search/fold-text";
import type { Query, TextTerm, ValueTest } from "@/lib/search/query.types";
import type { FieldName } from "@/lib/search/search-field";

/** A record as a query sees it. */
export interface SearchedRecord {
  /** By field, each value there is: addresses in canonical text, numbers, texts. */
  fields: Partial<Record<FieldName, readonly (string | number)[]>>;
  /** Texts that a text without a field may be part of. */
  texts: readonly string[];
  /** Texts that it must be the whole of. */
  words: readonly string[];
  addresses: readonly string[];
  ports: readonly number[];
  /** Where it stands; without it, it is none that people marked. */
  place?: { fileSha256: string; record: number };
}

/** Whether a record is among what a query asks for. Where records are in the database, `compileQuery` says the same in SQL. */
export function matchesQuery(query: Query | null, record: SearchedRecord): boolean {
  if (query === null) return true;
  switch (query.kind) {
    case "and":
      return query.parts.every((part) => matchesQuery(part, record));
    case "or":
      return query.parts.some((part) => matchesQuery(part, record));
    case "not":
      return !matchesQuery(query.part, record);
    case "field":
      return (record.fields[query.field] ?? []).some((value) => passesTest(query.test, value));
    case "text":
      return matchesText(query, record);
    case "marked":
      return query.records.some(
        (marked) => marked.fileSha256 === record.place?.fileSha256 && marked.record === record.place.record,
      );
  }
}

function matchesText({ parts, network, port }: TextTerm, record: SearchedRecord): boolean {
  return (
    record.texts.some((text) => isLike(["", ...parts, ""], foldText(text))) ||
    record.words.some((text) => isLike(parts, foldText(text))) ||
    (network !== null && record.addresses.some((ip) => isWithin(ip, network))) ||
    (port !== null && record.ports.includes(port))
  );
}

/** Whether a value is what a test asks for. */
export function passesTest(test: ValueTest, value: string | number): boolean {
  switch (test.kind) {
    case "any":
      return true;
    case "within":
      return isWithin(String(value), test.network);
    case "between":
      return (test.min === null || Number(value) >= test.min) && (test.max === null || Number(value) <= test.max);
    case "like":
      return isLike(test.parts, foldText(String(value)));
    case "is":
      return value === test.choice;
  }
}

/** True for a text of these parts in their order, with anything between them. */
export function isLike(parts: readonly string[], text: string): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** True for an address (canonical text) in a network. */
function isWithin(ip: string, network: string): boolean {
  const [base = "", bits] = network.split("/");
  const address = ipaddr.parse(ip);
  const first = ipaddr.parse(base);
  if (address.kind() !== first.kind()) return false;
  return address.match(first, bits === undefined ? (first.kind() === "ipv4" ? 32 : 128) : Number(bits));
}
