/** Of file names that AWS delivers: `…_20260216T0005Z_…`, with seconds in digests and in Config's. */
const STAMP = /(?<![0-9])(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z/g;

/** The first and the last instant (epoch ms) that stand in the name of an object; null where there is none. */
export function stampsOf(key: string): { firstMs: number; lastMs: number } | null {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const stamps = [...name.matchAll(STAMP)].map(([, year, month, day, hour, minute, second = "0"]) =>
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)),
  );
  return stamps.length === 0 ? null : { firstMs: Math.min(...stamps), lastMs: Math.max(...stamps) };
}

/** Which objects may hold something of a window: `earlyMs` before it and `lateMs` after it are looked at as well. */
export interface KeyWindow {
  fromMs: number;
  toMs: number;
  earlyMs: number;
  lateMs: number;
}

/**
 * False for an object that cannot hold anything of the window: by the time in its name, which is that of its delivery,
 * else for one that was last written before the window began.
 */
export function mayHold({ fromMs, toMs, earlyMs, lateMs }: KeyWindow, key: string, writtenMs: number | null): boolean {
  const stamps = stampsOf(key);
  if (stamps !== null) return stamps.lastMs >= fromMs - earlyMs && stamps.firstMs <= toMs + lateMs;
  return writtenMs === null || writtenMs >= fromMs;
}
