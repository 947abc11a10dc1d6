import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool, withTransaction } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { createLoadTables } from "@/lib/ingest/load-tables";
import { matchesQuery, type SearchedRecord } from "@/lib/search/matches-query";
import { readQuery } from "@/lib/search/read-query";
import { Parameters } from "@/lib/timeline/events/source-read";
import { API_SEARCH_COLUMNS } from "@/lib/timeline/search/api-search-columns";
import { compileQuery } from "@/lib/timeline/search/compile-query";
import { DNS_SEARCH_COLUMNS } from "@/lib/timeline/search/dns-search-columns";
import { flowSearchColumns } from "@/lib/timeline/search/flow-search-columns";
import type { AnySearchColumns } from "@/lib/timeline/search/search-columns";
import { type HeldThing, withHolders } from "@/lib/timeline/search/with-holders";

const OUT = "(nullif(f.direction, 0) = 2)";
const T0 = Date.UTC(2026, 2, 1, 22);
const IPS = ["198.51.100.77", "198.51.100.8", "10.0.5.60", "203.0.113.9", "2001:db8::1", "192.0.2.255"];
const NAMES = ["cdn.example.net", "a_b%c.example", "example.net", "x.cdn.example.net", "back\\slash", "straße.example"];
const TEXTS = ["AssumeRole", "assumerole", "GetObject", "50%", "a_b", "İstanbul", "é\\", "web-prod", "REJECT", "443"];

/** Whose each thing is, by turns. */
const WHO = ["i-web", "i-db"];
const TURN_MS = 100_000_000;
const holderOf = (ms: number) => given(ms < T0 + TURN_MS ? WHO[0] : WHO[1]);
const held: Partial<Record<string, HeldThing[]>> = {};

/** Records as they stand in the tables; null and an empty list are values, too. */
const ip = fc.constantFrom(...IPS);
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
const port = fc.constantFrom(22, 53, 443, 1024, 40_000);
const atMs = fc.integer({ min: 0, max: 200_000_000 }).map((ms) => T0 + ms);
const flow = fc.record({
  ...{ atMs, bytes: maybe(fc.constantFrom(0, 40, 1_000_000, 1_000_001, 8e15)), packets: maybe(fc.nat(5)) },
  ...{ sourcePort: maybe(port), destinationPort: maybe(port), protocol: maybe(fc.constantFrom(1, 6, 17, 58)) },
  ...{ action: fc.nat(2), direction: fc.nat(2), sourceIp: ip, destinationIp: ip, packetSourceIp: maybe(ip) },
});
const query = fc.record({
  ...{
    atMs,
    name: fc.nat(NAMES.length - 1),
    type: fc.constantFrom("A", "TXT"),
    askerIp: maybe(fc.nat(IPS.length - 1)),
  },
  ...{ rcode: fc.constantFrom("NOERROR", "NXDOMAIN"), resolvedIps: fc.array(ip, { maxLength: 2 }) },
});
const text = fc.constantFrom(...TEXTS);
const call = fc.record({
  ...{ atMs, api: text, service: fc.constantFrom("sts.amazonaws.com", "odd"), error: maybe(text), sourceIp: maybe(ip) },
  ...{ source: maybe(fc.constantFrom("config.amazonaws.com", "AWS Internal")), agent: maybe(text), key: maybe(text) },
  caller: fc.nat(2),
});
const CALLERS = [
  { roleArn: "arn:aws:iam::123456789012:role/path/web-prod", session: "a_b", arn: null, key: "ASIAONE" },
  { roleArn: null, session: null, arn: "arn:aws:iam::123456789012:user/Alice", key: null },
  { roleArn: "plain", session: "50%", arn: "arn", key: "akia_two" },
] as const;

const given = <Value>(...values: (Value | null | undefined)[]) => values.filter((value) => value != null) as Value[];

