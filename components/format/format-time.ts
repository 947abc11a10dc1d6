import { durationWords } from "@/lib/core/duration-words";

/** Lengths of time in words, which are the same in every zone. Moments are `Times` (times.ts). Inputs are ms. */

/** A length of time in its two largest units: `1 h 16 min`, `42 s`, `350 ms`. */
export const formatDuration = durationWords;

/** Distance from the first contact: `−3 s`, `0 s`, `+1 h 16 min`. */
export function formatContact(ms: number, contactMs: number): string {
  const distance = ms - contactMs;
  if (distance === 0) return "0 s";
  return `${distance < 0 ? "−" : "+"}${formatDuration(distance)}`;
}
