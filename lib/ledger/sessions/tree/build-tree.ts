import { createHash } from "node:crypto";
import { compareText } from "@/lib/core/compare-text";
import { isAwsOwnRole, type OwnCaller } from "@/lib/ledger/sessions/own-callers";
import { cutCircles } from "@/lib/ledger/sessions/tree/cut-circles";
import { type FoundHop, findHops } from "@/lib/ledger/sessions/tree/find-hops";
import { type Credential, groupCredentials, isService } from "@/lib/ledger/sessions/tree/group-credentials";
import { type Grant, pairTwins } from "@/lib/ledger/sessions/tree/pair-twins";
import type {
  CallerRow,
  GrantCall,
  RootKind,
  SessionKey,
  SessionNode,
  SessionTree,
} from "@/lib/ledger/sessions/tree/tree.types";

export interface TreeInput {
  callers: readonly CallerRow[];
  grants: readonly GrantCall[];
  /** Callers that are an instance's own, and why. */
  own: ReadonlyMap<number, OwnCaller>;
  /** First call of each caller, epoch ms. */
  firstMs: ReadonlyMap<number, number>;
}

/**
 * The tree of sessions of a case: every credential of the evidence below the session that obtained it, with the proof of
 * each hop. A key that a call issued and nobody used stands in it too. Pure; the order of rows does not matter.
 */
export function buildTree({ callers, grants: calls, own, firstMs }: TreeInput): SessionTree {
  const byNo = new Map(callers.map((caller) => [caller.principalNo, caller]));
  const grants = pairTwins(calls);
  const seen = groupCredentials(callers, own);
  const hops = findHops({ credentials: seen, grants, callers: byNo, firstMs });
  const unused = unusedCredentials(grants, seen, byNo);
  for (const { credential, found } of unused) hops.set(credential.id, found);
  const credentials = [...seen, ...unused.map(({ credential }) => credential)];
  const parents = new Map<string, Credential>();
  for (const credential of credentials) {
    const from = hops.get(credential.id)?.from ?? null;
    // An instance's own session is where its branch begins; and no credential issues itself.
    if (from && from.id !== credential.id && credential.own === null) parents.set(credential.id, from);
  }
  const makers = new Set([...parents.values()].map(({ id }) => id));
  // Another account as the other half of a twin: its caller has a name of its own here.
  const isTwinOnly = ({ id, who, callers: own }: Credential) =>
    who.type === "AWSAccount" && !makers.has(id) && own.every(({ principalNo }) => !firstMs.has(principalNo));
  const circular = cutCircles(parents, (id) => hops.get(id)?.hop.call?.atMs ?? Number.NEGATIVE_INFINITY);
  const tree = new Grower(hops, parents, circular).grow(credentials.filter((one) => !isTwinOnly(one)));
  countUnusedKeys(tree, grants, seen);
  return tree;
}

/** Keys that a session obtained and that no record shows in use. Keys that services issued are counted instead. */
function unusedCredentials(
  grants: readonly Grant[],
  seen: readonly Credential[],
  byNo: ReadonlyMap<number, CallerRow>,
) {
  const known = new Set(seen.map(({ accessKeyId }) => accessKeyId));
  const callers = new Map(seen.flatMap((one) => one.callers.map(({ principalNo }) => [principalNo, one] as const)));
  return grants.flatMap((grant) => {
    const { call, twins } = grant;
    const maker = byNo.get(call.principalNo);
    if (call.issuedKeyId === null || known.has(call.issuedKeyId) || !maker || isService(maker)) return [];
    known.add(call.issuedKeyId);
    const credential: Credential = {
      ...{ id: `key ${call.issuedKeyId}`, accessKeyId: call.issuedKeyId, callers: [], own: null },
      ...{ who: issuedTo(call, maker), createdMs: call.atMs },
    };
    const hop = { proof: "access-key" as const, call, twins, service: null, fits: 1 };
    return [{ credential, found: { hop, from: callers.get(call.principalNo) ?? null } satisfies FoundHop }];
  });
}

const ASSUMED_ROLE = /^arn:([^:]+):sts::(\d*):assumed-role\/(.+)\/([^/]+)$/;

/** Who an issued key is for, as far as the call says. */
function issuedTo(call: GrantCall, maker: CallerRow): CallerRow {
  const [, partition, account, role, session] = ASSUMED_ROLE.exec(call.issuedArn ?? "") ?? [];
  const isUserKey = call.eventName === "CreateAccessKey";
  return {
    ...{ principalNo: -1, principalId: call.issuedPrincipalId, arn: call.issuedArn },
    type: isUserKey ? "IAMUser" : role === undefined ? null : "AssumedRole",
    accountId: account || maker.accountId,
    sessionName: session ?? null,
    roleArn: role === undefined ? null : `arn:${partition}:iam::${account}:role/${role}`,
    ...{ accessKeyId: call.issuedKeyId, userName: isUserKey ? call.target : null },
    ...{ ec2RoleDelivery: null, inScopeInstanceId: null, sessionCreatedAtMs: null, sourceIdentity: null },
  };
}

class Grower {
  readonly #hops: ReadonlyMap<string, FoundHop>;
  readonly #parents: ReadonlyMap<string, Credential>;
  readonly #circular: ReadonlySet<string>;
  readonly #tree: SessionTree = { nodes: new Map(), roots: [], nodeOf: new Map() };
  readonly #nodeOfCredential = new Map<string, SessionNode>();
  /** Source identities by node: a session of a hundred thousand keys is put in order once. */
  readonly #identities = new Map<string, Set<string>>();

