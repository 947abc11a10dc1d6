import { z } from "zod";
import { isInstanceId } from "@/lib/core/instance-id";
import { PersonText } from "@/lib/core/person-text";
import { readInstant } from "@/lib/timeline/events/read-event-search";

export const PEER_SORTS = [
  "bytes",
  "bytesOut",
  "bytesIn",
  "connections",
  "accepted",
  "rejected",
  "first",
  "last",
  "peer",
] as const;
export type PeerSort = (typeof PEER_SORTS)[number];

const MOST_PAGES = 1000;
const moment = z.string().transform(readInstant).optional().catch(undefined);

/** What the URL of the network page says; what is no choice is left out. */
export const NetworkSearch = z.object({
  instance: z.string().refine(isInstanceId).optional().catch(undefined),
  /** An address, a network, a port, or a part of a name. */
  q: PersonText.trim().max(300).catch(""),
  show: z.enum(["all", "unresolved", "refused"]).catch("all"),
  sort: z.enum(PEER_SORTS).catch("bytesOut"),
  /** Against the order that a column begins with. */
  turned: z.literal("1").optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(MOST_PAGES).catch(1),
  from: moment,
  to: moment,
});
export type NetworkSearch = z.output<typeof NetworkSearch>;
