import { askServer } from "@/components/shell/ask-server";

/** Which instance's events are asked for, and about which address. */
export interface EventsOf {
  caseId: string;
  instanceId: string;
  ip: string;
}

/** Parameters of the page's URL that say which events are meant. */
export const SEARCH_NAMES = ["from", "to", "tie", "source", "q", "group", "sort"] as const;

/** Asks the server about events; `search` is the page's, `more` what this question adds. Throws AskError. */
export function askEvents<Answer>(
  { caseId, instanceId, ip }: EventsOf,
  about: "" | "/facets" | "/groups" | "/open" | "/raw",
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
  return askServer<Answer>(`${path}?${query}`, signal);
}
