import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTree } from "@/lib/ledger/sessions/tree/build-tree";
import type { CallerRow, GrantCall, SessionTree } from "@/lib/ledger/sessions/tree/tree.types";

const ACCOUNT = "012345678901";
const INSTANCE = "i-0aaaaaaaaaaaaaaa1";

function caller(principalNo: number, accessKeyId: string | null, more: Partial<CallerRow> = {}): CallerRow {
  const name = more.sessionName ?? "tool";
  return {
    ...{ principalNo, accessKeyId, type: "AssumedRole", principalId: `AROAEXAMPLE:${name}`, accountId: ACCOUNT },
    ...{ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/next/${name}`, roleArn: `arn:aws:iam::${ACCOUNT}:role/next` },
    ...{ sessionName: name, userName: null, sessionCreatedAtMs: null, sourceIdentity: null },
    ...{ ec2RoleDelivery: null, inScopeInstanceId: null },
    ...more,
  };
}

const user = (principalNo: number, accessKeyId: string | null, more: Partial<CallerRow> = {}) =>
  caller(principalNo, accessKeyId, {
    ...{ type: "IAMUser", principalId: "AIDAEXAMPLE", sessionName: null, roleArn: null, userName: "ada" },
    ...{ arn: `arn:aws:iam::${ACCOUNT}:user/ada`, ...more },
  });

const service = (principalNo: number) =>
  caller(principalNo, null, {
    ...{ type: "AWSService", principalId: null, arn: null, accountId: null, sessionName: null, roleArn: null },
  });

function grant(principalNo: number, more: Partial<GrantCall> = {}): GrantCall {
  const { issuedKeyId = null, atMs = 1_000 } = more;
  return {
    ...{
      fileId: 1,
      sha256: "ab".repeat(32),
      record: principalNo * 100 + atMs / 1000,
      eventId: `by-${principalNo}-${issuedKeyId}-${atMs}`,
      atMs,
    },
    ...{
      principalNo,
      eventSource: "sts.amazonaws.com",
      eventName: "AssumeRole",
      invokedBy: null,
      source: "203.0.113.9",
    },
    ...{ issuedKeyId, issuedArn: null, issuedPrincipalId: null, requestedSessionName: null, target: null },
    ...{ sharedEventId: null, repeat: false },
    ...more,
  };
}

function build(
  callers: CallerRow[],
  grants: GrantCall[] = [],
  more: { own?: number[]; firstMs?: [number, number][] } = {},
): SessionTree {
  const own = new Map((more.own ?? []).map((no) => [no, { instanceId: INSTANCE, basis: "delivery" as const }]));
  return buildTree({ callers, grants, own, firstMs: new Map(more.firstMs ?? []) });
}

/** The tree as text, a line a session: depth, root, name, and each key with its proof. */
function drawn({ nodes, roots }: SessionTree): string[] {
  const lines = (id: string): string[] => {
    const node = nodes.get(id);
    if (!node) return [];
    const keys = node.keys.map((key) => `${key.accessKeyId ?? "no key"} ${key.hop?.proof ?? "-"}`);
    const name = node.sessionName ?? node.userName ?? node.type;
    return [
      `${"· ".repeat(node.depth)}${node.root ?? ""} ${name}: ${keys.join(", ")}`,
      ...node.children.flatMap(lines),
    ];
  };
  return roots.flatMap(lines);
}

describe("a key that issues more sessions than a call takes arguments", () => {
  it("has all of them below it", () => {
    const count = 130_000;
    const issued = grant(1, { issuedArn: caller(2, null).arn });
    const { nodes, roots } = build(
      [user(1, "AKIAPIPELINE")],
      Array.from({ length: count }, (_, n) => ({ ...issued, issuedKeyId: `ASIA${n}`, record: n, eventId: `e${n}` })),
    );
    const [root = ""] = roots;
    const below = (nodes.get(root)?.children ?? []).flatMap((id) => nodes.get(id)?.keys ?? []);
    expect([roots.length, below.length]).toEqual([1, count]);
  }, 120_000);
});

describe("the tree of sessions", () => {
  it("joins by access key, through accounts, from an instance's own session on", () => {
    const far = { accountId: "999999999999", sessionName: "far", principalId: "AROAFAR:far" };
    const tree = build(
      [caller(1, "ASIA1", { sessionName: INSTANCE }), caller(2, "ASIA2"), caller(3, "ASIA3", far), service(9)],
      [
        grant(9, { issuedKeyId: "ASIA1", invokedBy: "ec2.amazonaws.com" }),
        grant(1, { issuedKeyId: "ASIA2", atMs: 2_000 }),
        grant(2, { issuedKeyId: "ASIA3", atMs: 3_000 }),
      ],
      { own: [1] },
    );
    expect(drawn(tree)).toEqual([
      `instance ${INSTANCE}: ASIA1 access-key`,
      "·  tool: ASIA2 access-key",
      "· ·  far: ASIA3 access-key",
    ]);
    expect([...tree.nodes.values()].map(({ keys }) => keys[0]?.issuedByKeyId)).toEqual([null, "ASIA1", "ASIA2"]);
  });

  it("keeps keys of one session together, and apart where different sessions obtained them", () => {
    const callers = [user(1, "AKIA1"), user(2, "AKIA2", { arn: "arn:eve", principalId: "AIDAEVE", userName: "eve" })];
    const keys = [caller(3, "ASIA3"), caller(4, "ASIA4"), caller(5, "ASIA5")];
    const grants = [
      grant(1, { issuedKeyId: "ASIA3" }),
      grant(1, { issuedKeyId: "ASIA4", atMs: 2_000 }),
      grant(2, { issuedKeyId: "ASIA5", atMs: 3_000 }),
    ];
    expect(drawn(build([...callers, ...keys], grants)).sort()).toEqual([
      "user ada: AKIA1 -",
      "user eve: AKIA2 -",
      "·  tool: ASIA3 access-key, ASIA4 access-key",
      "·  tool: ASIA5 access-key",
    ]);
  });

  it("says so where no call issued a key, and takes nobody's session for an instance's by its name", () => {
    const alike = caller(1, "ASIA1", { sessionName: INSTANCE });
    expect(drawn(build([alike]))).toEqual([`not-in-evidence ${INSTANCE}: ASIA1 -`]);
    expect(drawn(build([user(2, "AKIA2"), alike], [grant(2, { issuedKeyId: "ASIA1" })]))).toEqual([
      "user ada: AKIA2 -",
      `·  ${INSTANCE}: ASIA1 access-key`,
    ]);
  });

  it.each([
    [
      "AWS's own roles",
      caller(1, "ASIA1", { principalId: `${ACCOUNT}:aws:ec2-infrastructure:${INSTANCE}` }),
      "aws-own-role",
    ],
    ["a user's long-term key", user(1, "AKIA1"), "user"],
    ["a temporary key of a user", user(1, "ASIA1"), "not-in-evidence"],
    ["somebody known to another identity provider", user(1, null, { type: "WebIdentityUser" }), "federated"],
    ["another account", user(1, null, { type: "AWSAccount" }), "other-account"],
    ["something new", user(1, null, { type: "Robot" }), "other"],
  ])("begins a branch with %s", (_name, row, root) => {
    const [only] = build([row], [], { firstMs: [[1, 0]] }).nodes.values();
    expect(only?.root).toBe(root);
  });

  it("knows what a service's role is", () => {
    const lambda = grant(9, { issuedKeyId: "ASIA1", invokedBy: "lambda.amazonaws.com" });
    const [only] = build([caller(1, "ASIA1"), service(9)], [lambda]).nodes.values();
    expect(only).toMatchObject({ root: "service", service: "lambda.amazonaws.com" });
  });
});

describe("without a key to join by", () => {
  const issued = { issuedPrincipalId: "AROAEXAMPLE:tool", issuedKeyId: "ASIAOTHER", atMs: 10_000 };
  const made = (more: Partial<CallerRow> = {}) => caller(2, "ASIA2", { sessionCreatedAtMs: 10_000, ...more });

  it("joins by the session's unique id and the second it began", () => {
    expect(drawn(build([user(1, "AKIA1"), made()], [grant(1, issued)]))).toContain("·  tool: ASIA2 role-id-and-time");
  });

  it.each([
    ["another time", made({ sessionCreatedAtMs: 40_000 }), [grant(1, issued)]],
    ["another unique id", made({ principalId: "AROAELSE:tool" }), [grant(1, issued)]],
    ["two makers in one second", made(), [grant(1, issued), grant(3, issued)]],
    ["a key that another identity is seen with", made(), [grant(1, { ...issued, issuedKeyId: "ASIA4" })]],
  ])("does not join over %s", (_name, session, grants) => {
    const elsewhere = caller(4, "ASIA4", { sessionName: "else", principalId: "AROAELSE:else" });
    const tree = build(
      [user(1, "AKIA1"), user(3, "AKIA3", { principalId: "AIDAX", arn: "arn:x" }), session, elsewhere],
      grants,
    );
    const node = tree.nodes.get(tree.nodeOf.get(2) ?? "");
    expect(node?.root).toBe("not-in-evidence");
  });

  it("joins by source identity last: to the call for that session, else to the only one who carried it before", () => {
    const named = { sourceIdentity: "ada@example.com" };
    const callers = [user(1, "AKIA1", named), caller(2, "ASIA2", named)];
    const first = [
      [1, 1_000],
      [2, 60_000],
    ] as [number, number][];
    const arn = callers[1]?.arn ?? null;
    expect(drawn(build(callers, [grant(1, { issuedArn: arn, atMs: 50_000 })], { firstMs: first }))).toContain(
      "·  tool: ASIA2 source-identity",
    );
    const without = build(callers, [], { firstMs: first });
    expect(drawn(without)).toContain("·  tool: ASIA2 source-identity");
    expect(without.nodes.get(without.nodeOf.get(2) ?? "")?.keys[0]?.hop?.call).toBeNull();
    const late = [
      [1, 70_000],
      [2, 60_000],
    ] as [number, number][];
    expect(drawn(build(callers, [], { firstMs: late }))).toContain("not-in-evidence tool: ASIA2 -");
  });

  it("joins a console session to its sign-in", () => {
    const signIn = grant(1, { eventName: "ConsoleLogin", eventSource: "signin.amazonaws.com", atMs: 9_000 });
    const tree = build([user(1, null), user(2, "ASIA2", { sessionCreatedAtMs: 9_500 })], [signIn]);
    expect(drawn(tree)).toContain("sign-in ada: ASIA2 sign-in");
  });
});

describe("what makes trees hard", () => {
  it("reads two accounts' records of one call as one, with what either says", () => {
    const shared = { sharedEventId: "s", atMs: 2_000 };
    const outside = caller(8, null, { type: "AWSAccount", principalId: `AROAEXAMPLE:${INSTANCE}`, arn: null });
    const tree = build(
      [caller(1, "ASIA1", { sessionName: INSTANCE }), caller(2, "ASIA2"), outside],
      [grant(1, shared), grant(8, { ...shared, repeat: true, issuedKeyId: "ASIA2", fileId: 2 })],
      { own: [1] },
    );
    expect(drawn(tree)).toEqual([`instance ${INSTANCE}: ASIA1 -`, "·  tool: ASIA2 access-key"]);
    expect(tree.nodes.get(tree.nodeOf.get(2) ?? "")?.keys[0]?.hop).toMatchObject({
      call: { principalNo: 1 },
      twins: [{ principalNo: 8 }],
    });
  });

  it("finds the caller by its unique id where only the other account recorded the call", () => {
    const outside = caller(8, null, { type: "AWSAccount", principalId: `AROAEXAMPLE:${INSTANCE}`, arn: null });
    const tree = build(
      [caller(1, "ASIA1", { sessionName: INSTANCE }), caller(2, "ASIA2", { principalId: "AROAFAR:tool" }), outside],
      [grant(8, { issuedKeyId: "ASIA2" })],
      { own: [1] },
    );
    expect(drawn(tree)).toContain("·  tool: ASIA2 access-key");
  });

  it("shows a key that was issued and never seen used, and counts those that EC2 made in reserve", () => {
    const tree = build(
      [caller(1, "ASIA1", { sessionName: INSTANCE }), service(9)],
      [
        grant(1, { issuedKeyId: "AKIANEW", eventName: "CreateAccessKey", target: "eve" }),
        grant(9, { issuedKeyId: "ASIA7", requestedSessionName: INSTANCE, invokedBy: "ec2.amazonaws.com" }),
      ],
      { own: [1] },
    );
    expect(drawn(tree)).toEqual([`instance ${INSTANCE}: ASIA1 -`, "·  eve: AKIANEW access-key"]);
    expect([...tree.nodes.values()][0]?.unusedKeys).toBe(1);
  });

  it("begins where keys issue one another in a circle", () => {
    const callers = ["ASIA1", "ASIA2"].map((key, at) =>
      caller(at + 1, key, { sessionName: key, principalId: `AROA:${key}` }),
    );
    const tree = build(callers, [grant(1, { issuedKeyId: "ASIA2" }), grant(2, { issuedKeyId: "ASIA1", atMs: 5_000 })]);
    expect(drawn(tree)).toEqual(["circular ASIA2: ASIA2 access-key", "·  ASIA1: ASIA1 access-key"]);
  });

  it("places every caller but services once, whatever the records say, in one order", () => {
    const keys = fc.constantFrom("ASIA1", "ASIA2", "ASIA3", "AKIA4", null);
    const rows = fc.array(fc.record({ key: keys, name: fc.constantFrom("a", "b"), created: fc.option(fc.nat(3)) }), {
      minLength: 1,
      maxLength: 9,
    });
    const calls = fc.array(
      fc.record({
        by: fc.nat(8),
        key: keys,
        at: fc.nat(3),
        shared: fc.option(fc.constantFrom("s", "t")),
        repeat: fc.boolean(),
      }),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(rows, calls, (asked, issued) => {
        const callers = asked.map(({ key, name, created }, at) =>
          caller(at + 1, key, {
            ...{ sessionName: name, principalId: `AROA:${name}`, sourceIdentity: name },
            sessionCreatedAtMs: created === null ? null : created * 1000,
          }),
        );
        const grants = issued.map(({ by, key, at, shared, repeat }, index) =>
          grant(by + 1, {
            ...{
              issuedKeyId: key,
              atMs: at * 1000,
              sharedEventId: shared,
              repeat,
              eventId: `e${index}`,
              record: index,
            },
            issuedPrincipalId: "AROA:a",
          }),
        );
        const tree = build(callers, grants);
        const placed = [...tree.nodes.values()].flatMap(({ keys: held }) =>
          held.flatMap(({ principalNos }) => principalNos),
        );
        expect(placed.sort()).toEqual(callers.map(({ principalNo }) => principalNo));
        const reached = drawn(tree);
        expect(reached).toHaveLength(tree.nodes.size);
        expect(drawn(build([...callers].reverse(), [...grants].reverse()))).toEqual(reached);
      }),
    );
  });
});
