"use client";

import { useTimes } from "@/components/shell/zone";
import { Chip } from "@/components/ui/chip";

/** Something that an instance held; from when to when on hover. */
export function HeldChip({ name, from, to }: { name: string; from: string | null; to: string | null }) {
  const times = useTimes();
  const words = (at: string | null, otherwise: string) => (at === null ? otherwise : times.instant(Date.parse(at)));
  return (
    <Chip mono title={`held from ${words(from, "the first record")} to ${words(to, "the last record")}`}>
      {name}
    </Chip>
  );
}
