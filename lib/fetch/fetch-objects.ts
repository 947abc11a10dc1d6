import { pool } from "@/lib/db/pool";
import { type FetchedObject, identityHash, keepObject } from "@/lib/fetch/keep-object";

/** The objects that the steps of a fetch bring. */
export class FetchObjects {
  /** Those on their way, by identity: two steps may meet the same. */
  readonly #keeping = new Map<string, Promise<number>>();

  constructor(
    readonly fetch: { id: string; caseId: string },
    readonly folder: string,
  ) {}

  /** True for what this case has among its evidence. */
  async isKnown(identity: string): Promise<boolean> {
    const { rowCount } = await pool().query(
      `SELECT FROM fetch_objects o JOIN evidence_files e ON e.case_id = o.case_id AND e.sha256 = o.sha256
        WHERE o.case_id = $1 AND o.identity = $2 LIMIT 1`,
      [this.fetch.caseId, identityHash(identity)],
    );
    return rowCount === 1;
  }

  /** Keeps an object, once; gives its size. Throws what opening it throws. */
  async keep(object: FetchedObject, step: number, signal: AbortSignal): Promise<number> {
    const identity = identityHash(object.identity);
    // What another step could not keep, or was stopped over, this one keeps by itself.
    for (let other = this.#keeping.get(identity); other; other = this.#keeping.get(identity))
      await other.catch(() => undefined);
    const keeping = this.#keep(object, { identity, step, signal });
    this.#keeping.set(identity, keeping);
    try {
      return await keeping;
    } finally {
      this.#keeping.delete(identity);
    }
  }

  async #keep(
    object: FetchedObject,
    { identity, step, signal }: { identity: string; step: number; signal: AbortSignal },
  ): Promise<number> {
    const { rowCount } = await pool().query("SELECT FROM fetch_objects WHERE fetch_id = $1 AND identity = $2", [
      ...[this.fetch.id, identity],
    ]);
    if (rowCount === 1) return object.size;
    const { file, size, sha256 } = await keepObject(object, { folder: this.folder, signal });
    await pool().query(
      `INSERT INTO fetch_objects (fetch_id, identity, case_id, step, file, name, size, sha256)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [this.fetch.id, identity, this.fetch.caseId, step, file, object.name.replaceAll("\0", "\uFFFD"), size, sha256],
    );
    return size;
  }
}
