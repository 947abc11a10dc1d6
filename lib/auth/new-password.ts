import { z } from "zod";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "@/lib/auth/password-bounds";
import { PersonText } from "@/lib/core/person-text";

/** A password that someone chooses; how easily it is guessed is judged by `checkPasswordStrength`. */
export const NewPassword = z
  .string()
  .min(SHORTEST_PASSWORD, `A password has ${SHORTEST_PASSWORD} characters at least.`)
  .max(LONGEST_PASSWORD, `A password has ${LONGEST_PASSWORD} characters at most.`);

export const PersonName = PersonText.trim().min(1, "Write your name.").max(100, "A name has 100 characters at most.");

/** An address as it is kept: lower case. */
export const EmailAddress = PersonText.trim().toLowerCase().max(254).pipe(z.email("This is no e-mail address."));
