import type { Mishap } from "@/e2e/aws/fake-aws.types";

/** A page of a list from where a token stands; half as long, or empty with a token, where that befell the call. */
export function pageOf<T>(items: readonly T[], size: number, token: string | undefined, mishap: Mishap | undefined) {
  const from = token === undefined ? 0 : Number(/^from-(\d+)(?:-\d+)?$/.exec(token)?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) throw new Error(`a token that no page gave: ${token}`);
  const empty = mishap === "empty-page";
  const length = empty ? 0 : Math.max(1, Math.floor(size / (mishap === "half-page" ? 2 : 1)));
  const to = Math.min(items.length, from + length);
  // A client that stops at a token that it has seen would stop here: the empty page's is another.
  const next = empty ? `from-${from}-${Date.now()}` : to < items.length ? `from-${to}` : undefined;
  return { items: items.slice(from, to), next };
}
