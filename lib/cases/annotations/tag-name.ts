import { PersonText } from "@/lib/core/person-text";

/** A tag as it is kept: one line in lower case, single spaces. */
export const TagName = PersonText.transform((text) => text.trim().replace(/\s+/g, " ").toLowerCase()).pipe(
  PersonText.min(1, "Type a tag first.").max(50, "Keep the tag under 50 characters."),
);
