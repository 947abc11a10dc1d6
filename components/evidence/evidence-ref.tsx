import Link from "next/link";
import { formatCount } from "@/components/format/format-count";
import { visibleText } from "@/lib/core/visible-text";

/** The last part of a file's path. */
function baseName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1) || name;
}

/** The end of a long file name: what tells delivered files apart stands there. */
function shortName(name: string, most: number): string {
  const base = baseName(name);
  return base.length <= most ? base : `…${base.slice(1 - most)}`;
}

const NAME_SHOWN = 44;

/** A record of the evidence: its file and its number there, and the way to the file. */
export function EvidenceRef({
  caseId,
  name,
  sha256,
  record,
  most = NAME_SHOWN,
}: {
  caseId: string;
  name: string;
  sha256: string;
  record: number;
  /** Characters of the name to show. */
  most?: number;
}) {
  return (
    <Link
      href={`/cases/${caseId}/evidence?file=${sha256}`}
      prefetch={false}
      title={`Record ${formatCount(record)} of ${visibleText(name)}\nSHA-256 ${sha256}`}
      className="inline-flex max-w-full gap-1.5 align-bottom text-dim hover:text-text hover:underline"
    >
      {/* The end of a name tells files apart: where there is no room, its beginning goes. */}
      <span dir="rtl" className="min-w-0 truncate">
        <bdi dir="ltr">{shortName(visibleText(name), most)}</bdi>
      </span>{" "}
      <span className="shrink-0 tabular-nums">#{formatCount(record)}</span>
    </Link>
  );
}
