import type { FieldOf, MarkField, SearchSource } from "@/lib/search/search-field";

/** SQL for a value of a record, of our own words alone; null where the record has none. */
export interface SearchColumn {
  sql: string;
  /** An array of values. */
  list?: boolean;
  /** All that the value can be. */
  choices?: readonly string[];
}

/** What the fields of the search language mean of the records of one source; `source` itself needs no column. */
export interface SearchColumns<Source extends SearchSource> {
  source: Source;
  /** Of its table, with file_id and record_no; and with instance_id, where `instanceId` is not given. */
  alias: string;
  /** What `groupKey` makes of a record, as bytes. */
  group: string;
  /** Whose all of the records are, where only one instance's are read: its column is not asked then. */
  instanceId?: string;
  fields: Record<Exclude<FieldOf<Source>, "source" | MarkField>, readonly SearchColumn[]>;
  /** Texts that a text without a field may be part of. */
  texts: readonly SearchColumn[];
  /** Texts that it must be the whole of. */
  words: readonly SearchColumn[];
  addresses: readonly SearchColumn[];
  ports: readonly SearchColumn[];
}

export type AnySearchColumns = { [Source in SearchSource]: SearchColumns<Source> }[SearchSource];

export const columns = (...sql: string[]): SearchColumn[] => sql.map((text) => ({ sql: text }));
