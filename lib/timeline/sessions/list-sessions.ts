import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { type JudgeContext, judgeSessions } from "@/lib/investigate/sessions/judge-sessions";
import { VERDICTS, worstVerdict } from "@/lib/investigate/sessions/judge-uses";
import type { SessionNode } from "@/lib/ledger/sessions/tree/tree.types";
import { layOutTree } from "@/lib/timeline/sessions/lay-out-tree";
import { nameRecords } from "@/lib/timeline/sessions/name-records";
import { type SessionBook, sessionBook } from "@/lib/timeline/sessions/session-book";
import type { SessionLine } from "@/lib/timeline/sessions/session-view.types";
import { toSessionLine } from "@/lib/timeline/sessions/to-session-line";

/** Lines shown at most; a search says how many more fit. */
const MOST_LINES = 300;

export interface SessionList {
  /** In the order of the tree: each below the one that led to it. */
  lines: SessionLine[];
  /** Sessions of the case, and how many were asked for. */
  total: number;
  fitting: number;
}

interface ListRequest {
  caseId: string;
  /** Of the evidence, where the request read it already. */
  revision?: number;
  ip: string | null;
  /** Instances that met the indicator. */
  instanceIds: readonly string[];
  q: string;
}

const KEPT = 32;
const lists = new KeptAnswers<SessionList>(KEPT);

/**
 * The sessions that a case is about, as a tree: those of the instances that met the indicator, what they led to, and
 * whoever called from the indicator. With a search text, those that it fits instead, with what led to them.
 */
export async function listSessions({ revision, ...asked }: ListRequest): Promise<SessionList> {
  const book = await sessionBook(asked.caseId, revision);
  return lists.get(JSON.stringify([book.revision, asked]), () => makeList(book, asked));
}

async function makeList(book: SessionBook, asked: Omit<ListRequest, "revision">): Promise<SessionList> {
  const { tree, caseId } = book;
  const text = asked.q.trim().toLowerCase();
  const wanted = text === "" ? await aboutCase(book, asked) : matching(book, text);
  const laidOut = layOutTree(tree, wanted.slice(0, MOST_LINES));
  const ordered = laidOut.map(({ node }) => node);
  const judged = await judgeSessions(book, ordered);
  const name = await nameRecords(
    caseId,
    ordered.flatMap(({ keys }) => keys.flatMap(({ hop }) => (hop?.call ? [hop.call, ...hop.twins] : []))),
  );
  const found = new Set(wanted.map(({ id }) => id));
  return {
    lines: worstFirst(
      judged.map((session, at) => {
        const line = toSessionLine(session, name, found.has(session.node.id));
        const { depth = line.depth, above = 0 } = laidOut[at] ?? {};
        return { ...line, depth, above, parentId: above > 0 ? null : line.parentId };
      }),
    ),
    ...{ total: tree.nodes.size, fitting: wanted.length },
  };
}

async function aboutCase(
  { caseId, tree }: JudgeContext,
  { ip, instanceIds }: { ip: string | null; instanceIds: readonly string[] },
): Promise<SessionNode[]> {
  const met = new Set(instanceIds);
  const callers = ip === null ? [] : await callersFrom(caseId, ip);
  const fromIndicator = new Set(callers.map((no) => tree.nodeOf.get(no)));
  return [...tree.nodes.values()].filter((node) => met.has(node.rootInstanceId ?? "") || fromIndicator.has(node.id));
}

async function callersFrom(caseId: string, ip: string): Promise<number[]> {
  const { rows } = await pool().query<{ no: number }>(
    `SELECT DISTINCT principal_no AS no FROM caller_uses WHERE case_id = $1 AND source_ip = $2::inet`,
    [caseId, ip],
  );
  return rows.map(({ no }) => no);
}

function matching({ tree }: JudgeContext, text: string): SessionNode[] {
  const says = (value: string | null) => value?.toLowerCase().includes(text) ?? false;
  return [...tree.nodes.values()].filter(
    (node) =>
      [node.sessionName, node.userName, node.arn, node.roleArn, node.principalId, node.accountId, node.instanceId].some(
        says,
      ) ||
      // With an instance goes what its sessions led to.
      says(node.rootInstanceId) ||
      says(node.service) ||
      node.sourceIdentities.some(says) ||
      node.keys.some(({ accessKeyId }) => says(accessKeyId)),
  );
}

/** Branches with a session that was used elsewhere before others; within a branch, the order of the tree. */
function worstFirst(lines: readonly SessionLine[]): SessionLine[] {
  const branches: SessionLine[][] = [];
  for (const line of lines) {
    if (line.depth === 0) branches.push([line]);
    else branches.at(-1)?.push(line);
  }
  const rank = (branch: readonly SessionLine[]) => {
    const verdicts = branch.flatMap(({ verdict }) => verdict ?? []);
    return verdicts.length === 0 ? VERDICTS.length : VERDICTS.indexOf(worstVerdict(verdicts));
  };
  return branches.sort((a, b) => rank(a) - rank(b)).flat();
}
