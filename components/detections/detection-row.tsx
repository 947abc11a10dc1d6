import Link from "next/link";
import type { ReactNode } from "react";
import { NotesButton } from "@/components/annotations/notes-button";
import {
  type DetectionLinks,
  detectionAnchor,
  instanceHref,
  recordHref,
} from "@/components/detections/detection-links";
import { SeverityChip } from "@/components/detections/severity-chip";
import { countOf, formatCount } from "@/components/format/format-count";
import { Span, When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { ShownDetection } from "@/lib/timeline/detections/read-case-detections";

const shown = (value: number | string) => (typeof value === "number" ? formatNumber(value) : visibleText(value));

function formatNumber(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(value);
}

/** One detection: what was measured beside its thresholds, the records it rests on, and what harmless thing looks the same. */
export function DetectionRow({
  detection,
  links,
  children,
}: {
  detection: ShownDetection;
  links: DetectionLinks;
  /** What can be done with it. */
  children?: ReactNode;
}) {
  const { title, severity, subject, instanceId, summary, firstSeen, lastSeen, techniques, benign } = detection;
  const href = instanceHref(links, instanceId);
  return (
    <article
      id={detectionAnchor(detection.key)}
      aria-label={`${title}: ${visibleText(subject)}`}
      className="grid scroll-mt-28 gap-1.5 px-3.5 py-3 target:bg-flow/8"
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <SeverityChip severity={severity} />
        <h3 className="font-medium">{title}</h3>
        <span className="break-all font-mono">
          {href === null ? (
            visibleText(subject)
          ) : (
            <Link href={href} className="text-flow underline" prefetch={false}>
              {visibleText(subject)}
            </Link>
          )}
        </span>
        <span className="text-dim text-sm">
          <Span fromMs={Date.parse(firstSeen)} toMs={Date.parse(lastSeen)} />
        </span>
        <span className="grow" />
        <NotesButton
          thing={{
            subject: { kind: "detection", key: detection.key },
            title: `${title}: ${subject}`.slice(0, 500),
            at: firstSeen,
          }}
        />
        {children}
      </div>
      <p className="break-words">{visibleText(summary)}.</p>
      <Numbers numbers={detection.numbers} />
      <p className="text-dim text-sm">
        <span className="text-faint">ATT&amp;CK</span> {techniques.join(", ")}{" "}
        <span className="ml-2 text-faint">Harmless when</span> {benign}
      </p>
      <details className="text-sm">
        <summary className="cursor-pointer text-flow">{recordsWords(detection.records.length)}</summary>
        <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5">
          {detection.records.map(({ sha256, record, atMs, place }) => (
            <li key={`${sha256} ${record}`}>
              <Link
                href={recordHref(links, instanceId, place)}
                prefetch={false}
                title={`Record ${formatCount(record)} of the file with SHA-256 ${sha256}`}
                className="text-dim hover:text-text hover:underline"
              >
                <When at={atMs} /> #{formatCount(record)}
              </Link>
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}

function recordsWords(records: number): string {
  return records < 20 ? `It rests on ${countOf(records, "record")}` : "The first 20 records it rests on";
}

function Numbers({ numbers }: { numbers: ShownDetection["numbers"] }) {
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1">
      {numbers.map(({ name, value, threshold }) => (
        <div key={name}>
          <dt className="text-faint text-xs">{name}</dt>
          <dd className="tabular-nums">
            {shown(value)}
            {threshold === null ? null : <span className="text-faint text-sm"> from {shown(threshold)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
