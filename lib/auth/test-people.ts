import { CASE_ROLES, type CaseRole, type InstallationRole } from "@/lib/auth/permissions";
import type { Operator, Person } from "@/lib/auth/person";
import { prisma } from "@/lib/db/client";

/** Someone with all rights, whom the trail calls by a name. */
export function operatorCalled(email: string): Operator {
  return { id: null, email };
}

/** An account of a name, which has no way to sign in. */
export async function addPerson(id: string, role: InstallationRole = "member"): Promise<Person> {
  const person = { id, name: id, email: `${id}@example.net`, role };
  await prisma().user.create({ data: person, select: { id: true } });
  return person;
}

/** Puts a person on a case, without an entry in the trail. */
export async function putOnCase(caseId: string, { id: userId }: Person, role: CaseRole): Promise<void> {
  await prisma().caseMember.create({ data: { caseId, userId, role, actor: "test" }, select: { userId: true } });
}

/** Someone of each role on a case, and a stranger: an owner of the installation who is not on it. By role. */
export async function peopleOf(caseId: string): Promise<Record<string, Person>> {
  const people: Record<string, Person> = {};
  for (const role of CASE_ROLES) {
    people[role] = await addPerson(role);
    await putOnCase(caseId, people[role], role);
  }
  people.stranger = await addPerson("stranger", "owner");
  return people;
}
