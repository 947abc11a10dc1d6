import { pool } from "@/lib/db/pool";

export interface WebhookRow {
  id: string;
  url: string;
  kinds: string[];
  /** Who added it. */
  actor: string;
  addedMs: number;
  /** The last ones, the latest first. */
  deliveries: DeliveryRow[];
}

export interface DeliveryRow {
  id: string;
  kind: string;
  atMs: number;
  /** waiting, sent, dead or dropped */
  state: string;
  attempts: number;
  status: number | null;
  error: string | null;
  /** When it is tried again. */
  nextMs: number | null;
}

const SHOWN = 8;

/** The webhooks of a case, or, with null, of the installation, without their secrets, and what became of their last messages. */
export async function listWebhooks(caseId: string | null): Promise<WebhookRow[]> {
  const { rows } = await pool().query<WebhookRow>(
    `SELECT w.id, w.url, w.kinds, w.actor, (floor(extract(epoch FROM w.created_at)) * 1000)::float8 AS "addedMs",
            coalesce(d.list, '[]'::jsonb) AS deliveries
       FROM webhooks w LEFT JOIN LATERAL (
         SELECT jsonb_agg(jsonb_build_object('id', id::text, 'kind', body->>'kind', 'state', state, 'attempts', attempts,
                  'status', status, 'error', error, 'atMs', floor(extract(epoch FROM created_at)) * 1000,
                  'nextMs', floor(extract(epoch FROM next_at)) * 1000) ORDER BY id DESC) AS list
           FROM (SELECT * FROM deliveries WHERE webhook_id = w.id ORDER BY id DESC LIMIT $2) last) d ON true
      WHERE w.case_id IS NOT DISTINCT FROM $1::uuid ORDER BY w.created_at, w.id`,
    [caseId, SHOWN],
  );
  return rows;
}
