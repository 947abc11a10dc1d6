import type { FieldName } from "@/lib/search/search-field";

/** A stretch of the query's text, half open. */
export interface Span {
  from: number;
  to: number;
}

/** What a value must be. */
export type ValueTest =
  /** There is one. */
  | { kind: "any" }
  /** An address in a network, as `inet` reads it. */
  | { kind: "within"; network: string }
  /** A whole number (bytes, a port, epoch ms); null: no end on that side. */
  | { kind: "between"; min: number | null; max: number | null }
  /** A text, its capital ASCII letters made small, of these parts in their order with anything between them. */
  | { kind: "like"; parts: readonly string[] }
  /** One of a few words. */
  | { kind: "is"; choice: string };

/** Any value of a field passes a test. A record whose source has no such field does not. */
export interface FieldTerm extends Span {
  kind: "field";
  field: FieldName;
  test: ValueTest;
}

/** A text without a field, and all that it can mean; a record fits if any of it does. */
export interface TextTerm extends Span {
  kind: "text";
  /** Texts that a record's contain in their order, with anything between them; capital ASCII letters made small. */
  parts: readonly string[];
  network: string | null;
  port: number | null;
}

/** A record by its file (number of its row and SHA-256) and its number there. */
export interface MarkedRecord {
  fileId: number;
  fileSha256: string;
  record: number;
}

/** Records that people marked, by themselves or by their groups: what conditions on marks are made into for one case. */
export interface MarkedTerm {
  kind: "marked";
  records: readonly MarkedRecord[];
  /** By instance and the key of its records of one kind. */
  groups: readonly { instanceId: string; key: string }[];
}

export type Query =
  | FieldTerm
  | TextTerm
  | MarkedTerm
  | { kind: "and" | "or"; parts: readonly Query[] }
  | { kind: "not"; part: Query };

/** Something that cannot be read, and what was expected in its place. */
export interface Mistake extends Span {
  message: string;
}

/** The best reading of a text. What is mistaken is left out of `query`; null: no condition at all. */
export interface ReadQuery {
  query: Query | null;
  mistakes: readonly Mistake[];
}
