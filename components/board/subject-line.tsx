import Link from "next/link";
import { detectionHref } from "@/components/detections/detection-links";
import { OpenRecord } from "@/components/evidence/open-record";
import { formatCount } from "@/components/format/format-count";
import { When } from "@/components/ui/when";
import type { Subject } from "@/lib/core/subject";
import { visibleText } from "@/lib/core/visible-text";

interface Props {
  caseId: string;
  subject: Subject;
  /** What it was called when somebody marked it, and when it was. */
  title: string;
  at: string | null;
}

/** Something that people marked: when it was, what it is called, and the way to it. */
export function SubjectLine({ caseId, subject, title, at }: Props) {
  const href = hrefOf(caseId, subject);
  const words = visibleText(title);
  return (
    <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
      {at === null ? null : (
        <span className="text-dim">
          <When at={at} />
        </span>
      )}
      {href === null ? (
        <span className="font-medium [overflow-wrap:anywhere]">{words}</span>
      ) : (
        <Link href={href} prefetch={false} className="font-medium text-flow underline [overflow-wrap:anywhere]">
          {words}
        </Link>
      )}
      {subject.kind === "event" ? (
        <span className="contents text-sm">
          <span className="text-faint" title={subject.fileSha256}>
            record {formatCount(subject.record)} of {subject.fileSha256.slice(0, 12)}
          </span>
          <OpenRecord caseId={caseId} sha256={subject.fileSha256} record={subject.record} />
        </span>
      ) : null}
    </div>
  );
}

function hrefOf(caseId: string, subject: Subject): string | null {
  switch (subject.kind) {
    case "event":
      return null;
    case "group":
    case "instance":
      return `/cases/${caseId}/instances/${subject.instanceId}`;
    case "detection":
      return detectionHref({ caseId, ip: undefined }, subject.key);
    case "span":
      return `/cases/${caseId}/ledger?q=${encodeURIComponent(subject.value)}`;
  }
}
