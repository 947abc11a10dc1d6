import type { FieldName } from "@/lib/search/search-field";

/** The values of one field among the events of a search, the most frequent first. */
export interface Facet {
  field: FieldName;
  values: { value: string; records: number }[];
  /** How many values there are in all. */
  distinct: number;
}

/** How many records of one step of a search have each value of each field, all of its values. */
export type ValueCounts = { field: FieldName; values: { value: string; records: number }[] }[];

/** One step of counting through a case or an instance, to be added to those before it (`addCounts`). */
export interface CountStep {
  counts: ValueCounts;
  counted: number;
  /** Where to go on; null at the end. */
  next: string | null;
}
