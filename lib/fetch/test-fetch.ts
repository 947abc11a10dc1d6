import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import type { TrailEvent } from "@/e2e/aws/services/cloudtrail";
import { operatorCalled } from "@/lib/auth/test-people";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { type AskedFetch, askFetch } from "@/lib/fetch/ask-fetch";
import { finishFetchesOf } from "@/lib/fetch/end-fetch";
import { type RunFetchOptions, runFetch } from "@/lib/fetch/run-fetch";
import { startFetch } from "@/lib/fetch/start-fetch";
import { runLoad } from "@/lib/ingest/run-load";

export const WEB = "i-0123456789abcdef0";
const HOUR_MS = 3_600_000;
const NOW = Date.now();
/** The last day. */
export const WINDOW = { fromMs: NOW - 24 * HOUR_MS, toMs: NOW };
export const ASKER = operatorCalled("ada@example.org");

/** A connection to one endpoint, without a role. */
export function connectionTo(url: string, given: Partial<AwsConnection> = {}): AwsConnection {
  return {
    ...{ id: "00000000-0000-4000-8000-000000000001", name: "fake", profile: null, externalId: null },
    accounts: [{ accountId: "111122223333", roleArn: null }],
    regions: ["us-east-1"],
    endpoints: { cloudtrail: url, s3: url, sts: url, ec2: url },
    ...given,
  };
}

/** Asks for a fetch, has it planned, and starts it. */
export async function startedFetch(asked: AskedFetch, connection: AwsConnection, options: RunFetchOptions = {}) {
  const { fetchId } = await askFetch(asked, connection, ASKER);
  await runFetch(fetchId, options);
  await startFetch({ caseId: asked.caseId, fetchId }, ASKER);
  return fetchId;
}

export async function readFetchState(fetchId: string) {
  const { rows } = await pool().query<{ state: string; error: string | null; loadId: number | null }>(
    `SELECT state, error, load_id AS "loadId" FROM fetches WHERE id = $1`,
    [fetchId],
  );
  if (!rows[0]) throw new Error("no such fetch");
  return rows[0];
}

export async function readSteps(fetchId: string) {
  const { rows } = await pool().query<{
    number: number;
    region: string;
    state: string;
    request: { attribute?: string; value?: string };
    calls: number;
    records: number;
    error: string | null;
    after: number | null;
    gaps: { code: string }[];
  }>(
    `SELECT number, region, state, request, calls, records::int AS records, error, after, gaps
       FROM fetch_steps WHERE fetch_id = $1 ORDER BY number`,
    [fetchId],
  );
  return rows;
}

/** Runs the load of a fetch, as the worker does behind it, and ends the fetch. */
export async function loadFetched(fetchId: string) {
  const { loadId } = await readFetchState(fetchId);
  if (loadId === null) throw new Error("nothing to load");
  const result = await runLoad(loadId);
  await finishFetchesOf(loadId);
  return result;
}

/** The lines of the evidence that a fetch brought, in the order of its files. */
export async function fetchedLines(caseId: string, dataDir: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool().query<{ sha256: string }>(
    "SELECT sha256 FROM evidence_files WHERE case_id = $1 ORDER BY id",
    [caseId],
  );
  const lines: Record<string, unknown>[] = [];
  for (const { sha256 } of rows) {
    const bytes = await readFile(`${dataDir}/evidence/${sha256.slice(0, 2)}/${sha256}`);
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
    lines.push(
      ...text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line)),
    );
  }
  return lines;
}

let made = 0;
/** An event of a trail, each a second before the one that was made before it. */
export function call(name: string, more: Partial<TrailEvent> = {}): TrailEvent {
  made += 1;
  return {
    ...{ eventVersion: "1.11", eventID: `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`, eventName: name },
    ...{
      eventSource: "ec2.amazonaws.com",
      eventTime: new Date(NOW - made * 1000).toISOString(),
      awsRegion: "us-east-1",
    },
    ...{ eventType: "AwsApiCall", eventCategory: "Management", recipientAccountId: "111122223333" },
    userIdentity: { principalId: `AROAEXAMPLE:${WEB}`, accessKeyId: "ASIAEXAMPLE0000000WEB" },
    ...more,
  };
}

export async function newCase(): Promise<string> {
  return (await createCase({ title: "fetched" })).id;
}

/** What CloudTrail is asked for the instance, within the last day. */
export const askedTrail = (caseId: string) => ({
  caseId,
  sources: ["cloudtrail" as const],
  question: { instanceIds: [WEB], ...WINDOW },
});

/** Ids of the events in the answers of LookupEvents. */
export const idsOf = (lines: readonly Record<string, unknown>[]) =>
  lines.flatMap(({ Events }) => ((Events ?? []) as { EventId: string }[]).map(({ EventId }) => EventId));
