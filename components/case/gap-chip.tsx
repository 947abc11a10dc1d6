"use client";

import { formatDuration } from "@/components/format/format-time";
import { useTimes } from "@/components/shell/zone";
import { Chip } from "@/components/ui/chip";

const STATE_NAMES: Record<string, string> = {
  absent: "no log",
  skipped: "records skipped",
  "digest-gap": "not vouched for by digests",
  "digest-mismatch": "changed since its digests were made",
  "traffic-type-not-logged": "traffic type not logged",
  "not-fetched": "could not be fetched",
  "looked-up": "recorded as far as it was asked for",
};

/** A stretch for which a log does not tell; when it was on hover. */
export function GapChip({ gap }: { gap: { subject: string; fromMs: number; toMs: number; state: string } }) {
  const times = useTimes();
  return (
    <Chip tone="warn" title={`${gap.subject}, ${times.span(gap.fromMs, gap.toMs)}`}>
      <span className="font-mono">{gap.subject}</span>
      {STATE_NAMES[gap.state] ?? gap.state}, {formatDuration(gap.toMs - gap.fromMs)}
    </Chip>
  );
}
