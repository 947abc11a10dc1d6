"use client";

import Link from "next/link";
import { countOf } from "@/components/format/format-count";
import { formatDuration } from "@/components/format/format-time";
import { useTimes } from "@/components/shell/zone";
import { Chip } from "@/components/ui/chip";

/** How much of an instance's flow logs is missing; when on hover. */
export function GapsChip({ gaps, href }: { gaps: readonly { fromMs: number; toMs: number }[]; href: string }) {
  const times = useTimes();
  const missing = gaps.reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0);
  return (
    <Link href={href} className="group">
      <Chip tone="warn" title={gaps.map(({ fromMs, toMs }) => times.span(fromMs, toMs)).join("\n")}>
        <span className="group-hover:underline">
          {countOf(gaps.length, "gap")} in flow logs, {formatDuration(missing)}
        </span>
      </Chip>
    </Link>
  );
}
