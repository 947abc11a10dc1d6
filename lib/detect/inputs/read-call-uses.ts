import { compareText } from "@/lib/core/compare-text";
import type { Caller, CallUse } from "@/lib/detect/inputs/calls.types";
import type { RunContext } from "@/lib/detect/run-context";
import { judgeSessions } from "@/lib/investigate/sessions/judge-sessions";
import { loadSessionTree } from "@/lib/ledger/load-session-tree";
import { loadSessions } from "@/lib/ledger/load-sessions";
import type { SessionKey, SessionNode, SessionTree } from "@/lib/ledger/sessions/tree/tree.types";

/** Uses whose first record is looked up; of more, the earliest. */
const MOST_PROVED = 20_000;

function callerOf(node: SessionNode, key: SessionKey, instanceId: string | null): Caller {
  const { type, arn, roleArn, sessionName, userName, principalId, service } = node;
  return {
    // A key's place among its session's is the same for equal evidence; numbers of the database are not.
    id: key.accessKeyId ?? `${node.id} ${node.keys.indexOf(key)}`,
    accessKeyId: key.accessKeyId,
    ...{ name: sessionName ?? userName ?? arn ?? principalId ?? service ?? type ?? "unknown", arn, instanceId },
    ...{ identity: roleArn ?? arn ?? principalId ?? userName ?? "unknown", accountId: node.accountId },
    ...{ isRole: roleArn !== null, isRoot: type === "Root", isOwn: node.instanceId !== null },
    issuedMs: key.hop?.call?.atMs ?? key.createdMs,
  };
}

const trees = new WeakMap<RunContext, Promise<SessionTree>>();

/** The tree of sessions; read once a run. */
function treeOf(context: RunContext): Promise<SessionTree> {
  const { caseId, ledger } = context;
  const known = trees.get(context);
  if (known) return known;
  const reading = loadSessions(caseId, ledger).then(({ byInstance }) => loadSessionTree(caseId, byInstance));
  trees.set(context, reading);
  return reading;
}

/** The caller that each number of a principal stands for. */
export async function readCallers(context: RunContext): Promise<Map<number, Caller>> {
  const tree = await treeOf(context);
  return new Map(
    [...tree.nodes.values()].flatMap((node) => {
      return node.keys.flatMap((key) => {
        const caller = callerOf(node, key, node.rootInstanceId);
        return key.principalNos.map((no) => [no, caller] as const);
      });
    }),
  );
}

/** By time, then by what the records themselves say: many are of one second, and the database's numbers follow the loading. */
function inOrder(a: Omit<CallUse, "first">, b: Omit<CallUse, "first">): number {
  return a.firstMs - b.firstMs || a.lastMs - b.lastMs || compareText(whatOf(a), whatOf(b));
}

function whatOf(use: Omit<CallUse, "first">): string {
  const { caller, eventSource, eventName, source, vpcEndpointId, invokedBy, userAgent, calls } = use;
  return JSON.stringify([caller.id, eventSource, eventName, source, vpcEndpointId, invokedBy, userAgent, calls]);
}

/** Everything every caller did, judged against its instance where it has one, with the first record of each use. */
export async function readCallUses(context: RunContext): Promise<CallUse[]> {
  const { client, caseId, loads, ledger } = context;
  const tree = await treeOf(context);
  const list = loads.map(Number).join(",") || "NULL";
  const sessions = await judgeSessions({ caseId, loads: list, ledger, tree }, [...tree.nodes.values()]);
  const uses = sessions.flatMap(({ node, instanceId, keys }) =>
    keys.flatMap(({ key, uses: plain, judged }): Omit<CallUse, "first">[] => {
      const caller = callerOf(node, key, instanceId);
      if (instanceId === null) return plain.map((use) => ({ ...use, caller, origin: null, basis: "known" }));
      return judged.map(({ use, origin, basis }) => ({ ...use, caller, origin, basis }));
    }),
  );
  uses.sort(inOrder);
  const proved = uses.slice(0, MOST_PROVED);
  const { rows } = await client.query<{ place: number; fileId: number; record: number }>(
    `SELECT f.place::int, x.file_id AS "fileId", x.record_no AS record
       FROM unnest($1::int[], $2::timestamptz(3)[], $3::text[]) WITH ORDINALITY AS f(no, at, api, place)
       CROSS JOIN LATERAL (SELECT c.file_id, c.record_no FROM api_calls c JOIN evidence_files e ON e.id = c.file_id
                            WHERE c.load_id IN (${list}) AND c.principal_no = f.no AND c.at = f.at
                              AND c.event_name = f.api AND NOT c.duplicate AND NOT c.repeat
                            ORDER BY e.sha256, c.record_no LIMIT 1) x`,
    [
      proved.map(({ principalNo }) => principalNo),
      proved.map(({ firstMs }) => new Date(firstMs).toISOString()),
      proved.map(({ eventName }) => eventName),
    ],
  );
  const firsts = new Map(rows.map(({ place, fileId, record }) => [proved[place - 1], { fileId, record }]));
  return uses.map((use) => ({ ...use, first: firsts.get(use) ?? null }));
}
