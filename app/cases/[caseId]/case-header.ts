import { notFound } from "next/navigation";
import { cache } from "react";
import { requirePerson } from "@/app/_guard/require-person";
import { checkCase } from "@/lib/auth/check-permission";
import type { CaseRole } from "@/lib/auth/permissions";
import { AppError } from "@/lib/core/app-error";
import { type CaseHeader, readCaseHeader } from "@/lib/timeline/case/read-case-header";

/** The role of who asks, in the case of a URL, read once a request; a case that they are not on is a page that is not there. */
export const caseRole = cache(async (caseId: string): Promise<CaseRole> => {
  const person = await requirePerson();
  return orNotFound(() => checkCase(person, caseId, "case.read"));
});

/** The case of a URL for someone who is on it, read once a request. */
export const caseHeader = cache(async (caseId: string): Promise<CaseHeader> => {
  await caseRole(caseId);
  return orNotFound(() => readCaseHeader(caseId));
});

async function orNotFound<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
}

/** The first value of a search parameter. */
export function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
