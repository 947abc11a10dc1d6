import { z } from "zod";
import { pool } from "@/lib/db/pool";

const A_PAGE = 100;
const TEXT_SHOWN = 400;

export const RejectionSearch = z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647).catch(0) });

export interface RejectionPage {
  /** `text` is what stood there, cut. */
  rows: { record: number; reason: string; text: string }[];
  /** The record to read on after; null at the end. */
  next: number | null;
}

/** Records of a file that could not be read, in their order. */
export async function listRejections(fileId: number, after: number): Promise<RejectionPage> {
  const { rows } = await pool().query<RejectionPage["rows"][number]>(
    `SELECT r.record_no AS record, r.reason, left(r.text, $3) AS text
       FROM rejections r WHERE r.file_id = $1 AND r.record_no > $2 ORDER BY r.record_no LIMIT $4`,
    [fileId, after, TEXT_SHOWN, A_PAGE + 1],
  );
  const page = rows.slice(0, A_PAGE);
  return { rows: page, next: rows.length > A_PAGE ? (page.at(-1)?.record ?? null) : null };
}
