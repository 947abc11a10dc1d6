import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { configItemsOf } from "@/e2e/aws/fake-config-items";
import { ACCOUNT, END, REGION, START } from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";

/** The bucket that all logs of the incident go to. */
export const LOG_BUCKET = "example-organisation-logs";

export type Json = Record<string, unknown>;

/** The sample incident as AWS would hold it: what its files say, to be asked for instead. */
export interface FakeAccount {
  accountId: string;
  region: string;
  bucket: string;
  /** The time that it is there: the end of the incident's evidence. */
  nowMs: number;
  startMs: number;
  /** Bytes of the bucket's objects, by key. */
  objects: Map<string, Buffer>;
  /** Lists of EC2's descriptions as they are now, by EC2's own names: Reservations, NetworkInterfaces … */
  described: Record<string, Json[]>;
  /** GuardDuty's findings as they stand on the wire, in camelCase. Tests may add to it. */
  findings: Json[];
  /** AWS Config's items, oldest first, as the SDK has them. */
  configItems: Json[];
}

/**
 * Makes the account of the sample incident; `scale` thins what has nothing to do with the story. Its files are left in `keptIn`, a
 * folder that is empty, where one is given.
 */
export function makeFakeAccount({ scale = 0.1, keptIn }: { scale?: number; keptIn?: string } = {}): FakeAccount {
  const folder = keptIn ?? mkdtempSync(join(tmpdir(), "threadline-account-"));
  try {
    writeIncident(folder, { scale });
    return readAccount(folder);
  } finally {
    if (keptIn === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function readAccount(folder: string): FakeAccount {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
  const objects = new Map(
    names.filter((name) => name.startsWith("AWSLogs/")).map((name) => [name, readFileSync(join(folder, name))]),
  );
  const described = (when: string, what: string) =>
    JSON.parse(readFileSync(join(folder, "describe", when, `describe-${what}.json`), "utf8"), withDates) as Json;
  const now = ["instances", "network-interfaces", "addresses", "nat-gateways"].map((what) => described("after", what));
  const findings = [...objects].filter(([key]) => key.includes("/GuardDuty/")).flatMap(([, bytes]) => linesOf(bytes));
  return {
    ...{ accountId: ACCOUNT, region: REGION, bucket: LOG_BUCKET, nowMs: END, startMs: START, objects, findings },
    described: Object.assign({}, ...now) as Record<string, Json[]>,
    configItems: configItemsOf(described("before", "instances"), described("after", "instances")),
  };
}

function linesOf(bytes: Buffer): Json[] {
  const lines = gunzipSync(bytes).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/;

/** Instants in EC2's descriptions, as the SDK has them. */
function withDates(_name: string, value: unknown): unknown {
  return typeof value === "string" && INSTANT.test(value) ? new Date(value) : value;
}
