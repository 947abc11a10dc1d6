"use client";

import { countOf } from "@/components/format/format-count";
import { formatDuration } from "@/components/format/format-time";
import { useTimes } from "@/components/shell/zone";
import { Chip } from "@/components/ui/chip";

/** How much of an instance's flow logs is missing; when on hover. */
export function GapsChip({ gaps }: { gaps: readonly { fromMs: number; toMs: number }[] }) {
  const times = useTimes();
  const missing = gaps.reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0);
  return (
    <Chip tone="warn" title={gaps.map(({ fromMs, toMs }) => times.span(fromMs, toMs)).join("\n")}>
      {countOf(gaps.length, "gap")} in flow logs, {formatDuration(missing)}
    </Chip>
  );
}
