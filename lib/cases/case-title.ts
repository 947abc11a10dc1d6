import { PersonText } from "@/lib/core/person-text";

const LONGEST = 200;

export const CaseTitle = PersonText.trim()
  .min(1, "A case needs a name.")
  .max(LONGEST, `A case's name has ${LONGEST} characters at most.`);