function searchedFlow(row: typeof flow extends fc.Arbitrary<infer Row> ? Row : never): SearchedRecord {
  const from = row.packetSourceIp ?? row.sourceIp;
  const out = row.direction === 0 ? null : row.direction === 2;
  const peer = out === null ? [row.destinationIp, from] : [out ? row.destinationIp : from];
  const ports = given(row.sourcePort, row.destinationPort);
  const action = ["ACCEPT", "REJECT"].slice(row.action - 1, row.action);
  const hasService = ports.length === 2 && row.protocol !== 1 && row.protocol !== 58;
  return {
    fields: {
      instance: holderOf(row.atMs),
      ...{ source: ["flow"], time: [row.atMs], ip: given(row.sourceIp, row.destinationIp, row.packetSourceIp), peer },
      ...{ outcome: ["ok", "failed"].slice(row.action - 1, row.action), action, bytes: given(row.bytes) },
      ...{ packets: given(row.packets), port: ports, serviceport: hasService ? [Math.min(...ports)] : [] },
      ...{ proto: given(row.protocol), direction: out === null ? [] : [out ? "out" : "in"], interface: ["eni-A_1"] },
    },
    ...{ texts: [], words: action, addresses: peer, ports },
  };
}

function searchedQuery(row: typeof query extends fc.Arbitrary<infer Row> ? Row : never): SearchedRecord {
  const name = NAMES[row.name] ?? "";
  return {
    fields: {
      instance: row.askerIp === 0 ? [] : holderOf(row.atMs),
      ...{ source: ["dns"], time: [row.atMs], ip: given(...row.resolvedIps, IPS[row.askerIp ?? -1]), domain: [name] },
      ...{ outcome: [row.rcode === "NOERROR" ? "ok" : "failed"], answer: row.resolvedIps, type: [row.type] },
      rcode: [row.rcode],
    },
    ...{ texts: [name], words: [row.type, row.rcode], addresses: row.resolvedIps, ports: [] },
  };
}

function searchedCall(row: typeof call extends fc.Arbitrary<infer Row> ? Row : never): SearchedRecord {
  const caller = CALLERS[row.caller] ?? CALLERS[0];
  const from = given(row.sourceIp ?? row.source);
  const address = given(row.sourceIp);
  const { roleArn, session, arn, key } = caller;
  return {
    fields: {
      ...{
        source: ["api"],
        instance: row.caller === 0 ? given(WHO[0]) : [],
        time: [row.atMs],
        ip: address,
        peer: address,
        outcome: [row.error === null ? "ok" : "failed"],
      },
      ...{ api: [row.api], service: [row.service, row.service.replace(".amazonaws.com", "")], error: given(row.error) },
      ...{
        region: ["eu-west-1"],
        role: given(roleArn, roleArn?.split("/").at(-1)),
        session: given(session, session && arn),
      },
      ...{ user: given(arn), key: given(key, row.key), agent: given(row.agent), from },
    },
    texts: given(row.api, row.service, row.error, ...from, row.agent, row.key, roleArn, session, key, arn),
    ...{ words: [], addresses: address, ports: [] },
  };
}

let database: TestDatabase;
let loadId = 0;
const records: Record<string, SearchedRecord[]> = {};

