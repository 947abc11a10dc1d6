// The one-time token by which the first person makes the owner's account. The database keeps its hash alone.
import { createHash, randomBytes } from "node:crypto";
import pg from "pg";

/**
 * Makes a token that replaces the one of an earlier start.
 *
 * @param {string} databaseUrl
 * @returns {Promise<string | null>} the token; null when there is an account already
 */
export async function makeSetupToken(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const token = randomBytes(16).toString("base64url");
    const sha256 = createHash("sha256").update(token).digest("hex");
    const { rowCount } = await client.query(
      `WITH gone AS (DELETE FROM setup_tokens WHERE NOT EXISTS (SELECT FROM users))
       INSERT INTO setup_tokens (sha256) SELECT $1 WHERE NOT EXISTS (SELECT FROM users)`,
      [sha256],
    );
    return rowCount === 1 ? token : null;
  } finally {
    await client.end();
  }
}
