import { canonicalAddress } from "@/lib/core/address";
import { compareText } from "@/lib/core/compare-text";
import type { FailedTry, RefusedMinute, Trier } from "@/lib/detect/inputs/inputs.types";
import type { RunContext } from "@/lib/detect/run-context";

const MOST_ROWS = 200_000;

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
    `SELECT near_tried, min(interface_no) AS interface_no, array_agg(DISTINCT interface_no) AS interface_nos, min(host(peer)) AS peer,
            (extract(epoch FROM minute) * 1000)::float8 AS minute_ms, sum(records)::int AS refused,
            CASE WHEN near_tried THEN count(DISTINCT peer) ELSE count(DISTINCT interface_no) END::int AS targets,
            count(DISTINCT port)::int AS ports
       FROM refused_tries
      GROUP BY near_tried, CASE WHEN near_tried THEN interface_no END, CASE WHEN NOT near_tried THEN peer END, minute
     HAVING sum(records) >= $1
      ORDER BY minute, near_tried, 2, 3 LIMIT ${MOST_ROWS}`,
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
 * Failed tries of every source that failed at so many targets or ports, over all, that one of the detectors could fire. A
 * service that it got through to at another time is not among them: a busy client is refused now and then.
 */
export async function readFailedTries(context: RunContext): Promise<FailedTry[]> {
  const targets = context.parametersOf("address-scan").targets ?? 25;
  const ports = context.parametersOf("port-scan").ports ?? 15;
  const { rows } = await context.client.query<SourceRow & { protocol: number; port: number; target: string }>(
    `WITH every AS (
       SELECT interface_no, peer, t.protocol, port, near_tried, minute FROM refused_tries t
         JOIN peer_sums s USING (interface_no, peer)
        WHERE s.protocol = t.protocol AND s.service_port = t.port AND s.accepted = 0
          AND s.served = CASE WHEN near_tried THEN 2 ELSE 1 END
       UNION
       SELECT interface_no, peer, protocol::int, service_port, served = 2, date_bin('1 minute', first_start, '2000-01-01Z')
         FROM peer_sums WHERE unanswered > 0 AND served <> 0),
     sources AS (
       SELECT *, CASE WHEN near_tried THEN 'n' || interface_no ELSE host(peer) END AS source,
              CASE WHEN near_tried THEN host(peer) ELSE 'n' || interface_no END AS target_no FROM every),
     wide AS (SELECT source FROM sources GROUP BY source, protocol, port HAVING count(DISTINCT target_no) >= $1),
     deep AS (SELECT source FROM sources GROUP BY source, target_no HAVING count(DISTINCT (protocol, port)) >= $2)
     SELECT near_tried, interface_no, host(peer) AS peer, protocol, port,
            (extract(epoch FROM minute) * 1000)::float8 AS minute_ms
       FROM sources WHERE source IN (SELECT source FROM wide UNION SELECT source FROM deep)
      ORDER BY minute, near_tried, host(peer), interface_no, protocol, port LIMIT ${MOST_ROWS}`,
    [targets, ports],
  );
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
