import { INSIDE_NETWORKS as NETWORKS } from "@/lib/core/inside-networks";

/** Networks that are never outside, as SQL. */
export const INSIDE_NETWORKS = `'{${NETWORKS.join(",")}}'::inet[]`;
