import type { AthenaClient, GetQueryResultsCommandOutput } from "@aws-sdk/client-athena";
import type { AnswerRow } from "@/lib/athena/questions/learn";
import { answerOf } from "@/lib/sources/answer-of";
import type { Fetched } from "@/lib/sources/source.types";

/** More rows than this lead nowhere: the window or the tables are to be narrowed. */
export const MOST_ROWS = 100_000;

/** The rows of a page, by column. The first page begins with the names of the columns. */
function rowsOf({ ResultSet }: GetQueryResultsCommandOutput, first: boolean): AnswerRow[] {
  const names = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name }) => Name ?? "");
  const rows = (ResultSet?.Rows ?? []).slice(first ? 1 : 0);
  return rows.map(({ Data = [] }) =>
    Object.fromEntries(names.map((name, at) => [name, Data[at]?.VarCharValue ?? null])),
  );
}

/** Gives every page of a query's answer, and at the end all its rows; null where there are too many. */
export async function* queryRows(
  client: AthenaClient,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<Extract<Fetched, { kind: "answer" }>, AnswerRow[] | null> {
  const { GetQueryResultsCommand } = await import("@aws-sdk/client-athena");
  const found: AnswerRow[] = [];
  let token: string | undefined;
  for (let first = true; ; first = false) {
    const input = { QueryExecutionId: id, MaxResults: 1000, ...(token === undefined ? {} : { NextToken: token }) };
    const page = await client.send(new GetQueryResultsCommand(input), { abortSignal: signal });
    const rows = rowsOf(page, first);
    // By ones: a page's rows are no arguments of a call.
    for (const row of rows) found.push(row);
    yield {
      ...{ kind: "answer", service: "athena", operation: "GetQueryResults", input, answer: answerOf(page) },
      ...{ records: 0, cursor: null },
    };
    token = page.NextToken;
    if (token === undefined) return found;
    if (found.length > MOST_ROWS) return null;
  }
}
