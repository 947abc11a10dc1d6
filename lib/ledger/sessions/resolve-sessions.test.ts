import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveSessions } from "@/lib/ledger/sessions/resolve-sessions";
import type { FindingKey, IssuingCall, PrincipalRow } from "@/lib/ledger/sessions/session.types";

const INSTANCE = "i-0aaaaaaaaaaaaaaa1";
const OTHER = "i-0bbbbbbbbbbbbbbb2";
const ACCOUNT = "012345678901";

function caller(principalNo: number, accessKeyId: string | null, more: Partial<PrincipalRow> = {}): PrincipalRow {
  return {
    principalNo,
    type: "AssumedRole",
    principalId: `AROAEXAMPLE:${INSTANCE}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/web/${INSTANCE}`,
    accountId: ACCOUNT,
    sessionName: INSTANCE,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/web`,
    accessKeyId,
    ec2RoleDelivery: null,
    inScopeInstanceId: null,
    ...more,
  };
}

const user = (principalNo: number, accessKeyId: string | null) =>
  caller(principalNo, accessKeyId, { type: "IAMUser", sessionName: null, principalId: "AIDAEXAMPLE", roleArn: null });

const ec2 = (principalNo: number) =>
  caller(principalNo, null, { type: "AWSService", sessionName: null, principalId: null, arn: null, accountId: null });

function issue(principalNo: number, issuedKeyId: string, more: Partial<IssuingCall> = {}): IssuingCall {
  return {
    eventId: `issue-${issuedKeyId}`,
    atMs: 1_000,
    principalNo,
    invokedBy: null,
    source: "203.0.113.9",
    issuedKeyId,
    issuedArn: `arn:aws:sts::${ACCOUNT}:assumed-role/next/${issuedKeyId}`,
    ...more,
  };
}

function resolve(
  principals: PrincipalRow[],
  issuing: IssuingCall[] = [],
  findingKeys: FindingKey[] = [],
  account: string | null = ACCOUNT,
) {
  return resolveSessions({ principals, issuing, findingKeys, accountOf: () => account });
}

const ownKeys = (principals: PrincipalRow[], ...rest: [IssuingCall[]?, FindingKey[]?, (string | null)?]) =>
  [
    ...(resolve(principals, ...rest)
      .get(INSTANCE)
      ?.own.keys() ?? []),
  ].sort();

describe("whose a role session is", () => {
  it("takes a session of the instance's name and account whose key nobody is known to have issued", () => {
    expect(ownKeys([caller(1, "ASIA1")])).toEqual([1]);
  });

  it("takes a key that EC2 issued, by the service's own call", () => {
    const minted = issue(2, "ASIA1", { invokedBy: "ec2.amazonaws.com", source: "ec2.amazonaws.com" });
    expect(ownKeys([caller(1, "ASIA1"), ec2(2)], [minted])).toEqual([1]);
  });

  it("refuses a key that a user issued under the instance's name", () => {
    expect(ownKeys([caller(1, "ASIA1"), user(2, "AKIA2")], [issue(2, "ASIA1")])).toEqual([]);
  });

  it("is not misled by a user whose tools name themselves ec2.amazonaws.com as the service in between", () => {
    const call = issue(2, "ASIA1", { invokedBy: "ec2.amazonaws.com" });
    expect(ownKeys([caller(1, "ASIA1"), user(2, "AKIA2")], [call])).toEqual([]);
  });

  it("refuses a session of another account", () => {
    expect(ownKeys([caller(1, "ASIA1", { accountId: "999999999999" })])).toEqual([]);
  });

  it("compares accounts as text, leading zeros and all", () => {
    expect(ownKeys([caller(1, "ASIA1", { accountId: "12345678901" })])).toEqual([]);
  });

  it("lets delivery by EC2 outweigh all else", () => {
    expect(ownKeys([caller(1, "ASIA1", { ec2RoleDelivery: "1.0", accountId: "999999999999" })])).toEqual([1]);
  });

  it("takes a scope that names the instance, and no other's", () => {
    expect(ownKeys([caller(1, "ASIA1", { inScopeInstanceId: INSTANCE })])).toEqual([1]);
    expect(ownKeys([caller(1, "ASIA1", { inScopeInstanceId: OTHER })])).toEqual([]);
  });

  it.each([
    { principalId: `${ACCOUNT}:aws:ec2-infrastructure:${INSTANCE}` },
    { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/aws:ec2-instance/${INSTANCE}` },
    { roleArn: `arn:aws:iam::${ACCOUNT}:role/aws:ec2-instance` },
  ])("leaves AWS's own roles out: %o", (more) => {
    expect(ownKeys([caller(1, "ASIA1", { ...more, ec2RoleDelivery: "2.0" })])).toEqual([]);
  });

  it("gives an instance the key that a finding names beside it, whatever its session is called", () => {
    const principals = [caller(1, "ASIA1", { sessionName: "chosen" }), caller(2, "ASIA2", { sessionName: "chosen" })];
    expect(ownKeys(principals, [], [{ accessKeyId: "ASIA1", instanceIds: [INSTANCE] }])).toEqual([1]);
  });

  it("does not guess when a finding names several instances beside one key", () => {
    const principals = [caller(1, "ASIA1", { sessionName: "chosen" })];
    expect(ownKeys(principals, [], [{ accessKeyId: "ASIA1", instanceIds: [INSTANCE, OTHER] }])).toEqual([]);
  });

  it("holds what one caller of a key shows for every caller with that key", () => {
    const principals = [caller(1, "ASIA1", { ec2RoleDelivery: "2.0" }), caller(2, "ASIA1", { sessionName: null })];
    expect(ownKeys(principals)).toEqual([1, 2]);
  });

  it("judges two keys of one session each by itself", () => {
    const principals = [caller(1, "ASIA1"), caller(2, "ASIA2"), user(3, "AKIA3")];
    expect(ownKeys(principals, [issue(3, "ASIA2")])).toEqual([1]);
  });
});

