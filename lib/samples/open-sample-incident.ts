import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Actor } from "@/lib/auth/person";
import { dropCase } from "@/lib/cases/drop-case";
import { findCase } from "@/lib/cases/find-case";
import { givenFolder } from "@/lib/cases/given-files";
import { openCase } from "@/lib/cases/open-case";
import { startLoad } from "@/lib/cases/start-load";
import { withTransaction } from "@/lib/db/pool";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { INCIDENT, writeIncident } from "@/prisma/incidents/web-tier/write-incident";

const SAMPLE_LOCK = 7_281_005;
/** A tenth of the everyday traffic, all of the story: loaded within seconds. */
const SCALE = 0.1;

/**
 * Opens the case of the sample incident and has the worker load its files; the one that they are on already is given back.
 * Throws AppError `no-space`.
 */
export function openSampleIncident(actor: Actor): Promise<{ caseId: string; isNew: boolean }> {
  // Of two who press at once, the second finds the case of the first.
  return withTransaction(async (lock) => {
    await lock.query("SELECT pg_advisory_xact_lock($1)", [SAMPLE_LOCK]);
    const known = await findCase(INCIDENT.title, actor);
    if (known) return { caseId: known.id, isNew: false };
    const { title, indicator, from, to } = INCIDENT;
    const { id: caseId } = await openCase(
      { title, indicators: [{ kind: "address", value: indicator }], windowFrom: from, windowTo: to },
      actor,
    );
    const folder = path.join(givenFolder(caseId), "sample");
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      writeIncident(folder, { scale: SCALE });
      const { loadId } = await startLoad({ caseId, paths: [folder] }, actor);
      await enqueueLoad(loadId);
    } catch (error) {
      await dropCase(caseId, actor);
      throw error;
    }
    return { caseId, isNew: true };
  });
}
