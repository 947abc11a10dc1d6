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

/** The value at a path of names with dots between; undefined where there is none. */
function at(object: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inside, name) => (inside as Line | undefined)?.[name], object);
}

describe("OCSF", () => {
  const ENDPOINT = ["ip", "instance_uid", "svc_name"];
  /** By class: what it requires, and that of which it has one at least. Source: schema.ocsf.io, version 1.3.0. */
  const CLASSES: Record<number, { required: string[]; oneOf?: string[]; profile?: string }> = {
    4001: {
      ...{ required: ["connection_info.direction_id", "action_id"], profile: "security_control" },
      oneOf: ["src_endpoint", "dst_endpoint"],
    },
    4003: { required: ["query.hostname"], oneOf: ["src_endpoint", "dst_endpoint"] },
    6003: {
      ...{ required: ["api.operation", "api.service.name", "actor.user", "src_endpoint", "cloud.provider"] },
      profile: "cloud",
    },
    2004: { required: ["finding_info.title", "finding_info.uid"] },
  };
  const COMMON = [
    ...["class_uid", "category_uid", "activity_id", "type_uid", "time", "severity_id"],
    ...["metadata.version", "metadata.product.vendor_name", "metadata.product.name"],
  ];

  it("has the attributes that its classes require, also where a record says little", () => {
    const data = testCaseData();
    const bare = data.events.map((event) => ({
      ...{ ...event, instanceId: null, evidence: null },
      fields: Object.fromEntries(
        Object.entries(event.fields).map(([name, value]) => [
          name,
          ["near_ip", "peer_ip", "name", "service", "call"].includes(name) ? value : null,
        ]),
      ),
    }));
    const found = { at: data.madeAt, message: "x", instanceId: null, evidence: null };
    const events = lines(
      ocsfLines({
        ...data,
        events: [
          ...data.events,
          ...bare,
          { ...found, source: "finding", fields: { title: "Backdoor" } },
          { ...found, source: "detection", fields: { id: "beacon", title: "Beacon", severity: "high" } },
        ],
      }),
    );
    expect(new Set(events.map(({ class_uid }) => Number(class_uid)))).toEqual(new Set([4001, 4003, 6003, 2004]));
    for (const event of events) {
      const { required, oneOf = [], profile } = CLASSES[Number(event.class_uid)] ?? { required: ["a class of ours"] };
      for (const path of [...COMMON, ...required])
        expect([undefined, null, ""], `${event.class_uid} ${path}`).not.toContain(at(event, path));
      if (oneOf.length > 0) expect(oneOf.some((name) => name in event)).toBe(true);
      for (const name of ["src_endpoint", "dst_endpoint"].filter((one) => one in event))
        expect(ENDPOINT.some((key) => at(event, `${name}.${key}`) !== undefined)).toBe(true);
      if ("actor" in event)
        expect(["name", "uid"].some((key) => typeof at(event, `actor.user.${key}`) === "string")).toBe(true);
      if (event.activity_id === 99) expect(event.activity_name).toEqual(expect.any(String));
      expect(at(event, "metadata.profiles")).toEqual(profile === undefined ? undefined : [profile]);
      expect(event.type_uid).toBe(Number(event.class_uid) * 100 + Number(event.activity_id));
      expect(Math.floor(Number(event.class_uid) / 1000)).toBe(event.category_uid);
      expect(Number.isInteger(event.time)).toBe(true);
      expect(event).toMatchObject({ metadata: { version: "1.3.0" } });
    }
    const call = events.find(({ class_uid }) => class_uid === 6003);
    expect(call).toMatchObject({ api: { operation: "ListBuckets" }, src_endpoint: { ip: "203.0.113.9" } });
  });

  it("says of traffic that it was let through, refused or neither", () => {
    const [flow] = testCaseData().events;
    if (!flow) throw new Error("no flow record");
    const told = (action: string | null) =>
      lines(ocsfLines({ ...testCaseData(), events: [{ ...flow, fields: { ...flow.fields, action } }] }))[0];
    expect(told("ACCEPT")).toMatchObject({ type_uid: 400106, action_id: 1, disposition_id: 1 });
    expect(told("REJECT")).toMatchObject({ type_uid: 400105, action_id: 2, disposition_id: 2 });
    expect(told(null)).toMatchObject({ type_uid: 400106, action_id: 0 });
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

  it("has what each of its types requires", () => {
    /** Beside type, id, spec_version, created and modified. Source: STIX 2.1, parts 3 to 7. */
    const REQUIRED: Record<string, string[]> = {
      identity: ["name"],
      indicator: ["pattern", "pattern_type", "valid_from"],
      "observed-data": ["first_observed", "last_observed", "number_observed", "object_refs"],
      relationship: ["relationship_type", "source_ref", "target_ref"],
      report: ["name", "published", "object_refs"],
      "marking-definition": ["definition_type", "definition"],
      "ipv4-addr": ["value"],
      "ipv6-addr": ["value"],
      "domain-name": ["value"],
      "network-traffic": ["protocols"],
    };
    const { objects } = bundle(testCaseData(), "TLP:AMBER");
    const types = new Set(objects.map(({ type }) => type));
    expect([...types].sort()).toEqual(
      Object.keys(REQUIRED)
        .filter((type) => type !== "ipv6-addr")
        .sort(),
    );
    const timed = (object: Line, ...names: string[]) => {
      for (const name of names) expect(object[name], `${object.type} ${name}`).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    };
    for (const object of objects) {
      for (const name of REQUIRED[object.type] ?? ["a type of ours"])
        expect([undefined, null, ""], `${object.type} ${name}`).not.toContain(object[name]);
      if (object.type === "indicator") timed(object, "valid_from");
      if (object.type === "report") timed(object, "published");
      if (object.type === "observed-data") timed(object, "first_observed", "last_observed");
      if (object.type === "network-traffic") expect("src_ref" in object || "dst_ref" in object).toBe(true);
    }
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
