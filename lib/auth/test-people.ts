import type { CaseRole, InstallationRole } from "@/lib/auth/permissions";
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
