import { z } from "zod";

/** What a saved search is called: one line that says something. */
export const SearchName = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(z.string().min(1, "Give the search a name.").max(120, "A search's name has at most 120 characters."));
