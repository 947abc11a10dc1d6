import type { z } from "zod";
import { requirePerson } from "@/app/_guard/require-person";
import type { Person } from "@/lib/auth/person";
import type { ActionResult } from "@/lib/core/action-result";
import { AppError } from "@/lib/core/app-error";

/** A server action: a session, a parsed input, one verb. What the verb throws becomes words, a fault a number. */
export function guardedAction<Schema extends z.ZodType, Value>(
  schema: Schema,
  run: (input: z.output<Schema>, person: Person) => Promise<Value>,
): (input: z.input<Schema>) => Promise<ActionResult<Value>> {
  return async (input) => {
    const person = await requirePerson();
    const parsed = schema.safeParse(input);
    if (!parsed.success) {
      return { ok: false, code: "invalid", message: parsed.error.issues.map(({ message }) => message).join(" ") };
    }
    try {
      return { ok: true, value: await run(parsed.data, person) };
    } catch (error) {
      if (error instanceof AppError) return { ok: false, code: error.code, message: error.message };
      throw error;
    }
  };
}
