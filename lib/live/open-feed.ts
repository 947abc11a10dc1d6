import { z } from "zod";
import { findSessionToken } from "@/lib/auth/find-person";
import type { Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { Feed } from "@/lib/live/feed";
import { hub } from "@/lib/live/hub";
import { bePresent, Place } from "@/lib/live/presence";

/** Each holds a connection and little else. */
const MOST_FEEDS = 1_000;
const MOST_OF_ONE = 20;

const Asked = Place.extend({ after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) });

/**
 * An answer that tells of a case's changes as they are made, after the last one that the browser had (Last-Event-ID, else
 * `after`), and of who is there. Throws AppError `unavailable` where there are too many.
 */
export async function openFeed(caseId: string, request: Request, person: Person): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const last = request.headers.get("last-event-id");
  const asked = Asked.parse({ ...Object.fromEntries(searchParams), ...(last ? { after: last } : {}) });
  const token = await findSessionToken(request.headers);
  if (token === null) throw new AppError("forbidden", "Sign in first.");
  const feeds = hub();
  if (feeds.size >= MOST_FEEDS || feeds.countOf(person.id) >= MOST_OF_ONE) {
    throw new AppError("unavailable", "Too many pages follow cases at once.");
  }
  await bePresent(caseId, person.id, asked);
  const reader = { caseId, token, userId: person.id, email: person.email, tab: asked.tab, after: asked.after };
  const feed = new Feed(reader, (left) => feeds.remove(left));
  const leave = () => {
    feed.end();
    feeds.remove(feed);
  };
  feeds.add(feed);
  request.signal.addEventListener("abort", leave);
  // Who left while their place was being written down is told of by nobody any more.
  if (request.signal.aborted) leave();
  return new Response(feed.stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // Proxies must pass on every piece as it comes.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
