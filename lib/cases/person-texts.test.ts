import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { NewOwner } from "@/lib/auth/create-owner";
import { Credentials } from "@/lib/auth/sign-in";
import { AcceptedStart } from "@/lib/cases/accept-start";
import { FlaggedIndicator } from "@/lib/cases/canonical-indicator";
import { CaseTitle } from "@/lib/cases/case-title";
import { GivenFlowFormat } from "@/lib/cases/give-flow-format";
import { FinishedUploads } from "@/lib/cases/load-uploads";
import { MutedDetection } from "@/lib/cases/mute-detection";
import { RemovedEvidence } from "@/lib/cases/remove-evidence";
import { NewSearch } from "@/lib/cases/save-search";
import { WatchedInCase } from "@/lib/cases/unwatch-value";
import { ListedInCase } from "@/lib/cases/watch-listed-value";

const caseId = "3f1d1c1e-5b1a-4c7e-9a51-0d2c5d0c8a11";
const sha256 = "ab".repeat(32);

/** What each verb takes, with one text of a person open. */
const texts: [string, z.ZodType, (text: string) => unknown][] = [
  ["a case's name", CaseTitle, (text) => text],
  ["an indicator", FlaggedIndicator, (value) => ({ kind: "name", value })],
  ["the address of a start", AcceptedStart, (ip) => ({ ...START, ip })],
  ["the reason for a start", AcceptedStart, (why) => ({ ...START, why })],
  ["a mute's reason", MutedDetection, (reason) => ({ caseId, key: "beacon", reason })],
  ["a detection's key", MutedDetection, (key) => ({ caseId, key, reason: "known" })],
  ["a saved search's name", NewSearch, (name) => ({ caseId, name, query: "port:443" })],
  ["a saved query", NewSearch, (text) => ({ caseId, name: "one", query: `"${text}"` })],
  ["a value to watch", ListedInCase, (value) => ({ caseId, kind: "name", value, sha256 })],
  ["a value no longer watched", WatchedInCase, (value) => ({ caseId, kind: "name", value })],
  ["a format", GivenFlowFormat, (format) => ({ caseId, sha256, format, all: false })],
  ["the reason for a removal", RemovedEvidence, (reason) => ({ caseId, sha256, reason })],
  ["an upload", FinishedUploads, (id) => ({ caseId, uploadIds: [id] })],
  ["who signs in", Credentials, (email) => ({ email, password: "long enough" })],
  ["an owner's name", NewOwner, (name) => ({ token: "t", name, email: "a@example.com", password: "x".repeat(20) })],
];
const START = { caseId, ip: "198.51.100.7", reason: "contact", at: "2026-02-16T22:00:00.000Z", why: "" };

describe.each(texts)("%s", (_, schema, inputOf) => {
  it.each(["a\0b", "\ud800", "a\udc00"])("is refused with a character that no database keeps: %j", (text) => {
    const read = schema.safeParse(inputOf(text));
    expect(read.error?.issues.map(({ message }) => message)).toContain("The text holds a character that is none.");
  });

  it("is taken with any other", () => {
    expect(schema.safeParse(inputOf("Zoë 🦊 é")).success).toBe(true);
  });
});
