/** Which instance's events are asked for, and about which address. */
export interface EventsOf {
  caseId: string;
  instanceId: string;
  ip: string;
}

/** Parameters of the page's URL that say which events are meant. */
export const SEARCH_NAMES = ["from", "to", "tie", "source", "q", "group", "sort"] as const;

/** What went wrong, in the words of the server where it has some. */
export class AskError extends Error {}

/** Asks the server about events; `search` is the page's, `more` what this question adds. Throws AskError. */
export async function askEvents<Answer>(
  { caseId, instanceId, ip }: EventsOf,
  about: "" | "/groups" | "/open" | "/raw",
  search: URLSearchParams,
  more: Record<string, string>,
  signal?: AbortSignal,
): Promise<Answer> {
  const query = new URLSearchParams({ ip, ...more });
  for (const name of SEARCH_NAMES) {
    const value = search.get(name);
    if (value !== null) query.set(name, value);
  }
  const path = `/api/cases/${encodeURIComponent(caseId)}/instances/${encodeURIComponent(instanceId)}/events${about}`;
  const answer = await fetch(`${path}?${query}`, { signal: signal ?? null });
  if (answer.ok) return (await answer.json()) as Answer;
  const said: unknown = await answer.json().catch(() => null);
  const message =
    typeof said === "object" && said !== null && "message" in said && typeof said.message === "string"
      ? said.message
      : "The server gave no answer.";
  throw new AskError(message);
}
