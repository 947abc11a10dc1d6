import type { z } from "zod";
import { answerFault } from "@/app/_guard/answer-fault";
import { requireOwnAccount, requirePerson } from "@/app/_guard/require-person";
import type { Person } from "@/lib/auth/person";
import type { ActionResult } from "@/lib/core/action-result";

/** A server action: a session, a parsed input, one verb. What the verb throws becomes words, a fault a number. */
export function guardedAction<Schema extends z.ZodType, Value>(
  schema: Schema,
  run: (input: z.output<Schema>, person: Person) => Promise<Value>,
): (input: z.input<Schema>) => Promise<ActionResult<Value>> {
  return async (input) => {
    const person = await requirePerson();
    return answered(schema, input, (parsed) => run(parsed, person));
  };
}

/** The same for what someone does to their own account, which is open before a second factor is set up. */
export function accountAction<Schema extends z.ZodType, Value>(
  schema: Schema,
  run: (input: z.output<Schema>, person: Person) => Promise<Value>,
): (input: z.input<Schema>) => Promise<ActionResult<Value>> {
  return async (input) => {
    const person = await requireOwnAccount();
    return answered(schema, input, (parsed) => run(parsed, person));
  };
}

/** The same for the few actions of someone who is not signed in yet. */
export function openAction<Schema extends z.ZodType, Value>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Value>,
): (input: z.input<Schema>) => Promise<ActionResult<Value>> {
  return (input) => answered(schema, input, run);
}

async function answered<Schema extends z.ZodType, Value>(
  schema: Schema,
  input: unknown,
  run: (input: z.output<Schema>) => Promise<Value>,
): Promise<ActionResult<Value>> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { ok: false, code: "invalid", message: wordsOf(parsed.error) };
  try {
    return { ok: true, value: await run(parsed.data) };
  } catch (error) {
    return answerFault(error, "action");
  }
}

function wordsOf({ issues }: z.ZodError): string {
  return [...new Set(issues.map(({ message }) => message))].join(" ");
}
