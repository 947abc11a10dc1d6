import { groupBy } from "@/lib/core/group-by";
import { addressCuts } from "@/lib/investigate/off-instance-use";
import {
  isForeign,
  judgeUse,
  keyVerdict,
  worstVerdict,
  type Yardstick,
  yardstickOf,
} from "@/lib/investigate/sessions/judge-uses";
import { cutUses, readCallerUses } from "@/lib/investigate/sessions/read-caller-uses";
import type { CallerUse, JudgedUse, KeyVerdict } from "@/lib/investigate/sessions/session-use.types";
import type { Ledger } from "@/lib/ledger/ledger.types";
import type { SessionKey, SessionNode, SessionTree } from "@/lib/ledger/sessions/tree/tree.types";

/** The first use of a key from where its instance is not. */
export interface ForeignUse {
  atMs: number;
  source: string | null;
  basis: "known" | "assumed";
  /** Whole minutes since the call that issued the key, else since the session began; null where neither is known. */
  minutesSinceIssue: number | null;
  principalNo: number;
}

export interface JudgedKey {
  key: SessionKey;
  uses: CallerUse[];
  /** Empty below a root that is no instance. */
  judged: JudgedUse[];
  verdict: KeyVerdict | null;
  firstForeign: ForeignUse | null;
}

export interface JudgedSession {
  node: SessionNode;
  /** The instance that its branch begins with: what its use is judged by. */
  instanceId: string | null;
  keys: JudgedKey[];
  verdict: KeyVerdict | null;
}

export interface JudgeContext {
  caseId: string;
  /** The case's loads for `load_id IN (…)`. */
  loads: string;
  ledger: Ledger;
  tree: SessionTree;
}

/** Where each key of these sessions was used from, and whether that is off the instance. Judged by key, by all evidence. */
export async function judgeSessions(context: JudgeContext, nodes: readonly SessionNode[]): Promise<JudgedSession[]> {
  const { caseId, loads, ledger, tree } = context;
  const instanceIds = new Set(nodes.flatMap(({ rootInstanceId }) => rootInstanceId ?? []));
  const ownNodes = [...tree.nodes.values()].filter(
    ({ instanceId }) => instanceId !== null && instanceIds.has(instanceId),
  );
  const callersOf = (list: readonly SessionNode[]) =>
    list.flatMap(({ keys }) => keys.flatMap(({ principalNos }) => principalNos));
  const uses = await readCallerUses(caseId, [...new Set(callersOf([...nodes, ...ownNodes]))]);
  const usesOf = groupBy(uses, ({ principalNo }) => principalNo);
  const yardsticks = new Map<string, Yardstick>();
  for (const instanceId of instanceIds) {
    const own = callersOf(ownNodes.filter((node) => node.instanceId === instanceId));
    yardsticks.set(
      instanceId,
      yardstickOf(
        ledger,
        instanceId,
        own.flatMap((no) => usesOf.get(no) ?? []),
      ),
    );
  }
  return Promise.all(
    nodes.map(async (node): Promise<JudgedSession> => {
      const instanceId = node.rootInstanceId;
      const yardstick = instanceId === null ? undefined : yardsticks.get(instanceId);
      const keys = await Promise.all(
        node.keys.map(async (key) => {
          const rows = key.principalNos.flatMap((no) => usesOf.get(no) ?? []);
          if (!yardstick) return { key, uses: rows, judged: [], verdict: null, firstForeign: null };
          const cut = await cutUses(loads, rows, addressCuts(yardstick.own));
          const judged = cut.map((use) => judgeUse(use, yardstick));
          return { key, uses: rows, judged, verdict: keyVerdict(judged), firstForeign: firstForeignOf(key, judged) };
        }),
      );
      const verdicts = keys.flatMap(({ verdict }) => verdict ?? []);
      return { node, instanceId, keys, verdict: verdicts.length === 0 ? null : worstVerdict(verdicts) };
    }),
  );
}

function firstForeignOf(key: SessionKey, judged: readonly JudgedUse[]): ForeignUse | null {
  const foreign = judged.filter(isForeign);
  // What is known goes before what is assumed: it is the verdict's reason.
  const known = foreign.filter(({ basis }) => basis === "known");
  const [first] = (known.length > 0 ? known : foreign).sort((a, b) => a.use.firstMs - b.use.firstMs);
  if (!first) return null;
  const issuedMs = key.hop?.call?.atMs ?? key.createdMs;
  const { firstMs: atMs, source, principalNo } = first.use;
  const minutesSinceIssue = issuedMs === null || issuedMs > atMs ? null : Math.floor((atMs - issuedMs) / 60_000);
  return { atMs, source, basis: first.basis, minutesSinceIssue, principalNo };
}
