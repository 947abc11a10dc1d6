import Link from "next/link";
import { formatCount } from "@/components/format/format-count";
import { Bytes } from "@/components/ui/bytes";
import { Card } from "@/components/ui/card";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import { writeTerm } from "@/lib/search/write-term";
import { domainQuery } from "@/lib/timeline/first-seen/domain-query";
import type { NewKind, NewOfKind } from "@/lib/timeline/first-seen/read-new-since";
import { historyWords, noBaselineWords } from "@/lib/timeline/first-seen/seen-words";

const KINDS: Record<NewKind, { name: string; source: string; query: (value: string) => string }> = {
  peer: { name: "Peers that were not refused", source: "flow logs", query: (value) => writeTerm("peer", value) },
  domain: { name: "Registered domains", source: "resolver logs", query: domainQuery },
  api: {
    name: "APIs of its role",
    source: "the role's calls",
    query: (value) => writeTerm("api", value.slice(value.indexOf(" ") + 1)),
  },
  agent: { name: "User agents of its role", source: "the role's calls", query: (value) => writeTerm("agent", value) },
};

/** What an instance had to do with from the start on and never before, each with the history behind the claim. */
export function NewSinceCard({
  caseId,
  kinds,
  startMs,
  startIs,
}: {
  caseId: string;
  kinds: readonly NewOfKind[];
  startMs: number;
  /** What the start is, in words. */
  startIs: string;
}) {
  return (
    <Card
      title="New since the start"
      note={
        <>
          from {startIs} on, <When at={startMs} />, and never before
        </>
      }
    >
      <div className="grid gap-x-6 gap-y-3 px-3.5 py-3 sm:grid-cols-2 xl:grid-cols-4">
        {kinds.map((one) => (
          <NewList key={one.kind} caseId={caseId} of={one} />
        ))}
      </div>
    </Card>
  );
}

function NewList({ caseId, of: { kind, history, state, total, values } }: { caseId: string; of: NewOfKind }) {
  const { name, source, query } = KINDS[kind];
  const note = {
    told: historyWords(history, source),
    "no-baseline": noBaselineWords(history, source),
    "not-ready": "not told: the sums by peer are of earlier evidence, or the interface was another instance's too",
    "too-many": "not told: the instance asked for too many names to compare",
  }[state];
  return (
    <section aria-label={name} className="min-w-0">
      <h3 className="flex items-baseline gap-2 font-medium">
        {name}
        {state === "told" ? <span className="text-dim tabular-nums">{formatCount(total)}</span> : null}
      </h3>
      <ul className="mt-1 grid gap-0.5">
        {values.map(({ value, firstMs, bytesOut }) => (
          <li key={value} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <Link
              href={`/cases/${caseId}/search?q=${encodeURIComponent(query(value))}`}
              prefetch={false}
              className="mono min-w-0 underline decoration-dotted underline-offset-2 [overflow-wrap:anywhere] hover:decoration-solid"
            >
              {visibleText(value)}
            </Link>
            <span className="text-dim text-sm">
              <When at={firstMs} />
              {bytesOut === null ? null : (
                <>
                  , <Bytes bytes={bytesOut} /> out
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {total > values.length ? <p className="text-dim text-sm">and {formatCount(total - values.length)} more</p> : null}
      <p className="mt-1 text-faint text-sm">{state === "told" && total === 0 ? `None, in ${note}.` : `${note}.`}</p>
    </section>
  );
}
