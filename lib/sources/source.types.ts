import type { Readable } from "node:stream";
import type { AthenaSetup } from "@/lib/athena/athena-setup";
import type { AwsClients } from "@/lib/aws/aws-clients";

/** What is asked of AWS, each by a folder of its own beside this file. */
export const SOURCES = [
  "cloudtrail",
  "s3",
  "cloudwatch-logs",
  "guardduty",
  "security-hub",
  "ec2",
  "iam",
  "config",
  "log-inventory",
  "athena",
] as const;
export type SourceName = (typeof SOURCES)[number];

/** Where logs lie, as a person or the inventory named it, and through which account and region of the connection they are read. */
export type LogPlace = { accountId: string; region: string } & (
  | {
      kind: "s3";
      bucket: string;
      /** Up to where dates begin, or anything above that: what lies below is looked at. */
      prefix: string;
      /** The reader's account pays for what it reads. */
      requesterPays?: boolean;
    }
  /** A log group's name, or its ARN where it belongs to another account. */
  | { kind: "log-group"; group: string }
);

/** What a case wants to know: whom it is about, and when. */
export interface FetchQuestion {
  /** Flagged addresses and names. */
  indicators: readonly { kind: "ip" | "name"; value: string }[];
  instanceIds: readonly string[];
  interfaceIds: readonly string[];
  /** Ids of access keys; their secrets are nowhere. */
  accessKeyIds: readonly string[];
  /** Buckets and log groups to read; each is planned in its own account and region alone. */
  logPlaces?: readonly LogPlace[];
  /** Names of API calls to look for, as in `RunInstances`. */
  eventNames?: readonly string[];
  /** How Athena is asked; it is not, without. */
  athena?: AthenaSetup | null;
  /** Epoch milliseconds; `toMs` is outside of it. */
  fromMs: number;
  toMs: number;
}

/** What a step stands for in the coverage of a case, whose subjects are written as there (`account/region` of calls). */
export interface StepCover {
  source: "vpc-flow" | "tgw-flow" | "dns" | "cloudtrail";
  subject: string;
}

/** What a step will cost, as far as that can be told before; null: not known. */
export interface StepEstimate {
  calls: number | null;
  files: number | null;
  bytes: number | null;
  /** Of Athena's, in US dollars. */
  dollars?: number | null;
}

/** One piece of a fetch, which can be done again from where it stopped: one source, account and region. */
export interface PlannedStep {
  source: SourceName;
  accountId: string;
  region: string;
  /** What is asked, as the source's own schema reads it; equal requests are one step. */
  request: Record<string, unknown>;
  /** Epoch milliseconds, `toMs` outside; null where it is what is there now. */
  fromMs: number | null;
  toMs: number | null;
  /** For people: what it is. */
  title: string;
  estimate: StepEstimate;
  /** What is not known of where the step fails; none where no log comes of it. */
  covers?: readonly StepCover[];
}

/** Where a step stands, as JSON; what it says is the source's own affair. */
export type StepCursor = Record<string, unknown>;

/**
 * What a step gives, one after the other. Going on from `cursor` gives what comes after it; from one that is null nobody can
 * go on, so that what came since the last that is not is asked for again. What follows from an answer ("more", "gap" without a
 * cursor) comes right before it or right after it.
 */
export type Fetched =
  /** A whole answer of an API, kept as one JSON line with the request that got it. */
  | {
      kind: "answer";
      service: string;
      operation: string;
      input: Record<string, unknown>;
      answer: Record<string, unknown>;
      /** How many records or descriptions are in it, for the progress. */
      records: number;
      /** Bytes that AWS read for it and charges for. */
      scanned?: number;
      cursor: StepCursor | null;
    }
  /** A file that is kept byte for byte. `name` is what people see: hostile, and never a path on this machine. */
  | {
      kind: "object";
      name: string;
      size: number;
      /** What tells this state of it from another: bucket, key, version or ETag. */
      identity: string;
      /** From a byte on, to go on after a broken connection. Throws AwsFault. */
      open(from: number, signal: AbortSignal): Promise<Readable>;
      cursor: StepCursor | null;
    }
  /** Further steps that follow from what came; those that the fetch has already are left out. */
  | { kind: "more"; steps: PlannedStep[] }
  /** Something that could not be had, with its span: it stands in the case's coverage, of `covers` or else of what its step covers. */
  | {
      kind: "gap";
      code: string;
      message: string;
      fromMs: number | null;
      toMs: number | null;
      covers?: readonly StepCover[];
      /** Where it belongs behind all that was given before it: going on from there does not tell it again. */
      cursor?: StepCursor | null;
    };

export interface SourceContext {
  clients: AwsClients;
  accountId: string;
  region: string;
  signal: AbortSignal;
  /** True for an object that this case has had already, by its identity. */
  isKnown?: (identity: string) => Promise<boolean>;
}

export interface Source {
  name: SourceName;
  /** IAM actions that it needs, as in `cloudtrail:LookupEvents`. */
  actions: readonly string[];
  /** How many of its steps may run side by side in one account and region; 2 unless said. */
  atOnce?: number;
  /** Steps for a question in one account and region. Asks AWS where that is what it takes; changes nothing there. */
  plan(question: FetchQuestion, context: SourceContext): Promise<PlannedStep[]>;
  /** Does one step, from a cursor of it on. Throws AwsFault; what came before it is kept. */
  run(step: PlannedStep, cursor: StepCursor | null, context: SourceContext): AsyncIterable<Fetched>;
}
