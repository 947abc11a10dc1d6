import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { peopleOf } from "@/lib/auth/test-people";
import { addComment } from "@/lib/cases/annotations/add-comment";
import { colourSubject } from "@/lib/cases/annotations/colour-subject";
import { deleteComment } from "@/lib/cases/annotations/delete-comment";
import { editComment } from "@/lib/cases/annotations/edit-comment";
import { movePin } from "@/lib/cases/annotations/move-pin";
import { notePin } from "@/lib/cases/annotations/note-pin";
import { pinSubject } from "@/lib/cases/annotations/pin-subject";
import { resolveThread } from "@/lib/cases/annotations/resolve-thread";
import { tagSubject } from "@/lib/cases/annotations/tag-subject";
import { unpinSubject } from "@/lib/cases/annotations/unpin-subject";
import { untagSubject } from "@/lib/cases/annotations/untag-subject";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import type { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readComments } from "@/lib/timeline/annotations/read-comments";
import { readMarks } from "@/lib/timeline/annotations/read-marks";
import { readNotes } from "@/lib/timeline/annotations/read-notes";
import { readPins } from "@/lib/timeline/annotations/read-pins";
import { readTags } from "@/lib/timeline/annotations/read-tags";
import { INSTANCE, makeTestCase } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
let people: Record<string, Person>;
let [lead, investigator, reviewer, viewer] = [] as unknown as [Person, Person, Person, Person];
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  people = await peopleOf(caseId);
  [lead, investigator, reviewer, viewer] = ["lead", "investigator", "reviewer", "viewer"].map(
    (role) => people[role] as Person,
  ) as [Person, Person, Person, Person];
});
afterAll(() => database.drop());

const instance: Subject = { kind: "instance", instanceId: INSTANCE };
const event = (record: number): Subject => ({ kind: "event", fileSha256: "ab".repeat(32), record });
const marked = (subject: Subject, title = "It") => ({ caseId, subject, title, at: "2026-02-16T22:30:00.000Z" });
const trail = async () =>
  (await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "asc" } })).map(({ action, detail }) => ({
    action,
    detail: detail as Record<string, unknown>,
  }));
const markOf = async (subject: Subject) => (await readMarks(caseId)).find(({ key }) => key === subjectKey(subject));

describe("pins", () => {
  it("stand in the order that people give them, each once, with a note, and leave the trail what was", async () => {
    for (const record of [1, 2, 3, 2]) await pinSubject(marked(event(record), `Record ${record}`), investigator);
    const [first, , third] = await readPins(caseId);
    await movePin({ caseId, pinId: third?.id ?? "", beforeId: first?.id ?? null }, lead);
    const edit = { text: "Seen at 02:10", base: "", version: 1 };
    expect(await notePin({ caseId, pinId: third?.id ?? "", edit }, lead)).toMatchObject({ state: "saved", version: 2 });
    expect((await readPins(caseId)).map(({ title, note, by }) => [title, note, by])).toEqual([
      ["Record 3", "Seen at 02:10", "investigator@example.net"],
      ["Record 1", "", "investigator@example.net"],
      ["Record 2", "", "investigator@example.net"],
    ]);
    await unpinSubject({ caseId, subject: event(3) }, investigator);
    await unpinSubject({ caseId, subject: event(3) }, investigator);
    expect((await trail()).slice(-3)).toMatchObject([
      { action: "pin.moved", detail: { before: 3, after: 1 } },
      { action: "pin.noted", detail: { before: "", after: "Seen at 02:10" } },
      { action: "pin.removed", detail: { before: { note: "Seen at 02:10", place: 1 } } },
    ]);
  });

  it.each(["reviewer", "viewer", "stranger"])("are not for a %s, and nothing is left of the attempt", async (who) => {
    const before = await trail();
    const code = who === "stranger" ? "not-found" : "forbidden";
    const actor = people[who] as Person;
    await expect(pinSubject(marked(event(9)), actor)).rejects.toMatchObject({ code });
    await expect(tagSubject({ ...marked(event(9)), tag: "x" }, actor)).rejects.toMatchObject({ code });
    await expect(colourSubject({ ...marked(event(9)), colour: "red" }, actor)).rejects.toMatchObject({ code });
    expect([await trail(), await markOf(event(9))]).toEqual([before, undefined]);
  });
});

