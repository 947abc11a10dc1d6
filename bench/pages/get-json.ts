/** What an answer says of where a search goes on. */
export type JsonAnswer = (path: string) => Promise<{ next: string | null }>;

/** Asks for JSON as one who is signed in. Throws for an answer other than 200. */
export function jsonGetter(url: string, cookie: string): JsonAnswer {
  const headers = { cookie, "sec-fetch-site": "same-origin" };
  return async (path) => {
    const answer = await fetch(url + path, { headers });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    const body: unknown = await answer.json();
    const next = typeof body === "object" && body !== null && "next" in body ? body.next : null;
    return { next: typeof next === "string" ? next : null };
  };
}
