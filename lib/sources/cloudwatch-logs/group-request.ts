import { z } from "zod";

/** What a step asks of a log group: all events of the window, page by page, or those that name something, by Logs Insights. */
export const GroupRequest = z.object({
  how: z.enum(["events", "query"]),
  /** Name or ARN. */
  group: z.string().min(1).max(2048),
  /** Events are wanted that have one of them; none: all. Each is an address, a name or an id. */
  terms: z.array(z.string().regex(/^[\w.:-]{2,256}$/)),
  /** How long the group keeps events; null: for ever. */
  keptDays: z.number().int().positive().nullable(),
});
export type GroupRequest = z.infer<typeof GroupRequest>;

/** What may stand in a query as it is; nothing else of a question gets into one. */
export const isTerm = (text: string) => GroupRequest.shape.terms.element.safeParse(text).success;
