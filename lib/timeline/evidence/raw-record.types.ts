export interface RawRecord {
  /** What stands in the file, cut at 64 Ki characters unless the whole was asked for. */
  text: string;
  /** Characters of the whole record. */
  length: number;
  /** See `RecordText`. */
  asWritten: boolean;
  fileName: string;
  sha256: string;
  kind: string;
  record: number;
}
