import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Hold, InstanceScope } from "@/lib/timeline/instance-scope";

/** An interface of the instance while it was its own, as far as a stretch of time goes; half open. */
export interface HoldPiece extends Omit<Hold, "fromMs" | "toMs"> {
  fromMs: number;
  toMs: number;
}

export function holdPieces({ holds }: Pick<InstanceScope, "holds">, fromMs: number, toMs: number): HoldPiece[] {
  return holds
    .map((hold) => ({
      ...hold,
      fromMs: Math.max(hold.fromMs ?? fromMs, fromMs),
      toMs: Math.min(hold.toMs ?? toMs, toMs),
    }))
    .filter((piece) => piece.fromMs < piece.toMs);
}

/** Each interface of the instance while it was its own, within a stretch, for `jsonb_to_recordset`. */
export function holdRows(scope: InstanceScope, fromMs: number, toMs: number): string | null {
  const rows = holdPieces(scope, fromMs, toMs).map((piece) => ({
    ...{ no: piece.interfaceNo, ips: piece.ownIps },
    ...{ from_at: isoInstant(piece.fromMs), to_at: isoInstant(piece.toMs) },
  }));
  return rows.length === 0 ? null : JSON.stringify(rows);
}
