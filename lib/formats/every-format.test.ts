import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { parseJson } from "@/lib/formats/json/json-value";
import { LogSink } from "@/lib/formats/log-sink";
import { readParquetLog } from "@/lib/formats/parquet/read-parquet-log";
import { bytesOf } from "@/lib/formats/parquet/test-parquet";
import { readLog } from "@/lib/formats/read-log";
import type { LogSummary } from "@/lib/formats/read-log.types";
import { LOG_FORMATS } from "@/lib/formats/registry";
import { ALL_FORMS, LOG_FORMS } from "@/lib/formats/test-forms";
import { gather } from "@/lib/formats/test-log";
import { flowLine } from "@/lib/formats/test-records";

const HERE = import.meta.dirname;
const RECORDS = 12;
/** Longer than what a format is told by: only such a file is read as columns. */
const LONG = 1200;

type Form = (typeof ALL_FORMS)[number];
const named = ALL_FORMS.map((form) => [form.name, form] as const);
const written = new Map<string, Uint8Array>();
async function fileOf(form: Form, records = RECORDS): Promise<Uint8Array> {
  const key = `${form.name} ${records}`;
  const known = written.get(key);
  if (known) return known;
  const content = await form.write(records);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  written.set(key, bytes);
  return bytes;
}

async function* inPieces(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const length of lengths) {
    yield bytes.subarray(from, from + length);
    from += length;
  }
  yield bytes.subarray(from);
}

function read(form: Form, bytes: Uint8Array, { lengths = [] as number[], flowBlocks = false } = {}) {
  if (form.parquet) return gather(readParquetLog(bytesOf(bytes), { name: "log.parquet" }));
  return gather(readLog(inPieces(bytes, lengths), { name: "log", flowColumns: form.flowColumns ?? null, flowBlocks }));
}

const units = ({ records, rejected }: LogSummary) => records + rejected;

/** Whatever it found stands in its account: a unit a number, from 1 on, and no number twice. */
function expectAccounted({ summary, content }: Awaited<ReturnType<typeof read>>, name: string): void {
  const { flows, statuses, queries, calls, findings, trail, notes, rejections } = content;
  const records = [...flows, ...statuses, ...queries, ...calls, ...findings, ...trail, ...notes].map(
    ({ record }) => record,
  );
  expect(new Set(records).size, name).toBe(records.length);
  expect(records.length, name).toBeLessThanOrEqual(summary.records);
  expect(rejections.length, name).toBeLessThanOrEqual(summary.rejected);
  const numbers = [...new Set([...records, ...rejections.map(({ record }) => record)])];
  expect(numbers.length, name).toBe(records.length + rejections.length);
  for (const record of numbers) {
    expect(record, name).toBeGreaterThan(0);
    expect(record, name).toBeLessThanOrEqual(units(summary));
  }
  if (summary.kind === "unknown") expect(summary.reason, name).toMatch(/\w{4}/);
}

/** The same file with something else in the place of its fifth record; null where it is no list of JSON. */
function withInstead(text: string, junk: unknown): string | null {
  const lines = text.trimEnd().split("\n");
  if (lines.length === RECORDS && lines.every((line) => line.startsWith("{"))) {
    lines[4] = JSON.stringify(junk);
    return `${lines.join("\n")}\n`;
  }
  const whole = parseJson(text);
  const list = listIn(whole);
  if (list === null) return null;
  list[4] = junk;
  return JSON.stringify(whole);
}

function listIn(value: unknown): unknown[] | null {
  if (Array.isArray(value) && value.length === RECORDS) return value;
  if (typeof value !== "object" || value === null) return null;
  for (const member of Object.values(value)) {
    const found = listIn(member);
    if (found) return found;
  }
  return null;
}

