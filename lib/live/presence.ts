import { z } from "zod";
import { pool } from "@/lib/db/pool";
import type { FeedPerson } from "@/lib/live/feed.types";

export const HERE_CHANNEL = "threadline_here";
/** Who was not heard of for so long is gone; those who are there are renewed more than twice in that time. */
const GONE_AFTER = "10 seconds";

/** One tab of a browser, and which page of the case it shows. */
export const Place = z.object({
  tab: z.uuid(),
  path: z
    .string()
    .max(200)
    .regex(/^(\/[\w.:-]+)*$/, "No path of a page below a case."),
});
export type Place = z.infer<typeof Place>;

/** Says where a tab is, and that to everyone who follows the case. */
export async function bePresent(caseId: string, userId: string, { tab, path }: Place): Promise<void> {
  await pool().query(
    `WITH kept AS (INSERT INTO presences (case_id, tab, user_id, path) VALUES ($1, $2, $3, $4)
       ON CONFLICT (case_id, tab, user_id) DO UPDATE SET path = excluded.path, moved_at = now(), seen_at = now()
       RETURNING case_id)
     SELECT pg_notify('${HERE_CHANNEL}', case_id::text) FROM kept`,
    [caseId, tab, userId, path],
  );
}

/** Renews the tabs that are still there, and forgets those that have long been gone. */
export async function renewPresence(tabs: readonly string[]): Promise<void> {
  if (tabs.length > 0) await pool().query("UPDATE presences SET seen_at = now() WHERE tab = ANY ($1::uuid[])", [tabs]);
  await pool().query("DELETE FROM presences WHERE seen_at < now() - interval '1 minute'");
}

/** Who is there, by case: each person once, at the page that they opened last. */
export async function readPresence(caseIds: readonly string[]): Promise<Map<string, FeedPerson[]>> {
  const { rows } = await pool().query<FeedPerson & { caseId: string }>(
    `SELECT DISTINCT ON (p.case_id, lower(u.name), u.id) p.case_id AS "caseId", u.id, u.name, p.path
       FROM presences p JOIN users u ON u.id = p.user_id
       JOIN case_members m ON m.case_id = p.case_id AND m.user_id = p.user_id
      WHERE p.case_id = ANY ($1::uuid[]) AND p.seen_at > now() - interval '${GONE_AFTER}' AND u.disabled_at IS NULL
      ORDER BY p.case_id, lower(u.name), u.id, p.moved_at DESC`,
    [caseIds],
  );
  const here = new Map<string, FeedPerson[]>(caseIds.map((id) => [id, []]));
  for (const { caseId, ...person } of rows) here.get(caseId)?.push(person);
  return here;
}