it("tags and colours say what they are in one way, and go again", async () => {
  await tagSubject({ ...marked(instance), tag: "  Patient   ZERO " }, lead);
  await tagSubject({ ...marked(instance), tag: "patient zero" }, investigator);
  await colourSubject({ ...marked(instance), colour: "red" }, lead);
  await colourSubject({ ...marked(instance), colour: "blue" }, lead);
  expect(await markOf(instance)).toMatchObject({ tags: ["patient zero"], colour: "blue", pinned: false, comments: 0 });
  expect(await readTags(caseId)).toMatchObject([
    { subject: instance, tags: [{ tag: "patient zero", by: "lead@example.net" }], colour: { colour: "blue" } },
  ]);
  await untagSubject({ caseId, subject: instance, tag: "Patient zero" }, investigator);
  await colourSubject({ ...marked(instance), colour: null }, lead);
  expect(await markOf(instance)).toBeUndefined();
  expect((await trail()).at(-1)).toMatchObject({ action: "colour.set", detail: { before: "blue", after: null } });
});

describe("comments", () => {
  const say = (body: string, actor: Person, parentId: string | null = null) =>
    addComment({ ...marked(instance), body, parentId }, actor);

  it("form threads, tell whom they name, are settled, and keep their place when they are taken back", async () => {
    const { id: threadId } = await say("Look, @reviewer: **this**", investigator);
    const { id: replyId } = await say("Seen, @investigator", reviewer, threadId);
    await resolveThread({ caseId, threadId, resolved: true }, reviewer);
    await deleteComment({ caseId, commentId: threadId }, lead);
    const [thread] = await readComments(caseId);
    expect(thread).toMatchObject({
      ...{
        id: threadId,
        body: "",
        mentions: [],
        by: "investigator@example.net",
        resolved: { by: "reviewer@example.net" },
      },
      replies: [{ id: replyId, body: "Seen, @investigator", mentions: ["investigator@example.net"] }],
    });
    expect(await markOf(instance)).toMatchObject({ comments: 1, openThreads: 0 });
    const notices = await prisma().notice.findMany({ where: { caseId, kind: "mention" }, orderBy: { id: "asc" } });
    expect(notices.map(({ userId }) => userId)).toEqual([reviewer.id, investigator.id]);
    expect((await trail()).at(-1)).toMatchObject({
      ...{ action: "comment.deleted", detail: { before: "Look, @reviewer: **this**", by: "investigator@example.net" } },
    });
  });

  it("are their author's and a lead's to change; replies stay in their thread", async () => {
    const { id: commentId } = await say("one two three", investigator);
    const edit = { text: "one two three four", base: "one two three", version: 1 };
    await expect(editComment({ caseId, commentId, edit }, reviewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteComment({ caseId, commentId }, reviewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(say("no", viewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(resolveThread({ caseId, threadId: commentId, resolved: true }, investigator)).rejects.toMatchObject({
      code: "forbidden",
    });
    const elsewhere = addComment({ ...marked(event(1)), body: "x", parentId: commentId }, lead);
    await expect(elsewhere).rejects.toMatchObject({ code: "not-found" });
    expect(await editComment({ caseId, commentId, edit }, lead)).toMatchObject({ state: "saved", version: 2 });
  });

  it("changed by two at once keep what both wrote, or are left as they are", async () => {
    const base = "The host sent data.";
    const { id: commentId } = await say(base, investigator);
    const change = (text: string, actor: Person, version = 1) =>
      editComment({ caseId, commentId, edit: { text, base, version } }, actor);
    await Promise.all([change("The web host sent data.", investigator), change("The host sent data. Twice.", lead)]);
    const bodyOf = async () =>
      (await readNotes(caseId, subjectKey(instance))).threads.find(({ id }) => id === commentId);
    expect(await bodyOf()).toMatchObject({ body: "The web host sent data. Twice.", version: 3 });
    const before = await trail();
    expect(await change("The mail host sent data.", lead)).toMatchObject({ state: "conflict", version: 3 });
    expect([await bodyOf(), await trail()]).toMatchObject([{ version: 3 }, before]);
  });
});

describe("whatever is marked", () => {
  const sha = "cd".repeat(32);
  const span = { kind: "span", held: "private-address", value: "10.0.0.9", vpcId: "vpc-1", holder: "eni-1" } as const;
  const subjects: Subject[] = [
    event(11),
    { kind: "group", instanceId: INSTANCE, key: sha },
    { kind: "instance", instanceId: "i-0a1b2c3d4e5f60009" },
    { kind: "detection", key: "beacon: 10.0.0.9 'to' \u202e" },
    { ...span, from: null },
  ];

  it.each(subjects)(
    "takes a pin, a tag, a colour and comments, and is told from all others: $kind",
    async (subject) => {
      await pinSubject(marked(subject), investigator);
      await tagSubject({ ...marked(subject), tag: "web" }, investigator);
      await colourSubject({ ...marked(subject), colour: "green" }, investigator);
      const { id } = await addComment({ ...marked(subject), body: "Look", parentId: null }, reviewer);
      const mark = { pinned: true, tags: ["web"], colour: "green", comments: 1, openThreads: 1 };
      expect(await markOf(subject)).toMatchObject(mark);
      expect((await readNotes(caseId, subjectKey(subject))).threads).toMatchObject([{ id, body: "Look" }]);
      expect((await readPins(caseId)).filter((pin) => subjectKey(pin.subject) === subjectKey(subject))).toHaveLength(1);
      expect((await trail()).slice(-4)).toMatchObject(
        ["pin.added", "tag.added", "colour.set", "comment.added"].map((action) => ({
          ...{ action, detail: { subject: subjectKey(subject) } },
        })),
      );
      await unpinSubject({ caseId, subject }, investigator);
      await untagSubject({ caseId, subject, tag: "web" }, investigator);
      await colourSubject({ ...marked(subject), colour: null }, investigator);
      await deleteComment({ caseId, commentId: id }, reviewer);
      expect(await markOf(subject)).toMatchObject({
        pinned: false,
        tags: [],
        colour: null,
        comments: 0,
        openThreads: 0,
      });
    },
  );

  it.each([
    { kind: "event", fileSha256: "AB", record: 1 },
    { kind: "event", fileSha256: sha, record: 0 },
    { kind: "group", instanceId: "web-1", key: sha },
    { kind: "instance", instanceId: "i-1; DROP" },
    { kind: "detection", key: "" },
    { ...span, from: "yesterday" },
    { ...span, from: null, caseId: "another" },
    { kind: "case", id: "x" },
  ])("names a thing that there can be: %o is refused by each, and nothing is left", async (wrong) => {
    const before = await trail();
    const given = marked(wrong as Subject);
    await expect(pinSubject(given, lead)).rejects.toThrow();
    await expect(tagSubject({ ...given, tag: "x" }, lead)).rejects.toThrow();
    await expect(colourSubject({ ...given, colour: "red" }, lead)).rejects.toThrow();
    await expect(addComment({ ...given, body: "x", parentId: null }, lead)).rejects.toThrow();
    expect(await trail()).toEqual(before);
  });
});

it("outlive the evidence they are of, but not a closed case's rest", async () => {
  const { rows } = await pool().query<{ sha256: string }>("SELECT sha256 FROM evidence_files WHERE case_id = $1", [
    caseId,
  ]);
  const subject: Subject = { kind: "event", fileSha256: rows[0]?.sha256 ?? "", record: 1 };
  await pinSubject(marked(subject), lead);
  await removeEvidence({ caseId, sha256: rows[1]?.sha256 ?? "", reason: "not ours" }, lead);
  expect(await markOf(subject)).toMatchObject({ pinned: true });
  await prisma().case.update({ where: { id: caseId }, data: { state: "closed" }, select: { id: true } });
  await expect(pinSubject(marked(event(7)), lead)).rejects.toMatchObject({ code: "conflict" });
  await expect(addComment({ ...marked(instance), body: "late", parentId: null }, lead)).rejects.toMatchObject({
    code: "conflict",
  });
});
