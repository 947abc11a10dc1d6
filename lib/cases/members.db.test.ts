import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changePerson } from "@/lib/auth/change-person";
import { checkCase } from "@/lib/auth/check-permission";
import { OPERATOR, type Person } from "@/lib/auth/person";
import { addPerson } from "@/lib/auth/test-people";
import { addMember } from "@/lib/cases/add-member";
import { changeMember } from "@/lib/cases/change-member";
import { createCase } from "@/lib/cases/create-case";
import { joinCase } from "@/lib/cases/join-case";
import { openCase } from "@/lib/cases/open-case";
import { removeMember } from "@/lib/cases/remove-member";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { listMembers } from "@/lib/timeline/people/list-members";
import { listOtherCases } from "@/lib/timeline/people/list-other-cases";

let database: TestDatabase;
let owner: Person;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = await addPerson("olga", "owner");
  [ada, bob] = [await addPerson("ada"), await addPerson("bob")];
});
afterAll(() => database.drop());

const rolesOf = async (caseId: string) =>
  Object.fromEntries((await listMembers(caseId)).members.map(({ id, role }) => [id, role]));
const trailOf = async (caseId: string) =>
  (await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "asc" } })).map(
    ({ actor, action, subject }) => `${actor} ${action} ${subject}`,
  );

describe("a case", () => {
  it("is led by who opens it; one of the command line by the owners", async () => {
    const { id } = await openCase({ title: "Ada's" }, ada);
    expect(await rolesOf(id)).toEqual({ ada: "lead" });
    expect(await rolesOf((await createCase({ title: "Loaded" }, OPERATOR)).id)).toEqual({ olga: "lead" });
    expect(await rolesOf((await createCase({ title: "Once", scratch: true }, OPERATOR)).id)).toEqual({});
  });

  it("takes people, gives them other roles and lets them go, and tells of each", async () => {
    const { id: caseId } = await openCase({ title: "Shared" }, ada);
    await addMember({ caseId, userId: "bob", role: "viewer" }, ada);
    await expect(addMember({ caseId, userId: "bob", role: "lead" }, ada)).rejects.toMatchObject({ code: "conflict" });
    await expect(addMember({ caseId, userId: "olga", role: "lead" }, bob)).rejects.toMatchObject({ code: "forbidden" });
    await changeMember({ caseId, userId: "bob", role: "reviewer" }, ada);
    expect(await rolesOf(caseId)).toEqual({ ada: "lead", bob: "reviewer" });
    await removeMember({ caseId, userId: "bob" }, ada);
    await expect(checkCase(bob, caseId, "case.read")).rejects.toMatchObject({ code: "not-found" });
    await expect(removeMember({ caseId, userId: "bob" }, ada)).rejects.toMatchObject({ code: "not-found" });
    expect((await trailOf(caseId)).slice(1)).toEqual([
      "ada@example.net member.added bob@example.net",
      "ada@example.net member.changed bob@example.net",
      "ada@example.net member.removed bob@example.net",
    ]);
  });

  it("keeps a lead who can sign in, also of two who leave at once", async () => {
    const { id: caseId } = await openCase({ title: "Led" }, ada);
    const only = { caseId, userId: "ada" };
    await expect(removeMember(only, ada)).rejects.toMatchObject({ code: "conflict" });
    await expect(changeMember({ ...only, role: "viewer" }, ada)).rejects.toMatchObject({ code: "conflict" });
    await addMember({ caseId, userId: "bob", role: "lead" }, ada);
    const left = await Promise.allSettled([removeMember(only, ada), removeMember({ caseId, userId: "bob" }, bob)]);
    expect(left.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(Object.values(await rolesOf(caseId))).toEqual(["lead"]);
  });

  it("lets everyone leave, and nobody take others off without the right", async () => {
    const { id: caseId } = await openCase({ title: "Left" }, ada);
    await addMember({ caseId, userId: "bob", role: "viewer" }, ada);
    await expect(removeMember({ caseId, userId: "ada" }, bob)).rejects.toMatchObject({ code: "forbidden" });
    await removeMember({ caseId, userId: "bob" }, bob);
    expect(await rolesOf(caseId)).toEqual({ ada: "lead" });
  });

  it("takes nobody whose account is disabled", async () => {
    const { id: caseId } = await openCase({ title: "Disabled" }, ada);
    await changePerson({ userId: "bob", disabled: true }, owner);
    await expect(addMember({ caseId, userId: "bob", role: "viewer" }, ada)).rejects.toMatchObject({
      code: "not-found",
    });
    await changePerson({ userId: "bob", disabled: false }, owner);
  });
});

describe("an owner of the installation", () => {
  it("finds a case by name and leads alone, and joins it before everyone's eyes", async () => {
    const { id: caseId } = await openCase({ title: "Not olga's" }, ada);
    const [found] = (await listOtherCases(owner)).filter(({ id }) => id === caseId);
    expect(Object.keys(found ?? {}).sort()).toEqual(["createdMs", "id", "leads", "title"]);
    expect(await listOtherCases(ada)).toEqual([]);
    await expect(joinCase({ caseId, reason: " " }, owner)).rejects.toThrow(/why/);
    await expect(joinCase({ caseId, reason: "curious" }, bob)).rejects.toMatchObject({ code: "forbidden" });
    expect(await rolesOf(caseId)).toEqual({ ada: "lead" });
    await joinCase({ caseId, reason: "Ada is on leave" }, owner);
    expect(await rolesOf(caseId)).toEqual({ ada: "lead", olga: "lead" });
    expect((await trailOf(caseId)).at(-1)).toBe("olga@example.net member.joined olga@example.net");
    await expect(joinCase({ caseId, reason: "again" }, owner)).rejects.toMatchObject({ code: "conflict" });
  });
});
