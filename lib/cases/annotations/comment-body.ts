import { PersonText } from "@/lib/core/person-text";

export const MOST_BODY = 10_000;

/** What a comment says, in Markdown. */
export const CommentBody = PersonText.trim()
  .min(1, "Write something first.")
  .max(MOST_BODY, "Keep a comment under 10,000 characters.");
