import type pg from "pg";

/** First keys of the advisory locks; the second is the load's number or a hash of the case. */
export const LOAD_LOCK = 7_281_001;
const SEAL_LOCK = 7_281_002;
const STORE_LOCK = 7_281_004;

/** Takes the lock that whoever runs a load holds for as long as its connection lives; false when another holds it. */
export async function tryLockLoad(client: pg.ClientBase, loadId: number): Promise<boolean> {
  const lock = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS held", [
    LOAD_LOCK,
    loadId,
  ]);
  return lock.rows[0]?.held === true;
}

/** Whether some process runs the load just now. */
export async function isLoadRun(client: Pick<pg.ClientBase, "query">, loadId: number): Promise<boolean> {
  const found = await client.query<{ held: boolean }>(`SELECT ${isHeld(LOAD_LOCK, "$1::oid")} AS held`, [loadId]);
  return found.rows[0]?.held === true;
}

/** In SQL: whether some process holds the advisory lock of these two keys. Trusted text. */
export function isHeld(first: number, second: string): string {
  return `EXISTS (SELECT FROM pg_locks k
            WHERE k.locktype = 'advisory' AND k.objsubid = 2 AND k.classid = ${first} AND k.objid = ${second} AND k.granted
              AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
}

/** Waits until no other load of the case is being sealed. */
export async function lockSealing(client: pg.ClientBase, caseId: string): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1, hashtext($2))", [SEAL_LOCK, caseId]);
}

/** The same for as long as the connection's transaction. */
export async function lockSealingInTransaction(client: pg.ClientBase, caseId: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [SEAL_LOCK, caseId]);
}

/** Keeps originals from being removed while a load may be about to name them; loads hold it side by side. */
export async function holdOriginals(client: pg.ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_lock_shared($1)", [STORE_LOCK]);
}

/** Takes the right to remove originals; false while any load runs. */
export async function tryLockOriginals(client: pg.ClientBase): Promise<boolean> {
  const lock = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1) AS held", [STORE_LOCK]);
  return lock.rows[0]?.held === true;
}

/** Gives back every lock of the connection. */
export async function unlockAll(client: pg.ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_unlock_all()");
}
