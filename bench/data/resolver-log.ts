import { join } from "node:path";
import {
  BUSY,
  FIRST_SECOND,
  INDICATOR,
  INSTANCE_LIST,
  numbers,
  peerAddress,
  SPAN_SECONDS,
} from "@/bench/data/flow-log";
import { makeOnce } from "@/bench/data/make-once";
import { LINES, writeGzip } from "@/bench/data/write-gzip";

const FILES = 40;
const NAMES = 3000;
const INDICATOR_SHARE = 0.0002;

/** Resolver queries of file `file` (from 1), in order of time: twenty instances, three thousand names. */
function* queries(file: number, records: number): Generator<string> {
  const next = numbers(file * 104_729);
  for (let record = 0; record < records; record++) {
    const second = FIRST_SECOND + Math.floor(((file - 1 + record / records) * SPAN_SECONDS) / FILES);
    const flagged = next() < INDICATOR_SHARE;
    const asker = flagged ? BUSY : (INSTANCE_LIST[Math.floor(next() * INSTANCE_LIST.length)] ?? BUSY);
    const name = Math.floor(next() * next() * NAMES);
    const answer = flagged ? INDICATOR : peerAddress(name);
    const missing = !flagged && next() < 0.05;
    yield JSON.stringify({
      version: "1.100000",
      account_id: "123456789012",
      region: "eu-central-1",
      vpc_id: "vpc-0000000000000000a",
      query_timestamp: new Date(second * 1000).toISOString().replace(".000Z", "Z"),
      query_name: flagged ? "files.example.net." : `host-${name}.example.com.`,
      query_type: "A",
      query_class: "IN",
      rcode: missing ? "NXDOMAIN" : "NOERROR",
      answers: missing ? [] : [{ Rdata: answer, Type: "A", Class: "IN" }],
      srcaddr: asker.ip,
      srcport: String(32_768 + Math.floor(next() * 28_000)),
      transport: "UDP",
      srcids: { instance: asker.id },
    });
  }
}

/** `records` resolver queries in gzip files. Where they lie. */
export function resolverFiles(records: number): Promise<string> {
  return makeOnce(`resolver-${records}`, async (folder) => {
    for (let file = 1; file <= FILES; file++) {
      const share = Math.floor((records * file) / FILES) - Math.floor((records * (file - 1)) / FILES);
      await writeGzip(join(folder, `resolver-${file}.log.gz`), queries(file, share), LINES);
    }
  });
}
