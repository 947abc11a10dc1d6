import { z } from "zod";

const LONGEST = 200;

export const CaseTitle = z
  .string()
  .trim()
  .min(1, "A case needs a name.")
  .max(LONGEST, `A case's name has ${LONGEST} characters at most.`);
