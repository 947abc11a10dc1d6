import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import { loadOnce, makeFlowFiles, type PartRequest } from "@/bench/parts/load";
import type { PhaseResult } from "@/bench/phases";
import { runApart, serveApart } from "@/bench/run-apart";

const KEYS = 100_000;

/** A tenth of the records out of an S3 that is a process of its own, over HTTP, beside the same files from disk; and a long listing. */
export async function measureFetch({ records: all, rounds }: PartRequest): Promise<Figure[]> {
  const records = Math.ceil(all / 10);
  const part = `Fetching ${records.toLocaleString("en")} flow records from S3 (40 gzip files)`;
  const folder = await makeFlowFiles(records);
  const disk: number[] = [];
  const fetched: PhaseResult<"fetch">[] = [];
  const server = await serveApart<string>("serve s3", { records, folders: [folder] });
  try {
    for (let round = 0; round < rounds; round++) {
      disk.push((await loadOnce(records, [folder], false)).loadSeconds);
      fetched.push((await runApart<PhaseResult<"fetch">>("fetch", { records, url: server.result })).result);
    }
  } finally {
    server.stop();
  }
  const wrong = fetched.find((one) => one.records !== records);
  if (wrong) throw new Error(`${wrong.records} records came, not ${records}`);
  const whole = median(fetched.map(({ seconds }) => seconds));
  const from = median(disk);
  const of = (read: (one: (typeof fetched)[number]) => number) => median(fetched.map(read));
  return [
    { part, name: "from disk, ready to query", value: from, unit: "s" },
    {
      ...{ part, name: "from S3: plan, fetch and load", value: whole, unit: "s" },
      ...{ ratio: whole / from, against: "from disk", bound: { at: "most", must: 1.5, goal: 1.3, of: "ratio" } },
    },
    { part, name: "  plan and fetch alone", value: of(({ fetchSeconds }) => fetchSeconds), unit: "s" },
    { part, name: "  bytes moved", value: of(({ bytes }) => bytes) / 1e6, unit: "MB" },
    { part, name: "  calls made, without those of the plan", value: of(({ calls }) => calls), unit: "calls" },
    ...(await measureListing(rounds)),
  ];
}

async function measureListing(rounds: number): Promise<Figure[]> {
  const part = `Going through ${KEYS.toLocaleString("en")} keys of a bucket`;
  const server = await serveApart<string>("serve s3", { records: 0, files: KEYS });
  const rows: { seconds: number; calls: number; peakBytes: number | null }[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const { result, peakBytes } = await runApart<PhaseResult<"list bucket">>("list bucket", {
        ...{ records: 0, url: server.result },
      });
      if (result.keys !== KEYS) throw new Error(`${result.keys} keys came, not ${KEYS}`);
      rows.push({ ...result, peakBytes });
    }
  } finally {
    server.stop();
  }
  const peaks = rows.map(({ peakBytes }) => peakBytes).filter((peak) => peak !== null);
  return [
    { part, name: "all pages, one after the other", value: median(rows.map(({ seconds }) => seconds)), unit: "s" },
    { part, name: "calls made", value: median(rows.map(({ calls }) => calls)), unit: "calls" },
    {
      part,
      name: "peak memory, launcher and process",
      value: peaks.length > 0 ? Math.max(...peaks) / 1e6 : null,
      unit: "MB",
    },
  ];
}
