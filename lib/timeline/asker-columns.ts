import type { AskerStretch } from "@/lib/investigate/asker-stretches";
import { isoInstant } from "@/lib/investigate/iso-instant";

/** The stretches as JSON for `jsonb_to_recordset … AS s(no int, from_at timestamptz, to_at timestamptz)`, within a view. */
export function askerRows(stretches: readonly AskerStretch[], fromMs: number, toMs: number): string {
  const rows = stretches
    .map(({ askerNo, fromMs: from, toMs: to }) => ({
      ...{ no: askerNo, from: Math.max(from ?? fromMs, fromMs), to: Math.min(to ?? toMs, toMs) },
    }))
    .filter(({ from, to }) => from < to)
    .map(({ no, from, to }) => ({ no, from_at: isoInstant(from), to_at: isoInstant(to) }));
  return JSON.stringify(rows);
}
