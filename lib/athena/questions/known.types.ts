import { z } from "zod";

const ids = z.array(z.string().min(1).max(512)).max(100_000);

/** What is known of an incident so far: each step of the questions adds to it. */
export const Known = z.object({
  /** Flagged addresses, canonical. */
  addresses: ids,
  instanceIds: ids,
  interfaceIds: ids,
  /** Addresses that those interfaces held as their own. */
  ownAddresses: ids,
  /** Keys of the instances' sessions and those obtained with them. */
  accessKeyIds: ids,
});
export type Known = z.infer<typeof Known>;

/** The same with more in it: every list sorted, each value once. */
export function knowMore(known: Known, more: Partial<Known>): Known {
  const both = (name: keyof Known) => [...new Set([...known[name], ...(more[name] ?? [])])].sort();
  return {
    addresses: both("addresses"),
    instanceIds: both("instanceIds"),
    interfaceIds: both("interfaceIds"),
    ownAddresses: both("ownAddresses"),
    accessKeyIds: both("accessKeyIds"),
  };
}
