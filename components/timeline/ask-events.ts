import { askServer } from "@/components/shell/ask-server";

/** Which instance's events are asked for, and about which address. */
export interface EventsOf {
  caseId: string;
  instanceId: string;
  ip: string;
}

/** Parameters of the page's URL that say which events are meant. */
export const SEARCH_NAMES = ["from", "to", "tie", "source", "q", "group", "sort"] as const;

type About = "" | "/facets" | "/groups" | "/open" | "/raw";

export function eventsPath({ caseId, instanceId }: EventsOf, about: About): string {
  return `/api/cases/${encodeURIComponent(caseId)}/instances/${encodeURIComponent(instanceId)}/events${about}`;
}

/** What a question about events says: `search` is the page's, `more` what this question adds. */
export function eventsQuestion(
  { ip }: EventsOf,
  search: URLSearchParams,
  more: Record<string, string>,
): URLSearchParams {
  const query = new URLSearchParams({ ip, ...more });
  for (const name of SEARCH_NAMES) {
    const value = search.get(name);
    if (value !== null) query.set(name, value);
  }
  return query;
}

/** Asks the server about events; `search` is the page's, `more` what this question adds. Throws AskError. */
export function askEvents<Answer>(
  of: EventsOf,
  about: Exclude<About, "/facets">,
  search: URLSearchParams,
  more: Record<string, string>,
  signal?: AbortSignal,
): Promise<Answer> {
  return askServer<Answer>(`${eventsPath(of, about)}?${eventsQuestion(of, search, more)}`, signal);
}
