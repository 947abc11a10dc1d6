import type { CallerUse, UseOrigin } from "@/lib/investigate/sessions/session-use.types";

/** Who called: one access key (or what calls without one) of one session. */
export interface Caller {
  /** Names the key for good. */
  id: string;
  accessKeyId: string | null;
  /** Session name, user or kind of caller. */
  name: string;
  /** ARN of the session or user; null where the records give none. */
  arn: string | null;
  /** Role, else user: what a history is kept for, with the account. */
  identity: string;
  accountId: string | null;
  isRole: boolean;
  /** The root user of an account. */
  isRoot: boolean;
  /** Instance that its branch of sessions begins with. */
  instanceId: string | null;
  /** The instance's own session, not one it led to. */
  isOwn: boolean;
  /** Epoch ms of the issuing call, else of the session's beginning. */
  issuedMs: number | null;
}

/** Calls of one caller to one API in one way from one place. */
export interface CallUse extends Omit<CallerUse, "region" | "unsaid"> {
  caller: Caller;
  /** Null where no instance's session led to the caller. */
  origin: UseOrigin | null;
  basis: "known" | "assumed";
  /** The first of these calls. */
  first: { fileId: number; record: number } | null;
}

/** One call that changes who may do what, what is recorded or what is let in, allowed or refused. */
export interface NotableCall {
  caller: Caller;
  eventSource: string;
  eventName: string;
  atMs: number;
  errorCode: string | null;
  /** What the request names. */
  target: string | null;
  /** What it opens or gives (lib/formats/cloudtrail/call-notes.ts). */
  notes: readonly string[];
  source: string | null;
  fileId: number;
  record: number;
}

/** Calls of one caller in one hour that read data: objects, secrets, parameters. */
export interface DataHour {
  caller: Caller;
  eventSource: string;
  eventName: string;
  /** Beginning of the hour, epoch ms. */
  hourMs: number;
  /** Allowed calls. */
  calls: number;
  /** Different objects, secrets or parameters that they name. */
  targets: number;
  firstMs: number;
  lastMs: number;
  first: { fileId: number; record: number };
}
