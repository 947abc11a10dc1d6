import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectedAnswers } from "@/prisma/incidents/web-tier/expected-answers";
import type { Truth } from "@/prisma/incidents/web-tier/truth";
import {
  APP_2,
  BACKUP_1,
  BATCH_1,
  FLOATING,
  INDICATOR,
  INSTANCES,
  NAT,
  STORY,
  WEB_2,
} from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";

let base: string;
let folder: string;
let truth: Truth;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "threadline-sample-"));
  folder = join(base, "thin");
  truth = writeIncident(folder, { scale: 0.02 });
});
afterAll(() => rmSync(base, { recursive: true }));

function namesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function textOf(name: string, root = folder): string {
  const bytes = readFileSync(join(root, name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

function digests(root: string): Record<string, string> {
  const hash = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(root, name)))
      .digest("hex");
  return Object.fromEntries(namesBelow(root).map((name) => [name, hash(name)]));
}

const linesOf = (name: string) => textOf(name).split("\n").filter(Boolean);
const isFlowLog = (name: string) => name.includes("vpcflowlogs");
const isQueryLog = (name: string) => name.includes("vpcdnsquerylogs") || name.includes("resolver-queries");

/** A flow line's columns by the header of its file. */
function flowRows(): Record<string, string>[] {
  return namesBelow(folder)
    .filter(isFlowLog)
    .flatMap((name) => {
      const [header = "", ...lines] = linesOf(name);
      const columns = header.split(" ");
      return lines
        .map((line) => line.split(" "))
        .filter((values) => values.length === columns.length)
        .map((values) => Object.fromEntries(columns.map((column, index) => [column, values[index] ?? ""])));
    });
}

interface Event {
  eventID: string;
  eventCategory: string;
  eventSource: string;
  eventName: string;
  sourceIPAddress?: string;
  errorCode?: string;
  userIdentity?: { accessKeyId?: string };
}

function sumOf(rows: Iterable<{ calls: number; errors: number }>): { calls: number; errors: number } {
  const sum = { calls: 0, errors: 0 };
  for (const { calls, errors } of rows) {
    sum.calls += calls;
    sum.errors += errors;
  }
  return sum;
}

/** Every event of the trails, once by its id. */
function events(): Event[] {
  const all = namesBelow(folder)
    .filter((name) => name.includes("/CloudTrail/"))
    .flatMap((name) => (JSON.parse(textOf(name)) as { Records: Event[] }).Records);
  return [...new Map(all.map((event) => [event.eventID, event])).values()];
}

describe("the sample incident", () => {
  it("is the same, byte for byte, whenever it is written", () => {
    const again = join(base, "again");
    expect(writeIncident(again, { scale: 0.02 })).toEqual(truth);
    expect(digests(again)).toEqual(digests(folder));
  });

  it("keeps its story however thin the background is", () => {
    const stories = [0.02, 0.05].map((scale) =>
      expectedAnswers(writeIncident(join(base, `scale-${scale}`), { scale })).instances.map(
        ({ instanceId, matchedBy, traffic, chainedSessions, offInstanceUse }) => ({
          ...{ instanceId, matchedBy, traffic },
          ...{ chainedSessions, offInstanceUse },
        }),
      ),
    );
    expect(stories[0]).toHaveLength(5);
    expect(stories[1]).toEqual(stories[0]);
  });

  it("is as large as it says", () => {
    const counts = { flow: 0, dns: 0, api: 0 };
    for (const [name, { records }] of writeIncident(join(base, "whole")).files) {
      if (isFlowLog(name)) counts.flow += records;
      else if (isQueryLog(name)) counts.dns += records;
      else if (name.includes("/CloudTrail/")) counts.api += records;
    }
    for (const [kind, about] of [
      ["flow", 250_000],
      ["dns", 20_000],
      ["api", 5_000],
    ] as const) {
      expect(Math.abs(counts[kind] / about - 1)).toBeLessThan(0.05);
    }
  }, 60_000);

  it("names only addresses and accounts that are nobody's", () => {
    const allowed = /^(10\.20\.[01]\.\d+|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+)$/;
    for (const name of namesBelow(folder)) {
      const text = textOf(name);
      // A version number of a user agent has three parts; an address that is broken on purpose ends in 300.
      for (const [ip] of text.matchAll(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g)) expect(ip).toMatch(allowed);
      for (const [, account] of text.matchAll(/"(?:accountId|OwnerId|account_id)":\s*"(\d+)"/g)) {
        expect(["111122223333", "444455556666"]).toContain(account);
      }
    }
  });

  it("counts its lines as it wrote them", () => {
    expect([...truth.files.keys()].sort()).toEqual(namesBelow(folder));
    const counted = [...truth.files].filter(([name]) => isFlowLog(name) || isQueryLog(name));
    expect(counted.length).toBeGreaterThan(140);
    for (const [name, { records, rejected }] of counted) {
      expect([name, linesOf(name).length - (isFlowLog(name) ? 1 : 0)]).toEqual([name, records + rejected]);
    }
  });

  it("has the traffic with the indicator that its truth tells, read back from each instance's own interface", () => {
    const ownerOf = new Map(INSTANCES.map(({ interfaceId, instanceId }) => [interfaceId, instanceId]));
    const seen = new Set<string>();
    const sums = new Map<string, { bytesOut: number; bytesIn: number; flows: number; rejected: number }>();
    for (const row of flowRows()) {
      const [from, to] = [row["pkt-srcaddr"] ?? row.srcaddr, row["pkt-dstaddr"] ?? row.dstaddr];
      if (from !== INDICATOR && to !== INDICATOR) continue;
      const startMs = Number(row.start) * 1000;
      let owner = ownerOf.get(row["interface-id"] ?? "");
      if (row["interface-id"] === FLOATING.interfaceId) {
        owner = FLOATING.attachments.find((hold) => startMs >= hold.from && (hold.to === null || startMs < hold.to))
          ?.instance.instanceId;
      }
      // While records of one interface were lost, the NAT gateway's inner legs tell of it.
      const inner = row.srcaddr === APP_2.privateIp || row.dstaddr === APP_2.privateIp;
      const skipped = startMs >= STORY.gapFrom && startMs < STORY.gapTo;
      if (row["interface-id"] === NAT.interfaceId && inner && skipped) owner = APP_2.instanceId;
      if (owner === undefined) continue;
      const ends = [row.srcaddr, row.dstaddr, row.srcport, row.dstport, row.protocol];
      const key = [row["interface-id"], ...ends, row.packets, row.bytes, row.start, row.end, row.action].join(" ");
      if (seen.has(key)) continue;
      seen.add(key);
      const sum = sums.get(owner) ?? { bytesOut: 0, bytesIn: 0, flows: 0, rejected: 0 };
      sums.set(owner, sum);
      if (row.action === "REJECT") sum.rejected += 1;
      else {
        sum.flows += 1;
        sum[from === INDICATOR ? "bytesIn" : "bytesOut"] += Number(row.bytes);
      }
    }
    const told = [...truth.instances]
      .filter(([, { matchedBy }]) => matchedBy.has("flow"))
      .map(
        ([
          instanceId,
          {
            traffic: { bytesOut, bytesIn, flows, rejected },
          },
        ]) => [instanceId, { bytesOut, bytesIn, flows, rejected }],
      );
    expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(told));
    expect(sums.get(APP_2.instanceId)?.bytesOut).toBeGreaterThan(1_790_000_000);
    expect(sums.get(APP_2.instanceId)?.bytesOut).toBeLessThan(1_830_000_000);
    expect(sums.get(WEB_2.instanceId)?.rejected).toBe(7);
  });

  it("has a busy neighbour that never met the indicator", () => {
    const rows = flowRows().filter((row) => row["interface-id"] === BACKUP_1.interfaceId && row.action === "ACCEPT");
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.some((row) => row["pkt-srcaddr"] === INDICATOR || row["pkt-dstaddr"] === INDICATOR)).toBe(false);
    expect(truth.instances.get(BACKUP_1.instanceId)?.matchedBy.size).toBe(0);
  });

  it("has the queries that its truth tells, by who held the address that asked", () => {
    const asked = new Map<string, number>();
    for (const line of new Set(namesBelow(folder).filter(isQueryLog).flatMap(linesOf))) {
      if (!line.endsWith("}") || !line.includes('"vpc_id"')) continue;
      const query = JSON.parse(line) as { query_name: string; srcaddr: string; query_timestamp: string };
      const atMs = Date.parse(query.query_timestamp);
      const holder = INSTANCES.find(
        ({ privateIp, launchedAt, terminatedAt }) =>
          privateIp === query.srcaddr && atMs >= launchedAt && (terminatedAt === null || atMs < terminatedAt),
      );
      const key = `${holder?.instanceId} ${query.query_name.slice(0, -1)}`;
      asked.set(key, (asked.get(key) ?? 0) + 1);
    }
    const told = [...truth.instances].flatMap(([instanceId, { queries }]) =>
      [...queries].map(([name, count]) => [`${instanceId} ${name}`, count]),
    );
    expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(told));
    expect([...(truth.instances.get(BATCH_1.instanceId)?.resolvedToIndicator ?? [])]).toHaveLength(1);
  });

  it("has the calls that its truth tells, by the keys that made them", () => {
    const made = events().filter(({ eventCategory }) => eventCategory !== "Insight");
    for (const [instanceId, { keys, calls }] of truth.instances) {
      const own = new Set([...keys.values()].flatMap((some) => [...some]));
      const mine = made.filter(({ userIdentity }) => own.has(userIdentity?.accessKeyId ?? ""));
      const told = sumOf(calls.values());
      const failed = mine.filter(({ errorCode }) => errorCode).length;
      expect([instanceId, { calls: mine.length, errors: failed }]).toEqual([instanceId, told]);
      expect(mine.length).toBeGreaterThan(0);
    }
    expect(made.filter(({ sourceIPAddress }) => sourceIPAddress === INDICATOR)).toHaveLength(9);
    expect(sumOf(truth.callsFromIndicator.values()).calls).toBe(9);
  });
});
