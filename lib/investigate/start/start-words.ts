import type { StartReason } from "@/lib/investigate/start/start.types";

/** What each reason is called, and why it counts. Facts only: what the record shows. */
export const START_WORDS: Record<StartReason, { name: string; why: string }> = {
  contact: { name: "First contact", why: "the first flow record with the address that was not refused" },
  refused: { name: "First refused try", why: "the first flow record with the address that was refused" },
  lookup: { name: "First lookup", why: "the first query that was answered with the address" },
  call: { name: "First call from the address", why: "the first API call whose source is the address" },
  name: { name: "First query of the name", why: "the first query of a flagged name or one below it" },
  "off-instance": {
    name: "First use off the instance",
    why: "the first call with an instance's role session from an address that is not its own",
  },
  "new-api": {
    name: "First new API of the role",
    why: "a call that nobody with this role made before, in a day of calls or more; within a day of the first record of the address",
  },
  detection: { name: "First detection", why: "the earliest detection about an instance that met the address" },
  finding: { name: "First finding", why: "the earliest time that a finding about the address speaks of" },
};

/** Its name within a sentence. */
export function startName(reason: StartReason): string {
  const { name } = START_WORDS[reason];
  return name.charAt(0).toLowerCase() + name.slice(1);
}
