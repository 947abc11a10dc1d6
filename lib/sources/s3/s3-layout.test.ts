import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DayForm, dayFolders, dayFormOf } from "@/lib/sources/s3/day-form";
import { mayHold, stampsOf } from "@/lib/sources/s3/key-span";
import { coversOf, folderTitle, isWorthLooking, readLogFolder } from "@/lib/sources/s3/log-folder";

const at = (text: string) => Date.parse(text);

describe("folders by day", () => {
  it.each([
    ["2026", { form: { kind: "slashes", pad: "either" }, year: 2026 }],
    ["year=2026", { form: { kind: "hive" }, year: 2026 }],
    ["eventDay=20260209", { form: { kind: "named", label: "eventDay", dash: false }, year: 2026 }],
    ["dt=2026-02-09", { form: { kind: "named", label: "dt", dash: true }, year: 2026 }],
    ["eventDay=20261309", null],
    ["1999", null],
    ["111122223333", null],
    ["eu-west-1", null],
    ["region=eu-west-1", null],
  ])("%s", (folder, form) => expect(dayFormOf(folder)).toEqual(form));

  it.each<[DayForm, string[]]>([
    [{ kind: "slashes", pad: "padded" }, ["2026/02/09/", "2026/02/10/"]],
    [{ kind: "slashes", pad: "bare" }, ["2026/2/9/", "2026/2/10/"]],
    [{ kind: "slashes", pad: "either" }, ["2026/02/09/", "2026/2/9/", "2026/02/10/", "2026/2/10/"]],
    [{ kind: "hive" }, ["year=2026/month=02/day=09/", "year=2026/month=02/day=10/"]],
    [{ kind: "named", label: "eventDay", dash: false }, ["eventDay=20260209/", "eventDay=20260210/"]],
  ])("%j", (form, folders) => {
    expect(dayFolders(form, at("2026-02-09T23:59:59Z"), at("2026-02-10T00:00:00Z"))).toEqual(folders);
  });

  it("are of every day that an instant of the window lies in", () => {
    const ms = fc.integer({ min: at("2024-01-01T00:00:00Z"), max: at("2026-12-31T00:00:00Z") });
    fc.assert(
      fc.property(ms, fc.nat(40 * 86_400_000), fc.nat(40 * 86_400_000), (fromMs, length, offset) => {
        const folders = dayFolders({ kind: "slashes", pad: "padded" }, fromMs, fromMs + length);
        const instant = fromMs + Math.min(offset, length);
        expect(folders).toContain(`${new Date(instant).toISOString().slice(0, 10).replaceAll("-", "/")}/`);
      }),
    );
  });
});

describe("the time in an object's name", () => {
  it.each([
    ["a/111122223333_vpcflowlogs_eu-west-1_fl-0a_20260216T0005Z_1a2b3c4d.log.gz", "2026-02-16T00:05:00Z", null],
    ["a/1_CloudTrail-Digest_eu-west-1_t_eu-west-1_20260216T010203Z.json.gz", "2026-02-16T01:02:03Z", null],
    [
      "Config/1_Config_eu-west-1_ConfigHistory_AWS::EC2::Instance_20260216T060000Z_20260216T115959Z_1.json.gz",
      "2026-02-16T06:00:00Z",
      "2026-02-16T11:59:59Z",
    ],
    ["20260216T0005Z/0b0c.jsonl.gz", null, null],
  ])("%s", (key, first, last) => {
    const stamps = first === null ? null : { firstMs: at(first), lastMs: at(last ?? first) };
    expect(stampsOf(key)).toEqual(stamps);
  });

  it("leaves out what was named well before or after the window, and what was written before it began", () => {
    const window = {
      fromMs: at("2026-02-16T12:00:00Z"),
      toMs: at("2026-02-16T13:00:00Z"),
      earlyMs: 60_000,
      lateMs: 120_000,
    };
    const holds = (name: string) => mayHold(window, `x_${name}_y.gz`, null);
    expect(["20260216T1158Z", "20260216T1159Z", "20260216T1302Z", "20260216T1303Z"].map(holds)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(mayHold(window, "uuid.jsonl.gz", window.fromMs - 1)).toBe(false);
    expect(mayHold(window, "uuid.jsonl.gz", window.toMs + 86_400_000)).toBe(true);
  });
});

describe("what a path tells", () => {
  it.each([
    ["AWSLogs/111122223333/vpcflowlogs/eu-west-1/", "Flow logs of 111122223333 in eu-west-1"],
    ["p/AWSLogs/o-abc123/111122223333/CloudTrail/us-east-1/", "CloudTrail of 111122223333 in us-east-1"],
    [
      "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-gov-west-1/",
      "Flow logs of 111122223333 in us-gov-west-1",
    ],
    ["AWSLogs/111122223333/vpcdnsquerylogs/vpc-0a1b2c3d/", "Resolver query logs of 111122223333 in vpc-0a1b2c3d"],
    [
      "aws/VPC_FLOW/2.0/region=eu-west-1/accountId=111122223333/",
      "Security Lake, flow logs of 111122223333 in eu-west-1",
    ],
    ["firehose/", "Objects"],
  ])("%s", (path, title) => expect(folderTitle(readLogFolder(path))).toBe(title));

  it("stands for calls of an account and region, and for lookups of a VPC, where they could not be had", () => {
    const covers = (path: string) => coversOf(readLogFolder(path));
    expect(covers("AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/")).toEqual([
      { source: "cloudtrail", subject: "111122223333/eu-west-1" },
    ]);
    expect(covers("AWSLogs/111122223333/vpcdnsquerylogs/vpc-0a1b2c3d/")).toEqual([
      { source: "dns", subject: "vpc-0a1b2c3d" },
    ]);
    expect(covers("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/")).toEqual([]);
  });

  it("passes by logs of services that are not read, where AWS delivers", () => {
    expect(isWorthLooking("AWSLogs/111122223333/", "elasticloadbalancing")).toBe(false);
    expect(isWorthLooking("AWSLogs/111122223333/", "vpcflowlogs")).toBe(true);
    expect(isWorthLooking("AWSLogs/", "111122223333")).toBe(true);
    expect(isWorthLooking("mine/", "elasticloadbalancing")).toBe(true);
  });
});
