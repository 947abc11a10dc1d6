import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";

/** A form sends what was left empty as an empty text. */
const name = PersonText.min(1).max(320).optional().catch(undefined);

/** What an address of the audit page asks for. */
export const AuditSearch = z.object({
  ...{ actor: name, action: name },
  case: z.uuid().optional().catch(undefined),
  /** The whole trail is worked out anew, not from where it was last found whole. */
  verify: z.literal("all").optional().catch(undefined),
  before: PersonText.regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
});
