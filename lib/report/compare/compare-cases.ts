import type { CaseContent, ContentDifference, ContentItem } from "@/lib/report/compare/case-content.types";
import { CONTENT_AREAS } from "@/lib/report/compare/case-content.types";
import { contentItems } from "@/lib/report/compare/content-items";

/** By what two contents differ, by area, then in the order of the later one; all that it says where there is no earlier one. */
export function compareCases(before: CaseContent | null, after: CaseContent): ContentDifference[] {
  const was = new Map((before === null ? [] : contentItems(before)).map((item) => [item.key, item]));
  const is = contentItems(after);
  const differences = is.flatMap((item): ContentDifference[] => {
    const earlier = was.get(item.key);
    was.delete(item.key);
    return earlier?.words === item.words ? [] : [difference(item, earlier?.words ?? null, item.words)];
  });
  for (const item of was.values()) differences.push(difference(item, item.words, null));
  const place = new Map(CONTENT_AREAS.map((area, at) => [area, at]));
  return differences.sort((a, b) => (place.get(a.area) ?? 0) - (place.get(b.area) ?? 0));
}

function difference({ key, area, subject }: ContentItem, before: string | null, after: string | null) {
  return { key, area, subject, before, after };
}