/** Adds rows of JSON to a load's table by a list of columns; each row's record number is its place from 1 on. */
async function insert(table: string, cast: string, rows: readonly unknown[]): Promise<void> {
  await withTransaction(async (client) => {
    await client.query(`INSERT INTO ${table}_l${loadId} ${cast}`, [JSON.stringify(rows)]);
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { id: caseId } = await createCase({ title: "Search" });
  const one = async (sql: string, values: unknown[]) =>
    Number((await pool().query<{ id: number }>(`${sql} RETURNING id`, values)).rows[0]?.id);
  loadId = await one("INSERT INTO loads (case_id, state) VALUES ($1, 'done')", [caseId]);
  await withTransaction((client) => createLoadTables(client, loadId));
  const eni = await one("INSERT INTO interfaces (case_id, key) VALUES ($1, 'eni-A_1')", [caseId]);
  const names: number[] = [];
  for (const name of NAMES)
    names.push(await one("INSERT INTO dns_names (case_id, name) VALUES ($1, $2)", [caseId, name]));
  const askers: number[] = [];
  for (const [at, address] of [...IPS, null].entries())
    askers.push(
      await one("INSERT INTO dns_askers (case_id, key, source_ip) VALUES ($1, $2, $3)", [caseId, at, address]),
    );
  const callers: number[] = [];
  for (const [at, { roleArn, session, arn, key }] of CALLERS.entries())
    callers.push(
      await one(
        "INSERT INTO principals (case_id, key, role_arn, session_name, arn, access_key_id) VALUES ($1, $2, $3, $4, $5, $6)",
        [caseId, at, roleArn, session, arn, key],
      ),
    );
  const sample = { numRuns: 250, seed: 5 };
  const [flows, queries, calls] = [fc.sample(flow, sample), fc.sample(query, sample), fc.sample(call, sample)];
  const iso = (ms: number) => new Date(ms).toISOString();
  await insert(
    "flow_records",
    `(start_at, end_at, bytes, packets, load_id, file_id, record_no, interface_no, context_no, source_port, destination_port,
      protocol, action, direction, shape, source_ip, destination_ip, packet_source_ip)
     SELECT at, at, bytes, packets, ${loadId}, 1, no, ${eni}, 1, sp, dp, protocol, action, direction, 0, s, d, ps
       FROM jsonb_to_recordset($1::jsonb) AS r(no int, at timestamptz, bytes bigint, packets bigint, sp int, dp int,
            protocol smallint, action smallint, direction smallint, s inet, d inet, ps inet)`,
    flows.map((row, at) => ({
      ...{ no: at + 1, at: iso(row.atMs), bytes: row.bytes, packets: row.packets, sp: row.sourcePort },
      ...{ dp: row.destinationPort, protocol: row.protocol, action: row.action, direction: row.direction },
      ...{ s: row.sourceIp, d: row.destinationIp, ps: row.packetSourceIp },
    })),
  );
  await insert(
    "dns_queries",
    `(load_id, file_id, record_no, at, asker_no, name_no, type, rcode, resolved_ips, record_hash)
     SELECT ${loadId}, 1, no, at, asker, name, type, rcode, ARRAY(SELECT jsonb_array_elements_text(ips)::inet), ''
       FROM jsonb_to_recordset($1::jsonb) AS r(no int, at timestamptz, asker int, name int, type text, rcode text, ips jsonb)`,
    queries.map((row, at) => ({
      ...{ no: at + 1, at: iso(row.atMs), asker: askers[row.askerIp ?? IPS.length], name: names[row.name] },
      ...{ type: row.type, rcode: row.rcode, ips: row.resolvedIps },
    })),
  );
  await insert(
    "api_calls",
    `(load_id, file_id, record_no, at, category, event_id, event_source, event_name, region, principal_no, source, source_ip,
      user_agent, error_code, issued_key_id, field_hashes)
     SELECT ${loadId}, 1, no, at, 'management', no::text, service, api, 'eu-west-1', caller, source, ip, agent, error, key, '{}'
       FROM jsonb_to_recordset($1::jsonb) AS r(no int, at timestamptz, service text, api text, caller int, source text,
            ip inet, agent text, error text, key text)`,
    calls.map((row, at) => ({
      ...{ no: at + 1, at: iso(row.atMs), service: row.service, api: row.api, caller: callers[row.caller] },
      ...{ source: row.source, ip: row.sourceIp, agent: row.agent, error: row.error, key: row.key },
    })),
  );
  const inTurns = (no: number): HeldThing[] => [
    { no, instanceId: WHO[0] ?? "", fromMs: null, toMs: T0 + TURN_MS },
    { no, instanceId: WHO[1] ?? "", fromMs: T0 + TURN_MS, toMs: null },
  ];
  held.flow = inTurns(eni);
  held.dns = askers.slice(1).flatMap(inTurns);
  held.api = callers.slice(0, 1).map((no) => ({ no, instanceId: WHO[0] ?? "", fromMs: null, toMs: null }));
  records.flow = flows.map(searchedFlow);
  records.dns = queries.map(searchedQuery);
  records.api = calls.map(searchedCall);
});
afterAll(() => database.drop());

const TABLES: [string, { alias: string; thing: string; time: string }, AnySearchColumns][] = [
  ["flow_records", { alias: "f", thing: "interface_no", time: "start_at" }, flowSearchColumns(OUT)],
  ["dns_queries", { alias: "d", thing: "asker_no", time: "at" }, DNS_SEARCH_COLUMNS],
  ["api_calls", { alias: "x", thing: "principal_no", time: "at" }, API_SEARCH_COLUMNS],
];

/** Values that some record has, or nearly. */
const quoted = (value: string) => `"${value.replaceAll(/[\\"]/g, "\\$&")}"`;
const texts = fc.constantFrom(
  ...WHO,
  ...TEXTS,
  ...NAMES,
  "sts",
  "eu-west-1",
  "Alice",
  "eni-A_1",
  "ASIAONE",
  "NXDOMAIN",
  "TXT",
);
const pattern = fc.oneof(
  texts.map(quoted),
  fc.constantFrom("*e*", "a*", "*.example.net", "*_*", "*%", "*\\\\", "ASSUMEROLE", "*", "*İ*", "*ß*", "i*l"),
);
const address = fc.oneof(
  ip,
  fc.constantFrom("198.51.100.0/24", "198.51.", "0.0.0.0/0", "2001:db8::/32", "10.0.5.60/31"),
);
const number = fc.constantFrom("0", "1", "22", "443", "1MB", "40000", "[1 TO 1000000]", ">1024", "<=53", "22..443");
const moment = fc.constantFrom(
  "2026-03-02",
  ">2026-03-02",
  "<=2026-03-02T10:00",
  "[2026-03-02T01 TO *]",
  "2026-03-01..2026-03-02",
);
const choice = fc.constantFrom("ok", "failed", "ACCEPT", "reject", "out", "in", "tcp", "flow", "dns", "api", "6");
const field = fc.constantFrom(
  ...[
    "source",
    "time",
    "ip",
    "peer",
    "outcome",
    "action",
    "bytes",
    "packets",
    "port",
    "serviceport",
    "proto",
    "direction",
  ],
  ...["interface", "domain", "answer", "type", "rcode", "api", "service", "error", "region", "role", "session", "user"],
  ...["key", "agent", "from", "finding", "instance"],
);
const value = fc.oneof(pattern, address, number, moment, choice);
const condition = fc.oneof(
  fc.tuple(field, value).map(([name, of]) => `${name}:${of}`),
  fc.tuple(field, value, value).map(([name, a, b]) => `${name}:(${a} OR NOT ${b})`),
  fc.oneof(texts.map(quoted), address, fc.constantFrom("443", "22", "reject", "acc*", "example", "assume*le", "*")),
);
const typed = fc
  .tuple(
    condition,
    fc.array(fc.tuple(fc.constantFrom(" ", " AND ", " OR ", " NOT ", " OR NOT "), condition), { maxLength: 4 }),
  )
  .map(([first, more]) => more.reduce((left, [by, next]) => `(${left})${by}${next}`, first));

describe("a compiled query", () => {
  it("finds in the database what the same query finds in memory", async () => {
    await fc.assert(
      fc.asyncProperty(typed, async (asked) => {
        // What of a random text cannot be read is left out of the query: the rest of it must still agree.
        const { query: meant } = readQuery(asked);
        for (const [table, place, columns] of TABLES) {
          const { alias } = place;
          const at = new Parameters();
          const { rows } = await pool().query<{ no: number }>(
            `SELECT ${alias}.record_no AS no FROM ${withHolders(at, meant, { ...place, table: `${table}_l${loadId}` }, () => held[columns.source] ?? [])}
              WHERE ${compileQuery(meant, columns, at)} ORDER BY 1`,
            at.values,
          );
          const expected = (records[columns.source] ?? []).flatMap((record, n) =>
            matchesQuery(meant, record) ? n + 1 : [],
          );
          expect(rows.map(({ no }) => no)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
