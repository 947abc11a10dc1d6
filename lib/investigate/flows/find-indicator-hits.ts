import type { PoolClient } from "pg";
import { canonicalAddress } from "@/lib/core/address";
import { askOften } from "@/lib/db/ask-often";
import { withTransaction } from "@/lib/db/pool";
import { CANDIDATE_COLUMNS, type CandidateRow, toCandidate } from "@/lib/investigate/flows/candidate-row";
import { type Hit, HitSweep } from "@/lib/investigate/flows/hit-sweep";
import { matchRecord } from "@/lib/investigate/flows/match-record";
import { connectionKey, type Openers, serviceOf } from "@/lib/investigate/flows/service-port";
import { HitWriter } from "@/lib/investigate/flows/write-hits";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { caseLoadIds, loadLedger } from "@/lib/ledger/load-ledger";

export interface HitSet {
  notAssessed: { id: string; reason: string }[];
}

const FETCH_ROWS = 5_000;

/** All records with the indicator among their addresses: one parallel scan, kept for the passes that follow. */
async function collectCandidates(client: PoolClient, caseId: string, ip: string): Promise<void> {
  await client.query("DROP TABLE IF EXISTS candidate_records");
  // The loads are written into the text: with them as a parameter the planner could not leave out other partitions.
  const loads = (await caseLoadIds(caseId)).map(Number).join(",") || "NULL";
  const address = client.escapeLiteral(ip);
  await client.query(
    `CREATE TEMP TABLE candidate_records ON COMMIT DROP AS
       SELECT * FROM flow_records
        WHERE load_id IN (${loads})
          AND (source_ip = ${address}::inet OR destination_ip = ${address}::inet
               OR packet_source_ip = ${address}::inet OR packet_destination_ip = ${address}::inet)`,
  );
}

/** Who opened each connection, by the TCP flags of any of its records, duplicates and REJECTs among them. */
async function readOpeners(client: PoolClient, ip: string): Promise<Map<string, Openers>> {
  const { rows } = await client.query<{
    protocol: number;
    near_ip: string;
    near_port: number;
    indicator_port: number;
    indicator_opened: boolean;
    near_opened: boolean;
  }>(
    `SELECT protocol, host(near_ip) AS near_ip, near_port, indicator_port,
            bool_or(CASE WHEN from_indicator THEN syn ELSE syn_ack END) AS indicator_opened,
            bool_or(CASE WHEN from_indicator THEN syn_ack ELSE syn END) AS near_opened
       FROM (SELECT protocol, from_indicator,
                    CASE WHEN from_indicator THEN destination_end ELSE source_end END AS near_ip,
                    CASE WHEN from_indicator THEN destination_port ELSE source_port END AS near_port,
                    CASE WHEN from_indicator THEN source_port ELSE destination_port END AS indicator_port,
                    (tcp_flags & 18) = 2 AS syn, (tcp_flags & 18) = 18 AS syn_ack
               FROM (SELECT *, coalesce(packet_source_ip, source_ip) AS source_end,
                            coalesce(packet_destination_ip, destination_ip) AS destination_end,
                            coalesce(packet_source_ip, source_ip) = $1::inet OR
                              (source_ip = $1::inet AND coalesce(packet_destination_ip, destination_ip) <> $1::inet)
                              AS from_indicator
                       FROM candidate_records
                      WHERE tcp_flags IS NOT NULL AND (tcp_flags & 2) = 2) ends) sides
      GROUP BY protocol, near_ip, near_port, indicator_port`,
    [ip],
  );
  return new Map(
    rows.map((row) => [
      connectionKey(row.protocol, row.indicator_port, row.near_ip, row.near_port),
      { indicatorOpened: row.indicator_opened, nearOpened: row.near_opened },
    ]),
  );
}