describe("chained sessions", () => {
  const role = (no: number, key: string, account = ACCOUNT) =>
    caller(no, key, { sessionName: "hop", accountId: account, arn: `arn:aws:sts::${account}:assumed-role/next/hop` });

  it("follows keys to any depth and into any account, in the order of issuing", () => {
    const principals = [caller(1, "ASIA1"), role(2, "ASIA2"), role(3, "ASIA3", "999999999999")];
    const chain = resolve(principals, [issue(2, "ASIA3", { atMs: 3 }), issue(1, "ASIA2", { atMs: 2 })]).get(INSTANCE);
    expect(chain?.chained.map(({ via, accessKeyId, principalNos }) => ({ via, accessKeyId, principalNos }))).toEqual([
      { via: "issue-ASIA2", accessKeyId: "ASIA2", principalNos: [2] },
      { via: "issue-ASIA3", accessKeyId: "ASIA3", principalNos: [3] },
    ]);
  });

  it("joins by key, never by role and session name", () => {
    const principals = [caller(1, "ASIA1"), role(2, "ASIA2"), role(3, "ASIA9")];
    const chain = resolve(principals, [issue(1, "ASIA2")]).get(INSTANCE)?.chained ?? [];
    expect(chain.flatMap(({ principalNos }) => principalNos)).toEqual([2]);
  });

  it("lists a key that was never seen used, and has an end where keys issue one another", () => {
    const principals = [caller(1, "ASIA1"), role(2, "ASIA2"), role(3, "ASIA3")];
    const issuing = [issue(1, "ASIA2"), issue(2, "ASIA3"), issue(3, "ASIA2", { eventId: "again" }), issue(1, "ASIA8")];
    const chain = resolve(principals, issuing).get(INSTANCE)?.chained ?? [];
    expect(chain.map(({ accessKeyId }) => accessKeyId).sort()).toEqual(["ASIA2", "ASIA2", "ASIA3", "ASIA8"]);
    expect(chain.flatMap(({ principalNos }) => principalNos).sort()).toEqual([2, 3]);
  });

  it("does not depend on the order of rows", () => {
    const keys = fc.constantFrom("ASIA1", "ASIA2", "ASIA3", "ASIA4", "ASIA5");
    const callers = fc.array(fc.record({ key: fc.option(keys), own: fc.boolean(), delivered: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    });
    const calls = fc.array(fc.record({ by: fc.nat(7), key: keys, atMs: fc.nat(3) }), { maxLength: 8 });
    fc.assert(
      fc.property(callers, calls, fc.infiniteStream(fc.nat()), (rows, issued, dice) => {
        const principals = rows.map(({ key, own, delivered }, index) =>
          caller(index, key, { sessionName: own ? INSTANCE : "hop", ec2RoleDelivery: delivered ? "2.0" : null }),
        );
        const issuing = issued.map(({ by, key, atMs }, index) => issue(by, key, { eventId: `event-${index}`, atMs }));
        const shuffled = <T>(items: T[]) =>
          items
            .map((item) => ({ item, at: dice.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const plain = resolve(principals, issuing);
        expect(resolve(shuffled(principals), shuffled(issuing))).toEqual(plain);
        for (const session of plain.values()) {
          const listed = session.chained.flatMap(({ principalNos }) => principalNos);
          expect(new Set(listed).size).toBe(listed.length);
          expect(listed.filter((no) => session.own.has(no))).toEqual([]);
        }
      }),
    );
  });
});
