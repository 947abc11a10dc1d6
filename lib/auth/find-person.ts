import { originOf } from "@/lib/audit/origin";
import { auth } from "@/lib/auth/auth";
import { MUST_SET_UP } from "@/lib/auth/must-set-up";
import type { Person } from "@/lib/auth/person";
import { askOften } from "@/lib/db/ask-often";

const MOST_KEPT = 1_000;
/** Left to a session that needs no prolonging: better-auth does that once a day, of the seven it gives. */
const FRESH = "6 days";

/** Signed cookies that better-auth found to be ours, and whose session each names; the last used ones. */
const known = new Map<string, string>();

/** Who the session cookie of a request belongs to; null without a session that still holds. */
export async function findPerson(headers: Headers): Promise<Person | null> {
  const person = await findBySession(headers);
  return person === null ? null : { ...person, from: originOf(headers) };
}

async function findBySession(headers: Headers): Promise<Person | null> {
  const { sessionToken } = (await auth().$context).authCookies;
  const cookies = readCookies(headers, sessionToken.name);
  const [cookie] = cookies;
  if (cookie === undefined) return null;
  const token = cookies.length > 1 ? undefined : known.get(cookie);
  const found = token === undefined ? null : await readPerson(token, FRESH);
  if (found) {
    keep(cookie, token ?? "");
    return found;
  }
  known.delete(cookie);
  // Which of two cookies counts, and prolonging, is better-auth's.
  const asked = await findSessionToken(headers);
  if (asked === null) return null;
  if (cookies.length === 1) keep(cookie, asked);
  return readPerson(asked, "0");
}

/** The token of a request's session, as better-auth finds it; null without one that holds. */
export async function findSessionToken(headers: Headers): Promise<string | null> {
  return (await auth().api.getSession({ headers }))?.session.token ?? null;
}

/**
 * Every page asks who is there. The signature of a cookie stays good, so that a known one costs a single query; whether
 * its session still holds, for so long at least, is read each time.
 */
async function readPerson(token: string, left: string): Promise<Person | null> {
  const { rows } = await askOften<Omit<Person, "role"> & { role: string }>(
    `SELECT u.id, u.name, u.email, u.role,
            ${MUST_SET_UP} AS "mustSetUp"
       FROM web_sessions s JOIN users u ON u.id = s.user_id
      WHERE s.token = $1 AND u.disabled_at IS NULL AND s.expires_at > now() + $2::interval`,
    [token, left],
  );
  if (!rows[0]) return null;
  const { role, mustSetUp, ...person } = rows[0];
  return { ...person, role: role === "owner" ? "owner" : "member", ...(mustSetUp ? { mustSetUp } : {}) };
}

function keep(cookie: string, token: string): void {
  known.delete(cookie);
  known.set(cookie, token);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KEPT) break;
    known.delete(oldest);
  }
}

/** The cookie's values as they were sent. */
function readCookies(headers: Headers, name: string): string[] {
  return (headers.get("cookie") ?? "").split(";").flatMap((pair) => {
    const [key, ...value] = pair.split("=");
    return key?.trim() === name ? [value.join("=").trim()] : [];
  });
}