  constructor(
    hops: ReadonlyMap<string, FoundHop>,
    parents: ReadonlyMap<string, Credential>,
    circular: ReadonlySet<string>,
  ) {
    this.#hops = hops;
    this.#parents = parents;
    this.#circular = circular;
  }

  grow(credentials: readonly Credential[]): SessionTree {
    const children = new Map<string, Credential[]>();
    const queue: Credential[] = [];
    for (const credential of credentials) {
      const parent = this.#parents.get(credential.id);
      if (!parent) queue.push(credential);
      else {
        const siblings = children.get(parent.id);
        if (siblings) siblings.push(credential);
        else children.set(parent.id, [credential]);
      }
    }
    for (const credential of queue) {
      this.#place(credential);
      // One by one: a pipeline's key issues more than a call takes arguments.
      for (const child of children.get(credential.id) ?? []) queue.push(child);
    }
    const starts = new Map([...this.#tree.nodes].map(([id, { keys }]) => [id, startOf(keys)]));
    const byStart = (a: string, b: string) => {
      const [startA = 0, startB = 0] = [starts.get(a), starts.get(b)];
      return startA === startB ? compareText(a, b) : startA - startB;
    };
    for (const node of this.#tree.nodes.values()) {
      node.children.sort(byStart);
      node.sourceIdentities = [...(this.#identities.get(node.id) ?? [])].sort(compareText);
    }
    this.#tree.roots.sort(byStart);
    return this.#tree;
  }

  #place(credential: Credential): void {
    const { who, own } = credential;
    const parent = this.#parents.get(credential.id);
    const above = parent ? (this.#nodeOfCredential.get(parent.id) ?? null) : null;
    const found = this.#hops.get(credential.id) ?? null;
    const root = above === null ? this.#rootOf(credential, found) : null;
    const service = found?.hop.service ?? null;
    const identity = [
      above?.id,
      root,
      who.type,
      who.principalId,
      who.roleArn,
      who.sessionName,
      who.accountId,
      own?.instanceId,
    ];
    const named = who.sessionName === null ? [who.arn, who.userName] : [];
    const id = createHash("sha256")
      .update(JSON.stringify([...identity, ...named]))
      .digest("hex")
      .slice(0, 16);
    let node = this.#tree.nodes.get(id);
    if (!node) {
      node = {
        ...{ id, parentId: above?.id ?? null, depth: above === null ? 0 : above.depth + 1, root, service },
        ...{ type: who.type, principalId: who.principalId, arn: who.arn, accountId: who.accountId },
        ...{ roleArn: who.roleArn, sessionName: who.sessionName, userName: who.userName },
        ...{ instanceId: own?.instanceId ?? null, sourceIdentities: [], keys: [], unusedKeys: 0, children: [] },
        rootInstanceId: own?.instanceId ?? above?.rootInstanceId ?? null,
      };
      this.#tree.nodes.set(id, node);
      if (above) above.children.push(id);
      else this.#tree.roots.push(id);
    }
    this.#nodeOfCredential.set(credential.id, node);
    for (const { principalNo } of credential.callers) this.#tree.nodeOf.set(principalNo, id);
    const identities = this.#identities.get(id) ?? new Set<string>();
    this.#identities.set(id, identities);
    for (const { sourceIdentity } of credential.callers) if (sourceIdentity !== null) identities.add(sourceIdentity);
    node.keys.push({
      accessKeyId: credential.accessKeyId,
      principalNos: credential.callers.map(({ principalNo }) => principalNo).sort((a, b) => a - b),
      createdMs: credential.createdMs,
      deliveries: [...new Set(credential.callers.flatMap(({ ec2RoleDelivery }) => ec2RoleDelivery ?? []))].sort(
        compareText,
      ),
      basis: own?.basis ?? null,
      hop: found?.hop ?? null,
      issuedByKeyId: found?.from?.accessKeyId ?? null,
    });
  }

  #rootOf(credential: Credential, found: FoundHop | null): RootKind {
    const { who, own, accessKeyId } = credential;
    if (this.#circular.has(credential.id)) return "circular";
    if (own) return "instance";
    if (isAwsOwnRole(who)) return "aws-own-role";
    if (found?.hop.service) return "service";
    if (found?.hop.proof === "sign-in") return "sign-in";
    switch (who.type) {
      case "Root":
      case "IAMUser":
        // A temporary key came from somewhere; what calls without one is the user as the record names it.
        return accessKeyId?.startsWith("ASIA") ? "not-in-evidence" : "user";
      case "SAMLUser":
      case "WebIdentityUser":
      case "IdentityCenterUser":
        return "federated";
      case "FederatedUser":
      case "AssumedRole":
        return "not-in-evidence";
      case "AWSAccount":
        return "other-account";
      default:
        return "other";
    }
  }
}

/** When the first of a session's keys began; infinite where nothing tells. */
function startOf(keys: readonly SessionKey[]): number {
  return keys.reduce(
    (first, { hop, createdMs }) => Math.min(first, hop?.call?.atMs ?? createdMs ?? Number.POSITIVE_INFINITY),
    Number.POSITIVE_INFINITY,
  );
}

/** EC2 hands out a key every hour, and software uses a few of them. */
function countUnusedKeys(tree: SessionTree, grants: readonly Grant[], seen: readonly Credential[]): void {
  const used = new Set(seen.map(({ accessKeyId }) => accessKeyId));
  const byInstance = new Map(
    [...tree.nodes.values()].flatMap((node) => (node.instanceId === null ? [] : [[node.instanceId, node] as const])),
  );
  for (const { call } of grants) {
    if (call.issuedKeyId === null || used.has(call.issuedKeyId)) continue;
    const node = byInstance.get(call.requestedSessionName ?? "");
    if (node) node.unusedKeys += 1;
  }
}
