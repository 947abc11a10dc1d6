/** What a case's report can leave as, in the words that people read. */
export const EXPORT_FORMATS = {
  html: { words: "HTML, one file", extension: "html", type: "text/html; charset=utf-8" },
  pdf: { words: "PDF", extension: "pdf", type: "application/pdf" },
  md: { words: "Markdown", extension: "md", type: "text/markdown; charset=utf-8" },
  json: { words: "JSON, everything", extension: "json", type: "application/json" },
  csv: { words: "CSV, a file each table", extension: "csv.zip", type: "application/zip" },
  timesketch: { words: "JSON Lines for Timesketch", extension: "timesketch.jsonl", type: "application/x-ndjson" },
  stix: { words: "STIX 2.1", extension: "stix.json", type: "application/stix+json;version=2.1" },
  ocsf: { words: "OCSF events", extension: "ocsf.jsonl", type: "application/x-ndjson" },
} as const;
export type ExportFormat = keyof typeof EXPORT_FORMATS;
export const EXPORT_IDS = Object.keys(EXPORT_FORMATS) as [ExportFormat, ...ExportFormat[]];

/** What only a job makes, beside them. */
export const ALL_FORMATS = {
  ...EXPORT_FORMATS,
  bundle: { words: "Bundle that checks itself", extension: "bundle.zip", type: "application/zip" },
} as const;
export type AnyFormat = keyof typeof ALL_FORMATS;
export const ALL_FORMAT_IDS = Object.keys(ALL_FORMATS) as [AnyFormat, ...AnyFormat[]];

/** Formats that list single records beside the document. */
export const WITH_EVENTS: ReadonlySet<ExportFormat> = new Set(["csv", "timesketch", "ocsf"]);
