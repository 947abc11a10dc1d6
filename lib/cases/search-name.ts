import { PersonText } from "@/lib/core/person-text";

/** What a saved search is called: one line that says something. */
export const SearchName = PersonText.transform((text) => text.replace(/\s+/g, " ").trim()).pipe(
  PersonText.min(1, "Give the search a name.").max(120, "A search's name has at most 120 characters."),
);
