import { describe, expect, it } from "vitest";
import { ocsfLines } from "@/lib/report/formats/ocsf";
import { stixBundle } from "@/lib/report/formats/stix";
import { timesketchLines } from "@/lib/report/formats/timesketch";
import { uuidV5 } from "@/lib/report/formats/uuid-v5";
import { testCaseData } from "@/lib/report/test-case-data";

type Line = Record<string, unknown>;
const lines = (text: string): Line[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

describe("Timesketch's JSON Lines", () => {
  it("has what its importer asks for on every line, and where the record stands", () => {
    const [flow, ...others] = lines(timesketchLines(testCaseData()));
    expect(flow).toMatchObject({
      ...{ datetime: "2025-03-04T00:00:00.000+00:00", timestamp_desc: "Start of flow", data_type: "threadline:flow" },
      ...{ evidence_sha256: "cd".repeat(32), evidence_record: 2, peer_ip: "198.51.100.7" },
    });
    for (const line of others)
      expect(line).toMatchObject({
        message: expect.any(String),
        datetime: expect.any(String),
        timestamp_desc: expect.any(String),
      });
  });

  it("has tags, pins and comments at their records, and lines for what people noted or entered beside them", () => {
    const all = lines(timesketchLines(testCaseData()));
    expect(all[0]).toMatchObject({
      ...{ pinned: true, pin_note: "first contact", tag: ["exfil"], colour: "red" },
      comments: ["ada@example.org: Look at *this*", "bob@example.org: Seen"],
    });
    expect(all.slice(-2)).toMatchObject([
      { message: "Instance i-0a1b2c3d4e5f60001", data_type: "threadline:note", tag: ["web"] },
      { message: "Laptop lost", data_type: "threadline:manual", known_at: "2025-03-04T09:00:00.000+00:00" },
    ]);
  });
});

describe("OCSF", () => {
  it("has the attributes that its classes ask for", () => {
    const events = lines(ocsfLines(testCaseData()));
    for (const event of events) {
      expect(event.type_uid).toBe(Number(event.class_uid) * 100 + Number(event.activity_id));
      expect(Math.floor(Number(event.class_uid) / 1000)).toBe(event.category_uid);
      expect(event).toMatchObject({
        time: expect.any(Number),
        severity_id: expect.any(Number),
        metadata: { version: "1.3.0", product: { vendor_name: expect.any(String) } },
      });
    }
    const call = events.find(({ class_uid }) => class_uid === 6003);
    expect(call).toMatchObject({
      api: { operation: "ListBuckets" },
      actor: {},
      src_endpoint: { ip: "203.0.113.9" },
      cloud: { provider: "AWS" },
    });
  });
});

describe("STIX 2.1", () => {
  const bundle = (data = testCaseData(), mark = "") =>
    JSON.parse(stixBundle(data, mark)) as {
      type: string;
      id: string;
      objects: (Line & { type: string; id: string })[];
    };

  it("makes ids of names as RFC 9562 has it", () => {
    // The standard's own example: www.example.com in the namespace of domain names.
    expect(uuidV5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
  });

  it("holds to the rules of the standard", () => {
    const { type, id, objects } = bundle(testCaseData(), "TLP:AMBER");
    expect(type).toBe("bundle");
    const ids = objects.map((object) => object.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const object of [{ type, id } as (typeof objects)[number], ...objects])
      expect(object.id).toMatch(
        new RegExp(`^${object.type}--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
      );
    const observables = new Set(["ipv4-addr", "ipv6-addr", "domain-name", "network-traffic"]);
    for (const object of objects) {
      expect(object.spec_version).toBe("2.1");
      for (const [name, value] of Object.entries(object)) {
        // Every reference leads to an object of the bundle; no list and no text is empty.
        if (name.endsWith("_ref")) expect(ids).toContain(value);
        if (name.endsWith("_refs")) for (const ref of value as string[]) expect(ids).toContain(ref);
        expect(
          value === "" || (Array.isArray(value) && value.length === 0) || value === null,
          `${object.type} ${name}`,
        ).toBe(false);
      }
      if (observables.has(object.type)) {
        expect(object).not.toHaveProperty("created");
        continue;
      }
      expect(object.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      if (object.type !== "marking-definition") expect(String(object.modified) >= String(object.created)).toBe(true);
    }
    const of = (wanted: string) => objects.filter((object) => object.type === wanted);
    expect(of("indicator").map(({ pattern }) => pattern)).toEqual([
      "[ipv4-addr:value = '198.51.100.7']",
      "[domain-name:value = 'a.example']",
    ]);
    expect(of("network-traffic")[0]).toMatchObject({
      dst_port: 443,
      src_byte_count: 1_234_567,
      dst_byte_count: 999,
      protocols: ["ipv4", "tcp"],
    });
    const observed = of("observed-data")[0];
    expect(observed).toMatchObject({ number_observed: 14 });
    expect(String(observed?.last_observed) >= String(observed?.first_observed)).toBe(true);
    expect(of("report")[0]).toMatchObject({ report_types: ["observed-data"], published: expect.any(String) });
  });

  it("gives the same ids for the same case, and those of observables anywhere", () => {
    const ids = (data = testCaseData()) => bundle(data).objects.map(({ id }) => id);
    expect(ids()).toEqual(ids());
    const other = testCaseData({ case: { ...testCaseData().case, id: "0b0e3a52-7c0a-4a63-9d0f-64f2b5a1c002" } });
    const shared = ids(other).filter((id) => ids().includes(id));
    expect(shared.map((id) => id.split("--")[0])).toEqual(
      expect.arrayContaining(["ipv4-addr", "domain-name", "network-traffic"]),
    );
    expect(shared.some((id) => /^(indicator|report|observed-data)--/.test(id))).toBe(false);
  });
});
