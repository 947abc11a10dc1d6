import { durationWords } from "@/lib/core/duration-words";
import type { DwellV1 } from "@/lib/investigate/document.types";

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Bytes in decimal units with three digits: `2.10 MB`. */
export function humanBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 and more would be shown as 1000 of its unit.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${BYTE_UNITS[unit]}`;
}

/** A count with commas: `12,345`. */
export function humanCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A count with its noun: `1 query`, `2,000 queries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${humanCount(count)} ${count === 1 ? one : many}`;
}

/** `2026-11-20 14:03:09Z`; milliseconds only where there are any. */
export function humanInstant(iso: string): string {
  return iso.replace("T", " ").replace(".000Z", "Z");
}

/** A span; the day is said once where both ends share it. */
export function humanSpan(from: string, to: string): string {
  const [start, end] = [humanInstant(from), humanInstant(to)];
  if (start === end) return start;
  return `${start} to ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end}`;
}

/** A dwell time with the two moments that it lies between. */
export function dwellWords({ from, to, seconds, words }: DwellV1, span = humanSpan): string {
  return `${durationWords(seconds * 1000)}, ${words}: ${span(from, to)}`;
}

const PROTOCOLS = new Map([
  [1, "ICMP"],
  [6, "TCP"],
  [17, "UDP"],
  [47, "GRE"],
  [50, "ESP"],
  [58, "ICMPv6"],
]);

/** `TCP 443 on the indicator`; port-less protocols by their name alone. */
export function serviceName(protocol: number, port: number, servedBy: string): string {
  const name = protocol < 0 ? "unknown protocol" : (PROTOCOLS.get(protocol) ?? `protocol ${protocol}`);
  const at = port === 0 ? name : `${name} ${port}`;
  return servedBy === "unknown" ? at : `${at} on the ${servedBy}`;
}
