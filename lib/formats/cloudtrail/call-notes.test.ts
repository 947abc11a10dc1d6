import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callNotes, callTarget } from "@/lib/formats/cloudtrail/call-notes";

const asked = (requestParameters: unknown, responseElements: unknown = null) => ({
  requestParameters,
  responseElements,
});

describe("what a call is about", () => {
  it.each([
    [{ bucketName: "backups", key: "a/b.gz" }, "backups/a/b.gz"],
    [{ bucketName: "backups" }, "backups"],
    [{ key: "alone" }, null],
    [
      { userName: "eve", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      "arn:aws:iam::aws:policy/AdministratorAccess",
    ],
    [{ name: "main-trail" }, "main-trail"],
    [{ name: 5 }, null],
    [null, null],
  ])("%o", (request, target) => {
    expect(callTarget(asked(request))).toBe(target);
  });
});

describe("what a call opens or gives", () => {
  const rule = {
    ...{ ipProtocol: "tcp", fromPort: 22, toPort: 22, groups: {} },
    ...{ ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] }, ipv6Ranges: { items: [{ cidrIpv6: "::/0" }] } },
  };
  it.each([
    ["AuthorizeSecurityGroupIngress", { ipPermissions: { items: [rule] } }, ["tcp 22 0.0.0.0/0", "tcp 22 ::/0"]],
    [
      "AuthorizeSecurityGroupIngress",
      { ipPermissions: { items: [{ ipProtocol: "-1", ipRanges: { items: [{ cidrIp: "10.0.0.0/8" }] } }] } },
      ["any protocol all ports 10.0.0.0/8"],
    ],
    [
      "AuthorizeSecurityGroupIngress",
      { ipProtocol: "tcp", fromPort: 8000, toPort: 8080, cidrIp: "198.51.100.0/24" },
      ["tcp 8000-8080 198.51.100.0/24"],
    ],
    [
      "ModifySecurityGroupRules",
      {
        ModifySecurityGroupRulesRequest: {
          SecurityGroupRule: {
            SecurityGroupRule: { CidrIpv4: "0.0.0.0/0", IpProtocol: "tcp", FromPort: 3389, ToPort: 3389 },
          },
        },
      },
      ["tcp 3389 0.0.0.0/0"],
    ],
    [
      "CreateNetworkAclEntry",
      { cidrBlock: "0.0.0.0/0", ruleAction: "allow", egress: false, aclProtocol: "6", portRange: { from: 22, to: 22 } },
      ["inbound 6 22 0.0.0.0/0"],
    ],
    ["CreateNetworkAclEntry", { cidrBlock: "0.0.0.0/0", ruleAction: "deny" }, []],
    [
      "UpdateAccessKey",
      { userName: "eve", accessKeyId: "AKIAEXAMPLE", status: "Inactive" },
      ["AKIAEXAMPLE", "Inactive"],
    ],
    ["DeleteAccessKey", { userName: "eve", accessKeyId: "AKIAEXAMPLE" }, ["AKIAEXAMPLE", "Deleted"]],
    ["UpdateTrail", { name: "main", isMultiRegionTrail: false }, ["one region alone"]],
    ["UpdateTrail", { name: "main", s3BucketName: "logs", isMultiRegionTrail: true }, []],
    ["UpdateDetector", { detectorId: "1", enable: false }, ["switched off"]],
    ["UpdateDetector", { detectorId: "1", enable: true }, []],
    [
      "PutEventSelectors",
      { eventSelectors: [{ readWriteType: "All", includeManagementEvents: false }] },
      ["without management events"],
    ],
    [
      "PutEventSelectors",
      { eventSelectors: [{ readWriteType: "WriteOnly", includeManagementEvents: true }] },
      ["management events of WriteOnly alone"],
    ],
    [
      "PutEventSelectors",
      {
        eventSelectors: [
          { readWriteType: "All", includeManagementEvents: true, excludeManagementEventSources: ["kms"] },
        ],
      },
      [],
    ],
    [
      "PutEventSelectors",
      { advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] }] },
      ["without management events"],
    ],
    [
      "PutEventSelectors",
      { advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] }] },
      [],
    ],
    ["AttachUserPolicy", { userName: "eve", policyArn: "arn:p" }, ["arn:p"]],
    [
      "ModifySnapshotAttribute",
      { createVolumePermission: { add: { items: [{ userId: "999999999999" }] } } },
      ["999999999999"],
    ],
    ["ModifySnapshotAttribute", { createVolumePermission: { add: { items: [{ group: "all" }] } } }, ["all"]],
    ["ModifySnapshotAttribute", { createVolumePermission: { remove: { items: [{ userId: "9" }] } } }, []],
    [
      "UpdateAssumeRolePolicy",
      {
        policyDocument: JSON.stringify({
          Statement: [
            { Effect: "Allow", Principal: { AWS: ["arn:a", "arn:b"] } },
            { Effect: "Allow", Principal: "*" },
            { Effect: "Deny", Principal: { AWS: "arn:c" } },
          ],
        }),
      },
      ["arn:a", "arn:b", "*"],
    ],
    ["UpdateAssumeRolePolicy", { policyDocument: "{not json" }, []],
    ["ListBuckets", { bucketName: "x" }, []],
  ])("%s of %o", (name, request, notes) => {
    expect(callNotes(name, asked(request))).toEqual(notes);
  });

  it("says how a sign-in ended", () => {
    expect(callNotes("ConsoleLogin", asked(null, { ConsoleLogin: "Failure" }))).toEqual(["Failure"]);
  });

  it("never fails and stays small, whatever stands in a request", () => {
    const names = fc.constantFrom(
      "AuthorizeSecurityGroupIngress",
      "ModifySecurityGroupRules",
      "UpdateAssumeRolePolicy",
      "toString",
    );
    fc.assert(
      fc.property(names, fc.jsonValue(), (name, request) => {
        const notes = callNotes(name, asked(request));
        expect(notes.length).toBeLessThanOrEqual(20);
        expect((callTarget(asked(request)) ?? "").length).toBeLessThanOrEqual(256);
      }),
    );
  });
});
