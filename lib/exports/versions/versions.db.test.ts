import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { peopleOf, putOnCase } from "@/lib/auth/test-people";
import { addIndicator } from "@/lib/cases/add-indicator";
import { renameSearch } from "@/lib/cases/rename-search";
import { askReview } from "@/lib/cases/review/ask-review";
import { sendBack } from "@/lib/cases/review/send-back";
import { withdrawReview } from "@/lib/cases/review/withdraw-review";
import { saveSearch } from "@/lib/cases/save-search";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { approveCase } from "@/lib/exports/versions/approve-case";
import { readDifferences } from "@/lib/exports/versions/read-differences";
import { checkVersions, readVersion } from "@/lib/exports/versions/read-version";
import { canonicalBytes, sha256Of } from "@/lib/report/frozen-case";
import { listVersions } from "@/lib/timeline/review/list-versions";
import { makeTestCase } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
let people: Record<"lead" | "investigator" | "reviewer" | "viewer" | "stranger", Person>;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  people = (await peopleOf(caseId)) as typeof people;
});
afterAll(() => database.drop());

const stateOf = async () => (await prisma().case.findUniqueOrThrow({ where: { id: caseId } })).state;
const seen = async () => (await readDifferences(caseId, null)).seen;
const ask = () => askReview({ caseId, reviewers: [people.reviewer.id], note: "Numbers, please." }, people.lead);
const trail = async () =>
  (
    await pool().query<{ action: string }>(
      "SELECT action FROM audit_entries WHERE case_id = $1 AND action LIKE 'review.%' ORDER BY id",
      [caseId],
    )
  ).rows.map(({ action }) => action);

describe("a review", () => {
  it("is asked of those who may answer it, one at a time, and withdrawn", async () => {
    await expect(askReview({ caseId, reviewers: [people.viewer.id] }, people.lead)).rejects.toThrow(
      "Only leads and reviewers",
    );
    await expect(askReview({ caseId, reviewers: [people.stranger.id] }, people.lead)).rejects.toThrow(
      "Only leads and reviewers",
    );
    expect(await stateOf()).toBe("open");
    const { reviewId } = await ask();
    expect(await stateOf()).toBe("in-review");
    await expect(ask()).rejects.toThrow("under way already");
    await withdrawReview({ caseId, reviewId }, people.lead);
    await expect(withdrawReview({ caseId, reviewId }, people.lead)).rejects.toThrow("answered or withdrawn");
    expect(await stateOf()).toBe("open");
    expect(await trail()).toEqual(["review.asked", "review.withdrawn"]);
  });

  it("is sent back with reasons, by those who were asked alone", async () => {
    const { reviewId } = await ask();
    await expect(sendBack({ caseId, reviewId, answer: "no" }, people.lead)).rejects.toThrow(
      "Only those who were asked",
    );
    const reasons = [{ key: "k", title: "Traffic: i-1", reason: "Twice?" }];
    await sendBack({ caseId, reviewId, reasons }, people.reviewer);
    expect(await prisma().caseReview.findUnique({ where: { id: reviewId } })).toMatchObject({
      state: "sent-back",
      reasons,
    });
    await expect(approveCase({ caseId, reviewId, seen: await seen() }, people.reviewer)).rejects.toThrow(
      "answered or withdrawn",
    );
    expect(await stateOf()).toBe("open");
  });

  it("is approved of what was seen alone, and freezes it under one hash that is signed", async () => {
    await addIndicator({ caseId, kind: "name", value: "b.example" }, people.investigator);
    const { reviewId } = await ask();
    const looked = await seen();
    await addIndicator({ caseId, kind: "name", value: "c.example" }, people.investigator);
    await expect(approveCase({ caseId, reviewId, seen: looked }, people.reviewer)).rejects.toThrow(
      "changed since you looked",
    );
    expect(await prisma().caseVersion.count({ where: { caseId } })).toBe(0);
    const { version } = await approveCase({ caseId, reviewId, seen: await seen(), answer: "Good." }, people.reviewer);
    const read = await readVersion(caseId, version);
    expect(read.frozen).toMatchObject({ version: 1, review: { approvedBy: people.reviewer.email, words: "Good." } });
    expect(sha256Of(canonicalBytes(JSON.parse(read.bytes.toString())))).toBe(read.sha256);
    expect(read.data.frozen).toMatchObject({ version: 1, sha256: read.sha256 });
    expect(await checkVersions(caseId)).toEqual({ versions: 1, faults: [] });
    expect(await stateOf()).toBe("open");
    expect((await trail()).at(-1)).toBe("review.approved");
  });

  it("shows what came later as differences, and nothing else", async () => {
    expect((await readDifferences(caseId, 1)).areas).toEqual([]);
    await saveSearch({ caseId, name: "late", query: "port:22" }, people.reviewer);
    const { areas } = await readDifferences(caseId, 1);
    expect(areas).toMatchObject([
      { area: "Work of people", total: 1, rows: [{ subject: "saved search: late", before: null }] },
    ]);
    expect((await readVersion(caseId, 1)).frozen.data.annotations).toEqual([]);
  });

  it("is not approved by who did the work, unless nobody else is on the case", async () => {
    const { reviewId } = await ask();
    await expect(approveCase({ caseId, reviewId, seen: await seen() }, people.reviewer)).rejects.toThrow(
      "someone else has to approve",
    );
    expect(await prisma().caseVersion.count({ where: { caseId } })).toBe(1);
    await prisma().caseMember.deleteMany({ where: { caseId, userId: { not: people.reviewer.id } } });
    expect(await approveCase({ caseId, reviewId, seen: await seen() }, people.reviewer)).toEqual({ version: 2 });
    await putOnCase(caseId, people.lead, "lead");
  });

  it("shows a reviewer what changed since the last one, not since those before it", async () => {
    const { id } = await prisma().savedSearch.findFirstOrThrow({ where: { caseId, name: "late" } });
    await renameSearch({ caseId, searchId: id, name: "later" }, people.lead);
    const changed = async (since: number) => (await readDifferences(caseId, since)).areas.flatMap(({ rows }) => rows);
    const [newest] = await listVersions(caseId);
    expect(newest?.number).toBe(2);
    expect((await changed(2)).map(({ subject }) => subject).sort()).toEqual([
      "saved search: late",
      "saved search: later",
    ]);
    expect((await changed(1)).map(({ subject }) => subject)).toEqual(["saved search: later"]);
  });

  it("leaves versions that nobody changes, and says so when somebody with the keys to the database did", async () => {
    await expect(pool().query("UPDATE case_versions SET sha256 = sha256")).rejects.toThrow("never changed");
    await expect(pool().query("UPDATE frozen_documents SET document = ''")).rejects.toThrow("never changed");
    const { sha256, bytes } = await readVersion(caseId, 2);
    const other = Buffer.from(bytes.toString().replace("late", "lost"));
    await pool().query("DELETE FROM frozen_documents WHERE case_id = $1 AND sha256 = $2", [caseId, sha256]);
    await pool().query("INSERT INTO frozen_documents VALUES ($1, $2, $3)", [caseId, sha256, other]);
    expect(await checkVersions(caseId)).toEqual({
      versions: 2,
      faults: ["The document of version 2 is not what was frozen."],
    });
  });
});
