import { auth } from "@/lib/auth/auth";
import type { Person } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";

const MOST_KEPT = 1_000;
/** Left to a session that needs no prolonging: better-auth does that once a day, of the seven it gives. */
const FRESH = "6 days";

/** Signed cookies that better-auth found to be ours, and whose session each names; the last used ones. */
const known = new Map<string, string>();

/** Who the session cookie of a request belongs to; null without a session that still holds. */
export async function findPerson(headers: Headers): Promise<Person | null> {
  const { sessionToken } = (await auth().$context).authCookies;
  const cookies = readCookies(headers, sessionToken.name);
  const [cookie] = cookies;
  if (cookie === undefined) return null;
  // Which of two counts is better-auth's to say.
  if (cookies.length > 1) return (await askBetterAuth(headers))?.person ?? null;
  const found = await findKnown(cookie);
  if (found) return found;
  const asked = await askBetterAuth(headers);
  if (!asked) return null;
  keep(cookie, asked.token);
  return asked.person;
}

/**
 * Every page asks who is there. The signature of a cookie stays good, so that a known one costs a single query; whether
 * its session still holds is read each time. Null leaves the answer to better-auth.
 */
async function findKnown(cookie: string): Promise<Person | null> {
  const token = known.get(cookie);
  if (token === undefined) return null;
  const { rows } = await pool().query<Omit<Person, "role"> & { role: string }>(
    `SELECT u.id, u.name, u.email, u.role FROM web_sessions s JOIN users u ON u.id = s.user_id
      WHERE s.token = $1 AND u.disabled_at IS NULL AND s.expires_at > now() + $2::interval`,
    [token, FRESH],
  );
  if (rows[0]) keep(cookie, token);
  else known.delete(cookie);
  return rows[0] ? toPerson(rows[0]) : null;
}

async function askBetterAuth(headers: Headers): Promise<{ person: Person; token: string } | null> {
  const found = await auth().api.getSession({ headers });
  if (!found) return null;
  return { person: toPerson({ ...found.user, role: found.user.role ?? "" }), token: found.session.token };
}

function keep(cookie: string, token: string): void {
  known.delete(cookie);
  known.set(cookie, token);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KEPT) break;
    known.delete(oldest);
  }
}

function toPerson({ id, name, email, role }: Omit<Person, "role"> & { role: string }): Person {
  return { id, name, email, role: role === "owner" ? "owner" : "member" };
}

/** The cookie's values as they were sent. */
function readCookies(headers: Headers, name: string): string[] {
  return (headers.get("cookie") ?? "").split(";").flatMap((pair) => {
    const [key, ...value] = pair.split("=");
    return key?.trim() === name ? [value.join("=").trim()] : [];
  });
}
