import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readFailedTries, readRefusedMinutes } from "@/lib/detect/inputs/read-tries";
import type { RunContext } from "@/lib/detect/run-context";
import { numbersFrom } from "@/lib/ingest/sums/test-flows";

const START = Date.UTC(2026, 1, 16);
const MINUTE = 60_000;
const LIMITS = { targets: 4, ports: 3, refused: 7 };

interface Contact {
  interface_no: number;
  peer: string;
  protocol: number;
  service_port: number;
  served: number;
  accepted: number;
  rejected: number;
  unanswered: number;
  first_start: string;
}

interface Refused {
  interface_no: number;
  peer: string;
  protocol: number;
  port: number;
  near_tried: boolean;
  minute: string;
  records: number;
}

let database: TestDatabase;
let contacts: Contact[];
let refused: Refused[];
beforeAll(async () => {
  database = await createTestDatabase();
  const chance = numbersFrom(20261122);
  const upTo = (most: number) => Math.floor(chance() * most);
  const keys = new Map<string, Contact>();
  for (let at = 0; at < 2500; at++) {
    const [interface_no, host, service_port, served] = [
      1 + upTo(6),
      upTo(10),
      [0, 22, 443, 8080, 40_000][upTo(5)] ?? 0,
      upTo(3),
    ];
    const peer = host === 0 ? "2001:db8::1" : `203.0.113.${host}`;
    const protocol = upTo(5) === 0 ? 17 : 6;
    const [kind, first_start] = [upTo(4), new Date(START + upTo(20) * MINUTE + 59_000).toISOString()];
    const counts = [
      { accepted: 0, rejected: 1 + upTo(9), unanswered: 0 },
      { accepted: 3, rejected: upTo(2), unanswered: 1 },
      { accepted: 3, rejected: 2, unanswered: 0 },
      { accepted: 0, rejected: 0, unanswered: 0 },
    ][kind] as Pick<Contact, "accepted" | "rejected" | "unanswered">;
    keys.set(`${interface_no} ${peer} ${protocol} ${service_port} ${served}`, {
      ...{ interface_no, peer, protocol, service_port, served, first_start, ...counts },
    });
  }
  contacts = [...keys.values()];
  // Some of what was refused was an answer, which is no try.
  refused = contacts.flatMap(({ interface_no, peer, protocol, service_port: port, served, rejected }) =>
    Array.from({ length: served === 0 || rejected === 0 ? 0 : upTo(4) }, (_, at) => ({
      ...{ interface_no, peer, protocol, port, near_tried: served === 2, records: 1 + upTo(3) },
      minute: new Date(START + (upTo(5) + at * 5) * MINUTE).toISOString(),
    })),
  );
});
afterAll(() => database.drop());

async function withTries<Answer>(read: (context: RunContext) => Promise<Answer>): Promise<Answer> {
  const client = await pool().connect();
  try {
    await client.query(
      `CREATE TEMP TABLE peer_sums AS SELECT * FROM jsonb_to_recordset($$${JSON.stringify(contacts)}$$)
         AS c (interface_no int, peer inet, protocol smallint, service_port int, served smallint, accepted int, rejected int,
               unanswered int, first_start timestamptz);
       CREATE TEMP TABLE refused_tries AS SELECT * FROM jsonb_to_recordset($$${JSON.stringify(refused)}$$)
         AS r (interface_no int, peer inet, protocol int, port int, near_tried boolean, minute timestamptz, records int)`,
    );
    const context = {
      ...{ client, interfaces: new Map(), ledger: { holderOfInterface: () => null } },
      parametersOf: () => LIMITS,
    };
    return await read(context as unknown as RunContext);
  } finally {
    client.release(true);
  }
}

const groups = <One>(list: readonly One[], key: (one: One) => string) => {
  const found = new Map<string, One[]>();
  for (const one of list) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return found;
};

interface Try {
  near: boolean;
  no: number;
  peer: string;
  protocol: number;
  port: number;
  ms: number;
}

