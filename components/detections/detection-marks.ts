import { detectionHref } from "@/components/detections/detection-links";
import type { DetectionMark } from "@/components/timeline/detection-lane";
import type { ShownDetection } from "@/lib/timeline/detections/read-case-detections";

/** As many as the lanes have room for. */
const MOST = 40;

/** The most severe detections as the lanes mark them, earliest first. */
export function detectionMarks(
  detections: readonly ShownDetection[],
  links: { caseId: string; ip: string | undefined },
): DetectionMark[] {
  return detections
    .slice(0, MOST)
    .map(({ key, title, severity, summary, firstSeen, lastSeen }) => {
      const fromMs = Date.parse(firstSeen);
      // One of a moment has a length too, or nothing would be drawn.
      const toMs = Math.max(Date.parse(lastSeen), fromMs + 1000);
      return { key, title, severity, summary, fromMs, toMs, href: detectionHref(links, key) };
    })
    .sort((a, b) => a.fromMs - b.fromMs || b.toMs - a.toMs);
}
