import Link from "next/link";
import { countOf, formatCount } from "@/components/format/format-count";
import { sinceIssue, VERDICTS } from "@/components/sessions/session-words";
import { Chip } from "@/components/ui/chip";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { SessionLine } from "@/lib/timeline/sessions/session-view.types";

const SHOWN = 3;

/** An instance's role sessions and what they led to, a line each, and the way to all that is known of them. */
export function InstanceSessions({
  lines,
  href,
  hrefOf,
}: {
  lines: readonly SessionLine[];
  href: string;
  hrefOf: (id: string) => string;
}) {
  if (lines.length === 0) return null;
  return (
    <section aria-label="Role sessions" className="min-w-0 rounded-lg border border-line bg-panel">
      <div className="flex flex-wrap items-baseline gap-x-3 border-line border-b px-3.5 py-2">
        <h2 className="font-medium">Role sessions</h2>
        <Link
          href={href}
          prefetch={false}
          className="inline-flex min-h-6 items-center text-dim text-sm hover:underline"
        >
          All of its sessions
        </Link>
      </div>
      <ul className="divide-y divide-soft">
        {lines.slice(0, SHOWN).map((line) => (
          <li key={line.id} className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-3.5 py-0.5">
            <Link
              href={hrefOf(line.id)}
              prefetch={false}
              className="mono inline-flex min-h-6 items-center break-all font-medium hover:underline"
            >
              {visibleText(line.role === null ? line.name : `${line.role} / ${line.name}`)}
            </Link>
            {line.verdict === null ? null : (
              <Chip tone={VERDICTS[line.verdict].tone}>{VERDICTS[line.verdict].words}</Chip>
            )}
            <span className="text-dim">
              {countOf(line.keys, "key")}, {countOf(line.calls, "call")}, {formatCount(line.denied)} denied or failed
            </span>
            {line.firstForeign === null ? null : (
              <span className="text-dim">
                first from{" "}
                <span className="mono">{visibleText(line.firstForeign.source ?? "an address not given")}</span> at{" "}
                <When at={line.firstForeign.atMs} />
                {line.firstForeign.minutesSinceIssue === null
                  ? ""
                  : `, ${sinceIssue(line.firstForeign.minutesSinceIssue)}`}
              </span>
            )}
          </li>
        ))}
      </ul>
      {lines.length > SHOWN ? (
        <p className="border-soft border-t px-3.5 py-1.5 text-dim">and {formatCount(lines.length - SHOWN)} more</p>
      ) : null}
    </section>
  );
}
