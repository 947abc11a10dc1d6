import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";

/** Which sessions a URL asks for. Anything that does not parse is what it would be without it. */
export const SessionSearch = z.object({
  q: PersonText.trim().max(200).catch(""),
  session: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional()
    .catch(undefined),
});
export type SessionSearch = z.infer<typeof SessionSearch>;
