import { isZone, UTC } from "@/components/format/times";

export const ZONE_COOKIE = "threadline-zone";

/** The zone that times are shown in, and whether it is meant to be the browser's own, wherever that is. */
export interface ZoneChoice {
  zone: string;
  local: boolean;
}

export function writeZone({ zone, local }: ZoneChoice): string {
  return encodeURIComponent(local ? `local:${zone}` : zone);
}

/** What the cookie says; UTC for anything that is no zone. */
export function parseZone(cookie: string | undefined): ZoneChoice {
  let text = "";
  try {
    text = decodeURIComponent(cookie ?? "");
  } catch {
    // A cookie that somebody else wrote.
  }
  const local = text.startsWith("local:");
  const zone = local ? text.slice("local:".length) : text;
  return isZone(zone) ? { zone, local } : { zone: UTC, local: false };
}