const sourceOf = ({ near, no, peer }: Pick<Try, "near" | "no" | "peer">) => (near ? `n${no}` : peer);
const targetOf = ({ near, no, peer }: Pick<Try, "near" | "no" | "peer">) => (near ? peer : `n${no}`);
const textOf = (one: Try) => `${one.ms} ${sourceOf(one)} ${targetOf(one)} ${one.protocol}/${one.port}`;

/** Every failed try there is, one by one. */
function failedTries(): Try[] {
  return contacts.flatMap(
    ({ interface_no, peer, protocol, service_port: port, served, accepted, unanswered, first_start }) => {
      const one = { near: served === 2, no: interface_no, peer, protocol, port };
      if (served === 0) return [];
      if (unanswered > 0) return [{ ...one, ms: Math.floor(Date.parse(first_start) / MINUTE) * MINUTE }];
      if (accepted > 0) return [];
      return refused
        .filter((r) => r.near_tried === one.near && r.interface_no === one.no && r.peer === peer)
        .filter((r) => r.protocol === protocol && r.port === port)
        .map(({ minute }) => ({ ...one, ms: Date.parse(minute) }));
    },
  );
}

describe("tries of a case", () => {
  it("that failed are all there of every source and service with enough targets, and of every target with enough ports", async () => {
    const found = await withTries(readFailedTries);
    const texts = found.map((one) => {
      const near = "near" in one.source;
      const peer = "near" in one.source ? one.target : one.source.peer;
      return textOf({ ...one, near, no: one.interfaceNo, peer, ms: one.minuteMs });
    });
    const all = failedTries();
    const targetsOf = groups(all, (one) => `${sourceOf(one)} ${one.protocol}/${one.port}`);
    const portsOf = groups(
      all.filter(({ port }) => port > 0 && port < 32_768),
      (one) => `${sourceOf(one)} ${targetOf(one)}`,
    );
    const several = (list: readonly string[]) => new Set(list).size;
    const wide = [...targetsOf.values()].filter((list) => several(list.map(targetOf)) >= LIMITS.targets).flat();
    const deep = [...portsOf.values()]
      .filter((list) => several(list.map(({ protocol, port }) => `${protocol}/${port}`)) >= LIMITS.ports)
      .flat();
    expect([wide.length > 10, deep.length > 10, wide.length < all.length]).toEqual([true, true, true]);
    expect(wide.some(({ near }) => near) && wide.some(({ near }) => !near)).toBe(true);
    expect(texts).toEqual(expect.arrayContaining([...wide, ...deep].map(textOf)));
    expect(several(texts)).toBe(texts.length);
    // Nothing that failed in no way, and no service that was got through to.
    const every = new Set(all.map(textOf));
    expect(texts.filter((text) => !every.has(text))).toEqual([]);
    expect(found.map(({ minuteMs }) => minuteMs)).toEqual(found.map(({ minuteMs }) => minuteMs).sort((a, b) => a - b));
  });

  it("that were refused are counted by source and minute where there are enough", async () => {
    const found = await withTries(readRefusedMinutes);
    const minutes = groups(refused, (one) => {
      return `${Date.parse(one.minute)} ${sourceOf({ near: one.near_tried, no: one.interface_no, peer: one.peer })}`;
    });
    const several = (list: readonly (string | number)[]) => new Set(list).size;
    const expected = [...minutes]
      .map(([key, list]) => ({ key, list, records: list.reduce((sum, { records }) => sum + records, 0) }))
      .filter(({ records }) => records >= LIMITS.refused)
      .map(({ key, list, records }) => {
        const targets = several(list.map((r) => targetOf({ near: r.near_tried, no: r.interface_no, peer: r.peer })));
        return `${key}: ${records} ${targets} ${several(list.map(({ port }) => port))}`;
      });
    expect(expected.length).toBeGreaterThan(5);
    expect(expected.some((text) => text.includes(`: ${LIMITS.refused} `))).toBe(true);
    const texts = found.map(({ source, minuteMs, refused: records, targets, ports, interfaceNos }) => {
      const key = "near" in source ? `n${interfaceNos[0]}` : source.peer;
      return `${minuteMs} ${key}: ${records} ${targets} ${ports}`;
    });
    expect(texts.sort()).toEqual(expected.sort());
  });
});
