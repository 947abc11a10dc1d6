import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";

type TrafficType = "ACCEPT" | "REJECT" | "ALL";

/** One flow log of one interface, and what is known of what it records. */
export interface LoggedInterface {
  interfaceKey: string;
  logKey: string;
  /** As its description has it, or the call that made it; null without either. */
  described: TrafficType | null;
  describedBy: "description" | "the call that made it" | null;
}

/** A kind of traffic that no flow log of an interface records, and what says so. */
export interface UnloggedTraffic {
  interfaceKey: string;
  missing: "ACCEPT" | "REJECT";
  told: string;
}

export const UNLOGGED_WORDS = {
  ACCEPT: "accepted traffic is in no log",
  REJECT: "refused traffic is in no log",
};

const STREAM_TYPE = /-(accept|reject|all)$/;

/** What a log records, and how that is known: by its description, else by the name of its stream, which says it too. */
function typeOf({ logKey, described, describedBy }: LoggedInterface): { type: TrafficType; told: string } | null {
  if (described !== null) {
    const by = describedBy === "the call that made it" ? describedBy : "its description";
    return { type: described, told: `its flow log is of ${described} only, as ${by} says` };
  }
  const stream = STREAM_TYPE.exec(logKey)?.[1]?.toUpperCase();
  if (stream === undefined) return null;
  return { type: stream as TrafficType, told: `its flow log is of ${stream} only, as its stream's name says` };
}

/**
 * Which traffic no flow log of an interface records. A flow log is of accepted traffic, of refused, or of both; where one
 * of an interface's logs does not tell, nothing is said, since that one may record all. Pure.
 */
export function unloggedTraffic(logs: readonly LoggedInterface[]): UnloggedTraffic[] {
  return [...groupBy(logs, (log) => log.interfaceKey)]
    .flatMap(([interfaceKey, own]): UnloggedTraffic[] => {
      const types = own.map(typeOf);
      const [first] = types;
      if (!first || types.some((known) => known === null || known.type !== first.type || known.type === "ALL"))
        return [];
      return [{ interfaceKey, missing: first.type === "ACCEPT" ? "REJECT" : "ACCEPT", told: first.told }];
    })
    .sort((a, b) => compareText(a.interfaceKey, b.interfaceKey));
}