beforeAll(async () => {
  for (const form of ALL_FORMS) await fileOf(form);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("the forms that these tests know", () => {
  it("are of every kind in the registry", () => {
    const kinds = LOG_FORMATS.map(({ kind }) => kind).filter((kind) => kind !== "archive");
    expect(Object.keys(LOG_FORMS).sort()).toEqual([...kinds].sort());
    for (const [kind, forms] of Object.entries(LOG_FORMS)) expect(forms.length, kind).toBeGreaterThan(0);
  });

  it("reach every reader: a new one is to be given a form here", async () => {
    const sources = readdirSync(HERE, { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".ts") && !name.includes("test"),
    );
    const isReader = /implements \w*(?:Object|Message|Log)Reader|: CsvKind = \(|\.accept\(\)/;
    const readers = sources.filter((name) => isReader.test(readFileSync(join(HERE, name), "utf8")));
    const taken = LogSink.prototype.accept;
    const reached = new Set<string>();
    vi.spyOn(LogSink.prototype, "accept").mockImplementation(function (this: LogSink) {
      for (const frame of new Error().stack?.split("\n") ?? []) {
        const file = /lib\/formats\/([\w./-]+\.ts)/.exec(frame)?.[1];
        if (file !== undefined) reached.add(relative(HERE, join(HERE, file)));
      }
      return taken.call(this);
    });
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 60;
    for (const form of ALL_FORMS)
      await read(form, await fileOf(form, form.kind === "vpc-flow" ? LONG : RECORDS), { flowBlocks: true });
    Error.stackTraceLimit = limit;
    // These look at the units of others, or hand a table to one of these readers.
    const known = ["find-record-text.ts", "recognise-table.ts", "vpc-flow/flow-csv.ts"];
    expect(readers.filter((name) => !reached.has(name) && !known.includes(name))).toEqual([]);
    expect(readers.length).toBeGreaterThan(15);
  });
});

describe.each(named)("%s", (name, form) => {
  it("is all in its account: records, blank lines and headers", async () => {
    const { summary, content } = await read(form, await fileOf(form));
    expect(summary).toMatchObject({ kind: form.kind, records: RECORDS, rejected: 0, blank: 0 });
    expect(summary.headers).toBe(form.headers ?? 0);
    expect(content.rejections).toEqual([]);
  });

  it("is the same however its bytes are cut, and read as columns", async () => {
    const bytes = await fileOf(form);
    const whole = await read(form, bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 40 }), async (lengths) => {
        expect(await read(form, bytes, { lengths })).toEqual(whole);
      }),
      { numRuns: form.parquet ? 1 : 12 },
    );
    const long = form.kind === "vpc-flow" ? await fileOf(form, LONG) : bytes;
    expect((await read(form, long, { flowBlocks: true })).summary).toEqual((await read(form, long)).summary);
  });

  it("swallows nothing that stands where a record should", async () => {
    const text = form.parquet ? null : new TextDecoder().decode(await fileOf(form));
    for (const junk of [null, 3, "x", [], {}, [{}], { events: [] }]) {
      const spoiled = text === null ? null : withInstead(text, junk);
      if (spoiled === null) continue;
      const { summary } = await read(form, new TextEncoder().encode(spoiled));
      const accounted = summary.records + summary.rejected + summary.blank + summary.headers;
      expect(accounted, `${name}: ${JSON.stringify(junk)}`).toBe(RECORDS + (form.headers ?? 0));
      expect(summary.records, `${name}: ${JSON.stringify(junk)}`).toBeGreaterThanOrEqual(RECORDS - 1);
    }
  });

  it("keeps its account when it breaks off, has bits turned, or holds what is no log", async () => {
    const bytes = await fileOf(form);
    const damaged = fc.oneof(
      fc.nat(bytes.length).map((to) => bytes.subarray(0, to)),
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)), { minLength: 1, maxLength: 6 }).map((turned) => {
        const copy = Uint8Array.from(bytes);
        for (const [at, bit] of turned) copy[at] = (copy[at] ?? 0) ^ (1 << bit);
        return copy;
      }),
      fc
        .tuple(fc.nat(bytes.length), fc.uint8Array({ maxLength: 600 }))
        .map(([to, noise]) => Buffer.concat([bytes.subarray(0, to), noise])),
      fc
        .tuple(fc.nat(bytes.length), fc.nat(bytes.length), fc.nat(bytes.length))
        .map(([to, from, end]) =>
          Buffer.concat([
            bytes.subarray(0, to),
            bytes.subarray(Math.min(from, end), Math.max(from, end)),
            bytes.subarray(to),
          ]),
        ),
      fc.uint8Array({ maxLength: 600 }),
      fc.constant(new Uint8Array(0)),
    );
    await fc.assert(
      fc.asyncProperty(
        damaged,
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 10 }),
        async (file, lengths) => {
          const found = await read(form, file);
          expectAccounted(found, name);
          expect(await read(form, file, { lengths })).toEqual(found);
        },
      ),
      { numRuns: form.parquet ? 40 : 60 },
    );
  });
});

describe("what holds no record", () => {
  const batch = (...logEvents: unknown[]) =>
    JSON.stringify({ messageType: "DATA_MESSAGE", logGroup: "g", logStream: "s", logEvents });
  const machines = (...Instances: unknown[]) => ({ OwnerId: "012345678901", Instances });
  const machine = { InstanceId: "i-0123456789abcdef0" };
  it.each([
    [
      "an empty batch of a subscription",
      batch({ message: flowLine(1) }) + batch(),
      { records: 1, rejected: 0, headers: 1 },
    ],
    [
      "a reservation without instances",
      JSON.stringify({ Reservations: [machines(machine), machines(), machines(null, machine)] }),
      { records: 2, rejected: 1, headers: 1 },
    ],
  ])("is in the account all the same: %s", async (_name, text, account) => {
    const { summary } = await gather(readLog(inPieces(new TextEncoder().encode(text), []), { name: "log" }));
    expect(summary).toMatchObject(account);
  });
});
