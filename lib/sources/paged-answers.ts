import { z } from "zod";
import { answerOf } from "@/lib/sources/answer-of";
import { askIn } from "@/lib/sources/ask-in";
import type { Fetched, SourceContext, StepCursor } from "@/lib/sources/source.types";

/** A call whose answer comes in pages, each naming the next by a token of the same name in question and answer. */
export interface PagedCall<Token extends string, Output extends object> {
  /** As IAM names it, too. */
  service: string;
  operation: string;
  /** What every page is asked with. */
  input: Record<string, unknown>;
  token: Token;
  send(page: { [Name in Token]?: string }): Promise<Output>;
  /** How many things a page tells of. */
  count(output: Output): number;
}

export type Answers = AsyncGenerator<Extract<Fetched, { kind: "answer" | "gap" }>>;

const Place = z.object({ token: z.string().nullable(), ended: z.boolean() });
const START: z.output<typeof Place> = { token: null, ended: false };
const REPEATED = { kind: "gap", code: "SamePage", fromMs: null, toMs: null } as const;

/**
 * Every page of a call, from where a cursor stands. A page may be half full, or empty, with another behind it: only an
 * answer without a token is the last. Throws AwsFault.
 */
export async function* pagedAnswers<Token extends string, Output extends object>(
  { service, operation, ...call }: PagedCall<Token, Output>,
  cursor: StepCursor | null,
  context: Pick<SourceContext, "accountId" | "region" | "signal">,
): Answers {
  const ask = askIn(context);
  let place = cursor === null ? START : Place.parse(cursor);
  while (!place.ended) {
    const page = (place.token === null ? {} : { [call.token]: place.token }) as { [Name in Token]?: string };
    const output = await ask(`${service}:${operation}`, () => call.send(page));
    const token = tokenIn(output, call.token);
    const repeats = token !== null && token === place.token;
    place = { token, ended: token === null || repeats };
    yield {
      ...{ kind: "answer", service, operation, records: call.count(output), cursor: place },
      ...{ input: { ...call.input, ...page }, answer: answerOf(output) },
    };
    if (repeats)
      yield { ...REPEATED, message: `${operation} named the same page twice: what comes after it is missing.` };
  }
}

function tokenIn(output: object, name: string): string | null {
  const token = (output as Record<string, unknown>)[name];
  return typeof token === "string" && token !== "" ? token : null;
}
