const SIGNED_OUT = 401;

/** What went wrong, in the words of the server where it has some. */
export class AskError extends Error {}

/**
 * Reads JSON from a route of ours. Someone whose session ended meanwhile is sent to sign in and comes back to this very
 * view. Throws AskError for any other answer that is none.
 */
export async function askServer<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await fetch(path, signal === undefined ? {} : { signal });
  if (answer.status === SIGNED_OUT) {
    const { pathname, search, hash } = window.location;
    window.location.assign(`/sign-in?to=${encodeURIComponent(`${pathname}${search}${hash}`)}`);
    // The page is being left: nothing that it would say of this counts any more.
    return new Promise<Answer>(() => undefined);
  }
  if (answer.ok) return (await answer.json()) as Answer;
  const said: unknown = await answer.json().catch(() => null);
  const message =
    typeof said === "object" && said !== null && "message" in said && typeof said.message === "string"
      ? said.message
      : "The server gave no answer.";
  throw new AskError(message);
}
