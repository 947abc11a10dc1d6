import type { AcceptedStart, Dwell } from "@/lib/investigate/start/start.types";
import { startName } from "@/lib/investigate/start/start-words";

/** A moment at which somebody was told, and of what. */
export interface ToldMoment {
  at: string;
  words: string;
}

/** Dwell time: from the accepted start to the moment somebody was told. Null where nobody was, or before the start. */
export function dwellOf(start: Pick<AcceptedStart, "at" | "reason">, told: ToldMoment | null): Dwell | null {
  if (told === null) return null;
  const seconds = Math.round((Date.parse(told.at) - Date.parse(start.at)) / 1000);
  if (seconds < 0) return null;
  const words = `from the accepted start (${startName(start.reason)}) to ${told.words}`;
  return { from: start.at, to: told.at, seconds, words };
}
