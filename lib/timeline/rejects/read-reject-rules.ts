import type { NetworkRules } from "@/lib/core/network-rules";
import { pool } from "@/lib/db/pool";
import { type Dated, describedAt } from "@/lib/timeline/rejects/described-at";
import type { AsDescribed, KnownGroups, RulesOf } from "@/lib/timeline/rejects/reject.types";

/** Where a refused record was seen. */
export interface RejectPlace {
  interfaceId: string;
  vpcId: string | null;
  subnetId: string | null;
  peerIp: string;
  atMs: number;
}

export interface RejectRules {
  groups: KnownGroups;
  acl: AsDescribed<"network-acl"> | null;
  /** Reachability Analyzer's results over paths through the interface, in order of time. */
  analyses: AsDescribed<"analysis">[];
}

interface Stored<Kind extends NetworkRules["kind"]> extends Dated, AsDescribed<Kind> {
  fileId: number;
}

type Wanted = { subjects: readonly string[] } | { member: "subnetIds" | "ips" | "interfaceIds"; value: string };

async function readRules<Kind extends NetworkRules["kind"]>(caseId: string, kind: Kind, wanted: Wanted) {
  const [where, values] =
    "subjects" in wanted ? ["subject = ANY($3)", [wanted.subjects]] : ["body->$3 ? $4", [wanted.member, wanted.value]];
  const { rows } = await pool().query<Stored<Kind>>(
    `SELECT file_id AS "fileId", (extract(epoch FROM at) * 1000)::float8 AS "atMs", gone, body AS rules
       FROM network_descriptions WHERE case_id = $1 AND kind = $2 AND ${where} ORDER BY id`,
    [caseId, kind, ...values],
  );
  return rows;
}

function bySubject<Kind extends NetworkRules["kind"]>(
  rows: readonly Stored<Kind>[],
  idOf: (rules: RulesOf<Kind>) => string,
): Stored<Kind>[][] {
  const subjects = new Map<string, Stored<Kind>[]>();
  for (const row of rows) {
    const id = idOf(row.rules);
    subjects.set(id, [...(subjects.get(id) ?? []), row]);
  }
  return [...subjects.values()];
}

/** Rules that came one by one make a group together, those of one file each. */
function joinParts(rows: readonly Stored<"security-group">[]): Stored<"security-group">[] {
  const parts = new Map<number, Stored<"security-group">>();
  for (const row of rows.filter(({ rules }) => rules.partial)) {
    const known = parts.get(row.fileId);
    if (known) known.rules = { ...known.rules, rules: [...known.rules.rules, ...row.rules.rules] };
    else parts.set(row.fileId, { ...row });
  }
  // Of descriptions without a time the last is taken: a whole one rather than a joined one.
  return [...parts.values(), ...rows.filter(({ rules }) => !rules.partial)];
}

async function readGroups(caseId: string, groupIds: readonly string[], atMs: number) {
  if (groupIds.length === 0) return [];
  const rows = await readRules(caseId, "security-group", { subjects: groupIds });
  return bySubject(rows, ({ groupId }) => groupId).flatMap((group) => describedAt(joinParts(group), atMs) ?? []);
}

/** Of all ACLs that were ever described with the subnet, the one that had it then. */
async function readAcl(caseId: string, subnetId: string, atMs: number) {
  const naming = await readRules(caseId, "network-acl", { member: "subnetIds", value: subnetId });
  const subjects = [...new Set(naming.map(({ rules }) => rules.aclId))];
  const rows = await readRules(caseId, "network-acl", { subjects });
  const then = bySubject(rows, ({ aclId }) => aclId).flatMap((acl) => describedAt(acl, atMs) ?? []);
  return describedAt(
    then.filter(({ rules }) => rules.subnetIds.includes(subnetId)),
    atMs,
  );
}

/** Null where no description of an interface with the address in that VPC is loaded. */
async function readPeerGroups(caseId: string, { vpcId, peerIp, atMs }: RejectPlace): Promise<string[] | null> {
  const naming = await readRules(caseId, "interface", { member: "ips", value: peerIp });
  const subjects = [...new Set(naming.map(({ rules }) => rules.interfaceId))];
  if (subjects.length === 0) return null;
  const { rows } = await pool().query<{ subject: string }>(
    `SELECT DISTINCT subject FROM network_descriptions
      WHERE case_id = $1 AND kind = 'interface' AND subject = ANY($2) AND ($3::text IS NULL OR vpc_id = $3)`,
    [caseId, subjects, vpcId],
  );
  const inVpc = await readRules(caseId, "interface", { subjects: rows.map(({ subject }) => subject) });
  const then = bySubject(inVpc, ({ interfaceId }) => interfaceId)
    .flatMap((card) => describedAt(card, atMs) ?? [])
    .filter(({ rules }) => rules.ips.includes(peerIp));
  return then.length === 0 ? null : [...new Set(then.flatMap(({ rules }) => rules.groupIds))];
}

/** The rules that stood between an interface and a far end at a moment, as far as descriptions of the case tell. */
export async function readRejectRules(caseId: string, place: RejectPlace): Promise<RejectRules> {
  const { interfaceId, atMs } = place;
  const card = describedAt(await readRules(caseId, "interface", { subjects: [interfaceId] }), atMs);
  const subnetId = place.subnetId ?? card?.rules.subnetId ?? null;
  const [groups, peerGroupIds, acl, analyses] = await Promise.all([
    readGroups(caseId, card?.rules.groupIds ?? [], atMs),
    readPeerGroups(caseId, place),
    subnetId === null ? null : readAcl(caseId, subnetId, atMs),
    readRules(caseId, "analysis", { member: "interfaceIds", value: interfaceId }),
  ]);
  return {
    groups: { card, groups, peerGroupIds },
    acl,
    analyses: analyses.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0)),
  };
}
