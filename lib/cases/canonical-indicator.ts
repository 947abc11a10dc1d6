import { z } from "zod";
import { canonicalAddress } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";
import { canonicalName } from "@/lib/core/domain-name";
import { PersonText } from "@/lib/core/person-text";

export const FlaggedIndicator = z.object({
  kind: z.enum(["address", "name"]),
  value: PersonText.trim().min(1).max(1004),
  source: z.enum(["user", "finding"]).default("user"),
});
export type FlaggedIndicator = z.output<typeof FlaggedIndicator>;

/** The indicator as it is kept and compared. Throws AppError `invalid` for text that is no address or name. */
export function canonicalIndicator({ kind, value: given, source }: FlaggedIndicator): FlaggedIndicator {
  const value = kind === "address" ? canonicalAddress(given) : canonicalName(given);
  if (value !== null) return { kind, value, source };
  throw new AppError("invalid", `This is no ${kind === "address" ? "IP address" : "domain name"}: ${given}`);
}
