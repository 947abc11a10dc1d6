import type { Archive } from "@/lib/athena/tables/archive.types";
import type { LogPlace } from "@/lib/sources/source.types";

/** A log that AWS says is written. */
export interface ExistingLog {
  kind: "vpc-flow" | "dns" | "cloudtrail";
  /** Id of the flow log or query log configuration, ARN of the trail. */
  id: string;
  name: string | null;
  accountId: string;
  region: string;
  /** Ids of VPCs, subnets, interfaces or transit gateways that it records; empty: all of the account's region. */
  of: readonly string[];
  /** Where it lies; null where it goes to a place that is not read. */
  place: LogPlace | null;
  /** What a table over it is made of; null where it lies in no bucket, or in one whose folders' names no table can have. */
  archive: Archive | null;
  /** An organisation's trail: behind its folder there is one of the organisation, and in that one of each account. */
  ofOrganisation: boolean;
  /** The same place in AWS's words, for people: an ARN, or a bucket and prefix. */
  where: string;
  /** When it began, as far as AWS says; epoch milliseconds. */
  sinceMs: number | null;
  /** When it ended; null while it is written. */
  untilMs: number | null;
  /** Of its lines or files, for people. */
  format: string;
  /** What it leaves out, or what goes wrong with it: sentences. */
  limits: readonly string[];
}

/** The same for people to look at before it is read, as a step of a plan keeps it. */
export interface ShownLog extends Omit<ExistingLog, "place" | "accountId" | "region" | "archive"> {
  /** The plan reads it. */
  isRead: boolean;
  /** Keys of the steps that do; logs that lie in one folder are read by the same. */
  reads?: readonly string[];
}

/** Where the inventory was asked. */
export interface AskedIn {
  accountId: string;
  region: string;
}
