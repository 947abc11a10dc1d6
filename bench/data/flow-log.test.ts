import { describe, expect, it } from "vitest";
import { FLOW_LOG_HEADER, flowLines, INDICATOR } from "@/bench/data/flow-log";
import type { FlowRecord } from "@/lib/core/records";
import { readLog } from "@/lib/formats/read-log";
import { FLOW_COLUMNS } from "@/lib/ingest/rows/flow-row";

const RECORDS = 20_000;

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe("the log that loading is measured with", () => {
  const lines = [...flowLines(3, 40, RECORDS)];

  it("is the same every time, and another in another file", () => {
    expect([...flowLines(3, 40, RECORDS)]).toEqual(lines);
    expect([...flowLines(4, 40, 10)]).not.toEqual(lines.slice(0, 10));
  });

  it("is read without a rejection, as the very rows that the bare COPY writes", async () => {
    const flows: FlowRecord[] = [];
    const reading = readLog(bytes(`${FLOW_LOG_HEADER}\n${lines.map(({ log }) => log).join("\n")}\n`), {
      name: "flow.log",
    });
    for (;;) {
      const step = await reading.next();
      if (step.done) {
        expect(step.value).toMatchObject({ kind: "vpc-flow", records: RECORDS, rejected: 0, headers: 1 });
        break;
      }
      flows.push(...step.value.flows);
    }
    expect(flows.length).toBe(RECORDS);
    const column = (row: string[], name: (typeof FLOW_COLUMNS)[number]) => row[FLOW_COLUMNS.indexOf(name)];
    flows.forEach((flow, at) => {
      const row = (lines[at] as (typeof lines)[0]).row.split("\t");
      expect(row.length).toBe(FLOW_COLUMNS.length);
      expect(column(row, "start_at")).toBe(new Date(flow.startMs).toISOString());
      expect(column(row, "bytes")).toBe(String(flow.bytes));
      expect(column(row, "source_ip")).toBe(flow.sourceIp);
      expect(column(row, "destination_port")).toBe(String(flow.destinationPort));
    });
  });

  it("has one instance meet the indicator", () => {
    const met = lines.filter(({ log }) => log.includes(` ${INDICATOR} `)).map(({ log }) => log.split(" ")[16]);
    expect(met.length).toBeGreaterThan(0);
    expect(new Set(met).size).toBe(1);
  });
});
