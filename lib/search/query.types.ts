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

export type Query =
  | FieldTerm
  | TextTerm
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
