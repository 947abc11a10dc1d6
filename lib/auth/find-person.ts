import { auth } from "@/lib/auth/auth";
import type { Person } from "@/lib/auth/person";

/** Who the session cookie of a request belongs to; null without a session that still holds. */
export async function findPerson(headers: Headers): Promise<Person | null> {
  const found = await auth().api.getSession({ headers });
  if (!found) return null;
  const { id, name, email, role } = found.user;
  return { id, name, email, role: role === "owner" ? "owner" : "member" };
}
