import { z } from "zod";
import { parseInstant } from "@/lib/core/instant";
import { PersonText } from "@/lib/core/person-text";

/** A form sends what was left empty as an empty text. */
const text = PersonText.trim().min(1).max(256).optional().catch(undefined);

export const SUBJECT_KINDS = ["private-address", "public-address", "interface", "credential"] as const;
const KNOWN_BY = ["told", "seen", "taken", "contested"] as const;

/** What the URL of a ledger page says: the question, and which rows are shown in which order. */
export const LedgerSearch = z.object({
  who: text,
  /** As typed; `askedAtMs` reads it. */
  at: text,
  vpc: text,
  q: text,
  kind: z.enum(SUBJECT_KINDS).optional().catch(undefined),
  known: z.enum(KNOWN_BY).optional().catch(undefined),
  sort: z.enum(["time"]).optional().catch(undefined),
  after: text,
});

export type LedgerSearch = z.infer<typeof LedgerSearch>;

/** The asked time; null without one, undefined for text that is none. */
export function askedAtMs({ at }: Pick<LedgerSearch, "at">): number | null | undefined {
  return at === undefined ? null : (parseInstant(at) ?? undefined);
}
