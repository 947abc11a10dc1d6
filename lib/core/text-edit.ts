import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";

/** An edit as it is sent: the text that the person began with, which version that was, and what they made of it. */
export function textEdit(most: number) {
  return z.object({
    text: PersonText.trim().max(most, `Keep it under ${most.toLocaleString("en")} characters.`),
    base: PersonText.max(most),
    version: z.int().min(0),
  });
}
