import { canonicalAddress } from "@/lib/core/address";
import { compareText } from "@/lib/core/compare-text";
import type { FailedTry, RefusedMinute, Trier } from "@/lib/detect/inputs/inputs.types";
import type { RunContext } from "@/lib/detect/run-context";
import { EPHEMERAL } from "@/lib/ingest/sums/flow-ends";

const MOST_ROWS = 200_000;

/** Who tried: an interface that tried others, or an address that tried it. Each leaves the other column alike. */
const SOURCE_NO = "CASE WHEN near_tried THEN interface_no ELSE 0 END";
const SOURCE_IP = "CASE WHEN near_tried THEN '0.0.0.0'::inet ELSE peer END";
interface SourceRow {
  near_tried: boolean;
  interface_no: number;
  peer: string;
  minute_ms: number;
}

function trierOf(row: SourceRow, { interfaces, ledger }: RunContext): Trier {
  if (!row.near_tried) return { peer: canonicalAddress(row.peer) ?? row.peer };
  const interfaceKey = interfaces.get(row.interface_no) ?? String(row.interface_no);
  const instanceId = ledger.holderOfInterface(interfaceKey, row.minute_ms);
  return { near: { interfaceNo: row.interface_no, interfaceKey, instanceId } };
}

/** The same for equal evidence, which the database's numbers are not. */
function sourceKey(source: Trier): string {
  return "near" in source ? source.near.interfaceKey : source.peer;
}

/** Minutes in which one source was refused at least as often as the detector's parameter says. */
export async function readRefusedMinutes(context: RunContext): Promise<RefusedMinute[]> {
  const least = context.parametersOf("reject-burst").refused ?? 101;
  const { rows } = await context.client.query<
    SourceRow & { interface_nos: number[]; refused: number; targets: number; ports: number }
  >(
    // Few minutes have enough: only in these is counted who and what.
    `WITH busy AS (
       SELECT near_tried, ${SOURCE_NO} AS source_no, ${SOURCE_IP} AS source_ip, minute
         FROM refused_tries GROUP BY 1, 2, 3, 4 HAVING sum(records) >= $1)
     SELECT near_tried, min(interface_no) AS interface_no, array_agg(DISTINCT interface_no) AS interface_nos, min(host(peer)) AS peer,
            (extract(epoch FROM minute) * 1000)::float8 AS minute_ms, sum(records)::int AS refused,
            CASE WHEN near_tried THEN count(DISTINCT peer) ELSE count(DISTINCT interface_no) END::int AS targets,
            count(DISTINCT port)::int AS ports
       FROM (SELECT *, ${SOURCE_NO} AS source_no, ${SOURCE_IP} AS source_ip FROM refused_tries) tried
       JOIN busy USING (near_tried, source_no, source_ip, minute)
      GROUP BY near_tried, source_no, source_ip, minute
      ORDER BY minute, near_tried, 2, 4 LIMIT ${MOST_ROWS}`,
    [least],
  );
  return rows
    .map((row) => ({
      source: trierOf(row, context),
      ...{ minuteMs: row.minute_ms, refused: row.refused, targets: row.targets, ports: row.ports },
      interfaceNos: row.interface_nos,
    }))
    .sort((a, b) => a.minuteMs - b.minuteMs || compareText(sourceKey(a.source), sourceKey(b.source)));
}

/**
 * Failed tries of every source at a service that it failed at with so many targets, over all, or at a target where it failed at so many
 * ports, that one of the detectors could fire. A
 * service that it got through to at another time is not among them: a busy client is refused now and then.
 */
export async function readFailedTries(context: RunContext): Promise<FailedTry[]> {
  const targets = context.parametersOf("address-scan").targets ?? 25;
  const ports = context.parametersOf("port-scan").ports ?? 15;
  // How many are failed and chosen is not known before: row by row, many would take minutes.
  await context.client.query("SET enable_nestloop = off");
  const { rows } = await context.client.query<SourceRow & { protocol: number; port: number; target: string }>(
    // Each contact once, whenever it was tried, so that targets and ports are counted without putting them in order: some of what was
    // refused may have been answers, which the tries leave out. What was never accepted has no unanswered connection.
    `WITH contacts AS MATERIALIZED (
       SELECT *, ${SOURCE_NO} AS source_no, ${SOURCE_IP} AS source_ip FROM (
         SELECT served = 2 AS near_tried, interface_no, peer, protocol::int AS protocol, service_port AS port,
                CASE WHEN unanswered > 0 THEN date_bin('1 minute', first_start, '2000-01-01Z') END AS unanswered
           FROM peer_sums WHERE served <> 0 AND (accepted = 0 AND rejected > 0 OR unanswered > 0)) failed),
     wide AS (SELECT near_tried, source_no, source_ip, protocol, port FROM contacts GROUP BY 1, 2, 3, 4, 5 HAVING count(*) >= $1),
     deep AS (
       SELECT near_tried, interface_no, peer FROM contacts WHERE port BETWEEN 1 AND ${EPHEMERAL - 1}
        GROUP BY 1, 2, 3 HAVING count(*) >= $2),
     chosen AS MATERIALIZED (
       SELECT * FROM contacts
        WHERE (near_tried, source_no, source_ip, protocol, port) IN (SELECT * FROM wide)
           OR (near_tried, interface_no, peer) IN (SELECT * FROM deep)),
     every AS (
       SELECT near_tried, interface_no, peer, protocol, port, minute
         FROM refused_tries JOIN (SELECT * FROM chosen WHERE unanswered IS NULL) refused USING (near_tried, interface_no, peer, protocol, port)
       UNION ALL
       SELECT near_tried, interface_no, peer, protocol, port, unanswered FROM chosen WHERE unanswered IS NOT NULL)
     SELECT near_tried, interface_no, host(peer) AS peer, protocol, port,
            (extract(epoch FROM minute) * 1000)::float8 AS minute_ms
       FROM every ORDER BY every.minute, near_tried, every.peer, interface_no, protocol, port LIMIT ${MOST_ROWS}`,
    [targets, ports],
  );
  await context.client.query("RESET enable_nestloop");
  const tries = rows.map((row): FailedTry => {
    const source = trierOf(row, context);
    const target = row.near_tried ? row.peer : (context.interfaces.get(row.interface_no) ?? String(row.interface_no));
    return {
      ...{ source, target, protocol: row.protocol, port: row.port, minuteMs: row.minute_ms },
      interfaceNo: row.interface_no,
    };
  });
  const what = ({ source, target, protocol, port }: FailedTry) => `${sourceKey(source)} ${target} ${protocol}/${port}`;
  return tries.sort((a, b) => a.minuteMs - b.minuteMs || compareText(what(a), what(b)));
}
