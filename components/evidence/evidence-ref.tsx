import Link from "next/link";
import { formatCount } from "@/components/format/format-count";

/** The last part of a file's path. */
export function baseName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1) || name;
}

/** A record of the evidence: its file and its number there, and the way to the file. */
export function EvidenceRef({
  caseId,
  name,
  sha256,
  record,
}: {
  caseId: string;
  name: string;
  sha256: string;
  record: number;
}) {
  return (
    <Link
      href={`/cases/${caseId}/evidence#${sha256}`}
      prefetch={false}
      title={`Record ${formatCount(record)} of ${name}\nSHA-256 ${sha256}`}
      className="text-dim hover:text-text hover:underline"
    >
      {baseName(name)} <span className="tabular-nums">#{formatCount(record)}</span>
    </Link>
  );
}
