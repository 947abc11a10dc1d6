import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { FLOW_SUMS } from "@/lib/core/flow-sums";
import { pool, withTransaction } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import type { SummedInterface } from "@/lib/ingest/sums/flow-summer";
import { listScans } from "@/lib/ingest/sums/list-scans";
import { makeCaseSums } from "@/lib/ingest/sums/make-case-sums";
import { planScans } from "@/lib/ingest/sums/plan-scans";
import { type Keep, sumHere } from "@/lib/ingest/sums/sum-here";
import { sumInThreads } from "@/lib/ingest/sums/sum-in-threads";
import { flowRecord, numbersFrom, SUMMED_HEADER } from "@/lib/ingest/sums/test-flows";
import { loadLedger } from "@/lib/ledger/load-ledger";

const ROOT = process.cwd();

let database: TestDatabase;
let folder: string;
let caseId: string;
const loads: number[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-sums-"));
  const chance = numbersFrom(20261121);
  const lines = Array.from({ length: 3000 }, () => flowRecord(chance));
  // The second load repeats some, adds to all interfaces, and a little to one of them, so that each way of scanning is taken. The last
  // has an interface that no other has, read together with the others.
  const parts = [
    lines.slice(0, 2000),
    lines.slice(1800),
    [...lines.slice(0, 5), flowRecord(chance, "eni-0000000000000000a")],
    lines.slice(100, 120).map((line) => line.replace(/eni-\w+/, "eni-0000000000000000c")),
  ];
  caseId = (await createCase({ title: "Sums" })).id;
  for (const [part, list] of parts.entries()) {
    const below = path.join(folder, String(part));
    await mkdir(below);
    await writeFile(path.join(below, "flow.log"), `${[SUMMED_HEADER, ...list].join("\n")}\n`);
    loads.push((await loadEvidence({ caseId, paths: [below] })).loadId);
  }
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const all = async (sql: string) => (await pool().query(sql, [caseId])).rows;
const PEERS = "SELECT * FROM flow_peers WHERE case_id = $1 ORDER BY interface_no, peer, protocol, service_port, served";
const REFUSALS = `SELECT interface_no, peer, protocol, service_port, near_tried, minute, records FROM flow_refusals
  WHERE case_id = $1 ORDER BY 1, 2, 3, 4, 5, 6`;
const MOMENTS = `SELECT interface_no, peer, protocol, service_port, sum(length(moments))::int AS bytes FROM flow_moments
  WHERE case_id = $1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

const plan = async () => {
  const numbers = (await all("SELECT id FROM interfaces WHERE case_id = $1")).map(({ id }) => id as number);
  return withTransaction((client) => planScans(client, caseId, numbers));
};

async function makeAnew(): Promise<void> {
  await pool().query("UPDATE cases SET flow_sums = 0 WHERE id = $1", [caseId]);
  await runDetections(caseId);
}

describe("the sums of a case's flow records", () => {
  it("by peer are those of its hours, which the database adds up by itself", async () => {
    await runDetections(caseId);
    const peers = `SELECT interface_no, peer, protocol, service_port, served, bytes_out::text, bytes_in::text, packets_out::text,
                          packets_in::text, accepted, rejected, connections, first_start, last_start FROM flow_peers WHERE case_id = $1`;
    const hours = `SELECT interface_no, peer, protocol, service_port, served, sum(bytes_out)::text AS bytes_out,
                          sum(bytes_in)::text AS bytes_in, sum(packets_out)::text AS packets_out, sum(packets_in)::text AS packets_in,
                          sum(accepted)::int AS accepted, sum(rejected)::int AS rejected, sum(connections)::int AS connections,
                          min(first_start) AS first_start, max(last_start) AS last_start
                     FROM flow_peer_hours WHERE case_id = $1 GROUP BY 1, 2, 3, 4, 5`;
    const found = await all(`${peers} ORDER BY 1, 2, 3, 4, 5`);
    expect(found.length).toBeGreaterThan(100);
    expect(found).toEqual(await all(`${hours} ORDER BY 1, 2, 3, 4, 5`));
  });

  it("of refused tries and of moments are as many as their records", async () => {
    const [refused] = await all("SELECT sum(records)::int AS records FROM flow_refusals WHERE case_id = $1");
    const [peers] = await all("SELECT sum(rejected)::int AS rejected FROM flow_peers WHERE case_id = $1");
    expect(refused.records).toBeGreaterThan(50);
    expect(refused.records).toBeLessThanOrEqual(peers.rejected);
    const lengths = await all(
      `SELECT sum(length(m.moments))::int / 15 AS moments, min(p.accepted) AS accepted
         FROM flow_moments m JOIN flow_peers p USING (case_id, interface_no, peer, protocol, service_port)
        WHERE case_id = $1 AND p.served = 2 GROUP BY m.interface_no, m.peer, m.protocol, m.service_port`,
    );
    expect(lengths.length).toBeGreaterThan(5);
    for (const { moments, accepted } of lengths) expect(moments).toBeLessThanOrEqual(accepted);
  });

  it("leave out a load that is under way: its duplicates are not marked yet", async () => {
    const whole = await plan();
    await pool().query("UPDATE loads SET finished_at = NULL WHERE id = $1", [loads[0]]);
    const rest = await plan();
    await pool().query("UPDATE loads SET finished_at = now() WHERE id = $1", [loads[0]]);
    expect(whole.records - rest.records).toBe(2000);
    const tables = rest.scans.map((scan) => ("table" in scan ? scan.table : ""));
    expect(tables.length).toBeGreaterThan(0);
    expect(tables).not.toContain(`flow_records_l${loads[0]}`);
  });

  it("hold no lock on the tables of loads while they are scanned, and are not kept of evidence that changed", async () => {
    await pool().query("UPDATE cases SET flow_sums = 0 WHERE id = $1", [caseId]);
    const ledger = await loadLedger(caseId);
    const holder = await pool().connect();
    try {
      // The scans begin when the sums from before are cleared, which waits for this.
      await holder.query("BEGIN");
      await holder.query("SELECT FROM flow_peers WHERE case_id = $1 FOR UPDATE", [caseId]);
      const making = makeCaseSums(caseId, ledger);
      making.catch(() => undefined);
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND query LIKE 'DELETE FROM flow_peers %'`;
      await vi.waitUntil(async () => (await pool().query(waiting)).rowCount === 1, { timeout: 10_000 });
      await withTransaction(async (client) => {
        await client.query("SET LOCAL lock_timeout = '5s'");
        for (const load of loads)
          await client.query(`LOCK TABLE flow_records_l${load}, flow_packs_l${load} IN ACCESS EXCLUSIVE MODE`);
      });
      // Whoever changes the case waits for those who clear, and comes before the sums are there.
      const raising = pool().query("UPDATE cases SET revision = revision + 1 WHERE id = $1", [caseId]);
      const raised = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND query LIKE 'UPDATE cases %'`;
      await vi.waitUntil(async () => (await pool().query(raised)).rowCount === 1, { timeout: 10_000 });
      await holder.query("ROLLBACK");
      await raising;
      await expect(making).rejects.toMatchObject({ code: "conflict" });
    } finally {
      holder.release(true);
    }
    expect(await all("SELECT flow_sums FROM cases WHERE id = $1")).toEqual([{ flow_sums: 0 }]);
    await makeCaseSums(caseId, ledger);
    expect(await all("SELECT flow_sums FROM cases WHERE id = $1")).toEqual([{ flow_sums: FLOW_SUMS }]);
  });

  it("stand in nobody's way who takes evidence out of the case while they are made anew", async () => {
    await pool().query("UPDATE cases SET flow_sums = 0 WHERE id = $1", [caseId]);
    const before = await all(PEERS);
    expect(before.length).toBeGreaterThan(0);
    const ledger = await loadLedger(caseId);
    const [holder, taker] = [await pool().connect(), await pool().connect()];
    const isWaiting = (query: string) =>
      vi.waitUntil(
        async () =>
          (
            await pool().query(
              "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1",
              [`${query}%`],
            )
          ).rowCount === 1,
        { timeout: 10_000 },
      );
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT FROM flow_peers WHERE case_id = $1 FOR UPDATE", [caseId]);
      const making = makeCaseSums(caseId, ledger);
      making.catch(() => undefined);
      await isWaiting("DELETE FROM flow_peers ");
      // Tables of loads go first, then the sums of the case.
      await taker.query("BEGIN");
      await taker.query("SET LOCAL lock_timeout = '5s'");
      for (const load of loads)
        await taker.query(`LOCK TABLE flow_records_l${load}, flow_packs_l${load} IN ACCESS EXCLUSIVE MODE`);
      await holder.query("ROLLBACK");
      await isWaiting("COPY (SELECT ");
      for (const table of ["flow_peers", "flow_refusals", "flow_moments"])
        await taker.query(`DELETE FROM ${table} WHERE case_id = $1`, [caseId]);
      await taker.query("SELECT FROM cases WHERE id = $1 FOR UPDATE", [caseId]);
      await taker.query("UPDATE cases SET revision = revision + 1 WHERE id = $1", [caseId]);
      await taker.query("COMMIT");
      await expect(making).rejects.toMatchObject({ code: "conflict" });
    } finally {
      holder.release(true);
      taker.release(true);
    }
    expect(await all(PEERS)).toEqual([]);
    await makeCaseSums(caseId, ledger);
    expect(await all(PEERS)).toEqual(before);
  });

  it("wait for whoever drops the case, before they take a row of it away", async () => {
    await pool().query("UPDATE cases SET flow_sums = 0 WHERE id = $1", [caseId]);
    const before = await all(PEERS);
    expect(before.length).toBeGreaterThan(0);
    const ledger = await loadLedger(caseId);
    const dropper = await pool().connect();
    try {
      // The locks of `dropCase`, in its order.
      await dropper.query("BEGIN");
      await dropper.query("SELECT state FROM cases WHERE id = $1 FOR NO KEY UPDATE", [caseId]);
      await dropper.query("DELETE FROM flow_peers WHERE case_id = $1", [caseId]);
      const making = makeCaseSums(caseId, ledger);
      making.catch(() => undefined);
      const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      await vi.waitUntil(async () => (await pool().query(waiting)).rowCount === 1, { timeout: 10_000 });
      await dropper.query("SELECT FROM cases WHERE id = $1 FOR UPDATE", [caseId]);
      await dropper.query("ROLLBACK");
      await making;
    } finally {
      dropper.release(true);
    }
    expect(await all(PEERS)).toEqual(before);
  });

  it("are the same when they are made anew, out of packs or row by row", async () => {
    const before = [await all(PEERS), await all(REFUSALS), await all(MOMENTS)];
    // Of its first three loads one has duplicates, so that only what is not read in these is read out of packs.
    expect((await plan()).packed.size).toBe(1);
    await pool().query("UPDATE flow_records SET duplicate = false, shape = shape & 7 WHERE load_id = ANY($1)", [loads]);
    await makeAnew();
    const packed = [await all(PEERS), await all(REFUSALS), await all(MOMENTS)];
    expect(packed).not.toEqual(before);
    expect((await plan()).packed.size).toBeGreaterThan(1);
    // What was filled from a copy later does not stand in packs.
    const one = "ctid = (SELECT min(ctid) FROM flow_records WHERE load_id = $1) AND load_id = $1";
    await pool().query(`UPDATE flow_records SET shape = shape | 8 WHERE ${one}`, [loads[1]]);
    const [filled] = (
      await pool().query("SELECT DISTINCT interface_no AS no FROM flow_records WHERE shape & 8 <> 0 AND load_id = $1", [
        loads[1],
      ])
    ).rows;
    const beside = await plan();
    expect([beside.packed.has(filled.no), beside.packed.size > 0]).toEqual([false, true]);
    await pool().query("UPDATE flow_records SET shape = shape & 7 WHERE load_id = $1", [loads[1]]);
    await pool().query(
      `DELETE FROM flow_packs_l${loads[0]} WHERE ctid = (SELECT min(ctid) FROM flow_packs_l${loads[0]})`,
    );
    const { packed: left, scans } = await plan();
    expect(left.size).toBeGreaterThan(0);
    expect(scans.filter((scan) => "table" in scan).length).toBeGreaterThan(0);
    await makeAnew();
    expect([await all(PEERS), await all(REFUSALS), await all(MOMENTS)]).toEqual(packed);
    for (const load of loads) await pool().query(`DROP TABLE flow_packs_l${load}`);
    expect((await plan()).packed.size).toBe(0);
    await makeAnew();
    expect([await all(PEERS), await all(REFUSALS), await all(MOMENTS)]).toEqual(packed);
    expect(await all("SELECT flow_sums FROM cases WHERE id = $1")).toEqual([{ flow_sums: FLOW_SUMS }]);
  });

  it("ask for nothing of a transit gateway's log, whose records are not kept in short", async () => {
    const attachment = "tgw-attach-0a1b2c3d4e5f60001";
    const line = `6 TransitGateway 012345678901 tgw-0a1b2c3d4e5f60001 ${attachment} 012345678901 012345678901 vpc-0a vpc-0b subnet-0a subnet-0b eni-0a eni-0b euc1-az1 euc1-az2 tgw-attach-0a1b2c3d4e5f60002 10.0.0.5 10.1.0.5 40000 443 6 2 100 1741046400 1741046430 OK IPv4 0 0 0 0 19 eu-central-1 ingress - -`;
    const below = path.join(folder, "gateway");
    await mkdir(below);
    await writeFile(path.join(below, "tgw.log"), `${line}\n`);
    const { id } = await createCase({ title: "At a gateway" });
    const { loadId, records } = await loadEvidence({ caseId: id, paths: [below] });
    expect(records).toBe(1);
    const { rows } = await pool().query("SELECT to_regclass($1) AS records, to_regclass($2) AS packs", [
      `flow_records_l${loadId}`,
      `flow_packs_l${loadId}`,
    ]);
    expect(rows).toEqual([{ records: `flow_records_l${loadId}`, packs: null }]);
  });

  it("are the same by threads as by one, and a thread that fails is told", async () => {
    const bundles = path.join(ROOT, ".threadline", `test-sums-${process.pid}`);
    await build({
      ...{ absWorkingDir: ROOT, entryPoints: { "sum-thread": "lib/ingest/sums/sum-thread.ts" }, outdir: bundles },
      ...{ outExtension: { ".js": ".mjs" }, bundle: true, packages: "external", platform: "node", format: "esm" },
      ...{ target: "node20", alias: { "@": ROOT }, logLevel: "silent" },
    });
    try {
      const entry = path.join(bundles, "sum-thread.mjs");
      const numbers = (await all("SELECT id FROM interfaces WHERE case_id = $1")).map(({ id }) => id as number);
      const interfaces = numbers.map((interfaceNo): SummedInterface => ({ interfaceNo, own: [] }));
      const scans = await withTransaction((client) => listScans(client, caseId, numbers));
      const summing = { caseId, packed: [], others: interfaces };
      const [here, apart] = [new Map<string, number>(), new Map<string, number>()];
      const into =
        (sizes: Map<string, number>): Keep =>
        (table, block) =>
          void sizes.set(table, (sizes.get(table) ?? 0) + block.length);
      for (const scan of scans) {
        const left = [scan];
        await sumHere(summing, { nextScan: () => left.shift(), keep: into(here), room: async () => undefined });
        const one = [scan];
        const keep: Keep = (table, block, onSent) => {
          into(apart)(table, block);
          onSent?.(block);
        };
        await sumInThreads(entry, 1, summing, { nextScan: () => one.shift(), keep, room: async () => undefined });
      }
      expect(here.get("partPeers")).toBeGreaterThan(1000);
      expect(apart).toEqual(here);
      const gone = { table: "flow_records_l999999", blocks: null, interfaces: numbers };
      const none = [gone];
      const nowhere = { keep: () => undefined, room: async () => undefined };
      await expect(sumInThreads(entry, 2, summing, { nextScan: () => none.shift(), ...nowhere })).rejects.toThrow(
        "flow_records_l999999",
      );
      // Whoever stops it does not wait for a scan: this one never comes.
      const stop = new AbortController();
      const asked = vi.fn(() => {
        stop.abort(new Error("stopped"));
        return new Promise<undefined>(() => undefined);
      });
      await expect(
        sumInThreads(entry, 1, summing, { nextScan: asked, ...nowhere, signal: stop.signal }),
      ).rejects.toThrow("stopped");
      expect(asked).toHaveBeenCalledOnce();
    } finally {
      await rm(bundles, { recursive: true, force: true });
    }
  });
});
