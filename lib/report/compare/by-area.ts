import { CONTENT_AREAS, type ContentArea, type ContentDifference } from "@/lib/report/compare/case-content.types";

export interface AreaDifferences {
  area: ContentArea;
  /** How many there are; `rows` are the first of them. */
  total: number;
  rows: ContentDifference[];
}

/** Differences by area, so many of each. */
export function byArea(differences: readonly ContentDifference[], most: number): AreaDifferences[] {
  return CONTENT_AREAS.flatMap((area) => {
    const rows = differences.filter((row) => row.area === area);
    return rows.length === 0 ? [] : [{ area, total: rows.length, rows: rows.slice(0, most) }];
  });
}
