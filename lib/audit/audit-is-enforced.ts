import { pool } from "@/lib/db/pool";

/** True where the app's database role can neither change audit entries nor take that protection away. */
export async function auditIsEnforced(): Promise<boolean> {
  const answer = await pool().query<{ enforced: boolean }>("SELECT audit_is_enforced() AS enforced");
  return answer.rows[0]?.enforced === true;
}
