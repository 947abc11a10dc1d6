import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { makeTrail } from "@/lib/custody/trail/test-trail";
import { originalPath } from "@/lib/sources/original-path";
import { axeOf, brokenRules } from "./axe-of";
import { expect, test } from "./ready-page";

/** Trails are made anew each time, with keys of their own: a case of an earlier run would hold others. */
const TITLE = `Custody in the browser ${randomUUID().slice(0, 8)}`;
const CHECKED_WITHIN = { timeout: 30_000 };
const LATE = "0000000000000000000000000000beef";

function write(folder: string, files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** The command loads what lies in a folder into the case. */
function load(folder: string, ...options: string[]): void {
  const args = ["bin/threadline.mjs", "load", folder, "--case", TITLE, ...options];
  execFileSync(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
}

/** Four trails: one whole and signed, one that nobody can vouch for and with holes, one forged, one with a key of another time. */
function writeTrails(folder: string): { forged: string; missing: string } {
  const [whole, holes, forged, late] = [
    makeTrail(3),
    makeTrail(4, { region: "eu-west-2", fingerprint: "f".repeat(32) }),
    makeTrail(3, { region: "us-east-1", fingerprint: "a".repeat(32) }),
    makeTrail(2, { region: "us-west-2", fingerprint: LATE }),
  ];
  const signed = ({ digestNames, heads }: typeof whole) => {
    const last = digestNames.at(-1) ?? "";
    return { [`${last}.metadata.json`]: heads[last] ?? "" };
  };
  const [log = "", digest = ""] = [holes.logNames[0], holes.digestNames[1]];
  const { [log]: _log, [digest]: _digest, ...left } = holes.files;
  const changed = forged.logNames[1] ?? "";
  const [key] = JSON.parse(late.publicKeys).PublicKeyList;
  write(folder, {
    ...{ ...whole.files, ...signed(whole), "keys.json": whole.publicKeys },
    ...left,
    ...{ ...forged.files, [changed]: gzipSync('{"Records":[]}') },
    ...{ ...late.files, ...signed(late) },
    "late.json": JSON.stringify({ PublicKeyList: [{ ...key, ValidityEndTime: 1.71e9 }] }),
  });
  return { forged: changed, missing: log };
}

const chainOf = (page: Page, region: string) =>
  page.getByRole("listitem").filter({ has: page.getByText(`111122223333/${region}`) });
const fileOf = (page: Page, name: string) => page.getByRole("table", { name: "Files" }).getByRole("row", { name });
const baseOf = (name: string) => name.slice(name.lastIndexOf("/") + 1);

test("the evidence page tells what CloudTrail vouches for, and whether originals are what was loaded", async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "threadline-custody-"));
  try {
    const { forged, missing } = writeTrails(join(folder, "trails"));
    load(join(folder, "trails"));
    const flow = flowLog(1);
    write(join(folder, "kept"), { "kept.log": flow, ...acceptedOnly() });
    load(join(folder, "kept"));
    write(join(folder, "outside"), { "outside.log": flowLog(2) });
    load(join(folder, "outside"), "--reference", "--ip", "198.51.100.7");

    await page.goto("/");
    const base = (await page.getByRole("link", { name: TITLE, exact: true }).getAttribute("href")) ?? "";
    await page.goto(`${base}/evidence`);
    await expect(chainOf(page, "eu-west-1")).toContainText("3 of 3 log files as 3 digests say");
    await expect(chainOf(page, "eu-west-1")).toContainText("No gap, no file missing");
    await expect(chainOf(page, "eu-west-1")).toContainText("3 signatures verified");
    await expect(chainOf(page, "eu-west-2")).toContainText("1 gap, 1 file missing");
    await expect(chainOf(page, "eu-west-2")).toContainText("digests missing");
    await expect(chainOf(page, "eu-west-2")).toContainText(`${baseOf(missing)}: named by a digest, not in the case`);
    await expect(chainOf(page, "eu-west-2")).toContainText("Authenticity was not checked");
    await expect(chainOf(page, "us-east-1")).toContainText("2 of 3 log files as 3 digests say");
    await expect(chainOf(page, "us-east-1")).toContainText(`${baseOf(forged)}: changed since its digest was made`);
    await expect(chainOf(page, "us-west-2")).toContainText("by a public key that was not valid then");
    await expect(fileOf(page, forged)).toContainText("Not what its digest says");
    await expect(fileOf(page, "outside.log")).toContainText(`Not copied: it stays at ${join(folder, "outside")}`);
    expect(await brokenRules(axeOf(page).include("#content"))).toEqual([]);

    // The lanes and the strips of an instance say it where its numbers stand.
    await page.goto(`${base}/instances/${INSTANCE}`);
    const lanes = page.getByRole("region", { name: "Timeline", exact: true });
    await expect(lanes.getByText("refused traffic is in no log").last()).toBeVisible();
    await expect(lanes.getByText("CloudTrail: not vouched for by digests")).toBeVisible();
    await expect(page.getByRole("table", { name: "CloudTrail over the window" })).toContainText("not vouched for");
    await page.goto(`${base}/coverage?q=${INTERFACE}`);
    const strip = page.getByRole("table", { name: `Coverage of VPC flow log, ${INTERFACE}` });
    await expect(strip).toContainText("recorded but for one kind of traffic");
    await page.goto(`${base}/evidence`);

    const check = page.getByRole("button", { name: "Check the originals" });
    await expect(page.getByText("Not checked since they were loaded.")).toBeVisible();
    await check.click();
    await expect(page.getByText(/^\d+ originals as loaded$/)).toBeVisible(CHECKED_WITHIN);
    await expect(page.getByText(/^Audit trail holds, \d+ entries$/)).toBeVisible();

    // A record is read while its file is what it was, and refused once it is not.
    const record = `${base}/search?q=${encodeURIComponent("port:40002")}`;
    const raw = await rawOf(page, record);
    await expect(raw.getByRole("region", { name: "Raw record" })).toContainText(" 40002 443 ");
    appendFileSync(join(folder, "outside", "outside.log"), "one line more\n");
    const sha256 = createHash("sha256").update(flow).digest("hex");
    rmSync(originalPath(process.env.THREADLINE_DATA_DIR ?? ".threadline", sha256));
    await expect((await rawOf(page, record)).getByRole("alert")).toContainText("The original is not what was loaded");

    await page.goto(`${base}/evidence`);
    await check.click();
    await expect(page.getByText(/^2 of \d+ originals not as loaded$/)).toBeVisible(CHECKED_WITHIN);
    await expect(page.getByText(/kept\.log: in the store of originals: it is not there any more/)).toBeVisible();
    await expect(page.getByText(/outside\.log: at .*its bytes have the SHA-256 [0-9a-f]{64} now/)).toBeVisible();
    await page.goto("/audit");
    await expect(page.getByRole("row").filter({ hasText: TITLE }).filter({ hasText: "not as loaded" })).toHaveCount(1);
    await page.getByRole("button", { name: "Verify all of it" }).click();
    await expect(page).toHaveURL(/\?verify=all$/);
    await expect(page.getByText("chain holds")).toBeVisible();
    // Worked out anew for this page, so that nothing was added since.
    await expect(page.getByText(/^All of it was verified [^;]+\.$/)).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The sheet of the one record that a search leads to. */
async function rawOf(page: Page, path: string) {
  await page.goto(path);
  await page
    .getByRole("region", { name: "Records found" })
    .getByRole("link", { name: /packet/ })
    .first()
    .click();
  return page.getByRole("complementary", { name: "Event" });
}

const INSTANCE = "i-0e0e0e0e0e0e0e0e0";
const INTERFACE = "eni-0e0e0e0e0e0e0e0e0";

/** An instance in the region of the trail with holes, and a flow log of it that has accepted traffic alone. */
function acceptedOnly(): Record<string, string> {
  const at = Date.UTC(2026, 2, 1, 1) / 1000;
  const logEvents = Array.from({ length: 120 }, (_, n) => ({
    ...{ id: String(n), timestamp: (at + n * 60) * 1000 },
    message: `2 111122223333 ${INTERFACE} 10.88.0.10 198.51.100.7 ${41_000 + n} 443 6 7 ${1234 + n * 50} ${at + n * 60} ${at + n * 60 + 50} ACCEPT OK`,
  }));
  const about = { messageType: "DATA_MESSAGE", owner: "111122223333", logGroup: "vpc", subscriptionFilters: [] };
  const held = { PrivateIpAddress: "10.88.0.10", VpcId: "vpc-0a1b2c3d4e5f60718" };
  const attached = {
    ...{ ...held, NetworkInterfaceId: INTERFACE, OwnerId: "111122223333" },
    Attachment: { AttachTime: "2026-02-01T00:00:00Z", DeviceIndex: 0 },
    PrivateIpAddresses: [{ PrivateIpAddress: "10.88.0.10", Primary: true }],
  };
  const instance = {
    ...{ ...held, InstanceId: INSTANCE, LaunchTime: "2026-02-01T00:00:00Z" },
    ...{ Placement: { AvailabilityZone: "eu-west-2a" }, State: { Name: "running" }, NetworkInterfaces: [attached] },
  };
  return {
    "accepted.json": JSON.stringify({ ...about, logStream: `${INTERFACE}-accept`, logEvents }),
    "instances.json": JSON.stringify({ Reservations: [{ OwnerId: "111122223333", Instances: [instance] }] }),
  };
}

/** A record of a port of its own, and some more. */
function flowLog(own: number): string {
  const at = Date.UTC(2026, 2, 1, 1) / 1000;
  const line = (n: number, port: number) =>
    `2 111122223333 eni-0d0d0d0d0d0d0d0d0 10.88.0.9 198.51.100.7 ${port} 443 6 7 1234 ${at + n} ${at + n + 50} ACCEPT OK`;
  return `${[line(own, 40_000 + own), line(own + 100, 50_000 + own)].join("\n")}\n`;
}
