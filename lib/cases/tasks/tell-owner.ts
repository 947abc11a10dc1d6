import type { Actor } from "@/lib/auth/person";
import type { Transaction } from "@/lib/db/client";
import { tellPeople } from "@/lib/notices/tell";

interface Given {
  caseId: string;
  taskId: string;
  ownerId: string;
  title: string;
}

/** Tells someone of a task that is theirs now, unless they took it themselves. */
export async function tellOwner(transaction: Transaction, given: Given, actor: Actor): Promise<void> {
  const { caseId, taskId, ownerId, title } = given;
  const path = `/tasks?task=${taskId}`;
  await tellPeople(transaction, { caseId, to: [ownerId], kind: "assignment", actor, subject: title, path });
}
