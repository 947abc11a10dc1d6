import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { investigate } from "@/lib/investigate/investigate";
import { loadFiles } from "@/lib/investigate/test-evidence";
import { readEventDetail } from "@/lib/timeline/events/read-event-detail";
import { readEventPage } from "@/lib/timeline/events/read-event-page";
import { readInstanceScope } from "@/lib/timeline/instance-scope";

/** Logs by others, kept beside the project and not in it: as AWS's own user guide shows and reads them. */
const SAMPLES = fileURLToPath(new URL("../../../shared/samples/vpc-flow-documented", import.meta.url));
const sample = (name: string) => readFileSync(join(SAMPLES, name), "utf8");

/** The same log with columns that it leaves out: the guide's shows neither times nor, in one, ports. */
function withColumns(name: string, columns: Record<string, (line: string[], header: string[]) => string>): string {
  const [header = "", ...lines] = sample(name).trim().split("\n");
  const names = header.split(/\s+/);
  const more = (line: string) => Object.values(columns).map((of) => of(line.split(/\s+/), names));
  return [[header, ...Object.keys(columns)].join(" "), ...lines.map((line) => [line, ...more(line)].join(" "))].join(
    "\n",
  );
}

/** Who holds the interface of the two logs that name no instance. */
function described(instanceId: string, interfaceId: string, ip: string): string {
  const attached = { AttachTime: "2014-01-01T00:00:00Z", DeviceIndex: 0, InstanceId: instanceId, Status: "attached" };
  const addresses = { PrivateIpAddress: ip, PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: ip }] };
  return JSON.stringify({
    NetworkInterfaces: [{ NetworkInterfaceId: interfaceId, VpcId: "vpc-1", Attachment: attached, ...addresses }],
  });
}

const INSTANCE = "i-01234567890123456";

describe.skipIf(!existsSync(SAMPLES))("logs of the VPC user guide", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());

  const read = async (files: Record<string, string>, ip: string) => {
    const caseId = await loadFiles(files);
    return { caseId, document: await investigate({ caseId, ip, from: null, to: null }) };
  };

  /** What the sheet of each record with the address says, in order of time. */
  const sheets = async (caseId: string, instanceId: string, ip: string) => {
    await findIndicatorHits(caseId, ip);
    const scope = await readInstanceScope(caseId, instanceId, ip);
    const asked = {
      scope,
      view: { fromMs: 0, toMs: Date.UTC(2030, 0) },
      tie: "indicator",
      sources: ["flow"],
      query: null,
    } as const;
    const { events } = await readEventPage({ ...asked, direction: "later", from: null, limit: 20 });
    return Promise.all(
      events.map(async (event) => {
        const { facts, verdicts } = await readEventDetail(asked, event);
        return {
          fact: (name: string) => facts.find((row) => row.name === name)?.value,
          said: verdicts.map(({ text }) => text).join(" "),
        };
      }),
    );
  };

  it("security groups: the group let the ping in, the network ACL refused its answer", async () => {
    const ip = "203.0.113.12";
    const holder = described(INSTANCE, "eni-1235b8ca123456789", "172.31.16.139");
    const { caseId, document } = await read({ "sg.log": sample("security-groups.log"), "eni.json": holder }, ip);
    expect(document.instances[0]?.traffic).toMatchObject({ flows: 1, rejected: 1, bytesIn: 336, bytesOut: 0 });
    const [request, answer] = await sheets(caseId, INSTANCE, ip);
    expect([request?.fact("Action"), answer?.fact("Action")]).toEqual(["ACCEPT", "REJECT"]);
    expect(answer?.said).toContain("it was the network ACL, which remembers nothing, that refused this answer");
    expect(request?.said).not.toContain("network ACL");
  });

  it("TCP flags: three connections, opened by the client, one closed later, one within an interval, one without a known end", async () => {
    const ip = "52.213.180.42";
    const { caseId, document } = await read({ "tcp.log": sample("tcp-flag.log") }, ip);
    const [instance] = document.instances;
    expect(instance?.traffic.ports.map(({ protocol, port, servedBy }) => [protocol, port, servedBy])).toEqual([
      [6, 5001, "instance"],
    ]);
    const all = await sheets(caseId, INSTANCE, ip);
    expect(new Set(all.map(({ fact }) => fact("Opened by")))).toEqual(new Set([ip]));
    const client = (port: number) => all.filter(({ fact }) => `${fact("From")} ${fact("To")}`.includes(`:${port}`));
    expect([43416, 43418, 43638].map((port) => client(port).length)).toEqual([2, 4, 2]);
    expect(client(43416).map(({ fact }) => fact("Its end"))).toEqual(
      new Array(2).fill("not seen within 10 minutes of this record"),
    );
    expect(client(43418).map(({ fact }) => fact("Closed"))).toEqual(new Array(4).fill("1566849113000"));
    expect(client(43638).map(({ fact }) => fact("Its end"))).toEqual(
      new Array(2).fill("opened and closed within one interval"),
    );
  });

  it("NAT: one connection, seen at the gateway in four records and at the instance in two, counts once", async () => {
    const outward = (line: string[], header: string[]) =>
      line[header.indexOf("srcaddr")] !== "203.0.113.5" && line[header.indexOf("pkt-srcaddr")] !== "203.0.113.5";
    const log = withColumns("nat.log", {
      srcport: (...line) => (outward(...line) ? "40000" : "443"),
      dstport: (...line) => (outward(...line) ? "443" : "40000"),
      ...{
        protocol: () => "6",
        packets: () => "10",
        bytes: () => "1000",
        start: () => "1700000000",
        end: () => "1700000060",
      },
      ...{ action: () => "ACCEPT", "log-status": () => "OK" },
    });
    const { document } = await read({ "nat.log": log }, "203.0.113.5");
    expect(document.instances.map(({ instanceId }) => instanceId)).toEqual([INSTANCE]);
    expect(document.instances[0]?.traffic).toMatchObject({ flows: 2, bytesOut: 1000, bytesIn: 1000 });
  });

  it("transit gateway: one connection on three interfaces, opened by the client, counts once", async () => {
    const log = withColumns("tgw.log", {
      ...{ packets: () => "10", bytes: () => "1000", start: () => "1700000000", end: () => "1700000060" },
    });
    const { document } = await read({ "tgw.log": log }, "10.40.2.236");
    const [instance] = document.instances;
    expect([document.instances.length, instance?.instanceId]).toEqual([1, INSTANCE]);
    expect(instance?.traffic).toMatchObject({ flows: 2, bytesOut: 1000, bytesIn: 1000 });
    expect(instance?.traffic.ports).toMatchObject([{ port: 80, servedBy: "indicator" }]);
  });

  it("traffic path: 471 bytes to S3 through an internet gateway, 15,044 back", async () => {
    const ip = "52.95.128.179";
    const { caseId, document } = await read({ "path.log": sample("traffic-path.log") }, ip);
    const [instance] = document.instances;
    expect(instance).toMatchObject({ instanceId: "i-0c50d5961bcb2d47b" });
    expect(instance?.traffic).toMatchObject({ bytesOut: 471, packetsOut: 7, bytesIn: 15_044, packetsIn: 14 });
    const all = await sheets(caseId, "i-0c50d5961bcb2d47b", ip);
    expect(all.map(({ fact }) => fact("Path"))).toContain("through an internet gateway");
    expect(new Set(all.map(({ fact }) => fact("Opened by")))).toEqual(new Set(["10.0.0.71"]));
  });
});
