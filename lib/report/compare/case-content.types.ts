import type { CaseData } from "@/lib/report/case-data.types";

/** What a case says, without pictures, single records and the trail: two of them can be held against each other. */
export interface CaseContent extends Pick<CaseData, "case" | "documents" | "flagged" | "custody" | "annotations"> {
  /** Words that a person wrote for the report; empty for none. */
  summary: string;
}

/** The areas of a case in the order in which people read them. */
export const CONTENT_AREAS = [
  "Case",
  "Indicators",
  "Instances",
  "Traffic",
  "Lookups",
  "API calls",
  "Detections",
  "Not assessed",
  "Coverage",
  "Evidence",
  "Work of people",
] as const;
export type ContentArea = (typeof CONTENT_AREAS)[number];

/** One thing that a case says. */
export interface ContentItem {
  /** The same for the same subject in any content. */
  key: string;
  area: ContentArea;
  subject: string;
  words: string;
}

/** How one thing differs between two contents; `before` is null for what is new, `after` for what is gone. */
export interface ContentDifference extends Omit<ContentItem, "words"> {
  before: string | null;
  after: string | null;
}
