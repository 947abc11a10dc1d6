import Link from "next/link";
import { ledgerHref } from "@/components/ledger/ledger-href";
import { visibleText } from "@/lib/core/visible-text";
import type { EventRow } from "@/lib/timeline/events/event.types";

/** The addresses and the key that an event names, where the ledger may say whose they were. */
function namesOf(row: EventRow): string[] {
  switch (row.source) {
    case "flow":
      return [row.nearIp, row.peerIp];
    case "api":
      return [row.calledFrom, row.accessKeyId].filter((name) => name !== null);
    case "finding":
      return row.remoteIps.slice(0, 3);
    default:
      return [];
  }
}

/** Ways from an event to who had its addresses and its key at that time. */
export function WhoLinks({ caseId, row }: { caseId: string; row: EventRow }) {
  const names = [...new Set(namesOf(row))];
  if (names.length === 0) return null;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 text-dim">
      Who had it then:
      {names.map((name) => (
        <Link
          key={name}
          href={ledgerHref(caseId, name, row.atMs)}
          prefetch={false}
          className="mono inline-flex min-h-6 items-center text-flow [overflow-wrap:anywhere] hover:underline"
        >
          {visibleText(name)}
        </Link>
      ))}
    </p>
  );
}
