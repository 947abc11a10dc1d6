import Link from "next/link";
import { type DetectionLinks, detectionHref, instanceHref } from "@/components/detections/detection-links";
import { SeverityChip } from "@/components/detections/severity-chip";
import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Span } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { ShownDetection } from "@/lib/timeline/detections/read-case-detections";

const SHOWN = 6;

/** Where a page has them. */
export const DETECTIONS_ANCHOR = "detections";

/** The most severe detections in a line each, with the way to all of them; nothing where there are none. */
export function DetectionsCard({
  detections,
  links,
  note,
}: {
  detections: readonly ShownDetection[];
  links: DetectionLinks;
  note?: string;
}) {
  if (detections.length === 0) return null;
  const all = `/cases/${links.caseId}/detections${links.ip === undefined ? "" : `?ip=${encodeURIComponent(links.ip)}`}`;
  return (
    <Card id={DETECTIONS_ANCHOR} title="Detections" note={note}>
      <ul className="divide-y divide-soft">
        {detections.slice(0, SHOWN).map((one) => (
          <li key={one.key} className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 px-3.5 py-1.5">
            <SeverityChip severity={one.severity} />
            <Link
              href={detectionHref(links, one.key)}
              prefetch={false}
              className="inline-flex min-h-6 items-center font-medium hover:underline"
            >
              {one.title}
            </Link>
            <Subject one={one} links={links} />
            <span className="min-w-0 break-words text-dim text-sm">{visibleText(one.summary)}</span>
            <span className="grow" />
            <span className="text-dim text-sm">
              <Span fromMs={Date.parse(one.firstSeen)} toMs={Date.parse(one.lastSeen)} />
            </span>
          </li>
        ))}
      </ul>
      <p className="border-line border-t px-3.5 py-2">
        <Link href={all} className="text-flow underline">
          {detections.length > SHOWN
            ? `All ${countOf(detections.length, "detection")}`
            : "Numbers, thresholds and records"}
        </Link>
      </p>
    </Card>
  );
}

function Subject({ one, links }: { one: ShownDetection; links: DetectionLinks }) {
  const href = instanceHref(links, one.instanceId);
  return (
    <span className="break-all font-mono text-sm">
      {href === null ? (
        visibleText(one.subject)
      ) : (
        <Link href={href} className="inline-flex min-h-6 items-center text-flow underline" prefetch={false}>
          {visibleText(one.subject)}
        </Link>
      )}
    </span>
  );
}
