import { z } from "zod";
import { parseInstant } from "@/lib/core/instant";
import { PersonText } from "@/lib/core/person-text";

/** What the URL of the board says: the instant that it is asked for; text that is no time asks for now. */
export const BoardSearch = z.object({
  at: PersonText.max(64)
    .transform((text) => parseInstant(text))
    .nullable()
    .catch(null)
    .default(null),
});
