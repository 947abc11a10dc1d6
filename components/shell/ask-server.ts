const SIGNED_OUT = 401;

/**
 * Reads JSON from a route of ours. Someone whose session ended meanwhile is sent to sign in and comes back to this very
 * view. Throws on any other answer that is none.
 */
export async function askServer<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await fetch(path, signal === undefined ? {} : { signal });
  if (answer.status === SIGNED_OUT) {
    const { pathname, search, hash } = window.location;
    window.location.assign(`/sign-in?to=${encodeURIComponent(`${pathname}${search}${hash}`)}`);
    // The page is being left: nothing that it would say of this counts any more.
    return new Promise<Answer>(() => undefined);
  }
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as Answer;
}