/** Interfaces with a record that names the indicator in its packet addresses only. */
async function readInnerLegs(client: PoolClient, ip: string): Promise<Set<string>> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT DISTINCT i.key FROM candidate_records r JOIN interfaces i ON i.id = r.interface_no
      WHERE r.source_ip <> $1::inet AND r.destination_ip <> $1::inet`,
    [ip],
  );
  return new Set(rows.map((row) => row.key));
}

async function sweep(
  client: PoolClient,
  ip: string,
  ledger: Ledger,
  emit: (hit: Hit) => void,
  flush: () => Promise<void>,
) {
  const inner = await readInnerLegs(client, ip);
  const hits = new HitSweep(emit, {
    logsInnerLegs: (key) => inner.has(key),
    isNatGateway: (key) => ledger.gatewayKind(key) === "nat-gateway",
    isGateway: (key) => ledger.gatewayKind(key) !== null,
  });
  await client.query(
    `DECLARE candidates NO SCROLL CURSOR FOR
       SELECT ${CANDIDATE_COLUMNS} FROM candidate_records r
         JOIN flow_contexts c ON c.id = r.context_no
         JOIN interfaces i ON i.id = r.interface_no
        WHERE NOT r.duplicate
        ORDER BY r.start_at, i.key, r.end_at, r.file_id, r.record_no`,
  );
  for (;;) {
    const { rows } = await client.query<CandidateRow>(`FETCH ${FETCH_ROWS} FROM candidates`);
    if (rows.length === 0) break;
    for (const row of rows) {
      const record = toCandidate(row);
      const match = matchRecord(record, ip, ledger);
      if (match) hits.push(record, match);
    }
    await flush();
  }
  hits.finish();
  await flush();
}

interface Standing {
  revision: number;
  /** The hits of the present evidence are there. */
  current: boolean;
  not_assessed: HitSet["notAssessed"];
}

const STANDING = `
  SELECT c.revision, coalesce(h.revision = c.revision, false) AS current, h.not_assessed
    FROM cases c LEFT JOIN indicator_hit_sets h ON h.case_id = c.id AND h.indicator = $2::inet
   WHERE c.id = $1`;

function standingOf({ rows: [standing] }: { rows: Standing[] }): Standing {
  if (!standing) throw new Error("no such case");
  return standing;
}

/**
 * Finds every flow record that ties an instance, or an interface of nobody, to the indicator, and stores them as
 * `indicator_hits` for the present evidence. Does nothing when they stand already.
 *
 * @param ip canonical text
 * @returns what the records of this indicator do not tell
 */
export async function findIndicatorHits(caseId: string, ip: string): Promise<HitSet> {
  if (canonicalAddress(ip) !== ip) throw new TypeError("the indicator must be an address in canonical text");
  const standing = standingOf(await askOften<Standing>(STANDING, [caseId, ip]));
  if (standing.current) return { notAssessed: standing.not_assessed };
  const ledger = await loadLedger(caseId);
  return withTransaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`hits ${caseId} ${ip}`]);
    // Another process may have found them while this one waited.
    const known = standingOf(await client.query<Standing>(STANDING, [caseId, ip]));
    if (known.current) return { notAssessed: known.not_assessed };

    await client.query("DELETE FROM indicator_hits WHERE case_id = $1 AND indicator = $2::inet", [caseId, ip]);
    await collectCandidates(client, caseId, ip);
    const openers = await readOpeners(client, ip);
    const writer = new HitWriter(client, caseId, ip);
    await sweep(
      client,
      ip,
      ledger,
      ({ record, match, role }) => {
        const key = connectionKey(record.protocol, match.indicatorPort, match.nearIp, match.nearPort);
        const service = serviceOf(record.protocol, match.indicatorPort, match.nearPort, openers.get(key));
        writer.add({ record, match, role }, service);
      },
      () => writer.flush(),
    );
    const notAssessed = writer.notAssessed();
    await client.query(
      `INSERT INTO indicator_hit_sets (case_id, indicator, revision, not_assessed) VALUES ($1, $2::inet, $3, $4)
       ON CONFLICT (case_id, indicator) DO UPDATE SET revision = excluded.revision, not_assessed = excluded.not_assessed`,
      [caseId, ip, known.revision, JSON.stringify(notAssessed)],
    );
    return { notAssessed };
  });
}
