import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";
import { Subject } from "@/lib/core/subject";

export const MOST_STATEMENT = 2000;
const MOST_NOTE = 2000;

export const CitationNote = PersonText.trim().max(MOST_NOTE, "Keep the note under 2,000 characters.");

/** What is cited: what it is, and what it was called and when it was as the person saw it. */
export const Cited = z.object({
  subject: Subject,
  title: PersonText.trim().min(1).max(500),
  at: z.iso.datetime().nullable(),
});
