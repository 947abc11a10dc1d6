/** A file that is on its way, or was. */
export interface UploadItem {
  key: string;
  /** The path below what was dropped. */
  name: string;
  size: number;
  sent: number;
  state: "waiting" | "sending" | "stalled" | "sent" | "failed" | "cancelled";
  /** Where it went on from, when an earlier attempt had got that far. */
  resumedAt: number;
  problem: string | null;
}

export interface UploadTotals {
  files: number;
  filesSent: number;
  bytes: number;
  bytesSent: number;
  /** Null until something was sent. */
  bytesPerSecond: number | null;
  msLeft: number | null;
}

/** Adds up a drop. What an earlier attempt had sent counts as done, not as speed. */
export function totalsOf(items: readonly UploadItem[], runningMs: number): UploadTotals {
  const counted = items.filter(({ state }) => state !== "cancelled");
  const bytes = counted.reduce((sum, { size }) => sum + size, 0);
  const bytesSent = counted.reduce((sum, { sent }) => sum + sent, 0);
  const moved = bytesSent - counted.reduce((sum, { resumedAt }) => sum + resumedAt, 0);
  const bytesPerSecond = moved > 0 && runningMs > 0 ? (moved / runningMs) * 1000 : null;
  return {
    ...{ files: counted.length, filesSent: counted.filter(({ state }) => state === "sent").length, bytes, bytesSent },
    bytesPerSecond,
    msLeft: bytesPerSecond === null ? null : ((bytes - bytesSent) / bytesPerSecond) * 1000,
  };
}

/** What tells a file from others when it is dropped again: its bytes are not read for it. */
export function fingerprintOf(caseId: string, name: string, file: { size: number; lastModified: number }): string {
  return ["threadline", caseId, name, file.size, file.lastModified].map(encodeURIComponent).join(" ");
}
