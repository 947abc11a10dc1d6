import { FLOW_SUMS } from "@/lib/core/flow-sums";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

const KEPT = 64;
/** Once it is there for a revision it stays. */
const current = new KeptAnswers<boolean>(KEPT);
const kept = new KeptAnswers<number[]>(KEPT);

/**
 * The instance's interfaces that the roll-up by peer tells of: those that were its own all along, since the roll-up knows no
 * holders. Null while there is none.
 */
export async function peerInterfaces({ caseId, revision, holds }: InstanceScope): Promise<number[] | null> {
  const key = `${caseId} ${revision}`;
  if (!(await current.get(key, () => isThere(caseId)))) {
    current.forget(key);
    return null;
  }
  return kept.get(JSON.stringify([caseId, revision, holds]), () => ownAllAlong(caseId, holds));
}

async function isThere(caseId: string): Promise<boolean> {
  const { rows } = await pool().query<{ there: boolean }>("SELECT flow_sums = $2 AS there FROM cases WHERE id = $1", [
    caseId,
    FLOW_SUMS,
  ]);
  return rows[0]?.there === true;
}

/** The roll-up by minute is the evidence's: it holds for the revision. */
async function ownAllAlong(caseId: string, holds: InstanceScope["holds"]): Promise<number[]> {
  const { rows: seen } = await pool().query<{ no: number; firstMs: number; lastMs: number }>(
    `SELECT interface_no AS no, (extract(epoch FROM min(minute)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(minute)) * 1000)::float8 AS "lastMs"
       FROM flow_minutes WHERE case_id = $1 AND interface_no = ANY($2::int[]) GROUP BY 1`,
    [caseId, holds.map(({ interfaceNo }) => interfaceNo)],
  );
  const isOwnAt = (no: number, ms: number) =>
    holds.some(
      ({ interfaceNo, fromMs, toMs }) =>
        interfaceNo === no && (fromMs === null || fromMs <= ms) && (toMs === null || ms < toMs),
    );
  const once = seen.filter(({ no }) => holds.filter(({ interfaceNo }) => interfaceNo === no).length === 1);
  return once.filter(({ no, firstMs, lastMs }) => isOwnAt(no, firstMs) && isOwnAt(no, lastMs)).map(({ no }) => no);
}
